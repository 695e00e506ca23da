package list_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

const (
	mapNS  = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`
	newsNS = `xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"`
)

func urlset(urls string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><urlset ` + mapNS + `>` + urls + `</urlset>`
}

// TestSitemapAddresses holds which addresses a sitemap names.
func TestSitemapAddresses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string
	}{
		{
			"two pages",
			urlset(`<url><loc>https://www.lake.test/1</loc></url><url><loc>https://www.lake.test/2</loc></url>`),
			"https://www.lake.test/1 https://www.lake.test/2",
		},
		{"no namespace", `<urlset><url><loc>/1</loc></url></urlset>`, "/1"},
		{"an older namespace", `<urlset xmlns="http://www.google.com/schemas/sitemap/0.84"><url><loc>/1</loc></url></urlset>`, "/1"},
		{
			"https in the namespace",
			`<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/1</loc></url></urlset>`,
			"/1",
		},
		{"a namespace of nobody", `<urlset xmlns="http://lake.test/ns"><url><loc>/1</loc></url></urlset>`, "/1"},
		{
			"a prefix",
			`<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url><sm:loc>/1</sm:loc></sm:url></sm:urlset>`,
			"/1",
		},
		{
			"any prefix",
			`<q7:urlset xmlns:q7="http://www.sitemaps.org/schemas/sitemap/0.9"><q7:url><q7:loc>/1</q7:loc></q7:url></q7:urlset>`,
			"/1",
		},
		{
			"a prefix called image",
			`<image:urlset xmlns:image="http://www.sitemaps.org/schemas/sitemap/0.9"><image:url><image:loc>/1</image:loc></image:url></image:urlset>`,
			"/1",
		},
		{"a prefix nobody bound", `<ns2:urlset><ns2:url><ns2:loc>/1</ns2:loc></ns2:url></ns2:urlset>`, "/1"},
		{"a prefix of some elements", `<urlset><x:url><x:loc>/1</x:loc></x:url></urlset>`, "/1"},
		{
			"two prefixes of one name",
			`<a:urlset xmlns:a="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:b="http://www.sitemaps.org/schemas/sitemap/0.9"><b:url><a:loc>/1</a:loc></b:url></a:urlset>`,
			"/1",
		},
		{
			"a prefix bound late",
			`<urlset><b:url xmlns:b="http://www.sitemaps.org/schemas/sitemap/0.9"><b:loc>/1</b:loc></b:url></urlset>`,
			"/1",
		},
		{"a namespace of nobody, bound again", `<urlset xmlns="http://lake.test/ns"><x:url xmlns:x="http://lake.test/ns"><x:loc>/1</x:loc></x:url></urlset>`, "/1"},
		{"a namespace taken back", `<urlset ` + mapNS + `><url xmlns=""><loc>/1</loc></url></urlset>`, "/1"},
		{"upper case", `<URLSET><URL><LOC>/1</LOC></URL></URLSET>`, "/1"},

		{
			"pictures and films",
			urlset(`<url><loc>/1</loc><image:image><image:loc>/1.jpg</image:loc></image:image><video:video><video:player_loc>/1.mp4</video:player_loc></video:video></url>`),
			"/1",
		},
		{"pictures first", urlset(`<url><image:image><image:loc>/1.jpg</image:loc></image:image><loc>/1</loc></url>`), "/1"},
		{
			"pictures by another prefix",
			`<urlset ` + mapNS + ` xmlns:p="http://www.google.com/schemas/sitemap-image/1.1"><url><p:image><p:loc>/1.jpg</p:loc></p:image><loc>/1</loc></url></urlset>`,
			"/1",
		},
		{
			"pictures by their own namespace",
			urlset(`<url><image xmlns="http://www.google.com/schemas/sitemap-image/1.1"><loc>/1.jpg</loc></image><loc>/1</loc></url>`),
			"/1",
		},
		{
			"pictures without namespace",
			`<urlset><url><image><loc>/1.jpg</loc></image><loc>/1</loc></url><url><loc>/2</loc></url></urlset>`,
			"/1 /2",
		},
		{"nothing but pictures", urlset(`<url><image:image><image:loc>/1.jpg</image:loc></image:image></url>`), ""},
		{"an extension of nobody", `<urlset xmlns:x="http://x.test/"><url><x:loc>/x</x:loc><loc>/1</loc></url></urlset>`, "/1"},
		{"other languages", urlset(`<url><loc>/1</loc><xhtml:link rel="alternate" hreflang="zh" href="/zh/1"/></url>`), "/1"},
		{
			"news",
			`<urlset ` + mapNS + ` ` + newsNS + `><url><loc>/1</loc><news:news><news:publication><news:name>Lake</news:name></news:publication><news:title>湖区</news:title></news:news></url></urlset>`,
			"/1",
		},

		{
			"references and CDATA",
			urlset(`<url><loc>/1?a=1&amp;b=2</loc></url><url><loc><![CDATA[/2?a=1&b=2]]></loc></url><url><loc>/3?a=1&b=2</loc></url><url><loc>/4<![CDATA[?a=1&b=2]]></loc></url>`),
			"/1?a=1&b=2 /2?a=1&b=2 /3?a=1&b=2 /4?a=1&b=2",
		},
		{"white space", urlset("<url>\n<loc>\n\thttps://www.lake.test/1 \r\n</loc>\n</url>"), "https://www.lake.test/1"},
		{"Chinese letters", urlset(`<url><loc>https://www.lake.test/新闻/一</loc></url>`), "https://www.lake.test/新闻/一"},
		{"relative", urlset(`<url><loc>1</loc></url><url><loc>//b.test/2</loc></url>`), "1 //b.test/2"},
		{
			"without scheme",
			urlset(`<url><loc>www.lake.test/1</loc></url><url><loc>lake.test/2</loc></url>`),
			"https://www.lake.test/1 https://lake.test/2",
		},
		{"xml:base", `<urlset xml:base="https://www.lake.test/deep/"><url><loc>1</loc></url></urlset>`, "https://www.lake.test/deep/1"},
		{"a comment within", urlset(`<!-- <url><loc>/0</loc></url> --><url><loc>/1<!-- x --></loc></url>`), "/1"},

		{"text without loc", urlset(`<url>https://www.lake.test/1</url><url> /2 </url><url>words</url>`), "https://www.lake.test/1 /2"},
		{"two addresses in one", urlset(`<url><loc>/1</loc><loc>/2</loc></url>`), "/1 /2"},
		{"url within loc", urlset(`<url><loc><url>/1</url></loc></url><url><loc><url><![CDATA[/2]]></url></loc></url>`), "/1 /2"},
		{"a link within loc", urlset(`<url><loc><a href="x">/1</a></loc></url>`), "/1"},
		{"an empty loc", urlset(`<url><loc/></url><url><loc></loc></url><url><loc> </loc><loc>/1</loc></url>`), "/1"},
		{"an empty loc before a date", urlset(`<url><loc/><lastmod>2025-05-30</lastmod></url><url><lastmod/><loc>/1</loc></url>`), "/1"},
		{"loc without url", urlset(`<loc>/1</loc><loc>/2</loc>`), "/1 /2"},
		{"a url that was not opened", urlset(`<url><loc>/1</loc></url><loc>/2</loc></url><url><loc>/3</loc></url>`), "/1 /2 /3"},
		{"urls without end", urlset(`<url><loc>/1</loc><url><loc>/2</loc><url><loc>/3</loc>`), "/1 /2 /3"},
		{"locs without end", urlset(`<url><loc>/1<lastmod>2025</lastmod></url><url><loc>/2</url>`), "/1 /2"},
		{"HTML in between", urlset(`<url><loc>/1</loc><br>&nbsp;&unknown;</url><url><loc>/2</loc></url>`), "/1 /2"},
		{
			"urlset within urlset",
			`<urlset><urlset><url><loc>/1</loc></url></urlset><urlset><url><loc>/2</loc></url></urlset></urlset>`,
			"/1 /2",
		},
		{"one behind the other", `<urlset><url><loc>/1</loc></url></urlset><urlset><url><loc>/2</loc></url></urlset>`, "/1 /2"},
		{"unknown elements", urlset(`<url><adresse>/1</adresse></url>`), ""},
		{"empty", urlset(""), ""},
		{"a root alone", `<urlset/>`, ""},

		{
			"an index",
			`<sitemapindex ` + mapNS + `><sitemap><loc>/s1.xml.gz</loc><lastmod>2026</lastmod></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>`,
			"index:/s1.xml.gz index:/s2.xml",
		},
		{
			"an index with a prefix",
			`<x:sitemapindex xmlns:x="http://www.sitemaps.org/schemas/sitemap/0.9"><x:sitemap><x:loc>/s1.xml</x:loc></x:sitemap></x:sitemapindex>`,
			"index:/s1.xml",
		},
		{"an index's text", `<sitemapindex><sitemap>/s1.xml</sitemap></sitemapindex>`, "index:/s1.xml"},
		{"an index's bare locs", `<sitemapindex><loc>/s1.xml</loc></sitemapindex>`, "index:/s1.xml"},
		{
			"a page in an index",
			`<sitemapindex><url><loc>/1</loc></url><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>`,
			"/1 index:/s1.xml",
		},
		{"a sitemap in a sitemap", urlset(`<sitemap><loc>/s1.xml</loc></sitemap><url><loc>/1</loc></url>`), "index:/s1.xml /1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if l.Form != list.Sitemap {
				t.Errorf("form %v", l.Form)
			}
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if l.Damaged() {
				t.Errorf("damaged: %s", l.Why)
			}
		})
	}
}

// TestSitemapCut holds what is read of a sitemap that ends early.
func TestSitemapCut(t *testing.T) {
	const head = `<urlset><url><loc>/1</loc></url>`
	for _, c := range []struct{ name, text, want string }{
		{"between urls", head, "/1"},
		{"in an address", head + `<url><loc>/2`, "/1"},
		{"in the end of an address", head + `<url><loc>/2</lo`, "/1 /2"},
		{"behind an address", head + `<url><loc>/2</loc>`, "/1 /2"},
		{"in another element", head + `<url><loc>/2</loc><las`, "/1 /2"},
		{"in CDATA", head + `<url><loc><![CDATA[/2`, "/1"},
		{"in a comment", head + `<!-- <url><loc>/2</loc></url>`, "/1"},
		{"in an index", `<sitemapindex><sitemap><loc>/s.xml</loc><las`, "index:/s.xml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if l.Why != list.WhyCut {
				t.Errorf("why %q", l.Why)
			}
		})
	}
}

// TestSitemapDates holds whose date is whose.
func TestSitemapDates(t *testing.T) {
	news := func(s string) string {
		return `<news:news><news:publication_date>` + s + `</news:publication_date></news:news>`
	}
	for _, c := range []struct {
		name, urls string
		want       []string
	}{
		{"lastmod", `<url><loc>/1</loc><lastmod>2025-05-30</lastmod></url>`, []string{"2025-05-30"}},
		{"lastmod first", `<url><lastmod>2025-05-30</lastmod><loc>/1</loc></url>`, []string{"2025-05-30"}},
		{"CDATA", `<url><loc>/1</loc><lastmod><![CDATA[2025-05-30]]></lastmod></url>`, []string{"2025-05-30"}},
		{"news", `<url><loc>/1</loc>` + news("2025-05-30T08:00:00Z") + `</url>`, []string{"2025-05-30 08:00:00"}},
		{
			"news and an older lastmod",
			`<url><loc>/1</loc><lastmod>2025-05-01</lastmod>` + news("2025-05-30") + `</url>`,
			[]string{"2025-05-30"},
		},
		{
			"news and a newer lastmod",
			`<url><loc>/1</loc>` + news("2025-05-30") + `<lastmod>2025-06-01</lastmod></url>`,
			[]string{"2025-06-01"},
		},
		{
			"news by any prefix",
			`<url xmlns:n9="http://www.google.com/schemas/sitemap-news/0.9"><loc>/1</loc><n9:news><n9:publication_date>2025-05-30</n9:publication_date></n9:news></url>`,
			[]string{"2025-05-30"},
		},
		{
			"news by a namespace written wrongly",
			`<url xmlns:news="http://lake.test/news"><loc>/1</loc>` + news("2025-05-30") + `</url>`,
			[]string{"2025-05-30"},
		},
		{
			"a film's",
			`<url><loc>/1</loc><video:video><video:publication_date>2025-05-30</video:publication_date></video:video></url>`,
			[]string{""},
		},
		{"unreadable", `<url><loc>/1</loc><lastmod>soon</lastmod></url>`, []string{""}},
		{
			"each its own",
			`<url><loc>/1</loc><lastmod>2025-05-30</lastmod></url><url><loc>/2</loc></url><url><loc>/3</loc><lastmod>2025-05-31</lastmod></url>`,
			[]string{"2025-05-30", "", "2025-05-31"},
		},
		{"of two addresses", `<url><loc>/1</loc><loc>/2</loc><lastmod>2025-05-30</lastmod></url>`, []string{"2025-05-30", "2025-05-30"}},
		{"of text", `<url>https://www.lake.test/1<lastmod>2025-05-30</lastmod></url>`, []string{"2025-05-30"}},
		{"an extension's", `<url xmlns:x="http://x.test/"><loc>/1</loc><x:lastmod>2025-05-30</x:lastmod></url>`, []string{""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want, got []string
			for _, e := range list.Parse([]byte(urlset(c.urls)), at).Entries {
				got = append(got, e.Newest.String())
			}
			for _, s := range c.want {
				want = append(want, day(t, s).String())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
