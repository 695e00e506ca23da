package sitemap_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/sitemap"
)

func TestEntries(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       []sitemap.Entry
		fails      bool
	}{
		{"news with images", `<?xml version="1.0" encoding="gb2312"?><urlset xmlns:news="n" xmlns:image="i"><url>
			<loc> https://a.test/1?a=1&amp;b=2 </loc><image:image><image:loc>https://a.test/x.png</image:loc></image:image>
			<news:news><news:publication_date>2025-05-30</news:publication_date><news:title><![CDATA[调解 & more]]></news:title></news:news></url></urlset>`,
			[]sitemap.Entry{{Loc: "https://a.test/1?a=1&b=2", LastMod: "2025-05-30", Title: "调解 & more"}}, false},
		{"index", `<sitemapindex><sitemap><loc>https://a.test/s1.xml.gz</loc><lastmod>2026</lastmod></sitemap></sitemapindex>`,
			[]sitemap.Entry{{Loc: "https://a.test/s1.xml.gz", LastMod: "2026", Index: true}}, false},
		{"list of URLs", "\xef\xbb\xbfhttps://a.test/1\r\n\r\nhttps://a.test/2", []sitemap.Entry{{Loc: "https://a.test/1"}, {Loc: "https://a.test/2"}}, false},
		{"ends early", `<urlset><url><loc>https://a.test/1</loc></url><url><loc>https://a.test/2</lo`, []sitemap.Entry{{Loc: "https://a.test/1"}}, true},
		{"unclosed and unknown", `<urlset><url><loc>https://a.test/1</loc><br>&nbsp;&unknown;</url>`, []sitemap.Entry{{Loc: "https://a.test/1"}}, false},
		{"empty", "", nil, false},
		{"a page", "<html><body>hello</body></html>", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []sitemap.Entry
			var last error
			for e, err := range sitemap.Entries(strings.NewReader(c.file)) {
				if last = err; err == nil {
					got = append(got, e)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if c.fails != (last != nil) {
				t.Errorf("error %v", last)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	n := 0
	for _, err := range sitemap.Entries(strings.NewReader("<urlset>" + strings.Repeat("<url><loc>x</loc></url>", sitemap.MaxEntries+10))) {
		if n++; err != nil {
			t.Fatal(err)
		}
	}
	if n != sitemap.MaxEntries {
		t.Errorf("%d entries", n)
	}
}

func FuzzEntries(f *testing.F) {
	f.Add("<urlset><url><loc>https://a.test/</loc></url></urlset>")
	f.Add("http://a.test/\nx")
	f.Add("<!DOCTYPE x [<!ENTITY a 'b'>]><url><loc>&a;</loc></url>")
	f.Fuzz(func(t *testing.T, file string) {
		for e, err := range sitemap.Entries(strings.NewReader(file)) {
			if err == nil && e.Loc == "" {
				t.Fatal("entry without location")
			}
		}
	})
}
