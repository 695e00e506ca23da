package pipeline_test

import (
	"path/filepath"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// TestCollectedInParts crawls some outlets, then the others, and compares at the
// end: what counts is as after one run, and in between nothing is amiss.
func TestCollectedInParts(t *testing.T) {
	countsAgain(t)
	dir := t.TempDir()
	parts, whole := web(t, filepath.Join(dir, "parts")), web(t, filepath.Join(dir, "whole"))
	parts.Sources, whole.Sources = parts.Sources[:6], whole.Sources[:6]
	if _, err := pipeline.New(whole, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := map[corpus.SourceID]bool{}
	for _, s := range parts.Sources[:3] {
		first[s.ID] = true
	}
	for _, want := range []bool{true, false} {
		due := func(id corpus.SourceID) bool { return first[id] == want }
		r, err := pipeline.New(parts, pipeline.Options{Command: "schedule", Due: due}).Collect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.Studies != nil || r.Crawl.Bytes == 0 {
			t.Errorf("%d comparisons, %d bytes", len(r.Studies), r.Crawl.Bytes)
		}
		for _, s := range r.Sources {
			if s.NotDue == due(s.ID) {
				t.Errorf("%s: due %v, passed over %v", s.ID, due(s.ID), s.NotDue)
			}
		}
		if problems, _, err := store.Verify(t.Context(), parts.Data, nil); err != nil || len(problems) > 0 {
			t.Errorf("verify: %v %+v", err, problems)
		}
	}
	if n := open(t, parts.Data).Rows(store.EstimateRow{}.Table()); n != 0 {
		t.Errorf("%d estimates before the comparison", n)
	}
	if _, err := pipeline.New(parts, pipeline.Options{Command: "compare"}).Compare(t.Context()); err != nil {
		t.Fatal(err)
	}
	diffs, err := store.Diff(t.Context(), open(t, whole.Data), open(t, parts.Data))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		switch d.Table {
		case "captures", "runs", "failures": // requests, and runs, are others
		default:
			if !d.Equal() {
				t.Errorf("%s differs: %+v", d.Table, d)
			}
		}
	}
	estimates := open(t, parts.Data).Rows(store.EstimateRow{}.Table())
	if _, err := pipeline.New(parts, pipeline.Options{Command: "schedule", Due: func(corpus.SourceID) bool { return false }}).Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := open(t, parts.Data).Rows(store.EstimateRow{}.Table()); n != estimates {
		t.Errorf("%d estimates after a run that does not compare, %d before", n, estimates)
	}
	plan, err := pipeline.New(parts, pipeline.Options{}).Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan.Stages {
		if s.Stage == "estimates" && s.Due {
			t.Error("nothing has changed, and estimates are to be made again")
		}
	}
}
