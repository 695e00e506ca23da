package crawl_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestRevisit crawls a site over a month: what has stayed the same is asked for
// ever more rarely, and an edit is noticed when its page is due.
func TestRevisit(t *testing.T) {
	s, clock := newSite(t), newClock()
	s.page("a.test/", article("Front page", "/old", "/moved"))
	s.page("a.test/old", article("Old", "/older"))
	s.page("a.test/older", article("Older"))
	s.page("a.test/moved", `<meta http-equiv="refresh" content="0; url=/there/index">`)
	s.page("a.test/there/index", article("There", "next"))
	s.page("a.test/there/next", article("Next"))
	began := clock.Now()
	dir := t.TempDir()
	c := crawler(t, s.settings("a.test"), crawl.WithClock(clock))
	for _, visit := range []struct {
		after      time.Duration
		old, older string
		edit       bool
	}{
		{after: 0, old: "ok", older: "ok"},
		{after: time.Hour, old: "not-modified", older: "not-modified"},
		{after: 80 * time.Hour, old: "not-modified", older: "not-modified"},
		{after: 100 * time.Hour, old: "not-fetched not-due", older: "not-fetched not-due", edit: true}, // due after 120 hours
		{after: 121 * time.Hour, old: "not-modified", older: "ok"},
		{after: 130 * time.Hour, old: "not-fetched not-due", older: "not-modified"}, // an edited page is young again
		{after: 3000 * time.Hour, old: "not-modified", older: "not-modified"},
		{after: 3700 * time.Hour, old: "not-fetched not-due", older: "not-fetched not-due"},
		{after: 3721 * time.Hour, old: "not-modified", older: "not-modified"}, // after a month at the latest
	} {
		clock.AdvanceTo(began.Add(visit.after))
		asked := s.count("a.test/old")
		_, got := run(t, c, jobIn(dir, corpus.RunID("r"+visit.after.String()), source("a", "a.test", nil)))
		first := "not-modified"
		if visit.after == 0 {
			first = "ok"
		}
		next := "not-modified"
		if visit.old == "not-fetched not-due" {
			next = visit.old
		}
		if visit.after == 0 {
			next = "ok"
		}
		want := []string{"http://a.test/ " + first, "http://a.test/moved " + first, "http://a.test/old " + visit.old, "http://a.test/older " + visit.older,
			"http://a.test/there/next " + next}
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Errorf("after %s: %s", visit.after, diff)
		}
		if now := s.count("a.test/old"); (now > asked) == (visit.old == "not-fetched not-due") {
			t.Errorf("after %s: asked %d times", visit.after, now-asked)
		}
		if visit.edit {
			s.page("a.test/older", article("Older, corrected"))
		}
	}
	// Without a share every page is asked for in every run.
	cfg := s.settings("a.test")
	cfg.Revisit.Share = 0
	_, got := run(t, crawler(t, cfg, crawl.WithClock(clock)), jobIn(dir, "last", source("a", "a.test", nil)))
	for _, c := range got {
		if c.Outcome != corpus.OutcomeNotModified {
			t.Errorf("%s %s", c.URL, c.Outcome)
		}
	}
}
