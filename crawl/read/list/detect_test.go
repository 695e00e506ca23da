package list_test

import (
	"strings"
	"testing"

	"framewatch/crawl/read/list"
)

// TestDetect holds what is told of a text by itself.
func TestDetect(t *testing.T) {
	long := "<!-- " + strings.Repeat("a comment of some length, with a <urlset> and an <html> in it\n", 2000) + " -->"
	item := `<channel><item><link>/1</link></item></channel></rss>`
	for _, c := range []struct {
		name, text string
		want       list.Form
	}{
		// feeds
		{"RSS", `<?xml version="1.0"?><rss version="2.0">` + item, list.Feed},
		{"RSS alone", `<rss/>`, list.Feed},
		{"Atom", `<feed ` + atomNS + `/>`, list.Feed},
		{"Atom 0.3", `<feed version="0.3" xmlns="http://purl.org/atom/ns#"></feed>`, list.Feed},
		{"Atom without namespace", `<feed><entry/></feed>`, list.Feed},
		{"Atom with a prefix", `<zz:feed xmlns:zz="http://www.w3.org/2005/Atom"/>`, list.Feed},
		{"RDF with items", `<rdf:RDF ` + rdfNS + `/>`, list.Feed},
		{"RDF by another prefix", `<R:RDF xmlns:R="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item/></R:RDF>`, list.Feed},
		{"upper case", `<RSS VERSION="2.0">`, list.Feed},
		{"cut in its first tag", `<rss version="2.0`, list.None},

		// sitemaps
		{"a sitemap", urlset(""), list.Sitemap},
		{"an index", `<sitemapindex/>`, list.Sitemap},
		{"a prefix", `<ns1:urlset xmlns:ns1="http://www.sitemaps.org/schemas/sitemap/0.9"/>`, list.Sitemap},
		{"a prefix nobody bound", `<x-1:sitemapindex>`, list.Sitemap},

		// what may stand before a root
		{"a mark", "\ufeff<rss/>", list.Feed},
		{"lines and a mark", "\r\n\n \ufeff \n<?xml version=\"1.0\"?>\n<rss/>", list.Feed},
		{"a mark in the middle", "<?xml version=\"1.0\"?>\ufeff<urlset/>", list.Sitemap},
		{"a long comment", `<?xml version="1.0"?>` + long + `<rss/>`, list.Feed},
		{"a long comment before a page", long + `<html><body></body></html>`, list.None},
		{"a style sheet", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/main.xsl"?><urlset/>`, list.Sitemap},
		{"a comment that names a root", `<!-- generator: <urlset> --><rss/>`, list.Feed},
		{
			"a DOCTYPE",
			`<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss/>`,
			list.Feed,
		},
		{"a DOCTYPE with a subset", `<!DOCTYPE rss [<!ENTITY nbsp "&#160;"> <!ENTITY gt ">"> <!-- ]> --> ]><rss/>`, list.Feed},
		{
			"a subset in lines",
			"<?xml version=\"1.0\"?>\n<!DOCTYPE urlset [\n  <!ELEMENT urlset ANY>\n  <!ATTLIST urlset a CDATA \"]>\">\n]>\n<urlset/>",
			list.Sitemap,
		},
		{"a DOCTYPE without end", `<!DOCTYPE rss [ <!ENTITY nbsp "&#160;"> <rss/>`, list.Feed},
		{"a long subset", `<!DOCTYPE feed [` + strings.Repeat(`<!ENTITY nbsp "&#160;">`, 1000) + `]><feed/>`, list.Feed},

		// what programs print before a document
		{
			"a warning",
			"<br />\n<b>Warning</b>:  Cannot modify header in <b>/srv/feed.php</b> on line <b>7</b><br />\n<?xml version=\"1.0\"?><rss>" + item,
			list.Feed,
		},
		{"a warning as text", "PHP Warning: x in /srv/feed.php on line 3\n<rss>" + item, list.Feed},
		{
			"a table of a debugger",
			`<br /><font size='1'><table class='xdebug-error'><tr><th align='left'>Notice</th></tr><tr><td>x</td></tr></table></font>` + urlset(""),
			list.Sitemap,
		},
		{
			"an error of a database",
			`<div id="error"><p><strong>WordPress database error</strong> x</p></div><?xml version="1.0"?><rss>` + item,
			list.Feed,
		},
		{"a header as text", "Content-Type: application/xml; charset=utf-8\n\n<?xml version=\"1.0\"?>\n<rss>" + item, list.Feed},
		{"Chinese words", "警告：无法修改\n<urlset></urlset>", list.Sitemap},

		// pages
		{"a page", `<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>`, list.None},
		{
			"a page in XHTML",
			`<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>`,
			list.None,
		},
		{"a page that shows a feed", `<html><body><pre><rss version="2.0">` + item + `</pre></body></html>`, list.None},
		{"a piece of a page that shows a feed", `<p>A feed begins so:</p><pre><rss version="2.0">` + item + `</pre>`, list.None},
		{"a paragraph that holds a feed", `<p>A feed begins so: <rss version="2.0">` + item + `</p>`, list.None},
		{"a page in a table", `<table><tr><td><rss>` + item + `</td></tr></table>`, list.None},
		{"an article with a feed at its end", `<article><h1>x</h1></article>` + "\n<rss>" + item, list.None},
		{"a script with a feed in it", `<script>var feed = "<rss>";</script>`, list.None},
		{"a program with a feed in it", `document.write("<rss version='2.0'>` + item + `")`, list.None},
		{"a note with a feed in it", "# How to\n\n```xml\n<rss>" + item + "\n```\n", list.None},
		{"a line with a feed in it", "The element <rss> is the root of a feed", list.None},
		{"a feed far below", strings.Repeat("words and words\n", 8000) + "<rss>" + item, list.None},
		{"a page with an inner drawing", `<svg xmlns="http://www.w3.org/2000/svg"><feed/></svg>`, list.None},

		// other documents
		{"nothing", "", list.None},
		{"white space", " \n\t", list.None},
		{"words", "No feed today.", list.None},
		{"addresses", "https://www.lake.test/1\nhttps://www.lake.test/2\n", list.None},
		{"a drawing", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, list.None},
		{"a channel of another format", `<CHANNEL HREF="http://www.lake.test/"><ITEM HREF="/1"/></CHANNEL>`, list.None},
		{"a list of feeds", `<opml version="2.0"><body><outline xmlUrl="/feed"/></body></opml>`, list.None},
		{
			"people in RDF",
			`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="http://xmlns.com/foaf/0.1/"><foaf:Person/></rdf:RDF>`,
			list.None,
		},
		{"goods", `<feed xmlns="http://shop.test/goods"><good><link>/1</link></good></feed>`, list.None},
		{
			"an answer of SOAP",
			`<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><rss/></soap:Body></soap:Envelope>`,
			list.None,
		},
		{"an error of a store", `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`, list.None},
		{"an open comment", `<!-- <rss>`, list.None},
		{"CDATA first", `<![CDATA[x]]><rss/>`, list.None},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := list.Detect([]byte(c.text)); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
			if got := list.Parse([]byte(c.text), at).Form; got != c.want {
				t.Errorf("parsed as %v, want %v", got, c.want)
			}
		})
	}
}

// TestFormNames holds the names, which captures carry.
func TestFormNames(t *testing.T) {
	for form, want := range map[list.Form]string{list.None: "none", list.Feed: "feed", list.Sitemap: "sitemap"} {
		if got := form.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
