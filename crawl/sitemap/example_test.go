package sitemap_test

import (
	"fmt"
	"strings"

	"framewatch/crawl/sitemap"
)

func ExampleEntries() {
	file := `<urlset><url><loc>https://a.test/1</loc><lastmod>2026-03-04</lastmod></url></urlset>`
	for e, err := range sitemap.Entries(strings.NewReader(file)) {
		fmt.Println(e.Loc, e.LastMod, err)
	}
	// Output: https://a.test/1 2026-03-04 <nil>
}
