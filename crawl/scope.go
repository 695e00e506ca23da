package crawl

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/listing"
	"framewatch/crawl/read"
	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
	"framewatch/internal/invalid"
)

// scope is one source of a run: what is asked of it first, and how. Which links
// are its own is said by its rules.
type scope struct {
	read.Rules
	index    int
	id       corpus.SourceID
	seeds    []frontier.Link
	archives listing.Archives
	render   bool     // a browser runs its pages
	hosts    []string // beside its own, from which their scripts may load
	lane     string   // registrable domain: sources that share one take turns
	// paceGroup is what sources have in common whose hosts are one server.
	paceGroup string
	// What the source list leaves open is looked for, see discover.go.
	findFeeds, findSitemaps bool
}

// newScope reads a source. Mistakes are reported together, under the source's
// ID.
func newScope(index int, src corpus.Source, cfg Config) (*scope, error) {
	s := &scope{index: index, id: src.ID, archives: cfg.Archives, render: src.Render, hosts: src.RenderHosts, paceGroup: src.PaceGroup,
		Rules: read.Rules{PDF: src.PDF, MaxPages: cfg.MaxPages, MaxDepth: cfg.MaxDepth, Collections: cfg.Archives.Collections, Answers: cfg.Archives.Answers}}
	if src.MaxPages > 0 {
		s.MaxPages = src.MaxPages
	}
	s.findFeeds = len(src.Feeds) == 0
	s.findSitemaps = src.ListID != URLList && len(src.Feeds)+len(src.Sitemaps) == 0
	var errs []error
	for i, p := range src.LinkPatterns {
		re, err := regexp.Compile(p)
		if err != nil {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("link_patterns[%d]", i), p, "is no regular expression: %v", err))
			continue
		}
		s.Patterns = append(s.Patterns, re)
	}
	for _, q := range src.Query {
		s.Query = append(s.Query, strings.ToLower(q))
	}
	if err := s.addSeeds(src); err != nil {
		errs = append(errs, err)
	}
	if len(s.seeds) == 0 && len(errs) == 0 && src.Domain != "" {
		s.seeds = []frontier.Link{{URL: "https://" + src.Domain + "/", Kind: KindStart}}
	}
	if len(s.seeds) == 0 && len(errs) == 0 {
		errs = append(errs, invalid.Errorf("start", "", "the source names no feed, sitemap, start page or domain"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, invalid.Under("source "+string(src.ID), err)
	}
	s.setDomains(src.Domain)
	for _, sister := range src.Domains {
		s.Domains = append(s.Domains, strings.ToLower(sister))
	}
	s.addArchives(src.Archives)
	return s, nil
}

// addSeeds takes the addresses of the source's entry. Feeds come first: they
// name the newest articles, so a budget keeps these.
func (s *scope) addSeeds(src corpus.Source) error {
	var errs []error
	one := func(address string, _ []string) []string { return []string{address} }
	for _, list := range []struct {
		name, kind string
		urls       []string
		ask        func(address string, terms []string) []string
	}{
		{"feeds", KindFeed, src.Feeds, one}, {"wordpress", KindListing, src.WordPress, listing.WordPress},
		{"start", KindStart, src.Start, one}, {"search", KindStart, src.Search, listing.Search}, {"sitemaps", KindSitemap, src.Sitemaps, one},
	} {
		for i, raw := range list.urls {
			for _, address := range list.ask(raw, src.Query) {
				u, err := urlid.Normalise(address, "")
				if err != nil {
					errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", list.name, i), raw, "cannot be fetched: %v", err))
					break
				}
				if _, _, target := urlid.Split(u); target == "/robots.txt" || target == robots.TDMPath {
					errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", list.name, i), raw, "is read of every host in any case, and names no pages itself"))
					break
				}
				s.seeds = append(s.seeds, frontier.Link{URL: u, Kind: list.kind})
			}
		}
	}
	return errors.Join(errs...)
}

// addArchives lets web archives name what the source published before. They
// come last, so that a budget goes to what the outlet itself names.
func (s *scope) addArchives(ofSource []string) {
	s.Secure = strings.HasPrefix(s.seeds[0].URL, "https:")
	domain, _, _ := strings.Cut(s.Domains[0], ":")
	for _, address := range s.archives.Seeds(domain, ofSource) {
		if u, err := urlid.Normalise(address, ""); err == nil {
			s.seeds = append(s.seeds, frontier.Link{URL: u, Kind: KindArchive})
		}
	}
}

func (s *scope) setDomains(domain string) {
	if domain != "" {
		s.Domains = []string{strings.ToLower(domain)}
		s.lane = urlid.Site(s.Domains[0])
		return
	}
	seen := map[string]bool{}
	for _, l := range s.seeds {
		_, host, _ := urlid.Split(l.URL)
		if site := urlid.Site(host); !seen[site] {
			seen[site] = true
			s.Domains = append(s.Domains, site)
		}
	}
	s.lane = s.Domains[0]
}
