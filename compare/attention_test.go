package compare_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/store"
)

// withRows is the small corpus with rows in other tables beside it.
func withRows(t *testing.T, months []store.OutletMonthRow, targets []store.DocumentTargetRow) *store.Dataset {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := small().StoreIn(dir); err != nil {
		t.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ds.Begin(store.RunRow{RunID: "20310101T000000Z-0002", Command: "compare"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := store.Append(b, months...); err != nil {
		t.Fatal(err)
	}
	if err := store.Append(b, targets...); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), time.Date(2031, 1, 1, 0, 1, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if ds, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return ds
}

// TestAttention: of the small corpus nine documents are read in full, five of them
// in the east, which all name the body, and four in the west, of which three do.
func TestAttention(t *testing.T) {
	listed := func(source, target string, listed, fetched int64) store.OutletMonthRow {
		return store.OutletMonthRow{SourceID: source, Published: "2025-06", Lang: "en", TargetID: target, Listed: &listed, Fetched: &fetched}
	}
	imported := store.OutletMonthRow{SourceID: "west", Published: "2025-06", Lang: "en"}
	var annotated []store.DocumentTargetRow
	for _, d := range small().Docs {
		if !strings.HasSuffix(d.URL, "offtopic") {
			annotated = append(annotated, store.DocumentTargetRow{DocID: d.ID(), TargetID: body, Relevance: "main", Month: "2025-06"})
		}
	}
	for _, c := range []struct {
		name    string
		by      string
		months  []store.OutletMonthRow
		targets []store.DocumentTargetRow
		want    map[string]string // by group
	}{
		{"all", "all", nil, nil, map[string]string{"all": "8 of 9: 0.889, by outlet 0.875, listed none, interval true"}},
		{"one outlet has no interval", "country", nil, nil, map[string]string{"KE": "5 of 5: 1.000, by outlet 1.000, listed none, interval false", "FR": "3 of 4: 0.750, by outlet 0.750, listed none, interval false"}},
		{"listed", "all", []store.OutletMonthRow{listed("east", body, 6, 3), listed("east", "another", 6, 3), listed("west", body, 4, 4)}, nil,
			map[string]string{"all": "8 of 9: 0.889, by outlet 0.875, listed 0.929, interval true"}}, // 13 of 14
		{"one outlet was imported", "all", []store.OutletMonthRow{listed("east", body, 6, 3), imported}, nil,
			map[string]string{"all": "8 of 9: 0.889, by outlet 0.875, listed none, interval true"}},
		{"nothing was fetched", "all", []store.OutletMonthRow{listed("east", body, 6, 0), listed("west", body, 4, 4)}, nil,
			map[string]string{"all": "8 of 9: 0.889, by outlet 0.875, listed none, interval true"}},
		{"what was not annotated", "all", nil, annotated, map[string]string{"all": "8 of 8: 1.000, by outlet 1.000, listed none, interval true"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ds := withRows(t, c.months, c.targets)
			counts, err := compare.Coverage(t.Context(), ds, compare.CoverageSpec{Targets: []string{body}, By: []string{c.by}})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, n := range counts {
				a, listed := n.Attention, "none"
				if a.Listed != nil {
					listed = fmt.Sprintf("%.3f", *a.Listed)
				}
				got[n.Group] = fmt.Sprintf("%d of %d: %.3f, by outlet %.3f, listed %s, interval %v", a.Target, a.Documents, a.Pooled.Value, a.ByOutlet.Value, listed, a.Pooled.OK && a.ByOutlet.OK)
				statistics := map[string]bool{}
				for _, row := range n.Rows() {
					statistics[row.Statistic] = true
					for _, v := range []*float64{&row.Value, row.CILo, row.CIHi, row.SE} {
						if v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
							t.Errorf("%+v", row)
						}
					}
				}
				if !statistics["attention_share"] || !statistics["attention_share_by_outlet"] || statistics["attention_share_listed"] != (a.Listed != nil) {
					t.Errorf("rows of %s: %v", n.Group, statistics)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestNoAttention: without a target, and where nothing was read in full, there is
// none.
func TestNoAttention(t *testing.T) {
	walls := small()
	walls.Docs = walls.Docs[:2] // a block page and a teaser
	for _, c := range []struct {
		name    string
		ds      *store.Dataset
		targets []string
	}{{"no target", small().Store(t), nil}, {"nothing read", walls.Store(t), []string{body}}} {
		counts, err := compare.Coverage(t.Context(), c.ds, compare.CoverageSpec{Targets: c.targets, By: []string{"outlet"}})
		if err != nil {
			t.Fatal(err)
		}
		if len(counts) == 0 || slices.ContainsFunc(counts, func(n compare.Count) bool { return n.Attention != nil }) {
			t.Errorf("%s: %+v", c.name, counts)
		}
	}
}
