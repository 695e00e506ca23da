package sourcecheck

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/listing"
	"framewatch/crawl/urlid"
	"framewatch/extract"
	"framewatch/internal/ordered"
)

const (
	// samples is how many articles are tried before a source is judged.
	samples = 3
	// stale is the age of a list's newest entry from which on the list is
	// doubted; institutes publish a few times a year.
	stale = 180 * 24 * time.Hour
	// indexDepth is how far sitemap indexes are followed down.
	indexDepth = 2
)

// Checker checks sources. It is safe for concurrent use.
type Checker struct {
	prober    *crawl.Prober
	canRender func() error
	extractor *extract.Extractor
	workers   int
	now       func() time.Time
}

// Options are what a check needs beside the crawler.
type Options struct {
	Workers int              // sources at once; 0 is 8
	Now     func() time.Time // for the age of lists; nil is time.Now
}

// New makes a checker that asks as c does and reads articles with e.
func New(c *crawl.Crawler, e *extract.Extractor, opt Options) *Checker {
	out := &Checker{prober: c.Prober(), canRender: c.CanRender, extractor: e, workers: opt.Workers, now: opt.Now}
	if out.workers <= 0 {
		out.workers = 8
	}
	if out.now == nil {
		out.now = time.Now
	}
	return out
}

// All checks sources side by side and hands each report to sink as soon as it
// and those before it are there, in the order of sources.
func (c *Checker) All(ctx context.Context, sources []corpus.Source, sink func(Report) error) error {
	var in iter.Seq2[corpus.Source, error] = func(yield func(corpus.Source, error) bool) {
		for _, s := range sources {
			if !yield(s, nil) {
				return
			}
		}
	}
	return ordered.Map(ctx, c.workers, in, c.Check, sink)
}

// check is the work on one source.
type check struct {
	*Checker
	src      corpus.Source
	open     corpus.Source // src without what lets links through, so that the others can be counted
	patterns []*regexp.Regexp
	report   Report
	found    []string // article addresses, in the order in which lists named them
}

// Check probes one source. The error is that of ctx; whatever is wrong with the
// source stands in the report.
func (c *Checker) Check(ctx context.Context, src corpus.Source) (Report, error) {
	k := &check{Checker: c, src: src, open: src, report: Report{Source: src.ID, Verdict: OK}}
	k.open.LinkPatterns, k.open.Query = nil, nil
	for i, p := range src.LinkPatterns {
		re, err := regexp.Compile(p)
		if err != nil {
			k.report.add(Fail, fmt.Sprintf("link_patterns[%d]", i), "", "%q is no regular expression: %v", p, err)
			return k.report, nil
		}
		k.patterns = append(k.patterns, re)
	}
	if src.Render {
		if err := c.canRender(); err != nil {
			k.report.add(Fail, "render", "", "%v", err)
		}
	}
	for _, step := range []func(context.Context) error{k.lists, k.article} {
		if err := step(ctx); err != nil {
			if ctx.Err() != nil {
				return Report{}, err
			}
			k.report.add(Fail, "entry", "", "%v", err) // an address that is none
			return k.report, nil
		}
	}
	return k.report, nil
}

// entry is one address of the source's entry.
type entry struct{ part, kind, url string }

func (k *check) entries() []entry {
	var out []entry
	for _, l := range []struct {
		part, kind string
		urls       []string
	}{{"feeds", crawl.KindFeed, k.src.Feeds}, {"sitemaps", crawl.KindSitemap, k.src.Sitemaps}, {"start", crawl.KindStart, k.src.Start},
		{"wordpress", crawl.KindListing, k.src.WordPress}, {"search", crawl.KindStart, k.src.Search}} {
		for i, u := range l.urls {
			// One term tells whether a search answers.
			switch terms := k.src.Query[:min(len(k.src.Query), 1)]; {
			case l.kind == crawl.KindListing:
				u = listing.WordPress(u, terms)[0]
			case l.part == "search" && len(terms) > 0:
				u = listing.Search(u, terms)[0]
			}
			out = append(out, entry{fmt.Sprintf("%s[%d]", l.part, i), l.kind, u})
		}
	}
	if len(out) == 0 {
		out = append(out, entry{"domain", crawl.KindStart, "https://" + k.src.Domain + "/"})
	}
	return out
}

// lists visits every address of the entry. That one of several fails is a
// warning; that all do, or name nothing, a failure.
func (k *check) lists(ctx context.Context) error {
	entries := k.entries()
	rb, err := k.prober.Robots(ctx, k.open, entries[0].url)
	if err != nil {
		return err
	}
	k.report.Robots = rb.Page.RobotsState
	good := 0
	var bad []Finding
	for _, e := range entries {
		v, err := k.prober.Visit(ctx, k.open, e.kind, e.url)
		if err != nil {
			return err
		}
		l := k.count(e, v)
		if l.Outcome.Stored() && l.Outcome != corpus.OutcomeBlocked && !strings.HasPrefix(l.Code, "not-a-") {
			good++
			if err := k.descend(ctx, v, &l, indexDepth); err != nil {
				return err
			}
			k.judgeList(l, v)
		} else {
			bad = append(bad, Finding{Part: e.part, URL: e.url, Message: remedy(v.Page.Capture)})
		}
		k.report.Lists = append(k.report.Lists, l)
	}
	level := Warn
	if good == 0 {
		level = Fail
	}
	for _, f := range bad {
		k.report.add(level, f.Part, f.URL, "%s", f.Message)
	}
	return nil
}

// count sorts the links of a visit by the source's patterns.
func (k *check) count(e entry, v crawl.Visit) List {
	l := List{Part: e.part, URL: e.url, Outcome: v.Page.Outcome, Code: v.Page.ErrorCode, Entries: max(v.Entries, len(v.Links)), Newest: day(v.Newest)}
	l.Matched = k.keep(v.Links)
	return l
}

// keep notes the links that the patterns let through and says how many.
func (k *check) keep(links []string) (n int) {
	for _, u := range links {
		if k.wants(u) {
			n++
			k.found = append(k.found, u)
		}
	}
	return n
}

func (k *check) wants(u string) bool {
	_, _, target := urlid.Split(u)
	return len(k.patterns) == 0 || slices.ContainsFunc(k.patterns, func(re *regexp.Regexp) bool { return re.MatchString(target) })
}

// descend follows a sitemap index to one of its sitemaps, rather to one that
// lists articles by its name.
func (k *check) descend(ctx context.Context, v crawl.Visit, l *List, depth int) error {
	if len(v.Lists) == 0 || len(v.Links) > 0 || depth == 0 || v.Page.Kind != crawl.KindSitemap {
		return nil
	}
	next := v.Lists[0]
	for _, u := range v.Lists {
		if _, _, target := urlid.Split(u); strings.Contains(target, "news") || strings.Contains(target, "post") || strings.Contains(target, "article") {
			next = u
			break
		}
	}
	v, err := k.prober.Visit(ctx, k.open, crawl.KindSitemap, next)
	if err != nil {
		return err
	}
	l.Entries += v.Entries
	l.Matched += k.keep(v.Links)
	l.Newest = max(l.Newest, day(v.Newest))
	return k.descend(ctx, v, l, depth-1)
}

// judgeList says what is wrong with a list that answers.
func (k *check) judgeList(l List, v crawl.Visit) {
	what := map[string]string{crawl.KindFeed: "item", crawl.KindSitemap: "address", crawl.KindListing: "post"}[v.Page.Kind]
	if what == "" {
		what = "link"
	}
	switch {
	case l.Code == "bad-listing":
		k.report.add(Warn, l.Part, l.URL, "does not answer as WordPress does; look whether the site has a feed")
	case l.Code == "bad-feed" || l.Code == "bad-sitemap":
		k.report.add(Warn, l.Part, l.URL, "is damaged (%s); its links are picked out, dates are lost; tell the publisher or use another list", l.Code)
	case l.Entries == 0 && what == "link" && k.src.Render: // its links are seen when a browser runs it
	case l.Entries == 0 && what == "link":
		k.report.add(Warn, l.Part, l.URL, "has no links in its HTML; take a feed, a sitemap or another page, or set render if scripts make its links")
	case l.Entries == 0:
		k.report.add(Warn, l.Part, l.URL, "is empty; look for the outlet's current list")
	case len(v.Links) == 0 && len(v.Lists) == 0:
		k.report.add(Warn, l.Part, l.URL, "none of its %d %ss is on %s; correct domain", l.Entries, what, k.src.Domain)
	case l.Matched == 0:
		example := ""
		if len(v.Links) > 0 {
			_, _, example = urlid.Split(v.Links[0])
			example = ", such as " + example
		}
		k.report.add(Warn, l.Part, l.URL, "none of its %d %ss matches link_patterns%s; correct the patterns or drop the address", l.Entries, what, example)
	}
	if newest, err := time.Parse(time.DateOnly, l.Newest); err == nil && k.now().Sub(newest) > stale {
		k.report.add(Warn, l.Part, l.URL, "its newest entry is of %s; look whether the outlet has a newer list", l.Newest)
	}
}

// remedy words why an address gave nothing, with what to do.
func remedy(c corpus.Capture) string {
	switch code := c.ErrorCode; {
	case code == "robots":
		return fmt.Sprintf("robots.txt forbids it (%s); remove it, or ask the publisher", strings.TrimSpace(c.Message))
	case code == "crawl-delay":
		return "robots.txt asks for a longer Crawl-delay than crawl.max_crawl_delay; raise that, or leave the outlet out"
	case code == "robots-unreachable":
		return "robots.txt cannot be had, so nothing may be fetched; try again later"
	case code == "dns":
		return "the host name does not exist; correct the address"
	case code == "address":
		return "leads to a private or reserved address; correct it, or allow the network with --allow-net"
	case code == "tls":
		return "the server's certificate is not valid; try the other scheme or host name"
	case strings.HasPrefix(code, "not-a-"):
		return fmt.Sprintf("is a page and no %s; look for the current address", strings.TrimPrefix(code, "not-a-"))
	case code == "status-404" || code == "status-410" || c.Outcome == corpus.OutcomeGone:
		return fmt.Sprintf("is not there (%s); look for the current address", strings.ReplaceAll(code, "-", " "))
	case c.Outcome == corpus.OutcomeBlocked:
		return fmt.Sprintf("answers with a %s wall, which the crawler does not go around; ask the publisher, or leave it out", code)
	case code == "":
		return fmt.Sprintf("gave nothing (%s)", c.Outcome)
	default:
		return fmt.Sprintf("could not be fetched (%s); try again later", strings.TrimSpace(code+" "+c.Message))
	}
}
