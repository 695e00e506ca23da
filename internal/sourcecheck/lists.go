package sourcecheck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/listing"
	"framewatch/crawl/urlid"
)

// entry is one address of the source's entry.
type entry struct {
	field  string // of the entry
	part   string // field and place
	kind   string
	listed string // as the list has it
	url    string // as it is asked for
}

func (k *check) entries() []entry {
	var out []entry
	for _, l := range []struct {
		field, kind string
		urls        []string
	}{{"feeds", crawl.KindFeed, k.src.Feeds}, {"sitemaps", crawl.KindSitemap, k.src.Sitemaps}, {"start", crawl.KindStart, k.src.Start},
		{"wordpress", crawl.KindListing, k.src.WordPress}, {"search", crawl.KindStart, k.src.Search}} {
		for i, listed := range l.urls {
			u := listed
			// One term tells whether a search answers.
			switch terms := k.src.Query[:min(len(k.src.Query), 1)]; {
			case l.kind == crawl.KindListing:
				u = listing.WordPress(u, terms)[0]
			case l.field == "search" && len(terms) > 0:
				u = listing.Search(u, terms)[0]
			}
			out = append(out, entry{l.field, fmt.Sprintf("%s[%d]", l.field, i), l.kind, listed, u})
		}
	}
	if len(out) == 0 {
		u := "https://" + k.src.Domain + "/"
		out = append(out, entry{"domain", "domain", crawl.KindStart, "", u})
	}
	return out
}

// lists visits every address of the entry, and those that gave nothing once more
// when the others have been asked: a site that is being changed, a full cache or a
// network's hiccup must not call an address dead.
func (k *check) lists(ctx context.Context) error {
	entries := k.entries()
	rb, err := k.prober.Robots(ctx, k.open, entries[0].url)
	if err != nil {
		return err
	}
	k.report.Robots = rb.Page.RobotsState
	seen := make([]sight, len(entries))
	for i, e := range entries {
		if seen[i], err = k.look(ctx, e); err != nil {
			return err
		}
	}
	for i, e := range entries {
		if !seen[i].again() {
			continue
		}
		if seen[i], err = k.look(ctx, e); err != nil {
			return err
		}
	}
	k.sum(seen)
	if listed, useless := lost(seen); listed > 0 && useless == listed {
		return k.replace(ctx)
	}
	return nil
}

// lost counts the feeds and sitemaps, and those of them that are of no use.
func lost(seen []sight) (listed, useless int) {
	for _, s := range seen {
		if s.list.Field != "feeds" && s.list.Field != "sitemaps" {
			continue
		}
		listed++
		if s.failed() || s.list.Answer == corpus.AnswerEmpty {
			useless++
		}
	}
	return listed, useless
}

// replace looks for lists in the place of those that all failed: on the front page
// and where robots.txt points.
func (k *check) replace(ctx context.Context) error {
	front := "https://" + k.src.Domain + "/"
	for _, u := range slices.Concat(k.src.Start, k.src.Feeds, k.src.Sitemaps) {
		if scheme, host, _ := urlid.Split(u); urlid.Within(host, strings.ToLower(k.src.Domain)) {
			front = scheme + "://" + host + "/"
			break
		}
	}
	bare := k.open
	bare.Feeds, bare.Sitemaps = nil, nil // else a crawl, and its prober, does not look for others
	found, err := discover(ctx, k.prober, bare, front)
	if err != nil {
		return err
	}
	known := slices.Concat(k.src.Feeds, k.src.Sitemaps)
	for _, f := range []struct {
		field string
		urls  []string
	}{{"feeds", found.feeds}, {"sitemaps", found.sitemaps}} {
		if urls := slices.DeleteFunc(f.urls, func(u string) bool { return slices.Contains(known, u) }); len(urls) > 0 {
			k.report.add(Warn, f.field, front, "every feed and sitemap that is listed fails; the site itself names these, to paste: %s", PasteLine(f.field, urls))
		}
	}
	return nil
}

// PasteLine is the line of a source list's entry that names addresses, ready to be
// pasted.
func PasteLine(field string, urls []string) string {
	quoted := make([]string, len(urls))
	for i, u := range urls {
		quoted[i] = strconv.Quote(u) // addresses have no characters that Go and YAML escape differently
	}
	return field + ": [" + strings.Join(quoted, ", ") + "]"
}

// sum reports what was seen.
func (k *check) sum(seen []sight) {
	var good []string
	for i := range seen {
		s := &seen[i]
		if s.list.Answer == corpus.AnswerOK {
			good = append(good, s.list.Field)
		}
		k.report.Lists = append(k.report.Lists, s.list)
		k.found = append(k.found, s.pages...)
		if s.remedy != "" {
			k.report.note(Finding{Level: k.level(i, seen), Part: s.list.Part, URL: s.list.URL, Code: cmp.Or(s.list.Code, string(s.list.Answer)), Message: s.remedy})
		}
	}
	k.report.Ways = corpus.WaysIn(good)
}

// ways warns of a source that hangs on one thread.
func (k *check) ways() {
	if k.report.Ways < 2 && k.src.OneWay == "" && len(k.found) > 0 {
		k.report.add(Warn, "entry", "", "only %d of two independent ways in is in order; add an address of another kind, such as a start page beside a feed, or say in one_way why there is none", k.report.Ways)
	}
}

// look asks for one address.
func (k *check) look(ctx context.Context, e entry) (sight, error) {
	v, err := k.visits.Visit(ctx, k.open, e.kind, e.url)
	if err != nil {
		return sight{}, err
	}
	s := sight{list: List{Part: e.part, Field: e.field, Listed: e.listed, URL: e.url, Outcome: v.Page.Outcome, Code: v.Page.ErrorCode,
		Checked: day(k.now()), Entries: max(v.Entries, len(v.Links)), Newest: day(v.Newest)}}
	k.keep(&s, v.Links)
	if answers(v) {
		left := k.parts
		if err := k.descend(ctx, v, &s, indexDepth, &left); err != nil {
			return sight{}, err
		}
	}
	s.list.Answer, s.remedy = k.judge(&s, v)
	return s, nil
}

// keep notes the links that a crawl would take, which link_patterns decide.
func (k *check) keep(s *sight, links []string) {
	for _, u := range links {
		if k.rules.Wants(u) {
			s.list.Matched++
			s.pages = append(s.pages, u)
		}
	}
}

// descend follows a sitemap index to its sitemaps, first to those that list articles
// by their name, until one names an article or none is left to ask for: that a part
// is empty or lists other pages says nothing about the index.
func (k *check) descend(ctx context.Context, v crawl.Visit, s *sight, depth int, left *int) error {
	if len(v.Lists) == 0 || len(v.Links) > 0 || depth == 0 || v.Page.Kind != crawl.KindSitemap {
		return nil
	}
	for _, next := range articlesFirst(v.Lists) {
		if *left == 0 || s.list.Matched > 0 {
			return nil
		}
		part, err := k.visits.Visit(ctx, k.open, crawl.KindSitemap, next)
		if errors.Is(err, crawl.ErrNotAsked) {
			continue
		}
		if err != nil {
			return err
		}
		*left--
		if !answers(part) {
			if s.read == 0 {
				s.broken = &part.Page.Capture
			}
			continue
		}
		s.read, s.broken = s.read+1, nil
		s.list.Entries += part.Entries
		s.list.Newest = max(s.list.Newest, day(part.Newest))
		k.keep(s, part.Links)
		if err := k.descend(ctx, part, s, depth-1, left); err != nil {
			return err
		}
	}
	return nil
}

// articlesFirst puts the sitemaps in front that list articles by their name.
func articlesFirst(lists []string) []string {
	var named, others []string
	for _, u := range lists {
		if _, _, target := urlid.Split(u); strings.Contains(target, "news") || strings.Contains(target, "post") || strings.Contains(target, "article") {
			named = append(named, u)
		} else {
			others = append(others, u)
		}
	}
	return append(named, others...)
}
