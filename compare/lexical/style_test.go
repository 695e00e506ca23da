package lexical_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/lexical"
)

// alike compares with the digits that the reference prints.
func alike(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance*max(1, math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

var texts = []lexical.Text{
	{Name: "A", Counts: map[string]int{"the": 60, "of": 30, "law": 5, "peace": 1}},
	{Name: "B", Counts: map[string]int{"the": 50, "of": 35, "law": 2, "peace": 9}},
	{Name: "C", Counts: map[string]int{"the": 70, "of": 20, "law": 8, "peace": 4}},
	{Name: "D", Counts: map[string]int{"the": 40, "of": 22, "law": 9, "peace": 3}},
}

// TestDeltas compares with the formulas in numpy 2.2.
func TestDeltas(t *testing.T) {
	got, words, err := lexical.Deltas(texts, 100)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"the", "of", "law", "peace"}; !slices.Equal(words, want) {
		t.Errorf("words %v, want %v", words, want)
	}
	for i, want := range []lexical.Delta{
		{"A", "B", 1.30651391777, 2.16862825065, 1.40338663133, 0.719122169483, 4.1830025957},
		{"A", "C", 0.973870109148, 1.10780910633, 0.898698130052, 0.638086690708, 3.52621687198},
		{"A", "D", 0.953083861107, 1.16605337818, 1.33558803116, 0.573340850915, 3.24644726477},
		{"B", "C", 1.86597416559, 3.65986088438, 1.73696503777, 1.25360639486, 6.88039974502},
		{"B", "D", 1.2760915277, 2.22524960872, 1.27613875604, 0.634062377796, 3.81234103888},
		{"C", "D", 1.09599250679, 1.67239877174, 1.22252736146, 0.872598951513, 4.58638831285},
	} {
		if got[i].A != want.A || got[i].B != want.B {
			t.Errorf("pair %d is %s and %s", i, got[i].A, got[i].B)
		}
		alike(t, "Burrows", got[i].Burrows, want.Burrows, 1e-11)
		alike(t, "quadratic", got[i].Quadratic, want.Quadratic, 1e-11)
		alike(t, "cosine", got[i].Cosine, want.Cosine, 1e-11)
		alike(t, "Eder", got[i].Eder, want.Eder, 1e-11)
		alike(t, "Eder as in stylo", got[i].EderStylo, want.EderStylo, 1e-11)
	}
}

func TestDeltasAtTheirEnds(t *testing.T) {
	got, words, err := lexical.Deltas(texts, 2)
	if err != nil || len(words) != 2 || len(got) != 6 {
		t.Errorf("two words: %v, %v", words, err)
	}
	same := []lexical.Text{{Name: "甲", Counts: map[string]int{"法": 3, "和": 1}}, {Name: "乙", Counts: map[string]int{"法": 6, "和": 2}}}
	for name, of := range map[string][]lexical.Text{"one text": texts[:1], "no words": {texts[0], {Name: "E"}}, "no difference": same} {
		if _, _, err := lexical.Deltas(of, 10); err == nil {
			t.Errorf("%s gave no error", name)
		}
	}
	// 和 is as frequent in both and tells nothing.
	_, words, err = lexical.Deltas([]lexical.Text{{Name: "甲", Counts: map[string]int{"法": 3, "和": 1, "国": 4}}, {Name: "乙", Counts: map[string]int{"法": 10, "和": 2, "国": 4}}}, 10)
	if want := []string{"法", "国"}; err != nil || !slices.Equal(words, want) {
		t.Errorf("words %v, %v", words, err)
	}
}

// smoking is Greenacre's table of five groups of staff by how much they smoke.
var smoking = [][]int{{4, 2, 3, 2}, {4, 3, 7, 4}, {25, 10, 12, 4}, {18, 24, 33, 13}, {10, 6, 7, 2}}

// TestCorrespond compares with the example of Greenacre 2017 as numpy computes it.
func TestCorrespond(t *testing.T) {
	got, err := lexical.Correspond(smoking)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "inertia", got.Inertia, 0.0851898604778407, 1e-12)
	alike(t, "chi-square", got.ChiSquare, 16.441643072223254, 1e-12)
	alike(t, "p", got.P, 0.17183477869584723, 1e-10)
	if got.N != 193 || got.DegreesOfFreedom != 12 || len(got.SingularValues) != 3 {
		t.Errorf("n %d, %d degrees of freedom, %d axes", got.N, got.DegreesOfFreedom, len(got.SingularValues))
	}
	for a, want := range []float64{0.27342111, 0.10008587, 0.02033652} {
		alike(t, "singular value", got.SingularValues[a], want, 1e-8)
	}
	// Up to the sign of the axis: the columns that contribute most are none (the
	// first), heavy and medium smokers.
	for r, want := range [][]float64{{.06576838, .193737, -.07098103}, {-.25895842, .24330457, .03370519}, {.38059489, .01065991, .00515576},
		{-.23295191, -.05774391, -.00330537}, {.20108912, -.07891123, .00808108}} {
		for a := range want {
			alike(t, "row coordinate", got.Rows[r].Principal[a], want[a], 1e-7)
		}
	}
	for c, want := range [][]float64{{.39330845, .03049207, .00089048}, {-.09945592, -.14106429, -.02199803}, {-.19632096, -.00735911, .02565909},
		{-.29377599, .19776566, -.02621085}} {
		for a := range want {
			alike(t, "column coordinate", got.Columns[c].Principal[a], want[a], 1e-7)
		}
	}
	alike(t, "contribution", got.Rows[2].Contributions[0], .51200555, 1e-7)
	alike(t, "cos2", got.Rows[0].Cos2[1], .800336390, 1e-7)
}

// TestCorrespondHoldsItsIdentities: masses, contributions and cos2 sum to 1, axes'
// inertias to the whole, standard coordinates have variance 1, and a row's
// coordinate is the mean of the standard ones of the columns (transition).
func TestCorrespondHoldsItsIdentities(t *testing.T) {
	got, err := lexical.Correspond(smoking)
	if err != nil {
		t.Fatal(err)
	}
	for a := range got.SingularValues {
		contributions, variance := 0.0, 0.0
		for _, r := range got.Rows {
			contributions += r.Contributions[a]
			variance += r.Mass * r.Standard[a] * r.Standard[a]
		}
		alike(t, "contributions", contributions, 1, 1e-12)
		alike(t, "variance", variance, 1, 1e-12)
	}
	for i, r := range got.Rows {
		sum, n := 0.0, 0
		for _, k := range smoking[i] {
			n += k
		}
		for _, c := range r.Cos2 {
			sum += c
		}
		alike(t, "cos2", sum, 1, 1e-12)
		mean := 0.0
		for j, k := range smoking[i] {
			mean += float64(k) / float64(n) * got.Columns[j].Standard[0]
		}
		alike(t, "transition", mean, r.Principal[0], 1e-12)
	}
	whole := 0.0
	for _, s := range got.Shares {
		whole += s
	}
	alike(t, "shares", whole, 1, 1e-12)
}

func TestCorrespondAtItsEnds(t *testing.T) {
	with := [][]int{{4, 0, 2, 3, 2}, {4, 0, 3, 7, 4}, {0, 0, 0, 0, 0}, {25, 0, 10, 12, 4}, {18, 0, 24, 33, 13}, {10, 0, 6, 7, 2}}
	got, err := lexical.Correspond(with)
	if err != nil {
		t.Fatal(err)
	}
	without, err := lexical.Correspond(smoking)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rows[2].Principal != nil || got.Columns[1].Mass != 0 {
		t.Errorf("an empty row or column has a place: %+v", got.Rows[2])
	}
	if diff := cmp.Diff(without.Rows[4], got.Rows[5]); diff != "" {
		t.Errorf("empty rows and columns change the others: %s", diff)
	}
	independent, err := lexical.Correspond([][]int{{1, 2}, {2, 4}, {3, 6}})
	if err != nil || len(independent.SingularValues) != 0 || independent.P != 1 {
		t.Errorf("independent rows and columns: %+v, %v", independent, err)
	}
	for name, table := range map[string][][]int{"nothing": nil, "one row": {{1, 2}}, "zeros": {{0, 0}, {0, 0}}, "negative": {{1, -1}, {1, 1}}, "ragged": {{1, 2}, {1}}} {
		if _, err := lexical.Correspond(table); err == nil {
			t.Errorf("%s gave no error", name)
		}
	}
}
