package pipeline_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"framewatch/compare"
	"framewatch/internal/demosite"
	"framewatch/store"
)

// meant is what the authors of the invented stories wanted to show.
type meant struct {
	Events []struct {
		Event     string
		Documents struct{ Before, After int }
		Why       string
		Frames    []meantFrame
	}
	Sides struct {
		A, B   string
		Frames []meantFrame
	}
	Renderings struct {
		Why    string
		Missed map[string][]string // wrong names that are known not to be found, by article
	}
}

// readMeant reads a meant.yaml.
func readMeant(t *testing.T, file string) (m meant) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}

// meantFrame is a frame that moves around an event, or is more common on a side.
type meantFrame struct {
	Frame         string
	Moves         string   // rises or falls
	MoreOn        string   `yaml:"more_on"` // a or b
	Before, After []string // articles with the frame, by ID
	Found         *bool    // false where it is known not to be found
	Why           string
}

// checkMeant holds what compare finds around events and between sides against
// what the stories are meant to show, also where it is known to fail.
func checkMeant(t *testing.T, d *store.Dataset, study *compare.Study, articles []demosite.Article, m meant) {
	t.Helper()
	for _, e := range m.Events {
		spec := compare.QuestionSpec{Selection: study.Config.Selection(), Sampling: compare.Sampling{Confidence: study.Config.Confidence, Bootstrap: study.Config.Bootstrap, Seed: study.Config.Seed}, Events: []string{e.Event}, Window: 14, MinDocs: study.Config.MinDocs}
		reply, err := study.Corpus.Ask(t.Context(), d, "events", spec)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]store.EstimateRow{}
		for _, row := range reply.Rows() {
			if row.GroupName == e.Event && row.Preferred {
				got[row.Item+" "+row.Statistic] = row
			}
		}
		n := [2]float64{got[" documents_before"].Value, got[" documents_after"].Value}
		if n != [2]float64{float64(e.Documents.Before), float64(e.Documents.After)} || got[" stories_before"].Value < 4 || got[" stories_after"].Value < 4 {
			t.Errorf("%s: documents %v, want %+v; stories %v and %v", e.Event, n, e.Documents, got[" stories_before"].Value, got[" stories_after"].Value)
		}
		for _, f := range e.Frames {
			checkSides(t, e.Event, d, f, articles)
			row, there := got[f.Frame+" difference"]
			written := float64(len(f.After))/n[1] - float64(len(f.Before))/n[0]
			t.Logf("%s: %s %s: written %+.2f, found %+.2f (%.2f to %.2f)", e.Event, f.Frame, f.Moves, written, row.Value, *row.CILo, *row.CIHi)
			rises := f.Moves == "rises"
			if !there || rises != (written > 0) || *row.CILo > 0 || *row.CIHi < 0 {
				t.Errorf("%s: %s %s: written %v, found %+v", e.Event, f.Frame, f.Moves, written, row)
			}
			checkFound(t, f, rises && row.Value > 0 || !rises && row.Value < 0)
		}
	}
	c := study.Suite.Contrasts[0]
	if c.A.String() != m.Sides.A || c.B.String() != m.Sides.B {
		t.Fatalf("sides %s and %s, want those of meant.yaml", c.A, c.B)
	}
	for _, f := range m.Sides.Frames {
		for _, diff := range c.Differences {
			if diff.Frame == f.Frame {
				t.Logf("sides: %s more on %s: %+.2f", f.Frame, f.MoreOn, diff.Shares.Value)
				checkFound(t, f, f.MoreOn == "a" && diff.Shares.Value > 0 || f.MoreOn == "b" && diff.Shares.Value < 0)
			}
		}
	}
}

func checkFound(t *testing.T, f meantFrame, found bool) {
	t.Helper()
	if known := f.Found == nil || *f.Found; found != known || !known && f.Why == "" {
		t.Errorf("%s %s%s: found %v, want %v as meant.yaml says, with a reason where not", f.Frame, f.Moves, f.MoreOn, found, known)
	}
}

// checkSides holds that the articles are where the file has them.
func checkSides(t *testing.T, event string, d *store.Dataset, f meantFrame, articles []demosite.Article) {
	t.Helper()
	var day time.Time
	for row, err := range store.Scan[store.EventRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		if row.EventID == event {
			day, _ = time.Parse(time.DateOnly, row.Date)
		}
	}
	published := map[string]time.Time{}
	for _, a := range articles {
		published[a.ID] = a.Published
	}
	for side, ids := range [][]string{f.Before, f.After} {
		for _, id := range ids {
			y, month, dd := published[id].Date()
			days := time.Date(y, month, dd, 0, 0, 0, 0, time.UTC).Sub(day).Hours() / 24
			if side == 0 && (days < -14 || days >= 0) || side == 1 && (days < 0 || days >= 14) {
				t.Errorf("%s is %v days after %s", id, days, event)
			}
		}
	}
}
