package lexical_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/lexical"
)

func near(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-12*max(1, math.Abs(b))
}

func TestAssociationByHand(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		pair lexical.Pair
		want lexical.Association
	}{
		{"as by chance", lexical.Pair{Together: 2, First: 4, Second: 8, Span: 1, N: 16},
			lexical.Association{Dice: 1.0 / 3, LogDice: 14 - math.Log2(3), MI3: 2}},
		{"never apart", lexical.Pair{Together: 4, First: 4, Second: 4, Span: 1, N: 16},
			lexical.Association{MI: 2, MI3: 6, NPMI: 1, T: 1.5, Z: 3, G2: 2 * (4*math.Log(4) + 12*math.Log(4.0/3)), Chi2: 16, Dice: 1, LogDice: 14, DeltaPSecond: 1, DeltaPFirst: 1}},
		{"windows overlap", lexical.Pair{Together: 4, First: 1, Second: 2, Span: 4, N: 16}, // the second word twice, four times in a window
			lexical.Association{MI: 3, MI3: 7, NPMI: 1.5, T: 1.75, Z: 3.5 / math.Sqrt(0.5), G2: nan, Chi2: nan, Dice: 8.0 / 3, LogDice: 14 + math.Log2(8.0/3), DeltaPSecond: nan, DeltaPFirst: nan}},
	} {
		got := c.pair.Association()
		if diff := cmp.Diff(c.want, got, cmp.Comparer(near)); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

// TestCooccurrenceCountsByHand counts the pairs of a short text, whose ends and those
// of its neighbour end the window.
func TestCooccurrenceCountsByHand(t *testing.T) {
	texts := [][]string{strings.Fields("国际 调解院 在 国际 调解院"), strings.Fields("在"), nil, strings.Fields("the port the port")}
	for _, c := range []struct {
		name    string
		window  lexical.Window
		margins lexical.Margins
		keep    func(string) bool
		want    map[lexical.Words]lexical.Pair
	}{
		{"bigrams", lexical.Window{Right: 1}, lexical.WordMargins, nil, map[lexical.Words]lexical.Pair{
			{First: "国际", Second: "调解院"}:   {Together: 2, First: 2, Second: 2, Span: 1, N: 10},
			{First: "the", Second: "port"}: {Together: 2, First: 2, Second: 2, Span: 1, N: 10},
		}},
		{"a node with both sides", lexical.Window{Left: 1, Right: 1}, lexical.PairMargins, func(w string) bool { return w == "port" }, map[lexical.Words]lexical.Pair{
			{First: "port", Second: "the"}: {Together: 3, First: 3, Second: 3, Span: 1, N: 14},
		}},
	} {
		counted := lexical.Cooccurrence{Window: c.window}
		for _, text := range texts {
			counted.Add(text, c.keep)
		}
		got := map[lexical.Words]lexical.Pair{}
		if err := counted.Each(2, c.margins, func(w lexical.Words, p lexical.Pair) error { got[w] = p; return nil }); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

// TestPairMarginsAddUp: the pairs of a node are its margin, and all margins are N.
func TestPairMarginsAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 14))
	for range 30 {
		counted := lexical.Cooccurrence{Window: lexical.Window{Left: rng.IntN(4), Right: 1 + rng.IntN(4)}}
		for range 5 {
			text := make([]string, rng.IntN(30))
			for i := range text {
				text[i] = string(rune('a' + rng.IntN(5)))
			}
			counted.Add(text, nil)
		}
		of, first, second := map[string]int{}, map[string]int{}, map[string]int{}
		n, sum := 0, 0
		err := counted.Each(1, lexical.PairMargins, func(w lexical.Words, p lexical.Pair) error {
			of["first "+w.First] += p.Together
			of["second "+w.Second] += p.Together
			first[w.First], second[w.Second], n = p.First, p.Second, p.N
			sum += p.Together
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for w, f := range first {
			if of["first "+w] != f {
				t.Errorf("%s is the node of %d pairs, margin %d", w, of["first "+w], f)
			}
		}
		for w, f := range second {
			if of["second "+w] != f {
				t.Errorf("%s is in the window of %d pairs, margin %d", w, of["second "+w], f)
			}
		}
		if n != sum {
			t.Errorf("%d pairs, N is %d", sum, n)
		}
	}
}

func TestDispersionByHand(t *testing.T) {
	one := lexical.Dispersion{Parts: 4, Range: 1, JuillandD: 0, CarrollD2: 0, RosengrenS: 0.25, DP: 0.75, DPNorm: 1, KL: 2, KLNorm: 1 - math.Exp(-2)}
	even := lexical.Dispersion{Parts: 4, Range: 4, JuillandD: 1, CarrollD2: 1, RosengrenS: 1}
	nan := math.NaN()
	for _, c := range []struct {
		name  string
		sizes []int
		word  []lexical.Occurrences
		want  lexical.Dispersion
	}{
		{"all in one of four", []int{10, 10, 10, 10}, []lexical.Occurrences{{Part: 2, N: 7}}, one},
		{"a part without words", []int{10, 0, 10, 10, 10}, []lexical.Occurrences{{Part: 0, N: 1}}, one},
		{"evenly", []int{10, 10, 10, 10}, []lexical.Occurrences{{0, 3}, {1, 3}, {2, 3}, {3, 3}}, even},
		{"in proportion", []int{10, 20, 30, 40}, []lexical.Occurrences{{0, 1}, {1, 2}, {2, 3}, {3, 4}}, even},
		{"one part", []int{10}, []lexical.Occurrences{{0, 3}}, lexical.Dispersion{Parts: 1, Range: 1, JuillandD: nan, CarrollD2: nan, RosengrenS: 1, DPNorm: nan}},
		{"nowhere", []int{10, 10}, nil, lexical.Dispersion{Parts: 2, JuillandD: nan, CarrollD2: nan, RosengrenS: nan, DP: nan, DPNorm: nan, KL: nan, KLNorm: nan}},
	} {
		parts, err := lexical.NewParts(c.sizes)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parts.Dispersion(c.word)
		if diff := cmp.Diff(c.want, got, cmp.Comparer(near)); diff != "" || err != nil {
			t.Errorf("%s: error %v\n%s", c.name, err, diff)
		}
	}
	parts, err := lexical.NewParts([]int{5})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []lexical.Occurrences{{0, 6}, {0, 0}, {1, 1}} {
		if _, err := parts.Dispersion([]lexical.Occurrences{wrong}); err == nil {
			t.Errorf("no error for %v", wrong)
		}
	}
}

// TestDispersionStaysInBounds: each measure is between what a word in one part and
// one in all parts alike have, whatever the order of the parts.
func TestDispersionStaysInBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 14))
	for range 200 {
		sizes := make([]int, 2+rng.IntN(8))
		var word []lexical.Occurrences
		for i := range sizes {
			sizes[i] = 1 + rng.IntN(500)
			if n := rng.IntN(sizes[i] + 1); n > 0 && rng.IntN(2) == 0 || i == 0 {
				word = append(word, lexical.Occurrences{Part: i, N: max(1, n)})
			}
		}
		parts, err := lexical.NewParts(sizes)
		if err != nil {
			t.Fatal(err)
		}
		d, err := parts.Dispersion(word)
		if err != nil {
			t.Fatal(err)
		}
		const slack = 1e-12
		for _, x := range []float64{d.JuillandD, d.CarrollD2, d.RosengrenS, d.DP, d.DPNorm, d.KLNorm} {
			if !(x >= -slack && x <= 1+slack) {
				t.Errorf("%v over %v: %+v", word, sizes, d)
			}
		}
	}
}

func TestDivergenceByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		a, b   []int
		js, kl float64 // in nats, the second with 1 added to each count
	}{
		{"the same shares", []int{1, 2, 0}, []int{2, 4, 0}, 0, 2.0/5*math.Log(2.0/5*8/3) + 3.0/5*math.Log(3.0/5*8/5)},
		{"no word in common", []int{3, 0}, []int{0, 5}, math.Ln2, 4.0/5*math.Log(4.0/5*7) + 1.0/5*math.Log(1.0/5*7/6)},
		{"half in common", []int{1, 1, 0}, []int{0, 1, 1}, math.Ln2 / 2, 2.0/5*math.Ln2 - 1.0/5*math.Ln2},
	} {
		js, err := lexical.JensenShannon(c.a, c.b)
		if err != nil || !near(js, c.js) {
			t.Errorf("%s: Jensen-Shannon %v, %v, want %v", c.name, js, err, c.js)
		}
		if back, err := lexical.JensenShannon(c.b, c.a); err != nil || !near(back, js) {
			t.Errorf("%s: Jensen-Shannon %v the other way round, %v", c.name, back, err)
		}
		kl, err := lexical.KullbackLeibler(c.a, c.b, 1)
		if err != nil || !near(kl, c.kl) {
			t.Errorf("%s: Kullback-Leibler %v, %v, want %v", c.name, kl, err, c.kl)
		}
	}
	if kl, err := lexical.KullbackLeibler([]int{1, 1}, []int{2, 0}, 0); err != nil || !math.IsInf(kl, 1) {
		t.Errorf("a word that the other group lacks: %v, %v", kl, err)
	}
	if js, err := lexical.JensenShannon([]int{0, 0}, []int{2, 0}); err != nil || !math.IsNaN(js) {
		t.Errorf("a group without words: %v, %v", js, err)
	}
	if _, err := lexical.JensenShannon([]int{0}, []int{2, 0}); err == nil {
		t.Error("no error for other words in each group")
	}
}

func TestConcordance(t *testing.T) {
	fold := lexical.Concordance{Phrase: []string{"国际", "iomed"}, Context: 2, Same: strings.EqualFold}
	fold.Add(strings.Fields("在 国际 IOMed 在 香港 开幕"))
	fold.Add(strings.Fields("国际"))
	fold.Add(strings.Fields("国际 IOMed 国际 iomed"))
	type line struct {
		text, at         int
		left, key, right string
	}
	lines := func(order lexical.Order) (out []line) {
		for _, l := range fold.Lines(order) {
			out = append(out, line{l.Text, l.At, strings.Join(l.Left, " "), strings.Join(l.Key, " "), strings.Join(l.Right, " ")})
		}
		return out
	}
	inOrder := []line{{0, 1, "在", "国际 IOMed", "在 香港"}, {2, 0, "", "国际 IOMed", "国际 iomed"}, {2, 2, "国际 IOMed", "国际 iomed", ""}}
	for order, want := range map[lexical.Order][]int{lexical.ByText: {0, 1, 2}, lexical.ByRight: {2, 1, 0}, lexical.ByLeft: {1, 2, 0}} {
		var sorted []line
		for _, i := range want {
			sorted = append(sorted, inOrder[i])
		}
		if got := lines(order); !slices.Equal(got, sorted) {
			t.Errorf("order %v: %v, want %v", order, got, sorted)
		}
	}
}
