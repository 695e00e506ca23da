package read

import (
	"framewatch/crawl/frontier"
	"framewatch/crawl/read/list"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// MaxLists is how many feeds and sitemaps of a source a run reads; an index may
// name thousands.
const MaxLists = 200

// entries takes those of a feed or sitemap, whatever it was called: the
// newest first and no more than the budget could use, of a feed in its order.
func entries(rules *Rules, r *Reading, l list.List) {
	c := &r.Capture
	switch damaged := l.Damaged(); {
	case damaged && l.Form == list.Feed:
		Flag(c, reason.BadFeed)
	case damaged:
		Flag(c, reason.BadSitemap)
	case len(l.Entries) == 0:
		Flag(c, reason.EmptyList)
		c.Message = "the " + l.Form.String() + " has no entry"
	}
	if damage := string(l.Why); damage != "" && c.Message == "" {
		c.Message = "the " + l.Form.String() + " is damaged: " + damage
	}
	b, err := urlid.NewBase(c.FinalURL)
	if err != nil {
		return
	}
	r.Entries = len(l.Entries)
	var lists, pages []list.Entry
	for _, e := range l.Entries {
		if e.Newest.After(r.Newest) {
			r.Newest = e.Newest
		}
		u, err := b.Resolve(e.Loc)
		if err != nil {
			continue
		}
		_, host, _ := urlid.Split(u)
		if e.Loc = u; !rules.Owns(host) {
			continue
		}
		if e.Index {
			lists = append(lists, e)
			continue
		}
		r.Pages++
		if rules.Wants(u) && rules.relevant(e.Text) {
			pages = append(pages, e)
		}
	}
	if l.Form == list.Sitemap {
		lists, pages = list.Newest(lists, 2*MaxLists), list.Newest(pages, 2*rules.MaxPages)
	}
	for _, e := range lists {
		r.Links = append(r.Links, frontier.Link{URL: e.Loc, Kind: frontier.KindSitemap, Depth: c.Depth})
	}
	for _, e := range pages {
		r.Links = append(r.Links, frontier.Link{URL: e.Loc, Kind: frontier.KindPage, Depth: c.Depth + 1})
	}
}
