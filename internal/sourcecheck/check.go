package sourcecheck

import (
	"context"
	"fmt"
	"iter"
	"regexp"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/read"
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
	// parts is how many sitemaps of an index are asked for until one names an
	// article, and partsRead how many that were fetched are read again.
	parts, partsRead = 3, 20
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
	visits visitor
	parts  int
	src    corpus.Source
	open   corpus.Source // src without what lets links through, so that the others can be counted
	rules  read.Rules    // what lets them through
	report Report
	found  []string // article addresses, in the order in which lists named them
}

// visitor gives the answers of addresses.
type visitor interface {
	Visit(ctx context.Context, src corpus.Source, kind, url string) (crawl.Visit, error)
}

func newCheck(c *Checker, src corpus.Source, visits visitor, parts int) *check {
	k := &check{Checker: c, visits: visits, parts: parts, src: src, open: src, report: Report{Source: src.ID, Verdict: OK}}
	k.open.LinkPatterns, k.open.Query = nil, nil
	k.rules.PDF = src.PDF
	for _, d := range append([]string{src.Domain}, src.Domains...) {
		k.rules.Domains = append(k.rules.Domains, strings.ToLower(d))
	}
	for i, p := range src.LinkPatterns {
		re, err := regexp.Compile(p)
		if err != nil {
			k.report.add(Fail, fmt.Sprintf("link_patterns[%d]", i), "", "%q is no regular expression: %v", p, err)
			continue
		}
		k.rules.Patterns = append(k.rules.Patterns, re)
	}
	return k
}

// Check probes one source. The error is that of ctx; whatever is wrong with the
// source stands in the report.
func (c *Checker) Check(ctx context.Context, src corpus.Source) (Report, error) {
	k := newCheck(c, src, c.prober, parts)
	if k.report.Verdict == Fail {
		return k.report, nil
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
	k.ways()
	return k.report, nil
}
