package crawl

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/listing"
	"framewatch/crawl/urlid"
	"framewatch/internal/invalid"
)

// maxLists is how many feeds and sitemaps of a source a run reads; an index may
// name thousands.
const maxLists = 200

// scope says which links belong to a source. It is made once a run and
// read-only, so workers share it.
type scope struct {
	index    int
	id       corpus.SourceID
	domains  []string
	patterns []*regexp.Regexp
	query    []string // lower case
	seeds    []frontier.Link
	archives listing.Archives
	secure   bool // the source's own addresses are https
	maxPages int
	maxDepth int
	pdf      bool     // PDF files are pages of it
	render   bool     // a browser runs its pages
	hosts    []string // beside its own, from which their scripts may load
	lane     string   // registrable domain: sources that share one take turns
	// What the source list leaves open is looked for: feeds named in start
	// pages, and sitemaps named in robots.txt.
	findFeeds, findSitemaps bool
}

// newScope reads a source. Mistakes are reported together, under the source's
// ID.
func newScope(index int, src corpus.Source, cfg Config) (*scope, error) {
	s := &scope{index: index, id: src.ID, archives: cfg.Archives, maxPages: cfg.MaxPages, maxDepth: cfg.MaxDepth,
		pdf: src.PDF, render: src.Render, hosts: src.RenderHosts}
	if src.MaxPages > 0 {
		s.maxPages = src.MaxPages
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
		s.patterns = append(s.patterns, re)
	}
	for _, q := range src.Query {
		s.query = append(s.query, strings.ToLower(q))
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
				s.seeds = append(s.seeds, frontier.Link{URL: u, Kind: list.kind})
			}
		}
	}
	return errors.Join(errs...)
}

// addArchives lets web archives name what the source published before. They
// come last, so that a budget goes to what the outlet itself names.
func (s *scope) addArchives(ofSource []string) {
	s.secure = strings.HasPrefix(s.seeds[0].URL, "https:")
	domain, _, _ := strings.Cut(s.domains[0], ":")
	for _, address := range s.archives.Seeds(domain, ofSource) {
		if u, err := urlid.Normalise(address, ""); err == nil {
			s.seeds = append(s.seeds, frontier.Link{URL: u, Kind: KindArchive})
		}
	}
}

func (s *scope) setDomains(domain string) {
	if domain != "" {
		s.domains = []string{strings.ToLower(domain)}
		s.lane = urlid.Site(s.domains[0])
		return
	}
	seen := map[string]bool{}
	for _, l := range s.seeds {
		_, host, _ := urlid.Split(l.URL)
		if site := urlid.Site(host); !seen[site] {
			seen[site] = true
			s.domains = append(s.domains, site)
		}
	}
	s.lane = s.domains[0]
}

// owns reports whether a host belongs to the source.
func (s *scope) owns(host string) bool {
	for _, d := range s.domains {
		if urlid.Within(host, d) {
			return true
		}
	}
	return false
}

// asks reports whether the source's own list has an address on a host.
func (s *scope) asks(host string) bool {
	return slices.ContainsFunc(s.seeds, func(l frontier.Link) bool {
		_, h, _ := urlid.Split(l.URL)
		return h == host
	})
}

// wants reports whether a normalised URL may be a page of the source.
func (s *scope) wants(url string) bool {
	_, host, target := urlid.Split(url)
	return s.owns(host) && s.matches(target) && !isTrap(target) && !s.isAsset(target)
}

// isAsset tells by a path's ending that no page of the source is behind it.
func (s *scope) isAsset(target string) bool { return isAsset(target) && (!s.pdf || !isPDF(target)) }

// matches reports whether a path and query is one of an article's.
func (s *scope) matches(target string) bool {
	for _, re := range s.patterns {
		if re.MatchString(target) {
			return true
		}
	}
	return len(s.patterns) == 0
}

// relevant applies the source's query terms to a feed item that carries text.
func (s *scope) relevant(text string) bool {
	if len(s.query) == 0 || text == "" {
		return true
	}
	text = strings.ToLower(text)
	for _, q := range s.query {
		if strings.Contains(text, q) {
			return true
		}
	}
	return false
}

// isTrap recognises paths that only grow: one segment over and over, or more
// segments and parameters than any outlet uses. Endless calendars and lists
// look like pages and are bounded by the budget.
func isTrap(target string) bool {
	path, query, _ := strings.Cut(target, "?")
	if strings.Count(path, "/") > 16 || strings.Count(query, "&") > 16 {
		return true
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if s == "" {
			continue
		}
		n := 1
		for _, other := range segments[i+1:] {
			if other == s {
				n++
			}
		}
		if n > 3 {
			return true
		}
	}
	return false
}

// assets are the endings of files that are no pages.
var assets = map[string]bool{
	"jpg": true, "jpeg": true, "png": true, "gif": true, "webp": true, "avif": true, "svg": true, "ico": true, "bmp": true, "tif": true, "tiff": true,
	"mp3": true, "m4a": true, "ogg": true, "wav": true, "mp4": true, "m4v": true, "webm": true, "avi": true, "mov": true, "wmv": true, "flv": true,
	"m3u8": true, "css": true, "js": true, "mjs": true, "json": true, "woff": true, "woff2": true, "ttf": true, "otf": true, "eot": true,
	"zip": true, "rar": true, "7z": true, "gz": true, "tgz": true, "bz2": true, "exe": true, "dmg": true, "apk": true, "ipa": true, "iso": true,
	"doc": true, "docx": true, "xls": true, "xlsx": true, "ppt": true, "pptx": true, "epub": true, "mobi": true, "ics": true, "swf": true, "pdf": true,
}

// isAsset tells by a path's ending that no page is behind it.
func isAsset(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	name := path[strings.LastIndexByte(path, '/')+1:]
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && assets[strings.ToLower(name[dot+1:])] || name == "robots.txt"
}

func isPDF(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	return len(path) > 4 && strings.EqualFold(path[len(path)-4:], ".pdf")
}

// notArticles are path segments of pages about the site and of lists.
var notArticles = map[string]bool{
	"tag": true, "tags": true, "category": true, "categories": true, "author": true, "authors": true, "search": true, "login": true, "signin": true,
	"register": true, "subscribe": true, "account": true, "about": true, "contact": true, "privacy": true, "terms": true, "help": true, "faq": true,
	"cart": true, "shop": true, "advertise": true, "jobs": true, "careers": true, "sitemap": true, "archive": true, "page": true,
}

// articleLike guesses from a path whether an article is behind it: a date, a
// long number or a slug of several words. It only sorts links, so that a
// budget goes to articles first.
func articleLike(target string) bool {
	path, query, _ := strings.Cut(target, "?")
	for s := range strings.SplitSeq(strings.ToLower(path), "/") {
		if notArticles[s] {
			return false
		}
	}
	slug := path[strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1:]
	if strings.Count(slug, "-")+strings.Count(slug, "_") >= 3 {
		return true
	}
	return digitRun(path) >= 5 || hasDate(path) || digitRun(query) >= 5
}

func digitRun(s string) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}

// hasDate finds /2025/05/ and /2025-05.
func hasDate(path string) bool {
	for i := 0; i+8 <= len(path); i++ {
		if path[i] == '/' && (path[i+1:i+3] == "20" || path[i+1:i+3] == "19") && digitRun(path[i+1:i+5]) == 4 &&
			(path[i+5] == '/' || path[i+5] == '-') && path[i+6] >= '0' && path[i+6] <= '1' {
			return true
		}
	}
	return false
}
