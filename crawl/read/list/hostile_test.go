package list_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"framewatch/crawl/read/list"
)

// TestEntities holds that no entity that a document declares is expanded, that
// such a list says so, and that the characters HTML names are no such entities.
func TestEntities(t *testing.T) {
	laughs := `<!ENTITY a0 "lol">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	for _, c := range []struct {
		name, subset, use string
		want              string
		why               list.Why
	}{
		{"an entity of many", laughs, "&a30;", "x &a30;", list.WhyEntities},
		{"a file", `<!ENTITY f SYSTEM "file:///etc/passwd">`, "&f;", "x &f;", list.WhyEntities},
		{"an address", `<!ENTITY f PUBLIC "x" "http://169.254.169.254/">`, "&f;", "x &f;", list.WhyEntities},
		{"a file by a parameter", `<!ENTITY % f SYSTEM "file:///etc/passwd"> %f;`, "y", "x y", list.WhyEntities},
		{"an address by a parameter", `<!ENTITY % f PUBLIC "x" "http://169.254.169.254/"> %f;`, "y", "x y", list.WhyEntities},
		{"a parameter of parameters", `<!ENTITY % a "<!ENTITY b 'c'>"> %a;`, "&b;", "x &b;", list.WhyEntities},
		{"a word", `<!ENTITY name "Lake Post">`, "&name;", "x &name;", list.WhyEntities},
		{"behind a comment", `<!-- ]> " --><!ENTITY name "Lake Post">`, "&name;", "x &name;", list.WhyEntities},
		{
			"letters of HTML",
			`<!ENTITY nbsp "&#160;"><!ENTITY eacute "&#233;"><!ENTITY amp "&#38;#38;">`,
			"a&nbsp;b&eacute;&amp;amp;",
			"x a bé&",
			"",
		},
		{"letters of HTML that are redefined", `<!ENTITY eacute "&eacute;&eacute;">`, "&eacute;", "x é", ""},
		{
			"the W3C's letters",
			`<!ENTITY % HTMLlat1 PUBLIC "-//W3C//ENTITIES Latin 1 for XHTML//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml-lat1.ent"> %HTMLlat1;`,
			"&eacute;",
			"x é",
			"",
		},
		{"in a comment", `<!-- <!ENTITY name "Lake Post"> -->`, "y", "x y", ""},
		{"none", `<!ELEMENT rss ANY>`, "y", "x y", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := `<?xml version="1.0"?><!DOCTYPE rss [` + c.subset + `]>` +
				`<rss><channel><item><title>x</title><link>/1</link><description>` + c.use + `</description></item></channel></rss>`
			l := list.Parse([]byte(text), at)
			if l.Why != c.why || locs(l) != "/1" || l.Damaged() != (c.why != "") {
				t.Fatalf("%q, why %q", locs(l), l.Why)
			}
			if got := l.Entries[0].Text; got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestEntitiesInAddresses holds that an address of which a part is unknown is
// none, in lists whose entities are not expanded.
func TestEntitiesInAddresses(t *testing.T) {
	const dtd = `<!DOCTYPE x [<!ENTITY base "https://b.test/">]>`
	for _, text := range []string{
		dtd + `<rss><item><link>&base;1</link></item><item><link>/2?a=1&b=2</link></item></rss>`,
		dtd + `<feed><entry><link href="&base;1"/></entry><entry><link href="/2?a=1&b=2"/></entry></feed>`,
		dtd + `<rss><item><guid>&base;1</guid></item><item><guid>/2?a=1&b=2</guid></item></rss>`,
		dtd + `<urlset><url><loc>&base;1</loc></url><url><loc>/2?a=1&b=2</loc></url></urlset>`,
		dtd + `<urlset><url>/&base;1</url><url>/2?a=1&b=2</url></urlset>`,
		dtd + `<rdf:RDF ` + rdfNS + `><item rdf:about="&base;1"/><item rdf:about="/2?a=1&b=2"/></rdf:RDF>`,
	} {
		l := list.Parse([]byte(text), at)
		if locs(l) != "/2?a=1&b=2" || l.Why != list.WhyEntities {
			t.Errorf("%s: %q, why %q", text, locs(l), l.Why)
		}
	}
}

// TestBounds holds how much of a list is read.
func TestBounds(t *testing.T) {
	const over = 10
	for _, c := range []struct {
		name       string
		head, item string
		tail       string
		most       int
	}{
		{"RSS", "<rss>", "<item><link>/1</link></item>", "</rss>", list.MaxFeedEntries},
		{"RSS without ends", "<rss>", "<item><link>/1", "</rss>", list.MaxFeedEntries},
		{"Atom", "<feed>", `<entry><link href="/1"/></entry>`, "</feed>", list.MaxFeedEntries},
		{"JSON", `{"version": "https://jsonfeed.org/version/1", "items": [`, `{"url": "/1"},`, `]}`, list.MaxFeedEntries},
		{"a sitemap", "<urlset>", "<url><loc>/1</loc></url>", "</urlset>", list.MaxSitemapEntries},
		{"a sitemap without ends", "<urlset>", "<url><loc>/1", "</urlset>", list.MaxSitemapEntries},
		{"one url of many addresses", "<urlset><url>", "<loc>/1</loc>", "</url></urlset>", list.MaxSitemapEntries},
		{"an index", "<sitemapindex>", "<sitemap><loc>/1</loc></sitemap>", "</sitemapindex>", list.MaxSitemapEntries},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.head+strings.Repeat(c.item, c.most+over)+c.tail), at)
			if len(l.Entries) != c.most || !l.More || l.Damaged() {
				t.Errorf("%d entries, more %v, why %q", len(l.Entries), l.More, l.Why)
			}
			l = list.Parse([]byte(c.head+strings.Repeat(c.item, c.most)+c.tail), at)
			if len(l.Entries) != c.most || l.More || l.Damaged() {
				t.Errorf("of as many as are read: %d entries, more %v, why %q", len(l.Entries), l.More, l.Why)
			}
		})
	}
}

// TestLengths holds that no entry is longer than any real one.
func TestLengths(t *testing.T) {
	long := "/" + strings.Repeat("x", 5000)
	for _, text := range []string{
		rss(`<item><link>` + long + `</link></item>`),
		rss(`<item><link>` + strings.Repeat("<![CDATA["+long+"]]>", 5) + `</link></item>`),
		atomFeed(`<entry><link href="` + long + `"/></entry>`),
		urlset(`<url><loc>` + long + `</loc></url>`),
		urlset(`<url>` + long + `</url>`),
		jsonFeed(`{"url": "` + long + `"}`),
	} {
		if l := list.Parse([]byte(text), at); len(l.Entries) > 0 {
			t.Errorf("%.60s…: an address of %d bytes", text, len(l.Entries[0].Loc))
		}
	}
	words := strings.Repeat("water ", 200_000)
	for _, text := range []string{
		rss(`<item><link>/1</link><description>` + words + `</description></item>`),
		rss(`<item><link>/1</link>` + strings.Repeat(`<description>`+words[:60_000]+`</description>`, 20) + `</item>`),
		jsonFeed(`{"url": "/1", "content_text": "` + words + `"}`),
	} {
		l := list.Parse([]byte(text), at)
		if len(l.Entries) != 1 || len(l.Entries[0].Text) > 600<<10 || len(l.Entries[0].Text) < 200<<10 {
			t.Errorf("%.60s…: %d entries", text, len(l.Entries))
		}
	}
}

// TestHostile reads texts that would keep a reader busy whose time is not
// linear, or its memory, and holds that little memory is used for them. With a
// square of the time the test would not end.
func TestHostile(t *testing.T) {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for _, c := range []struct{ name, text string }{
		{"open tags", "<rss><item>" + fill("<a>")},
		{"open tags in words", "<rss><item><description>" + fill("<a>")},
		{"open tags with prefixes", "<urlset>" + fill("<a:b>")},
		{"end tags", "<rss>" + fill("</a>")},
		{"deep and back", "<rss>" + strings.Repeat("<a>", size/8) + strings.Repeat("</a>", size/8) + "</rss>"},
		{"signs", "<rss>" + fill("<")},
		{"ampersands", "<rss><item><description>" + fill("&")},
		{"references", "<rss><item><description>" + fill("&amp;&#1;&#x;&a;")},
		{"open comments", "<rss>" + fill("<!--")},
		{"open CDATA", "<rss>" + fill("<![CDATA[")},
		{"open instructions", "<rss>" + fill("<?")},
		{"instructions cut by the next", "<rss>" + fill("<?a>")},
		{"declarations", "<rss>" + fill("<!")},
		{"DOCTYPEs", fill("<!DOCTYPE a [>") + "<rss>"},
		{"open quotation marks", "<rss>" + fill(`<a b="`)},
		{"open quotation marks of both kinds", "<rss>" + fill(`<a b="<a b='`)},
		{"one quotation mark too many", "<rss>" + fill(`<a b="">`) + `<a b="`},
		{"attributes", "<rss " + fill(`a="b" `) + ">"},
		{"attributes of items", "<rss>" + fill(`<item a a= ="" about=''>`)},
		{"namespaces in one tag", "<rss " + fill(`xmlns:a="b" `) + "><a:item/>"},
		{"namespaces in each", "<urlset>" + fill(`<a:url xmlns:a="http://www.sitemaps.org/schemas/sitemap/0.9">`)},
		{"bases", "<rss>" + fill(`<a xml:base="x/">`)},
		{"a long name", "<rss><" + fill("a") + ">"},
		{"a long end", "<rss></" + fill("a")},
		{"a long namespace", `<rss xmlns:a="` + fill("a") + `">`},
		{"a long address", "<rss><item><link>" + fill("a")},
		{"a long date", "<rss><item><pubDate>" + fill("2025-05-30 ")},
		{"white space", "<rss><item><link>" + fill(" ")},
		{"marks", fill("\ufeff") + "<rss>"},
		{"junk before a list", fill("<br>\n") + "<rss>"},
		{"words before a list", fill("a\n") + "<rss>"},
		{"scripts in words", "<rss><item><link>/1</link><description>" + fill("&lt;script&gt;") + "</description>"},
		{"braces", fill("{")},
		{"brackets", `{"items":` + fill("[")},
		{"brackets that close", `{"items":[` + strings.Repeat("[", size/2) + strings.Repeat("]", size/2)},
		{"quotation marks in JSON", `{"items":[{` + fill(`"a":"",`)},
		{"backslashes", `{"items":[{"url":"` + fill(`\`)},
		{"members", `{` + fill(`"items":1,`)},
		{"items", `{` + fill(`"items":[{"id":"1"}],`) + `"version":"https://jsonfeed.org/version/1"}`},
		{"lines", fill("a\n")},
		{"empty lines", fill("\n") + "https://www.lake.test/1"},
		{"a long line", fill("a.")},
		{"dots", fill("a.b.c\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := []byte(c.text)
			place := list.Place{URL: at.URL, Slot: true}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			list.Detect(text)
			list.Parse(text, place)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 6*size {
				t.Errorf("%d bytes of memory for a text of %d", used, len(text))
			}
		})
	}
}
