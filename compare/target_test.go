package compare_test

import (
	gocmp "cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/store"
)

// formerRow is a row of document_targets as versions with one target wrote it.
type formerRow struct {
	DocID    string `col:"doc_id,key"`
	EntityID string `col:"entity_id,key"`
	RunID    string `col:"run_id,volatile"`
}

func (formerRow) Table() string     { return store.DocumentTargetRow{}.Table() }
func (formerRow) Partition() string { return "2026-03" }

// coded is a dataset of documents that are coded for targets: each document has
// the frames of each target, and hits of those that are present.
func coded(t *testing.T, docs map[string]map[string][]string, older bool) *store.Dataset {
	t.Helper()
	dir := t.TempDir()
	ds, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ds.Begin(store.RunRow{RunID: "20260301T000000Z-0001", Command: "test", Version: "0.0.0", Started: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	add := func(rows ...store.Row) {
		for _, r := range rows {
			if err := appendRow(b, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	for id, targets := range docs {
		at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		add(store.DocumentRow{DocID: id, SourceID: "lake", URL: "https://lake.example/" + id, Lang: "en", PublishedAt: at, PublishedPrecision: "day", Version: 1, Text: "tide", Month: "2026-03"})
		for target, present := range targets {
			row := store.DocumentTargetRow{DocID: id, TargetID: target, Relevance: "main", Month: "2026-03"}
			if older {
				add(formerRow{DocID: id, EntityID: target})
			} else {
				add(row)
			}
			add(store.MentionRow{MentionID: id + target, DocID: id, SentenceID: id, Surface: target, EntityID: target, Variant: "official", Month: "2026-03"})
			for _, frame := range []string{"calm", "storm"} {
				f := store.DocumentFrameRow{DocID: id, Frame: frame, Codebook: "tides", TargetID: target, Present: slices.Contains(present, frame), Month: "2026-03"}
				h := store.FrameHitRow{HitID: id + target + frame, DocID: id, SentenceID: id, Codebook: "tides", Frame: frame, Term: frame, Voice: "author", TargetID: target, End: 4, EndByte: 4, Month: "2026-03"}
				if older {
					f.TargetID, h.TargetID = "", target+"_council"
				}
				add(f)
				if f.Present {
					add(h)
				}
			}
		}
	}
	if _, err := b.Commit(t.Context(), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if ds, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return ds
}

func appendRow(b *store.Batch, row store.Row) error {
	switch r := row.(type) {
	case store.DocumentRow:
		return store.Append(b, r)
	case store.DocumentTargetRow:
		return store.Append(b, r)
	case formerRow:
		return store.Append(b, r)
	case store.MentionRow:
		return store.Append(b, r)
	case store.DocumentFrameRow:
		return store.Append(b, r)
	case store.FrameHitRow:
		return store.Append(b, r)
	}
	panic("unknown row")
}

const court, harbour = "org.court", "org.harbour"

// shares are the frames of a target with their documents.
func shares(t *testing.T, ds *store.Dataset, target string, entities ...string) map[string][2]int {
	t.Helper()
	found, err := compare.Prevalence(t.Context(), ds, compare.PrevalenceSpec{Selection: compare.Selection{Target: target, Targets: entities},
		Sampling: compare.Sampling{Confidence: .95, Bootstrap: 100, Seed: 1}, By: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]int{}
	for _, e := range found {
		if rows := e.Rows(); rows[0].TargetID != gocmp.Or(target, court) {
			t.Errorf("row is about %q", rows[0].TargetID)
		}
		out[e.Frame] = [2]int{e.Positive, e.N}
	}
	return out
}

// TestFramesCountForTheTargetThatTheyWereCodedFor in documents about two.
func TestFramesCountForTheTargetThatTheyWereCodedFor(t *testing.T) {
	ds := coded(t, map[string]map[string][]string{"d1": {court: {"calm"}, harbour: {"storm"}}, "d2": {court: {"calm"}, harbour: {"calm", "storm"}}, "d3": {court: {}}}, false)
	for target, want := range map[string]map[string][2]int{court: {"calm": {2, 3}, "storm": {0, 3}}, harbour: {"calm": {1, 2}, "storm": {2, 2}}} {
		if diff := cmp.Diff(want, shares(t, ds, target, target)); diff != "" {
			t.Errorf("%s: %s", target, diff)
		}
		c, err := compare.Load(t.Context(), ds)
		if err != nil {
			t.Fatal(err)
		}
		r, err := kwic.Find(t.Context(), ds, c, kwic.Query{Selection: compare.Selection{Target: target, Targets: []string{target}}})
		if err != nil || r.Total != want["calm"][0]+want["storm"][0] {
			t.Errorf("%s: %d lines, %v", target, r.Total, err)
		}
	}
	for target, want := range map[string]string{"": "coded for 2 targets, [org.court org.harbour]: name one", "org.cuort": `no document is coded for target "org.cuort" (did you mean "org.court"?)`} {
		_, err := compare.Prevalence(t.Context(), ds, compare.PrevalenceSpec{Selection: compare.Selection{Target: target}, By: []string{"all"}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("target %q: %v", target, err)
		}
	}
}

// TestOlderRowsAreAboutTheOneTarget that there was, whatever they have in
// target_id, and about no other.
func TestOlderRowsAreAboutTheOneTarget(t *testing.T) {
	ds := coded(t, map[string]map[string][]string{"d1": {court: {"calm"}}, "d2": {court: {"calm", "storm"}}, "d3": {court: {}}}, true)
	want := map[string][2]int{"calm": {2, 3}, "storm": {1, 3}}
	for _, target := range []string{court, ""} {
		if diff := cmp.Diff(want, shares(t, ds, target, court)); diff != "" {
			t.Errorf("target %q: %s", target, diff)
		}
		c, err := compare.Load(t.Context(), ds)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := kwic.Find(t.Context(), ds, c, kwic.Query{Selection: compare.Selection{Target: target, Targets: []string{court}}}); err != nil || r.Total != 3 {
			t.Errorf("target %q: %d lines, %v", target, r.Total, err)
		}
	}
	_, err := compare.Prevalence(t.Context(), ds, compare.PrevalenceSpec{Selection: compare.Selection{Target: harbour}, By: []string{"all"}})
	if err == nil || !strings.Contains(err.Error(), "no document is coded for target") {
		t.Errorf("another target: %v", err)
	}
}
