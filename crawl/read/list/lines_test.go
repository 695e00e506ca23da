package list_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

// TestLines holds what counts as a sitemap of plain lines, where a list was
// expected. Nowhere else is any of these one.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string
		form       list.Form
	}{
		{
			"addresses",
			"https://www.lake.test/1\nhttps://www.lake.test/2\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{"one", "http://www.lake.test/1", "http://www.lake.test/1", list.Sitemap},
		{
			"a mark and other line ends",
			"\ufeffhttps://www.lake.test/1\r\n\r\nhttps://www.lake.test/2",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{
			"white space",
			"  \n  https://www.lake.test/1  \n\t https://www.lake.test/2\t\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{"comments first", "# made by hand\n# on Friday\n\nhttps://www.lake.test/1\n", "https://www.lake.test/1", list.Sitemap},
		{
			"the first without scheme",
			"www.lake.test/1\nhttps://www.lake.test/2\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{"all without scheme", "lake.test/1\nnews.lake.test/2\n", "https://lake.test/1 https://news.lake.test/2", list.Sitemap},
		{"paths", "/1\n/2?a=1\n", "/1 /2?a=1", list.Sitemap},
		{"upper case", "HTTPS://www.lake.test/1\n", "HTTPS://www.lake.test/1", list.Sitemap},
		{"Chinese letters", "https://www.lake.test/新闻/一\n", "https://www.lake.test/新闻/一", list.Sitemap},
		{
			"dates behind",
			"https://www.lake.test/1 2025-05-30\nhttps://www.lake.test/2\t0.5\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{
			"some other words",
			"https://www.lake.test/1\nhttps://www.lake.test/2\n\nnot an address\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},
		{
			"words first",
			"Our pages\nhttps://www.lake.test/1\nhttps://www.lake.test/2\n",
			"https://www.lake.test/1 https://www.lake.test/2",
			list.Sitemap,
		},

		{"nothing", "", "", list.None},
		{"empty lines", "\n \n", "", list.None},
		{"comments alone", "# nothing here\n", "", list.None},
		{"words", "This page was not found.\n", "", list.None},
		{"more words than addresses", "Sorry.\nThe page is gone.\nhttps://www.lake.test/\n", "", list.None},
		{"an address within words", "See https://www.lake.test/ for more.\n", "", list.None},
		{"rules for robots", "User-agent: *\nDisallow: /private\nSitemap: https://www.lake.test/s.xml\n", "", list.None},
		{"paths within words", "/1 is not /2\n", "", list.None},
		{"other hosts without scheme", "e.g.\nexample.com\n", "", list.None},
		{"other schemes", "ftp://www.lake.test/1\nmailto:a@lake.test\n", "", list.None},
		{"a page", "<html><body>\nhttps://www.lake.test/1\n</body></html>", "", list.None},
		{"JSON", "{\"a\":\n\"https://www.lake.test/1\"}", "", list.None},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), list.Place{URL: at.URL, Slot: true})
			if l.Form != c.form {
				t.Errorf("form %v, want %v", l.Form, c.form)
			}
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if other := list.Parse([]byte(c.text), list.Place{URL: at.URL}); other.Form != list.None || len(other.Entries) > 0 {
				t.Errorf("%v with %d entries where none was expected", other.Form, len(other.Entries))
			}
		})
	}
}

// TestLinesBound holds that of a long list of lines the first are read.
func TestLinesBound(t *testing.T) {
	l := list.Parse([]byte(strings.Repeat("https://www.lake.test/1\n", list.MaxSitemapEntries+1)), list.Place{Slot: true})
	if len(l.Entries) != list.MaxSitemapEntries || !l.More {
		t.Errorf("%d entries, more %v", len(l.Entries), l.More)
	}
}
