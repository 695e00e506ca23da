package list_test

import (
	"fmt"

	"framewatch/crawl/read/list"
)

func ExampleParse() {
	text := `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
		<url><loc>https://a.test/world/1</loc><lastmod>2026-03-04</lastmod></url>
		<url><loc>https://a.test/world/2</loc><lastmod>Thu, 05 Mar 2026 08:00:00 +0800</lastmod></url>
	</urlset>`
	l := list.Parse([]byte(text), list.Place{URL: "https://a.test/sitemap.xml"})
	fmt.Println(l.Form, l.Damaged())
	for _, e := range list.Newest(l.Entries, 10) {
		fmt.Println(e.Loc, e.Newest.Format("2006-01-02 15:04"))
	}
	// Output:
	// sitemap false
	// https://a.test/world/2 2026-03-05 00:00
	// https://a.test/world/1 2026-03-04 00:00
}

func ExampleDetect() {
	for _, text := range []string{
		`<!-- made by a program --><atom:feed xmlns:atom="http://www.w3.org/2005/Atom"/>`,
		`{"items": [{"id": "1", "url": "https://a.test/1"}], "version": "https://jsonfeed.org/version/1.1"}`,
		`<!doctype html><p>A page that speaks of &lt;rss&gt;`,
	} {
		fmt.Println(list.Detect([]byte(text)))
	}
	// Output:
	// feed
	// feed
	// none
}
