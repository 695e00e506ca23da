package sourcecheck

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

const (
	// maxFeeds and maxSitemaps bound what is found.
	maxFeeds    = 3
	maxSitemaps = 3
	// maxTried bounds the sitemaps that are asked for.
	maxTried = 8
)

// commonFeeds are where content systems put a feed that no page names.
var commonFeeds = []string{"/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml", "/index.xml", "/feed.json"}

// newsSitemaps are where content systems put a sitemap of the last days' articles,
// commonSitemaps where they put the others.
var (
	newsSitemaps   = []string{"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml"}
	commonSitemaps = []string{"/sitemap_index.xml", "/sitemap.xml"}
)

// discovery is what a site says of its own lists.
type discovery struct {
	prober          *crawl.Prober
	probe           corpus.Source
	front           crawl.Visit
	feeds, sitemaps []string
	articles        []string // pages that feeds and news sitemaps name: articles for sure
	tried           []string // sitemaps that were asked for
	news            int      // how many of sitemaps, at their head, list news
}

// discover looks for feeds on a front page and for sitemaps where robots.txt or
// habit has them, and keeps those that have entries. A front page that cannot be had
// stands in the discovery without lists.
func discover(ctx context.Context, p *crawl.Prober, probe corpus.Source, start string) (*discovery, error) {
	d := &discovery{prober: p, probe: probe}
	var err error
	if d.front, err = p.Visit(ctx, probe, crawl.KindStart, start); err != nil {
		return nil, err
	}
	if !answers(d.front) {
		return d, nil
	}
	if err := d.findFeeds(ctx); err != nil {
		return nil, err
	}
	return d, d.findSitemaps(ctx, start)
}

// findFeeds tries the feeds that the page names, else the usual addresses.
func (d *discovery) findFeeds(ctx context.Context) error {
	named := slices.DeleteFunc(slices.Clone(d.front.Lists), func(u string) bool { return strings.Contains(u, "comments") })
	candidates := named[:min(len(named), 2*maxFeeds)]
	limit := maxFeeds
	if len(candidates) == 0 {
		limit, candidates = 1, at(d.front.Page.FinalURL, commonFeeds)
	}
	for _, u := range candidates {
		v, err := d.prober.Visit(ctx, d.probe, crawl.KindFeed, u)
		if err != nil {
			return err
		}
		if answers(v) && v.Entries > 0 {
			d.feeds = append(d.feeds, u)
			d.articles = append(d.articles, v.Links...)
		}
		if len(d.feeds) == limit {
			break
		}
	}
	return nil
}

// findSitemaps takes those that robots.txt names, else those at the usual
// addresses. One of news comes first: it is short and has the newest, while others
// may have a million addresses. Where robots.txt names none, it is looked for in the
// indexes and at its own usual addresses.
func (d *discovery) findSitemaps(ctx context.Context, start string) error {
	rb, err := d.prober.Robots(ctx, d.probe, start)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(rb.Lists), saysNews)
	named := slices.Concat(slices.DeleteFunc(slices.Clone(rb.Lists), func(u string) bool { return !saysNews(u) }), others)
	for _, candidates := range [][]string{named[:min(len(named), maxSitemaps)], at(start, newsSitemaps), at(start, commonSitemaps)} {
		for _, u := range candidates {
			if err := d.sitemap(ctx, u, indexDepth); err != nil {
				return err
			}
		}
		if len(d.sitemaps) > 0 && d.news > 0 {
			break
		}
	}
	d.sitemaps = d.sitemaps[:min(len(d.sitemaps), maxSitemaps)]
	return nil
}

// sitemap asks for one, and follows an index to what it has of news.
func (d *discovery) sitemap(ctx context.Context, u string, depth int) error {
	if slices.Contains(d.tried, u) || len(d.tried) == maxTried {
		return nil
	}
	d.tried = append(d.tried, u)
	v, err := d.prober.Visit(ctx, d.probe, crawl.KindSitemap, u)
	if err != nil || !answers(v) || len(v.Links)+len(v.Lists) == 0 {
		return err
	}
	if len(v.Links) > 0 && (saysNews(u) || bytes.Contains(v.Page.Body, []byte("schemas/sitemap-news/"))) {
		d.sitemaps = slices.Insert(d.sitemaps, d.news, u)
		d.news++
		d.articles = append(d.articles, v.Links...)
		return nil
	}
	d.sitemaps = append(d.sitemaps, u)
	if depth == 0 || d.news > 0 {
		return nil
	}
	for _, next := range v.Lists {
		if saysNews(next) {
			return d.sitemap(ctx, next, depth-1)
		}
	}
	return nil
}

// answers reports whether a visit has a body of the right kind.
func answers(v crawl.Visit) bool {
	return v.Page.Outcome.Stored() && v.Page.Outcome != corpus.OutcomeBlocked && v.Page.ErrorCode != reason.NotAFeed && v.Page.ErrorCode != reason.NotASitemap
}

// saysNews reports whether an address says that it lists news.
func saysNews(u string) bool {
	_, _, target := urlid.Split(u)
	return strings.Contains(strings.ToLower(target), "news")
}

// at resolves paths on an address.
func at(base string, paths []string) []string {
	var out []string
	for _, path := range paths {
		if u, err := urlid.Normalise(path, base); err == nil {
			out = append(out, u)
		}
	}
	return out
}
