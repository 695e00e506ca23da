package sourcecheck_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/jumpclock"
	"framewatch/internal/sourcecheck"
)

// demo serves the invented outlets and returns a crawler that reaches them, with
// the source list that describes them.
func demo(t *testing.T) (*crawl.Crawler, *config.Loaded) {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	server, err := demosite.Serve(context.Background(), site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	c, err := crawl.New(cfg.Crawl, slog.New(slog.DiscardHandler), crawl.WithClock(jumpclock.New(time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC))))
	if err != nil {
		t.Fatal(err)
	}
	return c, cfg
}

func checker(t *testing.T, c *crawl.Crawler, cfg *config.Loaded) *sourcecheck.Checker {
	t.Helper()
	e, err := extract.New(cfg.Extract)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	return sourcecheck.New(c, e, sourcecheck.Options{Now: func() time.Time { return now }})
}

// reports checks sources and returns what was said of each.
func reports(t *testing.T, c *sourcecheck.Checker, sources []corpus.Source) []sourcecheck.Report {
	t.Helper()
	var out []sourcecheck.Report
	err := c.All(context.Background(), sources, func(r sourcecheck.Report) error {
		out = append(out, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDemoOutlets: all invented outlets are well but for the one whose selector
// is broken on purpose, and reports come in the order of the list.
func TestDemoOutlets(t *testing.T) {
	c, cfg := demo(t)
	for i, r := range reports(t, checker(t, c, cfg), cfg.Sources) {
		if r.Source != cfg.Sources[i].ID {
			t.Errorf("report %d is of %s, want %s", i, r.Source, cfg.Sources[i].ID)
		}
		want := sourcecheck.OK
		if r.Source == "rhine-adr" {
			want = sourcecheck.Warn
			if len(r.Findings) != 1 || r.Findings[0].Part != "selectors.text" || !strings.Contains(r.Line(), `"#content .entry-body" matches nothing`) {
				t.Errorf("the broken selector: %s", r.Line())
			}
		}
		if r.Verdict != want || r.Article == nil || r.Article.Chars < 300 || r.Article.Paywalled {
			t.Errorf("%s: want %s and an article: %+v", r.Line(), want, r.Article)
		}
	}
}

// TestMistakes breaks a good entry in one place each.
func TestMistakes(t *testing.T) {
	c, cfg := demo(t)
	i := slices.IndexFunc(cfg.Sources, func(s corpus.Source) bool { return s.ID == "harbour-ledger" })
	good := cfg.Sources[i]
	for _, m := range []struct {
		name  string
		spoil func(*corpus.Source)
		level sourcecheck.Level
		line  string
	}{
		{"feed gone", func(s *corpus.Source) { s.Feeds = append(s.Feeds, "http://www.harbourledger.test/rss/none.xml") }, sourcecheck.Fail, "feeds[1]: is not there (status 404)"},
		{"feed is a page", func(s *corpus.Source) { s.Feeds = []string{"http://www.harbourledger.test/archive"}; s.Start = nil }, sourcecheck.Fail, "feeds[0]: is a page and no feed"},
		{"start is a feed", func(s *corpus.Source) { s.Start, s.Feeds = s.Feeds, nil }, sourcecheck.Warn, "only 1 of two independent ways in"},
		{"patterns", func(s *corpus.Source) { s.LinkPatterns = []string{"^/story/"} }, sourcecheck.Fail, "matches link_patterns, such as /20"},
		{"no expression", func(s *corpus.Source) { s.LinkPatterns = []string{"(("} }, sourcecheck.Fail, "link_patterns[0]: \"((\" is no regular expression"},
		{"domain", func(s *corpus.Source) { s.Domain = "meridianwire.test" }, sourcecheck.Fail, "is on meridianwire.test; correct domain"},
		{"private", func(s *corpus.Source) { s.Feeds, s.Start = []string{"http://10.0.0.1/feed"}, nil }, sourcecheck.Fail, "allow the network with --allow-net"},
		{"no address", func(s *corpus.Source) { s.Feeds = []string{"mailto:a@b.test"} }, sourcecheck.Fail, "feeds[0]"},
		{"langs", func(s *corpus.Source) { s.Langs = []string{"fr", "zh-Hant"} }, sourcecheck.Warn, "langs: "},
		{"no selector", func(s *corpus.Source) { s.Selectors.Date = "p[" }, sourcecheck.Warn, "selectors.date: \"p[\" is no CSS selector"},
	} {
		t.Run(m.name, func(t *testing.T) {
			src := good
			src.Feeds, src.Start = slices.Clone(good.Feeds), slices.Clone(good.Start)
			m.spoil(&src)
			r, err := checker(t, c, cfg).Check(context.Background(), src)
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != m.level || !strings.Contains(r.Line(), m.line) {
				t.Errorf("%s\nwant %s with %q", r.Line(), m.level, m.line)
			}
		})
	}
}

// TestStale doubts a list whose newest entry is old.
func TestStale(t *testing.T) {
	c, cfg := demo(t)
	e, err := extract.New(cfg.Extract)
	if err != nil {
		t.Fatal(err)
	}
	later := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	k := sourcecheck.New(c, e, sourcecheck.Options{Now: func() time.Time { return later }})
	if r := reports(t, k, cfg.Sources[:1])[0]; r.Verdict != sourcecheck.Warn || !strings.Contains(r.Line(), "its newest entry is of 2026-") {
		t.Error(r.Line())
	}
}

// TestCancelled ends with the context's error, not with a verdict.
func TestCancelled(t *testing.T) {
	c, cfg := demo(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := checker(t, c, cfg).All(ctx, cfg.Sources, func(r sourcecheck.Report) error {
		t.Errorf("a verdict after the end: %s", r.Line())
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func ExampleReport_Line() {
	r := sourcecheck.Report{Source: "lake-post", Verdict: sourcecheck.Warn, Findings: []sourcecheck.Finding{
		{Level: sourcecheck.Warn, Part: "feeds[0]", Message: "is not there (status 404); look for the current address"}}}
	fmt.Println(strings.ReplaceAll(r.Line(), "\t", " | "))
	// Output: warn | lake-post | feeds[0]: is not there (status 404); look for the current address
}
