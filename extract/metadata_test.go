package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
)

func extractWith(t *testing.T, url, lang, head, top, bottom string) corpus.Document {
	t.Helper()
	body := `<!doctype html><html lang="` + lang + `"><head><meta charset="utf-8">` + head + `</head><body><article>` + top + filler + bottom + `</article></body></html>`
	doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: url}, Body: []byte(body)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestAuthors(t *testing.T) {
	for _, c := range []struct {
		name, head, line string
		want             []string
	}{
		{"none", "", "", nil},
		{"admin", `<meta name="author" content="admin">`, "By Staff Writer", nil},
		{"outlet", `<meta name="author" content="Lantern Bay Courier">`, "", nil},
		{"agency", `<meta name="author" content="Reuters">`, "", nil},
		{"two in one", `<meta name="author" content="By Mirela Okonjo and Teodor Lindqvist, Staff Writers">`, "", []string{"Mirela Okonjo", "Teodor Lindqvist"}},
		{"byline", "", "By Mirela Okonjo", []string{"Mirela Okonjo"}},
		{"role in brackets", "", `<span class="author">Mirela Okonjo (Cold Rock)</span>`, []string{"Mirela Okonjo"}},
		{"author link", "", `<a rel="author" href="/a">Teodor Lindqvist</a>`, []string{"Teodor Lindqvist"}},
		{"with date", "", "By Mirela Okonjo on 3 November 2025", []string{"Mirela Okonjo"}},
		{"chinese", "", "来源：灯塔日报 作者：林晓舟、白雅莎 编辑：周敏", []string{"林晓舟", "白雅莎"}},
		{"chinese outlet", "", "作者：本报记者", nil},
		{"json-ld strings", `<script type="application/ld+json">{"@type":"Article","author":["Mirela Okonjo","https://x.example/a"]}</script>`, "", []string{"Mirela Okonjo"}},
		{"newspaper as author page", "", `<span class="author vcard"><a class="url fn" href="/author/hafen/">Hafener Presse</a></span>`, nil},
		{"compound institution", `<meta name="author" content="Segelverein Hafen">`, "", nil},
		{"outlet with article", "", `<a rel="author" href="/a">The Lantern Bay Courier</a>`, nil},
		{"photo credit", "", `<span class="author">Фото из альбома команды</span>`, nil},
		{"quoted in a box", "", `<blockquote><a href="/author/mirela/">Mirela Okonjo</a> said so.</blockquote>`, nil},
		{"photographer", "", `<figure><img src="a.jpg"><span class="author">Mirela Okonjo</span></figure>`, nil},
		{"owner of the site", `<meta name="author" content="Mirela Okonjo"><meta name="publisher" content="Mirela Okonjo">`, "", nil},
		{"owner who signs", `<meta name="author" content="Mirela Okonjo"><meta name="publisher" content="Mirela Okonjo">`, "By Mirela Okonjo", []string{"Mirela Okonjo"}},
		{"given name like an institution", `<meta name="author" content="Estelle Okonjo">`, "", []string{"Estelle Okonjo"}},
		{"label of the card", `<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Mirela Okonjo">`, "", []string{"Mirela Okonjo"}},
		{"card without author", `<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="Five Minutes">`, "", nil},
		{"marked twice", "", `<span class="byline"><span>Veröffentlicht von</span><span class="author"><a class="fn" href="/a">Teodor Lindqvist</a></span></span>`, []string{"Teodor Lindqvist"}},
		{"date before name", "", `<div class="meta-author">Posted on September 21, 2020 by Mirela Okonjo</div>`, []string{"Mirela Okonjo"}},
		{"German date after name", "", `<div class="author">Autor: Teodor Lindqvist am 29.12.2010, 13:36 Uhr</div>`, []string{"Teodor Lindqvist"}}, //nolint:misspell // German
		{"json-ld organisation", `<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organization","name":"Quay Forum"}}</script>`, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := extractWith(t, "https://lanternbaycourier.example/a/b", "en", `<meta property="og:site_name" content="Lantern Bay Courier">`+c.head, "<h1>Ferry talks open</h1><p>"+c.line+"</p>", "")
			if diff := cmp.Diff(c.want, doc.Authors, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("authors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ name, head, top, want string }{
		{"title alone", "<title>Ferry talks open | Lantern Bay Courier</title>", "", "Ferry talks open"},
		{"hyphen in headline", "<title>Ferry talks - a start - Lantern Bay Courier</title>", "", "Ferry talks - a start"},
		{"site in front", "<title>Lantern Bay Courier: » Ferry talks open</title>", "<h1>Ferry talks open</h1>", "Ferry talks open"},
		{"logo is the h1", "<title>Ferry talks open - Lantern Bay Courier</title>", "<h1>Lantern Bay Courier</h1><h2>Ferry talks open</h2>", "Ferry talks open"},
		{"entities twice", `<meta property="og:title" content="Ferry &amp;amp; talks"><title>x</title>`, "", "Ferry & talks"},
		{"nothing", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := extractWith(t, "https://lanternbaycourier.example/a/b", "en", `<meta property="og:site_name" content="Lantern Bay Courier">`+c.head, c.top, "")
			if doc.Title != c.want {
				t.Errorf("title %q, want %q", doc.Title, c.want)
			}
		})
	}
}

func TestProvenance(t *testing.T) {
	for _, c := range []struct {
		name, head, top, bottom     string
		canonical, original, credit string
	}{
		{"same host", `<link rel="canonical" href="/a/b-canonical">`, "", "", "https://www.x.example/a/b-canonical", "", ""},
		{"other host is the origin", `<link rel="canonical" href="https://origin.example/n/1">`, "", "", "", "https://origin.example/n/1", ""},
		{"front page is not canonical", `<link rel="canonical" href="https://www.x.example/">`, "", "", "", "", ""},
		{"mobile host is the same site", `<link rel="canonical" href="https://m.x.example/n/1">`, "", "", "", "", ""},
		{"reference link", "", "", `<p>Reference link: <a href="https://origin.example/n/2">here</a></p>`, "", "https://origin.example/n/2", ""},
		{"chinese original", "", "", `<p>原文链接：https://origin.example/n/3</p>`, "", "https://origin.example/n/3", ""},
		{"source line", "", "<p>Source: Xinhua</p>", "", "", "", "Xinhua"},
		{"chinese source", "", "<p>2025年11月4日　来源：新华网　字号</p>", "", "", "", "Xinhua"},
		{"bracket in the dateline", "", "<p>GENEVA (AFP) - Two towns that have argued for a year about a ferry agreed to talk on Tuesday, officials said.</p>", "", "", "", "AFP"},
		{"own wire", "", "<p>GENEVA (Meridian Wire) — Two towns that have argued for a year about a ferry agreed to talk on Tuesday.</p>", "", "", "", "Meridian Wire"},
		{"bracket that is no agency", "", "<p>GENEVA (pop. 200,000) — Two towns that have argued for a year about a ferry agreed to talk on Tuesday.</p>", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := extractWith(t, "https://www.x.example/a/b", "en", "<title>Ferry talks open</title>"+c.head, "<h1>Ferry talks open</h1>"+c.top, c.bottom)
			got := []string{doc.CanonicalURL, doc.OriginalURL, doc.WireCredit}
			if diff := cmp.Diff([]string{c.canonical, c.original, c.credit}, got); diff != "" {
				t.Errorf("canonical, original, credit (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGenre(t *testing.T) {
	for _, c := range []struct{ url, head, want string }{
		{"https://x.example/opinion/2025/ferry", "", "opinion"},
		{"https://x.example/world/ferry", "", "news"},
		{"https://x.example/a/ferry", `<meta property="article:section" content="评论">`, "opinion"},
		{"https://x.example/analysis/ferry", "", "analysis"},
		{"https://x.example/press-releases/ferry", "", "press_release"},
		{"https://x.example/a/ferry", `<script type="application/ld+json">{"@type":"OpinionNewsArticle"}</script>`, "opinion"},
		{"https://x.example/a/ferry", "", ""},
	} {
		if doc := extractWith(t, c.url, "en", "<title>Ferry talks open</title>"+c.head, "", ""); doc.Genre != c.want {
			t.Errorf("%s %s: genre %q, want %q", c.url, c.head, doc.Genre, c.want)
		}
	}
}
