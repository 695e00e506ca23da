package crawl

import (
	"strings"

	"framewatch/crawl/frontier"
	"framewatch/crawl/listing"
	"framewatch/crawl/urlid"
	"framewatch/internal/charset"
)

// listing takes the pages that an archive's index or a WordPress site names, the
// newest first and no more than the budget could use, and the addresses to ask
// next. The item's depth counts the answers that led here: it bounds them.
func (w *worker) listing(r *result, body []byte) {
	c, t := &r.capture, r.task
	text, d := charset.Decode(body, c.ContentType)
	c.Charset, c.CharsetFrom = d.Name, d.From
	answer, err := listing.Read(t.url, text, t.scope.archives.Collections)
	if err != nil {
		flag(c, "bad-"+c.Kind)
		c.Message = err.Error()
	}
	b, err := urlid.NewBase(t.url)
	if err != nil {
		return
	}
	var articles, others []dated
	for _, it := range answer.Items {
		u, err := b.Resolve(it.URL)
		if plain, ok := strings.CutPrefix(u, "http://"); ok && c.Kind == KindArchive && t.scope.secure {
			u = "https://" + plain // the archive remembers the scheme of its time
		}
		if err != nil || !t.scope.wants(u) || !t.scope.relevant(it.Text) {
			continue
		}
		_, _, target := urlid.Split(u)
		switch {
		case c.Kind == KindListing || articleLike(target):
			articles = append(articles, dated{u, it.Date})
		case len(t.scope.patterns) > 0: // archives name every page of a site
			others = append(others, dated{u, it.Date})
		}
	}
	limit := 2 * t.scope.maxPages
	for _, p := range append(newest(articles, limit), newest(others, limit)...) {
		r.links = append(r.links, frontier.Link{URL: p.url, Kind: KindPage, Depth: 1})
	}
	if t.item.Depth+1 >= t.scope.archives.Answers {
		return
	}
	for _, next := range answer.Next {
		if u, err := urlid.Normalise(next, ""); err == nil {
			r.links = append(r.links, frontier.Link{URL: u, Kind: c.Kind, Depth: t.item.Depth + 1})
		}
	}
}
