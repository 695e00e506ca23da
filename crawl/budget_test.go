package crawl_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestBudgets stops at a source's bytes and at its time; what it knows of and
// does not ask for is recorded.
func TestBudgets(t *testing.T) {
	s := newSite(t)
	links := make([]string, 20)
	for i := range links {
		links[i] = fmt.Sprintf("/p%d", i)
		s.page("a.test"+links[i], article(links[i], fmt.Sprintf("/deeper%d", i)))
		s.page(fmt.Sprintf("a.test/deeper%d", i), article("Deeper"))
	}
	s.page("a.test/", article("Front page", links...))
	s.page("slow.test/", article("Front page", links...))
	s.page("slow.test/robots.txt", "User-agent: *\nCrawl-delay: 10\n")
	for _, l := range links {
		s.page("slow.test"+l, article(l))
	}
	for _, c := range []struct {
		host, code string
		change     func(*crawl.Config)
		stored     int
	}{
		{"a.test", "budget-bytes", func(c *crawl.Config) { c.MaxBytes = int64(5 * len(article("/p0", "/deeper0"))) }, 5},
		{"slow.test", "budget-time", func(c *crawl.Config) { c.MaxTime = 55 * time.Second }, 4},
	} {
		t.Run(c.code, func(t *testing.T) {
			cfg := s.settings(c.host)
			c.change(&cfg)
			sum, got := run(t, crawler(t, cfg), jobIn(t.TempDir(), "r", source("a", c.host, nil)))
			stored, cut := 0, 0
			for _, capture := range got {
				switch {
				case capture.Outcome == corpus.OutcomeOK:
					stored++
				case capture.Outcome == corpus.OutcomeNotFetched && capture.ErrorCode == c.code:
					cut++
				}
			}
			if stored != c.stored || stored+cut != 21 {
				t.Errorf("%d pages, %d cut: %s", stored, cut, strings.Join(lines(got), "\n"))
			}
			if c.code == "budget-bytes" && sum.Sources[0].Dropped == 0 {
				t.Errorf("links behind the budget are not counted: %+v", sum.Sources[0])
			}
		})
	}
}

// TestNotDue passes over a source that was crawled not long ago, unless nothing
// was had of it then.
func TestNotDue(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page"))
	clock := newClock()
	cfg := s.settings("a.test", "empty.test")
	cfg.MinInterval = 24 * time.Hour
	c := crawler(t, cfg, crawl.WithClock(clock))
	dir := t.TempDir()
	sources := []corpus.Source{source("a", "a.test", nil), source("empty", "empty.test", nil)}
	for i, want := range []string{"a=1 empty=0", "a not due empty=0", "a=1 empty=0"} {
		job := jobIn(dir, corpus.RunID(fmt.Sprint("r", i)), sources...)
		for range 2 { // a finished run is only summed up
			sum, err := c.Run(t.Context(), job)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range sum.Sources {
				if line.NotDue {
					got = append(got, string(line.Source)+" not due")
				} else {
					got = append(got, fmt.Sprintf("%s=%d", line.Source, line.Stored+line.Outcomes[corpus.OutcomeNotModified]))
				}
			}
			if got := strings.Join(got, " "); got != want {
				t.Errorf("run %d: %s, want %s", i, got, want)
			}
		}
		clock.After(13 * time.Hour)
	}
}

// TestJobAboutSomeSources passes over the others, also when the run is taken up
// after their time has come.
func TestJobAboutSomeSources(t *testing.T) {
	s := newSite(t)
	s.page("a.test/", article("Front page"))
	s.page("b.test/", article("Front page"))
	c, dir := crawler(t, s.settings("a.test", "b.test")), t.TempDir()
	job := jobIn(dir, "r", source("a", "a.test", nil), source("b", "b.test", nil))
	for _, rest := range []map[corpus.SourceID]bool{{"a": true}, nil} {
		job.Rest = rest
		sum, err := c.Run(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if len(sum.Sources) != 2 || !sum.Sources[0].NotDue || sum.Sources[1].NotDue || s.count("a.test/") != 0 || s.count("b.test/") != 1 {
			t.Errorf("%+v, asked %d and %d times", sum.Sources, s.count("a.test/"), s.count("b.test/"))
		}
	}
}
