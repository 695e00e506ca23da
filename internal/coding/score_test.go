package coding_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/stats"
	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// coded makes a set of units: each string holds what the coders a, b and model:m
// say of frame cost, a dot where they did not code it.
func coded(values ...string) *codes.Set {
	set := &codes.Set{}
	for i, v := range values {
		u := codes.Unit{ID: fmt.Sprintf("u%02d", i), Lang: []string{"en", "zh-Hans"}[i%2]}
		for j, coder := range []string{"a", "b", "model:m"} {
			c := codes.Code{Coder: coder, About: codes.AboutMain, Coded: []string{}}
			switch v[j] {
			case '1':
				c.Present, c.Coded = []string{"cost"}, []string{"cost"}
			case '0':
				c.Coded = []string{"cost"}
			}
			u.Codes = append(u.Codes, c)
		}
		set.Units = append(set.Units, u)
	}
	return set
}

func scoreSpec(by ...string) coding.ScoreSpec {
	return coding.ScoreSpec{Frames: []string{"cost"}, By: by, Resampling: stats.Resampling{B: 200, Seed: 1, Confidence: .95},
		Groups: func(u codes.Unit, _ string) []string { return []string{u.Lang} }}
}

func score(t *testing.T, set *codes.Set, systems []coding.System, spec coding.ScoreSpec) *coding.Scores {
	t.Helper()
	out, err := coding.Score(set, systems, spec)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestScoreSetsCodersSideBySide(t *testing.T) {
	set := coded("111", "100", "110", "001", "000", "00.", "0.0", "...")
	rules := coding.System{Name: coding.SystemCodebook, ByUnit: map[string]map[string]bool{"u00": {"cost": true}, "u01": {"cost": false}, "u04": {"cost": true}}}
	got := score(t, set, []coding.System{rules}, scoreSpec())
	type counts struct{ System, Against, N, Present, Predicted, Correct string }
	var rows []counts
	for _, r := range got.Accuracy {
		rows = append(rows, counts{r.System, r.Against, fmt.Sprint(r.N), fmt.Sprint(r.Present), fmt.Sprint(r.Predicted), fmt.Sprint(r.Correct)})
		if r.Item != "cost" || r.Weighted {
			t.Errorf("row %+v", r)
		}
	}
	want := []counts{
		{"codebook", "a", "3", "2", "2", "1"}, {"b", "a", "6", "3", "2", "2"}, {"model:m", "a", "6", "3", "2", "1"},
		{"codebook", "b", "3", "1", "2", "1"}, {"a", "b", "6", "2", "3", "2"}, {"model:m", "b", "5", "2", "2", "1"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if len(got.Agreement) != 2 || got.Agreement[0].N != 6 || got.Agreement[0].Present != 3 || len(got.Agreement[0].Coders) != 2 {
		t.Errorf("agreement of people: %+v", got.Agreement)
	}
	if about := got.Agreement[1]; about.Item != coding.ItemAbout || *about.Percent.Value != 1 || about.Alpha.Value != nil {
		t.Errorf("about: %+v", about)
	}
	if len(got.Notes) != 1 || !strings.HasPrefix(got.Notes[0], "no inclusion probabilities") {
		t.Errorf("notes %v", got.Notes)
	}
}

func TestScoreTellsWhatIsTooFew(t *testing.T) {
	var values []string
	for range 30 {
		values = append(values, "00.", "11.")
	}
	got := score(t, coded(append(values, "10.")...), nil, scoreSpec("lang"))
	advice := map[string]string{}
	for _, r := range got.Agreement {
		advice[r.Group+" "+r.Item] = r.Advice
	}
	want := map[string]string{"all cost": "", "all about": "", "en cost": "too few: 1 of 8 with it", "en about": "", "zh-Hans cost": "", "zh-Hans about": ""}
	if diff := cmp.Diff(want, advice); diff != "" {
		t.Error(diff)
	}
	if r := score(t, coded("11.", "00."), nil, scoreSpec()).Accuracy[0]; r.Advice != "too few: 2 of 20 units" {
		t.Errorf("two units: %+v", r)
	}
}

// TestScoreWeighsByInclusion: what was drawn rarely counts for many.
func TestScoreWeighsByInclusion(t *testing.T) {
	set := coded("11.", "01.", "00.", "10.")
	for i, p := range []float64{1, .5, .1, .25} {
		set.Units[i].Probability = p
	}
	got := score(t, set, nil, scoreSpec()).Accuracy[0] // b against a: right 1, wrong 2, missed 4
	if !got.Weighted || math.Abs(*got.Precision.Value-1./3) > 1e-12 || math.Abs(*got.Recall.Value-1./5) > 1e-12 {
		t.Errorf("%+v", got)
	}
	set.Units[2].Probability = 0
	half := score(t, set, nil, scoreSpec())
	if half.Accuracy[0].Weighted || half.Notes[0] != "3 of 4 units have an inclusion probability: nothing is weighted" {
		t.Errorf("%+v", half)
	}
}

func TestScoreResamplesStories(t *testing.T) {
	var values []string
	for range 12 {
		values = append(values, "11.", "10.", "01.", "00.", "00.")
	}
	alone := score(t, coded(values...), nil, scoreSpec()).Accuracy[0]
	set := coded(values...)
	for i := range set.Units {
		set.Units[i].Story = fmt.Sprint("s", i%5)
	}
	copies := score(t, set, nil, scoreSpec()).Accuracy[0]
	if copies.Stories != 5 || alone.Stories != 60 || *copies.F1.Value != *alone.F1.Value || *copies.F1.Hi-*copies.F1.Lo <= *alone.F1.Hi-*alone.F1.Lo {
		t.Errorf("alone %+v, copies %+v", alone, copies)
	}
}

// annotator finds a frame where a text has its name, and codes nothing in language
// xx; a trained coder finds peace everywhere, with language yy for which there are
// no terms.
type annotator struct{ learnt bool }

func (a annotator) Annotate(_ context.Context, d corpus.Document) (corpus.Annotations, error) {
	out := corpus.Annotations{Doc: d.ID, Lang: d.Lang}
	if d.Lang == "xx" {
		return out, nil
	}
	other := false
	for _, f := range []string{"cost", "peace"} {
		c := corpus.FrameCode{Target: "org.a", Codebook: "b", Frame: f}
		if strings.Contains(d.Title+d.Text, f) && d.Lang != "yy" {
			c.NHits, c.Present = 1, true
		}
		if a.learnt && f == "peace" {
			p := .9
			c.P, c.Present = &p, true
		}
		other = other || c.Present
		out.Codes = append(out.Codes, c, corpus.FrameCode{Target: "org.other", Codebook: "b", Frame: f, Present: !c.Present})
	}
	out.Codes = append(out.Codes, corpus.FrameCode{Target: "org.a", Codebook: "b", Frame: "report", Present: !other})
	return out, nil
}

func TestTextsAreAnnotatedForScores(t *testing.T) {
	terms := map[string][]string{"en": {"x"}}
	book := frame.Codebook{ID: "b", Frames: []frame.Frame{{ID: "cost", Terms: terms}, {ID: "peace", Terms: terms}, {ID: "report", Residual: true}}}
	set := &codes.Set{Units: []codes.Unit{{ID: "1", Text: "the cost", Lang: "en"}, {ID: "2", Text: "rain", Lang: "en"}, {ID: "3", Text: "cost", Lang: "xx"},
		{ID: "4", Kind: codes.UnitSentence, Title: "cost", Text: "no", Lang: "en-GB"}, {ID: "5", Text: "cost", Lang: "yy"}}}
	values := func(cost, peace, report bool) map[string]bool {
		return map[string]bool{"cost": cost, "peace": peace, "report": report}
	}
	rules := map[string]map[string]bool{"1": values(true, false, false), "2": values(false, false, true), "4": values(false, false, true), "5": values(false, false, true)}
	got, err := coding.Annotated(t.Context(), annotator{}, set, book, "org.a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]coding.System{{Name: "codebook", ByUnit: rules}}, got); diff != "" {
		t.Errorf("rules alone: %s", diff)
	}
	if got, err = coding.Annotated(t.Context(), annotator{learnt: true}, set, book, "org.a"); err != nil {
		t.Fatal(err)
	}
	rules["5"] = map[string]bool{"cost": false, "report": true} // peace is no matter of rules there
	trained := map[string]map[string]bool{"1": values(true, true, false), "2": values(false, true, false), "4": values(false, true, false), "5": values(false, true, false)}
	if diff := cmp.Diff([]coding.System{{Name: "codebook", ByUnit: rules}, {Name: "trained", ByUnit: trained}}, got); diff != "" {
		t.Errorf("with a trained coder: %s", diff)
	}
}
