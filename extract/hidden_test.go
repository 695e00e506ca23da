package extract_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/extract"
)

// TestFoldedHalf: the hidden rest of a text is read where a control of the
// article unfolds it; without one it shows in the quality. Hidden copies and a
// hidden line of another hand are not read.
func TestFoldedHalf(t *testing.T) {
	for _, lang := range languages {
		for _, hide := range []string{`style="display:none"`, `hidden`, `aria-hidden="true"`} {
			control := map[string]string{"en": "Read more", "zh": "展开全文"}[lang.lang]
			for _, c := range []struct {
				name, markup string
				whole        bool
			}{
				{"button", `<button>` + control + `</button>`, true},
				{"link", `<a href="#rest">` + control + `</a>`, true},
				{"none", ``, false},
			} {
				t.Run(lang.lang+" "+hide+" "+c.name, func(t *testing.T) {
					page := func(hide string) corpus.Page {
						return asPage(lang.lang, lang.title, "", `<article><h1>`+lang.title+`</h1>`+paragraphs(lang.text[:3]...)+`<div id="rest" `+hide+`>`+paragraphs(lang.text[3:]...)+`</div>`+c.markup+`</article>`)
					}
					doc, err := newExtractor(t).Extract(t.Context(), page(hide), nil)
					if err != nil {
						t.Fatal(err)
					}
					shown, err := newExtractor(t).Extract(t.Context(), page(""), nil)
					if err != nil {
						t.Fatal(err)
					}
					if c.whole {
						if doc.Text != shown.Text {
							t.Errorf("text %q, want %q", doc.Text, shown.Text)
						}
					} else if doc.Quality > 0.6*shown.Quality {
						t.Errorf("quality %v with half the text, %v with all", doc.Quality, shown.Quality)
					}
				})
			}
		}
		t.Run(lang.lang+" copies", func(t *testing.T) {
			copies := `<div style="display:none">` + paragraphs(lang.text[:2]...) + `</div>`
			if got := paragraphsOf(t, articleWith(lang.lang, lang.title, lang.text, copies)); !slices.Equal(got, lang.text) {
				t.Errorf("got %q", got)
			}
		})
		t.Run(lang.lang+" pulled quotation", func(t *testing.T) {
			quote := strings.Trim(lang.text[1], ".。")
			if got := paragraphsOf(t, articleWith(lang.lang, lang.title, lang.text, `<blockquote class="pullquote"><p>`+quote+`</p></blockquote>`)); !slices.Equal(got, lang.text) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestTextFromData: what only the page's data or its noscript elements hold is
// read; a summary beside the whole text is not.
func TestTextFromData(t *testing.T) {
	data := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return `<script type="application/ld+json">` + string(b) + `</script>`
	}
	for _, lang := range languages {
		var updates []map[string]string
		for _, p := range lang.text {
			updates = append(updates, map[string]string{"@type": "BlogPosting", "articleBody": p})
		}
		body := strings.Join(lang.text, "\n")
		for _, c := range []struct{ name, head, body string }{
			{"articleBody", data(map[string]any{"@type": "NewsArticle", "articleBody": body}), `<div id="app"></div>`},
			{"articleBody with markup", data(map[string]any{"@type": "NewsArticle", "articleBody": paragraphs(lang.text...)}), `<div id="app"></div>`},
			{"articleBody beside the first paragraph", data(map[string]any{"@type": "NewsArticle", "articleBody": body}), paragraphs(lang.text[0])},
			{"live blog", data(map[string]any{"@type": "LiveBlogPosting", "liveBlogUpdate": updates}), `<div id="app"></div>`},
			{"noscript", "", `<div id="app"></div><noscript><div>` + paragraphs(lang.text...) + `</div></noscript>`},
			{"summary", data(map[string]any{"@type": "NewsArticle", "articleBody": lang.text[0]}), paragraphs(lang.text...)},
		} {
			t.Run(c.name+" "+lang.lang, func(t *testing.T) {
				if got := paragraphsOf(t, asPage(lang.lang, lang.title, c.head, "<h1>"+lang.title+"</h1>"+c.body)); !slices.Equal(got, lang.text) {
					t.Errorf("got %q", got)
				}
			})
		}
	}
}

// TestDeepNoscript: markup that voters would read hundreds of times is not put
// into the page.
func TestDeepNoscript(t *testing.T) {
	body := `<div id="app"></div><noscript>` + strings.Repeat("<div>", 400) + strings.Repeat(paragraphs(harbour...), 600) + `</noscript>`
	_, err := newExtractor(t).Extract(t.Context(), asPage("en", "Ports", "", body), nil)
	var f *extract.Failure
	if !errors.As(err, &f) || f.Code != extract.CodeNoText {
		t.Errorf("got %v, want %s", err, extract.CodeNoText)
	}
}

// TestMachinery: what a page says to its visitor about browsers, forms and
// accounts is not the text.
func TestMachinery(t *testing.T) {
	for _, c := range []struct{ lang, line string }{
		{"en", "You are using an outdated browser. Please upgrade your browser to improve your experience on this site."},
		{"en", "There was an error submitting the form. Please enter a valid email address and try again."},
		{"en", "You must be logged in to reply to this topic. Forgot your password? Ask for a new one."},
		{"de", "Ihr Browser ist veraltet. Bitte aktualisieren Sie ihn, damit diese Seite richtig angezeigt wird."},
		{"zh", "您的浏览器版本过低，请升级您的浏览器以获得更好的浏览体验，谢谢您的支持。"},
		{"zh", "请输入您的邮箱地址，我们会把新的密码发送给您，如有问题请联系网站管理员。"},
	} {
		lang := languages[truth(c.lang == "zh")]
		t.Run(c.line, func(t *testing.T) {
			for _, body := range []string{"<p>" + c.line + "</p><h1>" + lang.title + "</h1>" + paragraphs(lang.text...), "<h1>" + lang.title + "</h1>" + paragraphs(lang.text...) + "<p>" + c.line + "</p>"} {
				if got := paragraphsOf(t, asPage(lang.lang, lang.title, "", "<main>"+body+"</main>")); !slices.Equal(got, lang.text) {
					t.Errorf("got %q", got)
				}
			}
			_, err := newExtractor(t).Extract(t.Context(), asPage(lang.lang, lang.title, "", `<div id="app"></div><p>`+c.line+"</p>"), nil)
			var f *extract.Failure
			if doc, _ := newExtractor(t).Extract(t.Context(), asPage(lang.lang, lang.title, "", `<div id="app"></div><p>`+c.line+"</p>"), nil); err == nil && !doc.Blocked {
				t.Errorf("alone it is an article: %q", doc.Text)
			} else if err != nil && !errors.As(err, &f) {
				t.Error(err)
			}
		})
	}
}

// TestSignOffs: agencies' marks at the end are read and leave the text; other
// brackets stay.
func TestSignOffs(t *testing.T) {
	for _, c := range []struct {
		lang, markup, credit string
		kept                 string
	}{
		{"en", "<p>(dpa/ao)</p>", "dpa", ""},
		{"en", "<p>(Reuters)</p>", "Reuters", ""},
		{"zh", "<p>（新华社）</p>", "Xinhua", ""},
		{"zh", "<p>（完）</p>", "", ""},
		{"en", "<p>The court sits in the capital (and in summer on the island).</p>", "", "The court sits in the capital (and in summer on the island)."},
	} {
		lang := languages[truth(c.lang == "zh")]
		t.Run(c.markup, func(t *testing.T) {
			doc, err := newExtractor(t).Extract(t.Context(), asPage(lang.lang, lang.title, "", "<article><h1>"+lang.title+"</h1>"+paragraphs(lang.text...)+c.markup+"</article>"), nil)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Join(lang.text, "\n\n")
			if c.kept != "" {
				want += "\n\n" + c.kept
			}
			if doc.Text != want || doc.WireCredit != c.credit {
				t.Errorf("credit %q, text %q", doc.WireCredit, doc.Text)
			}
		})
	}
}
