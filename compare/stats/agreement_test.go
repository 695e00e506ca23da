package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/stats"
)

// coded writes units from one line a coder, in which a dot is not coded.
func coded(lines ...string) []stats.CodedUnit {
	var out []stats.CodedUnit
	for i := range lines[0] {
		var u stats.CodedUnit
		for _, l := range lines {
			u.Values = append(u.Values, strings.IndexByte("abcde", l[i]))
		}
		out = append(out, u)
	}
	return out
}

var resampling = stats.Resampling{B: 1000, Seed: 1, Confidence: .95}

// TestAgreementOfPublishedExamples holds the coefficients against worked examples:
// Krippendorff 2011, sections A to C; Cohen 1960, table 1; the 125 persons of
// Gwet 2002, whose kappa is below 0 while two raters differ on seven; the four
// raters of Gwet 2014 (irrCAC's raw4raters). The last has codes missing: alpha
// by krippendorff 0.9.0, AC1 by irrCAC 0.4.4, kappas by scikit-learn's
// cohen_kappa_score over the pairs.
func TestAgreementOfPublishedExamples(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name                       string
		units                      []stats.CodedUnit
		categories, n              int
		percent, alpha, kappa, ac1 float64
	}{
		{"Krippendorff 2011 A", coded("abaaaaaaba", "bbbaabaaaa"), 2, 10, .6, 0.09523809523809524, nan, nan},
		{"Krippendorff 2011 B", coded("aabbdcccedda", "babbbccceddd"), 5, 12, .75, 0.6919642857142858, nan, nan},
		{"Krippendorff 2011 C", coded("abccbadab...", "abccbbdabe.c", ".cccbcdbbea.", "abccbddabea."), 5, 11, .8181818181818182, 0.743421052631579, nan, .77544},
		{"Cohen 1960", slices.Concat(repeat(88, 0, 0), repeat(14, 0, 1), repeat(18, 0, 2), repeat(10, 1, 0), repeat(40, 1, 1), repeat(10, 1, 2),
			repeat(2, 2, 0), repeat(6, 2, 1), repeat(12, 2, 2)), 3, 200, .7, nan, .4915254237288136, nan},
		{"Gwet 2002", slices.Concat(repeat(118, 0, 0), repeat(5, 0, 1), repeat(2, 1, 0)), 2, 125, .944, nan, -.02339181286549721, .9407763883718907},
		{"missing codes", coded("bab.abaaab.a", "baaaab.bab.a", ".aba.b.aaaba"), 2, 10, .8, 0.5411764705882353, 0.4628364389233955, .61882},
	} {
		a := resampling.Agreement(c.units, c.categories)
		if a.N != c.n {
			t.Errorf("%s: n %d, want %d", c.name, a.N, c.n)
		}
		for what, v := range map[string][2]float64{"percent": {a.Percent.Value, c.percent}, "alpha": {a.Alpha.Value, c.alpha},
			"kappa": {a.Kappa.Value, c.kappa}, "AC1": {a.AC1.Value, c.ac1}} {
			if !math.IsNaN(v[1]) {
				near(t, c.name+": "+what, v[0], v[1], 6e-6)
			}
		}
	}
}

func repeat(n int, values ...int) []stats.CodedUnit {
	return slices.Repeat([]stats.CodedUnit{{Values: values}}, n)
}

// TestAgreementHasIntervals compares with 200,000 replicates in numpy that draw
// units one by one.
func TestAgreementHasIntervals(t *testing.T) {
	units := slices.Concat(repeat(60, 0, 0), repeat(8, 0, 1), repeat(7, 1, 0), repeat(25, 1, 1))
	r := stats.Resampling{B: 100000, Seed: 3, Confidence: .95}
	a := r.Agreement(units, 2)
	near(t, "percent", a.Percent.Interval.Lo, .78, .011)
	near(t, "percent", a.Percent.Interval.Hi, .92, .011)
	near(t, "kappa", a.Kappa.Value, 0.658158614402917, 1e-12)
	near(t, "kappa", a.Kappa.Interval.Lo, 0.48670089, .006)
	near(t, "kappa", a.Kappa.Interval.Hi, 0.80587012, .006)
	near(t, "AC1", a.AC1.Interval.Lo, 0.59198813, .006)
	near(t, "AC1", a.AC1.Interval.Hi, 0.85657942, .006)
}

func TestAgreementResamplesStories(t *testing.T) {
	var alone, copies []stats.CodedUnit
	for i, u := range slices.Concat(repeat(30, 0, 0), repeat(10, 1, 1), repeat(8, 0, 1)) {
		alone = append(alone, u)
		u.Cluster = string(rune('a' + i/6))
		copies = append(copies, u)
	}
	a, b := resampling.Agreement(alone, 2), resampling.Agreement(copies, 2)
	if a.Alpha.Value != b.Alpha.Value || b.Clusters != 8 || a.Clusters != 48 {
		t.Errorf("%+v, %+v", a, b)
	}
	if b.Alpha.Interval.Width() <= a.Alpha.Interval.Width() {
		t.Errorf("copies of stories pass for evidence: %v, alone %v", b.Alpha.Interval, a.Alpha.Interval)
	}
	shuffled := slices.Clone(copies)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if diff := cmp.Diff(b, resampling.Agreement(shuffled, 2)); diff != "" {
		t.Errorf("order changes the result: %s", diff)
	}
}

func TestAgreementSaysWhatItCannot(t *testing.T) {
	for name, units := range map[string][]stats.CodedUnit{"nothing": nil, "one coder": coded("abab"), "never the same unit": coded("ab..", "..ab")} {
		a := resampling.Agreement(units, 2)
		if a.N != 0 || !math.IsNaN(a.Alpha.Value) || !math.IsNaN(a.Kappa.Value) || !math.IsNaN(a.Percent.Value) || a.Percent.OK {
			t.Errorf("%s: %+v", name, a)
		}
	}
	a := resampling.Agreement(coded("aaaa", "aaaa"), 2)
	if a.Percent.Value != 1 || a.Percent.OK || !math.IsNaN(a.Alpha.Value) || !math.IsNaN(a.Kappa.Value) || a.AC1.Value != 1 {
		t.Errorf("all codes the same: %+v", a)
	}
}

func TestRetrieval(t *testing.T) {
	units := slices.Concat(slices.Repeat([]stats.Judged{{Present: true, Predicted: true}}, 30), slices.Repeat([]stats.Judged{{Predicted: true}}, 10),
		slices.Repeat([]stats.Judged{{Present: true}}, 20), slices.Repeat([]stats.Judged{{}}, 40))
	got, err := resampling.Retrieval(units)
	if err != nil {
		t.Fatal(err)
	}
	if got.N != 100 || got.Present != 50 || got.Predicted != 40 || got.Correct != 30 || got.Clusters != 100 {
		t.Errorf("counts %+v", got)
	}
	near(t, "precision", got.Precision.Value, .75, 1e-12)
	near(t, "recall", got.Recall.Value, .6, 1e-12)
	near(t, "F1", got.F1.Value, 2./3, 1e-12)
	if i := got.F1.Interval; !got.F1.OK || i.Lo < .5 || i.Lo > .62 || i.Hi < .71 || i.Hi > .8 {
		t.Errorf("interval of F1 %v", got.F1)
	}
}

// TestWeightsUndoTheDesign draws half of the predicted and a tenth of the others:
// weighted, the sample tells what the population has.
func TestWeightsUndoTheDesign(t *testing.T) {
	var units []stats.Judged
	add := func(n int, present, predicted bool, weight float64) {
		units = append(units, slices.Repeat([]stats.Judged{{Present: present, Predicted: predicted, Weight: weight}}, n)...)
	}
	add(40, true, true, 2)
	add(10, false, true, 2)
	add(2, true, false, 10)
	add(88, false, false, 10)
	got, err := resampling.Retrieval(units)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "precision", got.Precision.Value, .8, 1e-12)
	near(t, "recall", got.Recall.Value, 80./100, 1e-12)
}

func TestRetrievalAtItsEndsIsNotCertain(t *testing.T) {
	got, err := resampling.Retrieval(slices.Repeat([]stats.Judged{{Present: true, Predicted: true}}, 9))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Wilson's lower bound of 9 of 9", got.Precision.Interval.Lo, 0.7008547, 1e-6)
	near(t, "that of F1", got.F1.Interval.Lo, 2*0.7008547/1.7008547, 1e-6)
	none, err := resampling.Retrieval(slices.Repeat([]stats.Judged{{}}, 9))
	if err != nil {
		t.Fatal(err)
	}
	if none.Precision.OK || none.F1.OK || !math.IsNaN(none.Recall.Value) {
		t.Errorf("nothing present and nothing predicted: %+v", none)
	}
}
