package crawl

import (
	"net"
	"slices"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// What a source list leaves open is looked for: feeds that start pages name where
// it has no feed, sitemaps that robots.txt names where it has neither. The same is
// done when all that it has has failed: an address that moved must not end the
// collection of an outlet whose front page names the new one.

// maxBarren is how many lists that name no page of a source are asked for beyond
// those that name some: an index of ever new indexes has no end.
const maxBarren = 20

// isList holds for the kinds of what names pages and is none.
func isList(kind string) bool {
	return kind == KindFeed || kind == KindSitemap || kind == KindListing
}

// failedList reports whether a list, as its last attempt ended, is of no use: it
// did not come, is no list, or is empty.
func failedList(c *corpus.Capture) bool {
	switch c.ErrorCode {
	case reason.NotAFeed, reason.NotASitemap, reason.EmptyList, reason.BadListing:
		return true
	}
	return !c.Outcome.Stored() && c.Outcome != corpus.OutcomeNotModified || c.Outcome == corpus.OutcomeBlocked
}

// entry is how the lists of a source's entry ended.
type entry struct {
	listed int
	failed []string // addresses
}

func newEntry(s *scope) (e entry) {
	for _, l := range s.seeds {
		if isList(l.Kind) {
			e.listed++
		}
	}
	return e
}

// add counts the last attempt at an address.
func (e *entry) add(c *corpus.Capture) {
	if c.Via == "" && isList(c.Kind) && failedList(c) && !slices.Contains(e.failed, c.URL) {
		e.failed = append(e.failed, c.URL)
	}
}

func (e *entry) dead() bool { return e.listed > 0 && len(e.failed) >= e.listed }

// discover looks for other lists when a source's first wave has ended and all of
// its own have failed: in the sitemaps that robots.txt names, and on the front
// page where the source has no start page.
func (l *loop) discover(t frontier.Turn) {
	s := l.scopes[t.Source]
	if t.State.Wave != 1 || t.State.Dead || !l.entries[t.Source].dead() {
		return
	}
	t.State.Dead = true
	l.log.Warn("every feed and sitemap of a source failed; looking for others", "source", s.id, "failed", l.entries[t.Source].failed)
	place := frontier.Place{Source: t.Source, Wave: t.State.Wave, Ord: 1 << 29} // behind the wave's own
	add := func(via string, links ...frontier.Link) {
		if len(links) > 0 {
			l.batch.Found = append(l.batch.Found, frontier.Found{Place: place, Via: via, Links: links})
			place.Ord++
		}
	}
	if !slices.ContainsFunc(s.seeds, func(l frontier.Link) bool { return l.Kind == KindStart }) {
		add(l.entries[t.Source].failed[0], frontier.Link{URL: s.front(), Kind: KindStart})
	}
	var origins []string
	for _, seed := range s.seeds {
		_, host, _ := urlid.Split(seed.URL)
		origin := originOf(seed.URL)
		h := l.hosts[host]
		if h == nil || slices.Contains(origins, origin) {
			continue
		}
		origins = append(origins, origin)
		if p := h.policies[origin]; p != nil && p.rules != nil {
			add(origin+"/robots.txt", sitemapLinks(s, origin, p.rules.Sitemaps())...)
		}
	}
}

// front is the address of a source's front page.
func (s *scope) front() string {
	for _, l := range s.seeds {
		_, host, _ := urlid.Split(l.URL)
		name := host
		if h, _, err := net.SplitHostPort(host); err == nil {
			name = h
		}
		if d := s.Domains[0]; host == d || name == d || name == "www."+d {
			return originOf(l.URL) + "/"
		}
	}
	return "https://" + s.Domains[0] + "/"
}

// barren counts the lists of a source that named pages and those that did not.
func (l *loop) barren(r *result) {
	c := &r.capture
	if !isList(c.Kind) || !c.Outcome.Stored() && c.Outcome != corpus.OutcomeNotModified {
		return
	}
	if st := &l.states[r.task.item.Source]; r.pages > 0 {
		st.Fruitful++
	} else {
		st.Barren++
	}
}

// Discovered is what was found in place of a source's lists when all of them had
// failed.
type Discovered struct {
	Source corpus.SourceID `json:"source"`
	Failed []string        `json:"failed"` // addresses of its entry
	// Feeds and Sitemaps answered and named something; empty when nothing else was
	// found.
	Feeds    []string `json:"feeds,omitempty"`
	Sitemaps []string `json:"sitemaps,omitempty"`
}

// lists are how the feeds and sitemaps of a source ended.
type lists struct{ captures []corpus.Capture }

func (l *lists) add(c *corpus.Capture) {
	if l != nil && isList(c.Kind) {
		l.captures = append(l.captures, *c)
	}
}

// discovered sums them up. Of the sitemaps that an index names the index is told.
func (l *lists) discovered(id corpus.SourceID) Discovered {
	d := Discovered{Source: id}
	alive := map[string]bool{}
	for i := range l.captures {
		c := &l.captures[i]
		switch failed := failedList(c); {
		case c.Via == "" && failed:
			d.Failed = append(d.Failed, c.URL)
		case !failed:
			alive[c.URL] = true
		}
	}
	for _, c := range l.captures {
		switch {
		case c.Via == "" || !alive[c.URL] || alive[c.Via]:
		case c.Kind == KindFeed:
			d.Feeds = append(d.Feeds, c.URL)
		case c.Kind == KindSitemap:
			d.Sitemaps = append(d.Sitemaps, c.URL)
		}
	}
	return d
}
