package read

import (
	"slices"
	"strings"

	"framewatch/crawl/frontier"
	"framewatch/crawl/listing"
	"framewatch/crawl/urlid"
	"framewatch/internal/charset"
)

// listed takes the pages that an archive's index or a WordPress site names, the
// newest first and no more than the budget could use, and the addresses to ask
// next. The capture's depth counts the answers that led here: it bounds them.
func listed(rules *Rules, r *Reading, body []byte) {
	c := &r.Capture
	text, d := charset.Decode(body, c.ContentType)
	c.Charset, c.CharsetFrom = d.Name, d.From
	answer, err := listing.Read(c.FinalURL, text, rules.Collections)
	if err != nil {
		Flag(c, "bad-"+c.Kind)
		c.Message = err.Error()
	}
	b, err := urlid.NewBase(c.FinalURL)
	if err != nil {
		return
	}
	r.Entries = len(answer.Items)
	var articles, others []dated
	for _, it := range answer.Items {
		u, err := b.Resolve(it.URL)
		if plain, ok := strings.CutPrefix(u, "http://"); ok && c.Kind == frontier.KindArchive && rules.Secure {
			u = "https://" + plain // the archive remembers the scheme of its time
		}
		if err != nil || !rules.Wants(u) || !rules.relevant(it.Text) {
			continue
		}
		_, _, target := urlid.Split(u)
		switch {
		case c.Kind == frontier.KindListing || articleLike(target):
			articles = append(articles, dated{u, it.Date})
		case len(rules.Patterns) > 0: // archives name every page of a site
			others = append(others, dated{u, it.Date})
		}
	}
	limit := 2 * rules.MaxPages
	for _, p := range append(newest(articles, limit), newest(others, limit)...) {
		r.Links = append(r.Links, frontier.Link{URL: p.url, Kind: frontier.KindPage, Depth: 1})
	}
	if c.Depth+1 >= rules.Answers {
		return
	}
	for _, next := range answer.Next {
		if u, err := urlid.Normalise(next, ""); err == nil {
			r.Links = append(r.Links, frontier.Link{URL: u, Kind: c.Kind, Depth: c.Depth + 1})
		}
	}
}

// dated is a page with the date that an answer gives it.
type dated struct{ url, date string }

// newest keeps the n pages with the latest dates, the latest first; pages of one
// date keep their order, and those without come last. The dates of one answer sort
// as text.
func newest(pages []dated, n int) []dated {
	slices.SortStableFunc(pages, func(a, b dated) int { return strings.Compare(b.date, a.date) })
	return pages[:min(n, len(pages))]
}
