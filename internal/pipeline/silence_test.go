package pipeline_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/jumpclock"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// amend commits a run of a test's own.
func amend(t *testing.T, cfg *config.Loaded, at time.Time, do func(b *store.Batch) error) {
	t.Helper()
	b, err := open(t, cfg.Data).Begin(store.RunRow{RunID: string(corpus.NewRunID(at)), Command: "test", Started: at})
	if err != nil {
		t.Fatal(err)
	}
	if err := do(b); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), at); err != nil {
		t.Fatal(err)
	}
}

// events are what begins, ends and goes on, by phase and code.
func events(r *pipeline.Result) (out []string) {
	for _, e := range r.Events {
		out = append(out, e.Phase+" "+e.Code)
	}
	for _, e := range r.GoingOn {
		out = append(out, "on "+e.Code)
	}
	slices.Sort(out)
	return out
}

// sourceRuns reads table source_runs in its order.
func sourceRuns(t *testing.T, cfg *config.Loaded) (out []store.SourceRunRow) {
	t.Helper()
	for row, err := range store.Scan[store.SourceRunRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

// TestASourceFallsSilentAndIsBack: an outlet that had two articles a day for six weeks
// has none for a week, is back, and is down for days.
func TestASourceFallsSilentAndIsBack(t *testing.T) {
	countsAgain(t)
	for lang, text := range texts {
		t.Run(lang, func(t *testing.T) {
			site := newSite(text)
			cfg := loadSite(t, site, corpus.Source{Feeds: []string{"http://a.test/feed"}, Start: []string{"http://a.test/front"}})
			first := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
			amendHistory := func() {
				amend(t, cfg, first.Add(time.Hour), func(b *store.Batch) error {
					for d := 42; d > 0; d-- {
						at := first.AddDate(0, 0, -d)
						row := store.SourceRunRow{SourceID: "a", RunID: string(corpus.NewRunID(at)), Started: at, Read: true, Lists: 2, Documents: 2, Fresh: int64(1 + d%3), Month: at.Format("2006-01")}
						if err := store.Append(b, row); err != nil {
							return err
						}
					}
					return nil
				})
			}
			run := func(at time.Time, failed bool, want ...string) *pipeline.Result {
				t.Helper()
				r, err := pipeline.New(cfg, pipeline.Options{Command: "run", Clock: jumpclock.New(at)}).Run(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, events(r)); diff != "" {
					t.Errorf("%s: (-want +got):\n%s", at.Format(time.DateTime), diff)
				}
				if got := len(r.Failed()) > 0; got != failed {
					t.Errorf("%s: counts as failed: %t", at.Format(time.DateTime), got)
				}
				return r
			}
			day := func(n int) time.Time { return first.AddDate(0, 0, n-1) }
			run(day(1), false)
			amendHistory()
			run(day(2), false)
			run(day(9), true, "began silent")
			run(day(10), true, "on silent")
			site.set("/2026/3", strings.ReplaceAll(site.pages["/2026/1"], "<p>", "<p>3: "))
			site.set("/feed", strings.ReplaceAll(site.pages["/feed"], "/2026/2", "/2026/3"))
			run(day(11), false, "ended silent")
			up := maps.Clone(site.pages)
			for path := range up { // known articles are asked for, too
				site.set(path, "503")
			}
			run(day(12), true, "began status-503", "began status-503")
			r := run(day(13), true, "on status-503", "on status-503")
			if s := r.Sources[0]; s.NotDue || s.Faults[0].Since != day(12) {
				t.Errorf("%+v", s)
			}
			r = run(day(13).Add(time.Hour), true, "on status-503", "on status-503")
			if s := r.Sources[0]; !s.NotDue || s.RestUntil != day(13).Add(6*time.Hour) {
				t.Errorf("not left alone: %+v", s)
			}
			for path, body := range up {
				site.set(path, body)
			}
			run(day(14), false, "ended status-503", "ended status-503")
		})
	}
}

// TestHistoryOfOlderDatasets: what an older version did not note is made up for from
// captures and documents, as far as they tell.
func TestHistoryOfOlderDatasets(t *testing.T) {
	site := newSite(texts["zh"])
	cfg := loadSite(t, site, corpus.Source{Feeds: []string{"http://a.test/feed", "http://a.test/none"}, Start: []string{"http://a.test/front"}})
	runOn(t, cfg, 1)
	site.set("/2026/3", strings.ReplaceAll(site.pages["/2026/1"], "<p>", "<p>3: "))
	site.set("/feed", strings.ReplaceAll(site.pages["/feed"], "/2026/2", "/2026/3"))
	runOn(t, cfg, 2)
	want := sourceRuns(t, cfg)
	if fresh := fmt.Sprint(want[0].Fresh, want[1].Fresh, want[1].Documents); fresh != "0 1 1" {
		t.Errorf("fresh and new articles %s", fresh)
	}
	amend(t, cfg, time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), func(b *store.Batch) error {
		b.Replace("source_runs", "source_events")
		return nil
	})
	runOn(t, cfg, 3)
	got := sourceRuns(t, cfg)
	if len(got) != 3 {
		t.Fatalf("%d rows", len(got))
	}
	if diff := cmp.Diff(want, got[:2], cmpopts.IgnoreFields(store.SourceRunRow{}, "Looked", "Articles", "Empty", "Unchanged", "Chars", "Agreement", "Boilerplate", "Langs", "Selectors", "Faults", "Month")); diff != "" {
		t.Errorf("(-written +made up for):\n%s", diff)
	}
	if got[0].Looked != nil || got[2].Looked == nil {
		t.Errorf("what is not known is 0: %+v", got)
	}
}
