package read

import (
	"bytes"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/crawl/sitemap"
	"framewatch/crawl/urlid"
)

// MaxLists is how many feeds and sitemaps of a source a run reads; an index may
// name thousands.
const MaxLists = 200

// feed takes the links of a feed's relevant items.
func feed(rules *Rules, r *Reading, text []byte) {
	c := &r.Capture
	items, damaged := parseFeed(text)
	if damaged {
		Flag(c, reason.BadFeed)
	}
	b, err := urlid.NewBase(c.FinalURL)
	if err != nil {
		return
	}
	r.Entries = len(items)
	for _, it := range items {
		if it.newest.After(r.Newest) {
			r.Newest = it.newest
		}
		u, err := b.Resolve(it.link)
		if err != nil {
			continue
		}
		r.count(rules, u)
		if rules.Wants(u) && rules.relevant(it.text) {
			r.Links = append(r.Links, frontier.Link{URL: u, Kind: frontier.KindPage, Depth: c.Depth + 1})
		}
	}
}

// sitemapEntries takes the entries of a sitemap, the newest first and no more than
// the budget could use.
func sitemapEntries(rules *Rules, r *Reading, text []byte) {
	c := &r.Capture
	b, err := urlid.NewBase(c.FinalURL)
	if err != nil {
		return
	}
	var pages []dated
	for e, err := range sitemap.Entries(bytes.NewReader(text)) {
		if err != nil {
			Flag(c, reason.BadSitemap)
			break
		}
		r.Entries++
		for _, form := range []string{time.RFC3339, time.DateOnly} {
			if d, err := time.Parse(form, e.LastMod); err == nil && d.After(r.Newest) {
				r.Newest = d
			}
		}
		u, err := b.Resolve(e.Loc)
		if err != nil {
			continue
		}
		if e.Index {
			if _, host, _ := urlid.Split(u); rules.Owns(host) && len(r.Links) < 2*MaxLists {
				r.Links = append(r.Links, frontier.Link{URL: u, Kind: frontier.KindSitemap, Depth: c.Depth})
			}
			continue
		}
		r.count(rules, u)
		if rules.Wants(u) {
			pages = append(pages, dated{u, e.LastMod})
		}
	}
	for _, p := range newest(pages, 2*rules.MaxPages) {
		r.Links = append(r.Links, frontier.Link{URL: p.url, Kind: frontier.KindPage, Depth: c.Depth + 1})
	}
}

// count counts a page that a list names.
func (r *Reading) count(rules *Rules, url string) {
	if _, host, _ := urlid.Split(url); rules.Owns(host) {
		r.Pages++
	}
}
