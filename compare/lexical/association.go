package lexical

import (
	"math"

	"framewatch/compare/stats"
)

// Pair are the counts of two words in N places: the first stands in First of them,
// each with Span places around it, the second in Second, and Together times in a
// place around the first. See [Cooccurrence] for what a place is.
type Pair struct{ Together, First, Second, Span, N int }

// Table is the table of the places: around the first word or not × the second word
// or not, as the functions of compare/stats take it.
func (p Pair) Table() stats.Frequencies {
	around := p.First * p.Span
	return stats.Frequencies{A: p.Together, NA: around, B: p.Second - p.Together, NB: p.N - around}
}

// Possible reports whether no cell of the table is below zero. One is where a word in the
// windows of several nodes was counted for each of them more often than it occurs.
func (p Pair) Possible() bool {
	t := p.Table()
	return t.A <= t.NA && t.B >= 0 && t.B <= t.NB
}

// Expected is how often the pair would be found if the words were independent,
// First·Span·Second/N.
func (p Pair) Expected() float64 {
	return float64(p.First) * float64(p.Span) * float64(p.Second) / float64(p.N)
}

// Association are measures of how strongly two words attract each other.
type Association struct {
	MI      float64 // log2 O/E, pointwise mutual information (Church & Hanks 1990)
	MI3     float64 // log2 O³/E (Daille 1994)
	NPMI    float64 // MI / -log2(O/N), from -1 to 1 (Bouma 2009)
	T       float64 // (O-E)/√O (Church et al. 1991)
	Z       float64 // (O-E)/√E (Dennis 1965, Berry-Rogghe 1973)
	G2      float64 // log-likelihood ratio of the four cells (Dunning 1993)
	Chi2    float64 // Pearson's chi-square of the four cells
	Dice    float64 // 2·O/(First+Second), of the words' own frequencies
	LogDice float64 // 14 + log2 Dice (Rychlý 2008)
	// DeltaPSecond is P(second|first) - P(second|not first), DeltaPFirst the
	// other direction (Gries 2013, after Allan 1980).
	DeltaPSecond, DeltaPFirst float64
}

// Association measures a pair. A pair that never occurs has infinities and NaN
// where the logarithm or the root of its count is taken. What needs the whole table
// (G2, Chi2, DeltaP) is NaN where a margin is empty or windows overlap so much
// that a cell would be negative.
func (p Pair) Association() Association {
	o, e := float64(p.Together), p.Expected()
	dice := 2 * o / float64(p.First+p.Second)
	a := Association{
		MI: math.Log2(o / e), MI3: math.Log2(o * o * o / e), NPMI: math.Log2(o/e) / -math.Log2(o/float64(p.N)),
		T: (o - e) / math.Sqrt(o), Z: (o - e) / math.Sqrt(e),
		Dice: dice, LogDice: 14 + math.Log2(dice),
	}
	t := p.Table()
	if !p.Possible() {
		a.G2, a.Chi2, a.DeltaPSecond, a.DeltaPFirst = math.NaN(), math.NaN(), math.NaN(), math.NaN()
		return a
	}
	a.G2, a.Chi2 = stats.G2(t), stats.ChiSquare(t)
	a.DeltaPSecond = float64(t.A)/float64(t.NA) - float64(t.B)/float64(t.NB)
	a.DeltaPFirst = float64(t.A)/float64(p.Second) - float64(t.NA-t.A)/float64(p.N-p.Second)
	return a
}
