package extract_test

import (
	"errors"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/extract"
)

func FuzzExtract(f *testing.F) {
	e := newExtractor(f)
	for _, name := range []string{"english", "bilingual", "paywall", "front"} {
		f.Add(readPage(f, name), "text/html")
	}
	f.Add(encode(f, "gb18030", readPage(f, "simplified")), "")
	f.Add([]byte("Title\n\ntext"), "text/plain")
	f.Add([]byte(`<script type="application/ld+json">[{"@type":"NewsArticle","author":[[]],"datePublished":"2025-13-45"}]</script><p>x`), "text/html")
	f.Add([]byte(`<title>Just a moment...</title><script>x</script>`), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://courier.example/a/b", ContentType: contentType}, Body: body}, nil)
		if err != nil {
			var failure *extract.Failure
			if !errors.As(err, &failure) {
				t.Errorf("error is not a Failure: %v", err)
			}
			return
		}
		if !utf8.ValidString(doc.Text) || !utf8.ValidString(doc.Title) || doc.Text == "" {
			t.Errorf("title %q, text %q", doc.Title, doc.Text)
		}
		if doc.Quality < 0 || doc.Quality > 1 {
			t.Errorf("quality %v", doc.Quality)
		}
		if strings.Contains(doc.Text, "\n\n\n") || doc.Text != strings.TrimSpace(doc.Text) {
			t.Errorf("paragraphs are not parted by one empty line: %q", doc.Text)
		}
	})
}

// FuzzBlocks puts markup into the middle of an article: whatever it is, the
// text holds only what the page holds, in its order, and is the same twice.
func FuzzBlocks(f *testing.F) {
	e := newExtractor(f)
	f.Add("<ul><li>one<li>two</ul><table><tr><td>a<td>b<tr><th>c</table>")
	f.Add("<blockquote>“No boats on market days,” the mayor wrote.</blockquote><hr>")
	f.Add("<p>first<br><br>second<br>third</p><ruby>汉<rp>(<rt>hàn<rp>)</ruby>")
	f.Add(`<div class="related"><a href=/x>Read also: ferries</a></div><div style="display:none">hidden</div>`)
	f.Add("<aside><figure><figcaption>Photo</figcaption></figure></aside><dl><dt>x<dd>y</dl>")
	f.Add(strings.Repeat("<div><span>", 300) + "deep")
	f.Add("<svg><title>t</title><p>out of it</p></svg><math><mi>x</math><template><p>no</template><select><p>s")
	f.Fuzz(func(t *testing.T, markup string) {
		if len(markup) > 1<<16 || unparsed.MatchString(markup) {
			t.Skip()
		}
		source := `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ferry talks open</title><article><h1>Ferry talks open</h1>` +
			filler + strings.ToValidUTF8(markup, "?") + filler + `</article></html>`
		page := corpus.Page{Capture: corpus.Capture{URL: "https://x.example/ferry", ContentType: "text/html; charset=utf-8"}, Body: []byte(source)}
		doc, err := e.Extract(t.Context(), page, nil)
		again, errAgain := e.Extract(t.Context(), page, nil)
		if diff := cmp.Diff(doc, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Fatalf("two answers for one page (-first +second):\n%s", diff)
		}
		raw, plain := onlyLetters(source), onlyLetters(html.UnescapeString(source))
		for _, paragraph := range strings.Split(doc.Text, "\n\n") {
			if p := onlyLetters(paragraph); !isSubsequence(p, raw) && !isSubsequence(p, plain) {
				t.Errorf("the page does not say %q", paragraph)
			}
		}
	})
}

// unparsed elements hold text in which entities stand for themselves.
var unparsed = regexp.MustCompile(`(?i)<(?:xmp|plaintext|noembed|noframes)`)

func onlyLetters(s string) []rune {
	var out []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return out
}

func isSubsequence(part, whole []rune) bool {
	for _, r := range whole {
		if len(part) > 0 && part[0] == r {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// FuzzDates puts a stamp into each of the places where pages state a date: what
// comes out is a date that a page of that day can state, in a form that reads
// back, and nothing without digits dates a page.
func FuzzDates(f *testing.F) {
	e := newExtractor(f)
	for i, s := range []string{
		"2025-10-20T09:30:00+08:00", "20251020T093000Z", "Mon, 20 Oct 2025 09:30:00 GMT", "20. Oktober 2025, 08:30 Uhr", "Publié le 1er décembre 2025 à 14h05",
		"发布时间：2025年10月20日 下午3:05", "二〇二五年十月二十一日", "中華民國114年10月20日", "20 أكتوبر 2025", "Posted 04/05/2025", "Updated 22 October 2025. Published 20 October 2025.", "2025-13-45 99:99:99 UTC+99",
	} {
		f.Add(s, byte(i), "en")
	}
	fetched := time.Date(2025, 12, 24, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, stamp string, place byte, lang string) {
		if len(stamp) > 4096 {
			t.Skip()
		}
		stamp = html.EscapeString(strings.ToValidUTF8(stamp, "?"))
		head, line := "", ""
		switch place % 5 {
		case 0:
			head = `<meta property="article:published_time" content="` + stamp + `">`
		case 1:
			head = `<meta itemprop="dateModified" content="` + stamp + `">`
		case 2:
			line = `<time datetime="` + stamp + `">then</time>`
		case 3:
			line = `<div>` + stamp + `</div>`
		case 4:
			head = `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"` + strings.NewReplacer(`\`, "", "<", "").Replace(html.UnescapeString(stamp)) + `"}</script>`
		}
		body := `<!doctype html><html lang="` + html.EscapeString(strings.ToValidUTF8(lang, "")) + `"><head><meta charset="utf-8"><title>Ferry talks open</title>` + head +
			`</head><body><article><h1>Ferry talks open</h1>` + line + filler + `</article></body></html>`
		doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://x.example/ferry", FetchedAt: fetched, ContentType: "text/html; charset=utf-8"}, Body: []byte(body)}, nil)
		if err != nil {
			return
		}
		for _, d := range []corpus.Date{doc.Published, doc.Modified} {
			checkDate(t, d, fetched)
			if d.Known() && !numerals.MatchString(html.UnescapeString(stamp)) {
				t.Errorf("%q dates the page %s", stamp, d)
			}
		}
	})
}

var numerals = regexp.MustCompile(`\p{N}|[〇零○一二三四五六七八九十]`)

func checkDate(t *testing.T, d corpus.Date, fetched time.Time) {
	t.Helper()
	if !d.Known() {
		if d != (corpus.Date{}) {
			t.Errorf("no precision, but %+v", d)
		}
		return
	}
	if d.Time.Year() < 1990 || d.Time.After(fetched.Add(36*time.Hour)) {
		t.Errorf("%s is outside of what a page fetched at %s can state", d, fetched)
	}
	switch d.From {
	case "json-ld", "meta", "time", "url", "text":
	default:
		t.Errorf("evidence %q", d.From)
	}
	layout := map[corpus.Precision]string{corpus.PrecisionYear: "2006", corpus.PrecisionMonth: "2006-01", corpus.PrecisionDay: time.DateOnly}[d.Precision]
	switch {
	case layout == "" && d.HasOffset:
		layout = time.RFC3339
	case layout == "":
		layout = "2006-01-02T15:04:05"
	}
	if _, err := time.Parse(layout, d.String()); err != nil {
		t.Errorf("%+v is written as %q: %v", d, d, err)
	}
}
