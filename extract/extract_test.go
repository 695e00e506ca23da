package extract_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/htmlindex"

	"framewatch/corpus"
	"framewatch/extract"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// theExtractor is shared, as loading the language model takes longer than a test.
var theExtractor = sync.OnceValues(func() (*extract.Extractor, error) { return extract.New(extract.Default()) })

func newExtractor(t testing.TB) *extract.Extractor {
	t.Helper()
	e, err := theExtractor()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func readPage(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "pages", name+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func encode(t testing.TB, label string, body []byte) []byte {
	t.Helper()
	enc, err := htmlindex.Get(label)
	if err != nil {
		t.Fatal(err)
	}
	out, err := enc.NewEncoder().Bytes(body)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestGolden pins the whole document of each invented page.
func TestGolden(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct{ name, url, charset string }{
		{"english", "https://www.courier.example/world/2025/11/04/ferry-row?ref=home", ""},
		{"simplified", "http://news.dengta.example/2025/1104/c12-345.html", "gb18030"},
		{"traditional", "https://haijiao.example/hk/88123", "big5"},
		{"arabic", "https://almanara.example/w/1", ""},
		{"bilingual", "https://quayforum.example/ferry-talks", ""},
		{"paywall", "https://tidewater.example/inside", ""},
		{"paywall-zh", "https://gangkou.example/p/1", ""},
		{"challenge", "https://www.courier.example/world/x", ""},
		{"gone", "https://www.courier.example/world/y", ""},
		{"login", "https://gangkou.example/p/2", ""},
		{"syndicated", "https://inland.example/mediator-named", ""},
		{"official", "https://province.example/press-releases/ferry", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := readPage(t, c.name)
			if c.charset != "" {
				body = encode(t, c.charset, body)
			}
			page := corpus.Page{Capture: corpus.Capture{Source: "test", URL: c.url, FetchedAt: time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC)}, Body: body}
			doc, err := e.Extract(t.Context(), page, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := extract.WriteJSON(&got, doc); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "golden", c.name+".json")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("document (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct {
		name, contentType, body, want string
	}{
		{"empty", "text/html", " \n", extract.CodeEmpty},
		{"pdf", "application/pdf", "%PDF-1.7 ...", extract.CodePDF},
		{"pdf called html", "text/html", "%PDF-1.7 ...", extract.CodePDF},
		{"image", "image/png", "\x89PNG\r\n\x1a\n", extract.CodeNotHTML},
		{"json", "application/json", `{"a":1}`, extract.CodeNotHTML},
		{"front", "text/html", string(readPage(t, "front")), extract.CodeNotArticle},
		{"no text", "text/html", "<html><body><p>Hm.</p></body></html>", extract.CodeNoText},
		{"scripts only", "text/html", "<html><body><div id=app></div><script>start()</script></body></html>", extract.CodeNoText},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := corpus.Page{Capture: corpus.Capture{URL: "https://courier.example/a", ContentType: c.contentType}, Body: []byte(c.body)}
			_, err := e.Extract(t.Context(), page, nil)
			var f *extract.Failure
			if !errors.As(err, &f) || f.Code != c.want {
				t.Errorf("got %v, want code %s", err, c.want)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	cfg := extract.Default()
	cfg.MaxBytes = 1000
	e, err := extract.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Extract(t.Context(), corpus.Page{Body: readPage(t, "english")}, nil)
	var f *extract.Failure
	if !errors.As(err, &f) || f.Code != extract.CodeTooLarge {
		t.Errorf("got %v, want %s", err, extract.CodeTooLarge)
	}
}

const sentence = "The keeper of the northern light wrote down the height of every wave that came over the wall. "

// TestDeepNesting: a page nested beyond the parser's limit keeps its text.
func TestDeepNesting(t *testing.T) {
	var b strings.Builder
	b.WriteString("<html><head><title>Waves over the wall</title></head><body>")
	b.WriteString(strings.Repeat("<div><span>", 2000))
	for i := range 12 {
		fmt.Fprintf(&b, "<p>On day %d, wave %d: %s</p>", i, i*i+7, sentence)
	}
	b.WriteString(strings.Repeat("</span></div>", 2000))
	b.WriteString("</body></html>")
	doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Body: []byte(b.String())}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(doc.Text, "northern light"); n != 12 || doc.Title != "Waves over the wall" {
		t.Errorf("title %q, %d of 12 sentences", doc.Title, n)
	}
}

// TestDeepAndLong: text within so many elements that the voters would read it
// hundreds of times is flattened first.
func TestDeepAndLong(t *testing.T) {
	body := "<html><body>" + strings.Repeat(`<div class="author">`, 480) + strings.Repeat("<p>"+sentence+sentence+"</p>", 2000)
	doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Body: []byte(body)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.Text, "northern light") {
		t.Errorf("text %.80q", doc.Text)
	}
}

// TestLongLine: 10 MB on one line are read, and in bounded memory.
func TestLongLine(t *testing.T) {
	if testing.Short() {
		t.Skip("10 MB page")
	}
	body := "<html><head><title>Waves</title></head><body><article><h1>Waves</h1><p>" + strings.Repeat(sentence, 10<<20/len(sentence)) + "</p></article></body></html>"
	doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Body: []byte(body)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Text) < 9<<20 {
		t.Errorf("%d bytes of text, want almost 10 MB", len(doc.Text))
	}
}

func TestPlainText(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct {
		name, body, title, text string
	}{
		{"title and paragraphs", "\n\nFerry talks open\n\nThe talks opened\non Wednesday.\n\nThey go on.\n", "Ferry talks open", "The talks opened on Wednesday.\n\nThey go on."},
		{"one paragraph a line", "渡轮会谈开幕\n　　会谈星期三开幕。\n　　月底再谈。", "渡轮会谈开幕", "会谈星期三开幕。\n\n月底再谈。"},
		{"wrapped chinese", "渡轮会谈开幕\n\n会谈星期三\n开幕。\n\n月底再谈。", "渡轮会谈开幕", "会谈星期三开幕。\n\n月底再谈。"},
		{"one line", "Only this.", "", "Only this."},
		{"windows line ends", "Title\r\n\r\nText.\r\n", "Title", "Text."},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{ContentType: "text/plain"}, Body: []byte(c.body)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Title != c.title || doc.Text != c.text {
				t.Errorf("got title %q, text %q; want %q, %q", doc.Title, doc.Text, c.title, c.text)
			}
		})
	}
}

// TestSelectors: an editor's selectors overrule the general rules, and one that
// finds nothing shows in the quality.
func TestSelectors(t *testing.T) {
	e := newExtractor(t)
	page := corpus.Page{Capture: corpus.Capture{URL: "https://www.courier.example/world/1"}, Body: readPage(t, "english")}
	plain, err := e.Extract(t.Context(), page, nil)
	if err != nil {
		t.Fatal(err)
	}
	src := &corpus.Source{ID: "courier", Selectors: corpus.Selectors{
		Title: "h2", Text: ".article-body", Author: ".comment", Date: "time.none", Remove: []string{"ul"},
	}}
	doc, err := e.Extract(t.Context(), page, src)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "Why the timetable matters" || doc.Source != "courier" || strings.Contains(doc.Text, "eight on market days") || !strings.Contains(doc.Text, "retired judge") {
		t.Errorf("selectors not followed: title %q, text %q", doc.Title, doc.Text)
	}
	if diff := cmp.Diff([]string{"date"}, doc.Unmatched); diff != "" {
		t.Errorf("selectors that found nothing (-want +got):\n%s", diff)
	}
	src.Selectors = corpus.Selectors{Text: ".no-such-class"}
	broken, err := e.Extract(t.Context(), page, src)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"text"}, broken.Unmatched); diff != "" {
		t.Errorf("selectors that found nothing (-want +got):\n%s", diff)
	}
	if broken.Text != plain.Text || broken.Quality >= plain.Quality {
		t.Errorf("broken selector: quality %v, without selector %v", broken.Quality, plain.Quality)
	}
}

func TestConfigValidate(t *testing.T) {
	cfg := extract.Default()
	if err := cfg.Validate(); err != nil {
		t.Errorf("Default: %v", err)
	}
	cfg.MaxBytes, cfg.MinLetters, cfg.Workers = 0, -1, 5000
	_, err := extract.New(cfg)
	for _, want := range []string{"max_bytes", "min_letters", "workers"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
}
