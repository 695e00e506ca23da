package pipeline_test

import (
	"cmp"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// checkOrigins holds origins and lags against what the outlets did: where a member
// copies or translates another one, no other is taken for the origin, and those
// that carry the wire's credit beside its text have the wire. A lag in minutes is
// that of the true times, also of pages that show no offset.
func (w truth) checkOrigins(t *testing.T, d *store.Dataset) {
	t.Helper()
	published, read := map[string]demosite.Article{}, map[string]store.DocumentRow{} // by document
	root := func(a demosite.Article) string {                                        // the article of which it is a copy of copies
		byID := map[string]demosite.Article{}
		for _, b := range w.articles {
			byID[b.ID] = b
		}
		for a.CopyOf != "" || a.TranslationOf != "" {
			a = byID[cmp.Or(a.CopyOf, a.TranslationOf)]
		}
		return a.ID
	}
	for _, a := range w.articles {
		doc := w.byURL[a.URL]
		published[doc.DocID], read[doc.DocID] = a, doc
	}
	groups := map[string][]store.SyndicationRow{}
	for row, err := range store.Scan[store.SyndicationRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		groups[row.GroupID] = append(groups[row.GroupID], row)
	}
	known, wire, lags := 0, 0, 0
	for _, rows := range groups {
		origin, credited, there := "", false, false
		for _, r := range rows {
			if r.IsOrigin {
				origin = r.DocID
			}
			credited = credited || read[r.DocID].WireCredit == w.wire
			there = there || read[r.DocID].SourceID == w.wireID
		}
		if len(rows) > 1 && credited && there {
			if wire++; read[origin].SourceID != w.wireID {
				t.Errorf("%q is the origin of what the wire wrote: %+v", read[origin].URL, rows)
			}
		}
		for _, r := range rows {
			a := published[r.DocID]
			if (r.OriginFrom == "") != (origin == "") || (r.OriginUnknown == "") != (origin != "") || (r.LagSeconds == nil) != (r.LagPrecision == "") || origin == "" && r.LagSeconds != nil {
				t.Errorf("%+v", r)
			}
			if origin == "" || r.DocID == origin {
				continue
			}
			if known++; (a.CopyOf != "" || a.TranslationOf != "") && root(a) != published[origin].ID {
				t.Errorf("%s is from %s, not from %s", a.ID, root(a), published[origin].ID)
			}
			if r.LagSeconds == nil {
				continue
			}
			if *r.LagSeconds < 0 {
				t.Errorf("lag %d of %s", *r.LagSeconds, a.ID)
			}
			if lag := a.Published.Truncate(time.Minute).Sub(published[origin].Published.Truncate(time.Minute)); r.LagPrecision == "minute" {
				if lags++; float64(*r.LagSeconds) != lag.Seconds() {
					t.Errorf("lag of %s is %d, in truth %v", a.ID, *r.LagSeconds, lag)
				}
			}
		}
	}
	t.Logf("%d copies with a known origin, %d groups of the wire, %d lags in minutes", known, wire, lags)
	if known < w.copies || wire < w.wired || lags < w.lags {
		t.Errorf("%d copies with a known origin, %d groups of the wire, %d lags in minutes", known, wire, lags)
	}
}

// checkAttention holds the estimates of attention, which count mentions, equal to
// what table outlet_months says, which counts relevance.
func checkAttention(t *testing.T, d *store.Dataset, outlets int) {
	t.Helper()
	want, got := map[string][2]int64{}, map[string][2]int64{}
	for row, err := range store.Scan[store.OutletMonthRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		n := want[row.TargetID+" "+row.SourceID]
		want[row.TargetID+" "+row.SourceID] = [2]int64{n[0] + *row.Annotated, n[1] + *row.NamedIn}
		if *row.Listed < *row.Fetched || row.Articles < *row.Annotated {
			t.Errorf("%+v", row)
		}
	}
	for row, err := range store.Scan[store.EstimateRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Statistic == "attention_share" && row.Dimension == "outlet" {
			got[row.TargetID+" "+row.GroupName] = [2]int64{row.N, row.NPositive}
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" || len(got) < outlets {
		t.Errorf("articles read in full and those that name the target (-outlet_months +estimates):\n%s", diff)
	}
}

// TestAnOutletsNewNameIsNewEvidence renames an outlet in the source list between
// two runs: no document changes, and the origins of groups that stand in old
// months do.
func TestAnOutletsNewNameIsNewEvidence(t *testing.T) {
	countsAgain(t)
	dir := filepath.Join(t.TempDir(), "data")
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": dir}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: "20310101T000000Z-0001", Command: "run"})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for i, outlet := range []string{"meridian-wire", "harbour-ledger"} {
		doc := corpus.Document{Source: corpus.SourceID(outlet), URL: "http://" + outlet + ".test/1", Title: "Ferry talks open", Lang: "en", TextSHA256: outlet, Version: 1,
			Text:      "Two towns that have argued for a year about a ferry agreed to talk on Tuesday, officials said. The talks will be held in a hall between both harbours.",
			Published: corpus.Date{Time: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionDay}, WireCredit: []string{"", "Lantern Wire"}[i]}
		doc.ID = corpus.NewDocID(doc.Source, doc.URL, doc.TextSHA256)
		if err := store.Append(b, store.DocumentOf(doc, "20310101T000000Z-0001", 30, false)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Commit(t.Context(), time.Date(2031, 1, 1, 0, 1, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	for i := range cfg.Sources {
		if cfg.Sources[i].ID != "meridian-wire" {
			continue
		}
		for _, c := range []struct{ name, want string }{{"Meridian Wire", "outside"}, {"Lantern Wire", "credit"}, {"Meridian Wire", "outside"}} {
			cfg.Sources[i].Name = c.name
			if _, err := pipeline.New(cfg, pipeline.Options{Command: "compare"}).Over(t.Context(), "stories", "syndication"); err != nil {
				t.Fatal(err)
			}
			for _, row := range rowsIn[store.SyndicationRow](t, cfg) {
				if got := cmp.Or(row.OriginFrom, row.OriginUnknown); got != c.want || row.GroupSize != 2 {
					t.Errorf("with %q: %s, want %s (%+v)", c.name, got, c.want, row)
				}
			}
		}
	}
}
