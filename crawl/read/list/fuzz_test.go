package list_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

// FuzzParse holds what is so of every text: addresses are there, bounded and
// without white space around them; a text that is a list by itself is one
// wherever it stands; and the same text gives the same list.
func FuzzParse(f *testing.F) {
	all := stories(3, 2)
	for _, d := range dresses {
		f.Add([]byte(d.write(all)), false)
	}
	for _, text := range []string{
		"http://a.test/\nwww.a.test/x\n/y\n# z",
		"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>",
		"<br /><b>Warning</b>\n<?xml?><rss><item><link/>http://a.test/<guid isPermaLink='true'>x</guid></item>",
		"<feed xml:base='/x/'><entry><title type='xhtml'><div>a<br></div></title><link href=y /></entry>",
		`{"version":"https:\/\/jsonfeed.org\/version\/1","items":[{"id":1,"url":"\ud83c\udf0a"},{"a":[{}]}]}`,
		"<urlset><loc>/1<url><loc><url>/2</url></loc><image:image><image:loc>/3</image:loc>",
		"<rss><item><title><![CDATA[<link>/1</link></item>",
	} {
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, slot bool) {
		before := string(text)
		place := list.Place{URL: "https://www.lake.test/lists/all.xml", Slot: slot}
		l := list.Parse(text, place)
		if string(text) != before {
			t.Fatal("the text was changed")
		}
		most := map[list.Form]int{list.Feed: list.MaxFeedEntries, list.Sitemap: list.MaxSitemapEntries}[l.Form]
		if len(l.Entries) > most {
			t.Fatalf("%v of %d entries", l.Form, len(l.Entries))
		}
		words := 0
		for _, e := range l.Entries {
			if e.Loc == "" || len(e.Loc) > 8<<10 || strings.TrimSpace(e.Loc) != e.Loc {
				t.Fatalf("address %q", e.Loc)
			}
			if e.Index && l.Form != list.Sitemap {
				t.Fatal("a feed names a sitemap")
			}
			if y := e.Newest.Year(); !e.Newest.IsZero() && (y < 1989 || y > 10_000) {
				t.Fatalf("date %v", e.Newest)
			}
			words += len(e.Text)
		}
		if words > 4*len(text) {
			t.Fatalf("%d bytes of words of a text of %d", words, len(text))
		}
		if form := list.Detect(text); form != list.None && form != l.Form || form == list.None && l.Form != list.None && !slot {
			t.Fatalf("detected as %v, parsed as %v", form, l.Form)
		}
		if diff := cmp.Diff(l, list.Parse(text, place)); diff != "" {
			t.Fatal(diff)
		}
	})
}
