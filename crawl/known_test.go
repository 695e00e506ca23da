package crawl_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/internal/jumpclock"
)

// knownOf yields articles of a source.
func knownOf(id corpus.SourceID, host string, paths ...string) func(func(crawl.KnownPage, error) bool) {
	return func(yield func(crawl.KnownPage, error) bool) {
		for _, p := range paths {
			if !yield(crawl.KnownPage{Source: id, URL: "http://" + host + p}, nil) {
				return
			}
		}
	}
}

// nightly crawls a site night after night with the same known pages, and returns
// the paths below /old/ that each night asked for.
type nightly struct {
	t     *testing.T
	s     *site
	c     *crawl.Crawler
	dir   string
	known []string
	nth   int
}

func (n *nightly) run() (summary crawl.Summary, asked map[string]string) {
	n.t.Helper()
	n.nth++
	job := jobIn(n.dir, corpus.RunID(fmt.Sprintf("r%03d", n.nth)), source("a", "a.test", func(s *corpus.Source) { s.MaxPages = 20 }))
	job.Known = knownOf("a", "a.test", n.known...)
	summary, captures := run(n.t, n.c, job)
	asked = map[string]string{}
	for _, c := range captures {
		if p, ok := strings.CutPrefix(c.URL, "http://a.test"); ok && strings.HasPrefix(p, "/old/") && c.ErrorCode != crawl.CodeNotDue {
			asked[p] = string(c.Outcome)
		}
	}
	return summary, asked
}

// TestKnownPagesAreAskedAgain follows pages that have left the front page over two
// months: each is asked for within the longest gap, no night takes more than the
// budget or a month's worth, what a page of them names is not taken up, and new
// pages go first.
func TestKnownPagesAreAskedAgain(t *testing.T) {
	s, clock := newSite(t), newClock()
	var old []string
	for i := range 30 {
		old = append(old, fmt.Sprintf("/old/%02d", i))
		s.page("a.test"+old[i], article(fmt.Sprint("Old ", i), "/never/named"))
	}
	s.page("a.test/never/named", article("Never named"))
	s.page("a.test/", article("Front page", old[:15]...))
	n := &nightly{t: t, s: s, c: crawler(t, s.settings("a.test"), crawl.WithClock(clock)), dir: t.TempDir(), known: old}
	n.run()
	s.page("a.test/", article("Front page", old[15:]...))
	n.run() // the budget is 20 pages: the list's 15 and 4 beside the front page
	s.page("a.test/", article("Front page"))
	s.page("a.test/never/named", article("Never named"))
	named := s.count("a.test/never/named")

	last, most := map[string]int{}, 0
	for night := range 62 {
		clock.Advance(24*time.Hour - time.Minute)
		summary, asked := n.run()
		if len(summary.Starts) != 1 || summary.Sources[0].Pages != 0 {
			t.Fatalf("night %d: known pages count as named: %+v", night, summary.Sources[0])
		}
		if summary.Sources[0].Known != len(asked) {
			t.Errorf("night %d: %d known pages asked for, told of %d", night, len(asked), summary.Sources[0].Known)
		}
		if night < 31 {
			for p := range asked {
				last[p] = night
			}
			continue
		}
		most = max(most, len(asked))
		for p, outcome := range asked {
			if gap := night - last[p]; gap > 33 || outcome != "not-modified" {
				t.Errorf("night %d: %s is %s after %d nights", night, p, outcome, gap)
			}
			last[p] = night
		}
	}
	for _, p := range old {
		if 61-last[p] > 33 {
			t.Errorf("%s was asked for last in night %d", p, last[p])
		}
	}
	if most > 10 {
		t.Errorf("%d pages in one night, of 30 a month", most)
	}
	if s.count("a.test/never/named") != named {
		t.Error("a page was taken up that only an old page names")
	}

	// New pages go before, however many known ones are due.
	var fresh []string
	for i := range 19 {
		fresh = append(fresh, fmt.Sprintf("/new/%02d", i))
		s.page("a.test"+fresh[i], article(fmt.Sprint("New ", i)))
	}
	s.page("a.test/", article("Front page", fresh...))
	clock.Advance(40 * 24 * time.Hour)
	if _, asked := n.run(); len(asked) != 0 {
		t.Errorf("%d known pages took the place of new ones", len(asked))
	}
	if due, err := n.c.Due(crawl.Job{StateDir: jobIn(n.dir, "x").StateDir, Sources: []corpus.Source{source("a", "a.test", nil)}, Known: knownOf("a", "a.test", old...)}); err != nil || due < 10 || due > 30 {
		t.Errorf("%d pages are due: %v", due, err)
	}
	if due, err := n.c.Due(crawl.Job{StateDir: t.TempDir(), Sources: []corpus.Source{source("a", "a.test", nil)}, Known: knownOf("a", "a.test", old...)}); err != nil || due != 0 {
		t.Errorf("without a state %d pages are due: %v", due, err)
	}
	// Of a source that has left the list, and at other hosts, nothing is asked.
	job := jobIn(n.dir, "other", source("b", "b.test", nil))
	job.Known = knownOf("a", "a.test", old...)
	_, captures := run(t, n.c, job)
	for _, c := range captures {
		if strings.Contains(c.URL, "/old/") {
			t.Error(c.URL)
		}
	}
}

// TestGonePagesAreGivenRest: a page that is gone is asked for the next day, then
// at gaps that double, and in the end not any more; one that answers again is as
// any other.
func TestGonePagesAreGivenRest(t *testing.T) {
	for name, gone := range map[string]http.HandlerFunc{
		"404":       func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) },
		"the front": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
	} {
		t.Run(name, func(t *testing.T) {
			s, clock := newSite(t), newClock()
			s.page("a.test/", article("Front page", "/old/1"))
			s.page("a.test/old/1", article("Old"))
			n := &nightly{t: t, s: s, c: crawler(t, s.settings("a.test"), crawl.WithClock(clock)), dir: t.TempDir(), known: []string{"/old/1"}}
			n.run()
			s.page("a.test/", article("Front page"))
			s.handle("a.test/old/1", gone)
			var nights []int
			for night := 0; night < 270; night++ {
				if clock.Advance(24 * time.Hour); night > 8 && night%9 != 0 {
					continue
				}
				if _, asked := n.run(); len(asked) > 0 {
					nights = append(nights, night)
					if asked["/old/1"] != "gone" {
						t.Errorf("night %d: %v", night, asked)
					}
				}
			}
			if len(nights) < 6 || len(nights) > 12 || nights[1] != nights[0]+1 || nights[len(nights)-1] > 230 {
				t.Errorf("asked in nights %v", nights)
			}
			// A list names it again.
			s.page("a.test/", article("Front page", "/old/1"))
			s.page("a.test/old/1", article("Old"))
			clock.Advance(24 * time.Hour)
			if _, asked := n.run(); asked["/old/1"] != "ok" {
				t.Errorf("back again: %v", asked)
			}
			clock.Advance(24 * time.Hour)
			if _, asked := n.run(); asked["/old/1"] != "not-modified" {
				t.Errorf("the day after: %v", asked)
			}
		})
	}
}

// BenchmarkDue measures how long it takes to find what is due among the articles
// of a year.
func BenchmarkDue(b *testing.B) {
	const n = 100_000
	dir, began := b.TempDir(), time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	store, err := embedded.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	run, err := store.Begin("r", "job")
	if err != nil {
		b.Fatal(err)
	}
	pages := make([]string, n)
	batch := frontier.Batch{Known: map[string]frontier.Known{}}
	for i := range pages {
		pages[i] = fmt.Sprintf("/news/%d/a-title-of-usual-length-%d", i%365, i)
		at := began.Add(time.Duration(i%365) * 24 * time.Hour)
		batch.Known["http://a.test"+pages[i]] = frontier.Known{ETag: `"0123456789abcdef"`, BodySHA256: corpus.SHA256([]byte(pages[i])), Fetched: at, Checked: at.Add(time.Hour),
			WARCFile: "warc/20260304T080000Z-0001-00001.warc.gz", ContentType: "text/html; charset=utf-8", Run: "20260304T080000Z-0001"}
	}
	if err := errors.Join(run.Commit(&batch), run.Close(), store.Close()); err != nil {
		b.Fatal(err)
	}
	c, err := crawl.New(crawl.Default(), slog.New(slog.DiscardHandler), crawl.WithClock(jumpclock.New(began.Add(366*24*time.Hour))))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		due, err := c.Due(crawl.Job{StateDir: dir, Sources: []corpus.Source{source("a", "a.test", nil)}, Known: knownOf("a", "a.test", pages...)})
		if err != nil || due == 0 {
			b.Fatal(due, err)
		}
	}
}
