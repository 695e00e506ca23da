package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
)

// described is what a page's data says of its article.
type described struct {
	Authors   []string
	Published string
}

func describe(t *testing.T, url, head, headline, before, after string) described {
	t.Helper()
	body := `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>` + headline + ` | Courier</title>` + head +
		`</head><body>` + before + `<h1>` + headline + `</h1>` + filler + after + `</body></html>`
	doc, err := newExtractor(t).Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: url}, Body: []byte(body)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Published.From == "text" {
		return described{doc.Authors, ""} // found by a search, whatever was marked
	}
	return described{doc.Authors, doc.Published.String()}
}

func script(json string) string {
	return `<script type="application/ld+json">` + json + `</script>`
}

// TestStatements: JSON-LD counts where it speaks of the page's own article.
func TestStatements(t *testing.T) {
	const (
		article = `{"@type":"NewsArticle","headline":"HEADLINE","datePublished":"2025-06-03","author":{"@type":"Person","name":"Ana Pell"}}`
		other   = `{"@type":"NewsArticle","headline":"Harbour fees rise","datePublished":"2024-01-09","author":{"@type":"Person","name":"Otto Reeve"}}`
		third   = `{"@type":"Article","headline":"港口费用上涨","datePublished":"2023-02-08","author":"李明"}`
		own     = `"datePublished":"2025-06-03","author":{"@type":"Person","name":"Ana Pell"}}`
		foreign = `"datePublished":"2024-01-09","author":{"@type":"Person","name":"Otto Reeve"}}`
	)
	pell := described{[]string{"Ana Pell"}, "2025-06-03"}
	for _, c := range []struct {
		name, json string
		want       described
	}{
		{"alone", article, pell},
		{"alone with another headline", strings.ReplaceAll(article, "HEADLINE", "Why the lake states talk again"), pell},
		{"list first", `{"@graph":[{"@type":"ItemList","itemListElement":[` + other + `]},` + article + `]}`, pell},
		{"teasers beside it", `[` + other + `,` + third + `,` + article + `]`, pell},
		{"only a list", `{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":` + other + `}]}`, described{}},
		{"in a list, but the page's own", `{"@type":"ItemList","itemListElement":[` + other + `,` + article + `]}`, pell},
		{"parts of a collection", `{"@type":"CollectionPage","hasPart":[` + other + `]}`, described{}},
		{"several of other headlines", `[` + other + `,` + third + `]`, described{}},
		{"by url", `[` + other + `,{"@type":"Report","headline":"Talks","url":"http://x.example/World/Ferry/",` + own + `]`, pell},
		{"by id with a fragment", `[{"@type":"Report","headline":"Fees","@id":"https://x.example/world/fees#article",` + foreign + `,{"@type":"Report","headline":"Talks","@id":"https://x.example/World/Ferry#article",` + own + `]`, pell},
		{"by the page it is the main entity of", `[` + third + `,{"@type":"Article","name":"Talks","mainEntityOfPage":{"@type":"WebPage","@id":"/World/Ferry"},` + own + `]`, pell},
		{"by the canonical address", `[` + other + `,{"@type":"Article","name":"Talks","mainEntityOfPage":"https://x.example/2025/ferry",` + own + `]`, pell},
		{"another address and headline", `{"@type":"NewsArticle","headline":"Harbour fees rise","url":"https://x.example/world/fees",` + foreign, described{}},
		{"a template's address", `{"@type":"NewsArticle","headline":"Talks","mainEntityOfPage":"https://x.example/",` + own, pell},
		{"another host's address", `{"@type":"NewsArticle","headline":"Talks","url":"https://short.example/x81",` + own, pell},
		{"two about the same", `[{"@type":"Article","headline":"Talks","datePublished":"2025-06-03"},{"@type":"BlogPosting","headline":"Talks","author":"Ana Pell"}]`, pell},
		{"author told apart", `[{"@type":"Article","headline":"HEADLINE","datePublished":"2025-06-03"},{"@type":"Article","author":"Ana Pell"},` + other + `]`, pell},
		{"a cited work", strings.Replace(article, `{"@type":"NewsArticle"`, `{"@type":"NewsArticle","citation":`+other, 1), pell},
		{"the page's date", `[{"@type":"WebPage","url":"https://x.example/2025/ferry","datePublished":"2025-06-03"},{"@type":"Article","headline":"HEADLINE","author":"Ana Pell"}]`, pell},
		{"another page's date", `[{"@type":"WebPage","url":"https://x.example/2024/fees","datePublished":"2024-01-09"},` + article + `]`, pell},
		{"an article before its page", `[{"@type":"WebPage","url":"https://x.example/2025/ferry","datePublished":"2019-01-01"},` + article + `]`, pell},
		{"author by reference", `{"@graph":[{"@type":"Person","@id":"#ana","name":"Ana Pell"},{"@type":"Article","headline":"HEADLINE","datePublished":"2025-06-03","author":{"@id":"#ana"}}]}`, pell},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, headline := range []string{"Lake states turn to mediators", "湖畔国家寻求调解", "Die Seestaaten rufen Vermittler an", "دول البحيرة تلجأ إلى الوساطة"} {
				head := `<link rel="canonical" href="https://x.example/2025/ferry">` + script(strings.ReplaceAll(c.json, "HEADLINE", headline))
				if diff := cmp.Diff(c.want, describe(t, "https://www.x.example/World/Ferry?ref=home", head, headline, "", "")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", headline, diff)
				}
			}
		})
	}
}

// TestBrokenJSON: slips whose meaning is plain are mended, and nothing else is.
func TestBrokenJSON(t *testing.T) {
	pell := described{[]string{"Ana Pell"}, "2025-06-03"}
	const tail = `"datePublished":"2025-06-03","author":{"@type":"Person","name":"Ana Pell"}`
	for _, c := range []struct {
		name, json string
		want       described
	}{
		{"quotes in a headline", `{"@type":"NewsArticle","headline":"The "lake" dispute",` + tail + `}`, pell},
		{"quotes at both ends", `{"@type":"NewsArticle","headline":""Lake" and "river"",` + tail + `}`, pell},
		{"quotes with a comma", `{"@type":"NewsArticle","headline":"The "lake", "river" and port",` + tail + `}`, pell},
		{"chinese quotes", `{"@type":"NewsArticle","headline":"湖畔"调解"开始",` + tail + `}`, pell},
		{"quotes before the end", `{"@type":"NewsArticle",` + tail + `,"description":"They said "yes""}`, pell},
		{"commas", `{"@type":"NewsArticle",,` + tail + `,"keywords":["lake","river",],}`, pell},
		{"comments", "{\"@type\":\"NewsArticle\", // the type\n /* dates, \"authors\" */ " + tail + `}`, pell},
		{"address is no comment", `{"@type":"NewsArticle","image":"https://x.example/a.jpg","headline":"A "b"",` + tail + `}`, pell},
		{"line breaks", "{\"@type\":\"NewsArticle\",\"description\":\"One\n\ttwo\"," + tail + `}`, pell},
		{"escapes", `{"@type":"NewsArticle","headline":"The lake\'s \level",` + tail + `}`, pell},
		{"entities", `{&quot;@type&quot;:&quot;NewsArticle&quot;,` + strings.ReplaceAll(tail, `"`, "&quot;") + `}`, pell},
		{"within comment marks", "<!-- {\"@type\":\"NewsArticle\"," + tail + "} -->", pell},
		{"cut off", `{"@type":"NewsArticle",` + tail + `,"description":"The lake`, described{}},
		{"no json", `NewsArticle ` + tail, described{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, describe(t, "https://x.example/ferry", script(c.json), "Lake states turn to mediators", "", "")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestMicrodata: an itemprop counts in the article's own item, not in a cited
// work, a comment or another article.
func TestMicrodata(t *testing.T) {
	const (
		own      = `<meta itemprop="datePublished" content="2025-06-03"><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ana Pell</span></span>`
		foreign  = `<meta itemprop="datePublished" content="2006-05-01"><span itemprop="author">Otto Reeve</span><time itemprop="datePublished" datetime="2006-05-01">2006</time>`
		articles = `itemscope itemtype="https://schema.org/NewsArticle"`
		teaser   = `<div ` + articles + `><a itemprop="url" href="/fees"><span itemprop="headline">Harbour fees rise</span></a>` + foreign + `</div>`
	)
	pell := described{[]string{"Ana Pell"}, "2025-06-03"}
	for _, c := range []struct {
		name, before, after string
		want                described
	}{
		{"own item", `<div ` + articles + `>` + own, `</div>`, pell},
		{"no item", own, "", pell},
		{"cited work before", `<div ` + articles + `><p itemprop="citation" itemscope itemtype="https://schema.org/ScholarlyArticle">` + foreign + `</p>` + own, `</div>`, pell},
		{"cited works only", `<div ` + articles + `>`, `<ul><li itemprop="citation" itemscope>` + foreign + `</li></ul></div>`, described{}},
		{"cited work without the article's item", own, `<div itemprop="citation" itemscope itemtype="https://schema.org/Book">` + foreign + `</div>`, pell},
		{"comments", `<div ` + articles + `>`, `<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">` + foreign + `</div></div>`, described{}},
		{"teasers before", teaser + teaser + `<div ` + articles + `>` + own, `</div>`, pell},
		{"teasers within", `<div ` + articles + `>` + teaser + own, teaser + `</div>`, pell},
		{"teasers only", teaser, teaser, described{}},
		{"one teaser only", "", teaser, described{}},
		{"hidden copy of the data", "", `<div style="display:none" ` + articles + `><meta itemprop="mainEntityOfPage" content="https://x.example/ferry">` + own + `</div>` + teaser, pell},
		{"page, then article", `<div itemscope itemtype="https://schema.org/WebPage"><div itemprop="mainEntity" ` + articles + `>` + own, `</div></div>`, pell},
		{"rdfa", `<div typeof="schema:NewsArticle"><div property="schema:citation" typeof="schema:Book">` + foreign + `</div>` + own, `</div>`, pell},
		{"event", own, `<div itemscope itemtype="https://schema.org/Event"><time datetime="2006-05-01">1 May</time></div>`, pell},
		{"event only", "", `<div itemscope itemtype="https://schema.org/Event"><time datetime="2006-05-01">1 May</time></div>`, described{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, describe(t, "https://x.example/ferry", "", "Lake states turn to mediators", c.before, c.after)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
