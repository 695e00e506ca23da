package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// cells are the observed and the expected counts of the table word × corpus; the
// expected ones are NaN where both corpora are empty.
func (f Frequencies) cells() (observed, expected [4]float64) {
	observed = [4]float64{float64(f.A), float64(f.B), float64(f.NA - f.A), float64(f.NB - f.B)}
	total := float64(f.NA + f.NB)
	for i, o := range [4][2]int{{f.A + f.B, f.NA}, {f.A + f.B, f.NB}, {f.NA + f.NB - f.A - f.B, f.NA}, {f.NA + f.NB - f.A - f.B, f.NB}} {
		expected[i] = float64(o[0]) * float64(o[1]) / total
	}
	return observed, expected
}

// ChiSquare is Pearson's statistic Σ (O-E)²/E of the table word × corpus, with
// one degree of freedom (see [PValue]). It is NaN where a row or a column of the
// table is empty.
func ChiSquare(f Frequencies) float64 { return f.chiSquare(0) }

// ChiSquareYates is the same with the correction for continuity of Yates (1934):
// each difference O-E is brought half a word nearer to zero, and not beyond it,
// as R and scipy do.
func ChiSquareYates(f Frequencies) float64 { return f.chiSquare(0.5) }

func (f Frequencies) chiSquare(correction float64) float64 {
	sum := 0.0
	observed, expected := f.cells()
	for i, e := range expected {
		d := math.Abs(observed[i] - e)
		d -= min(d, correction)
		sum += d * d / e
	}
	return sum
}

// OddsRatio is the ratio of the word's odds in the two corpora, A/(NA-A) to
// B/(NB-B): +Inf where only the second has no such word or the first no other, NaN
// where no corpus has the word or none has another.
func OddsRatio(f Frequencies) float64 {
	return float64(f.A) * float64(f.NB-f.B) / (float64(f.B) * float64(f.NA-f.A))
}

// SmoothedOddsRatio is [OddsRatio] with half a word added to each cell, which is
// always defined (Haldane 1956, Anscombe 1956).
func SmoothedOddsRatio(f Frequencies) float64 {
	return (float64(f.A) + 0.5) * (float64(f.NB-f.B) + 0.5) / ((float64(f.B) + 0.5) * (float64(f.NA-f.A) + 0.5))
}

// BayesFactor is the approximate Bayes factor of a log-likelihood ratio g2 of one
// degree of freedom, g2 - ln N (BIC; Wilson 2013): above 2 there is positive, above
// 6 strong evidence that the word is not equally frequent; below 0 evidence that
// it is.
func BayesFactor(g2 float64, f Frequencies) float64 { return g2 - math.Log(float64(f.NA+f.NB)) }

// EffectOfG2 is how far a word's occurrences are from the expected proportions, as
// a share of the farthest that they could be (Johnston, Berry & Mielke 2006, ELR):
// [G2Words] over its greatest value, 2·(A+B)·ln(1/q), where q is the share of the
// smaller corpus. It is between 0 and 1, and NaN where a corpus or the word has no
// occurrence.
func EffectOfG2(f Frequencies) float64 {
	q := float64(min(f.NA, f.NB)) / float64(f.NA+f.NB)
	return G2Words(f) / (-2 * float64(f.A+f.B) * math.Log(q))
}

// EffectOfG2UCREL is the effect size that UCREL's log-likelihood calculator and the
// tools after it print as ELL: [G2Words] over N·ln of the smaller expected count. It
// does not have the bounds of [EffectOfG2], and changes its sign where fewer than
// one occurrence is expected; it is here for comparison with them.
func EffectOfG2UCREL(f Frequencies) float64 {
	n := float64(f.NA + f.NB)
	return G2Words(f) / (n * math.Log(float64(f.A+f.B)*float64(min(f.NA, f.NB))/n))
}

// ClopperPearson is the exact interval of a share of k among n > 0 with error alpha
// in both tails together (Clopper & Pearson 1934).
func ClopperPearson(k, n int, alpha float64) Interval {
	i := Interval{Lo: 0, Hi: 1}
	if k > 0 {
		i.Lo = mathext.InvRegIncBeta(float64(k), float64(n-k+1), alpha/2)
	}
	if k < n {
		// The upper end by the other tail, where small numbers are exact.
		i.Hi = 1 - mathext.InvRegIncBeta(float64(n-k), float64(k+1), alpha/2)
	}
	return i
}

// LogRatioInterval is an exact interval of the log ratio: given all A+B occurrences
// of the word, those in the first corpus are binomial, so that [ClopperPearson] of
// A among A+B gives the ratio of relative frequencies as p/(1-p)·NB/NA. The
// confidence holds for all of tests together (Bonferroni). Ends may be infinite
// where a count is 0; a word without occurrence has no interval, NaN.
func LogRatioInterval(f Frequencies, confidence float64, tests int) Interval {
	if f.A+f.B == 0 {
		return Interval{Lo: math.NaN(), Hi: math.NaN()}
	}
	p := ClopperPearson(f.A, f.A+f.B, (1-confidence)/float64(tests))
	// Of a high share the rest is computed from the other side, for its digits.
	q := ClopperPearson(f.B, f.A+f.B, (1-confidence)/float64(tests))
	sizes := math.Log2(float64(f.NB) / float64(f.NA))
	return Interval{Lo: sizes + math.Log2(p.Lo/q.Hi), Hi: sizes + math.Log2(p.Hi/q.Lo)}
}

// ConservativeLogRatio is the end of [LogRatioInterval] that is nearer to zero, and
// zero where the interval covers it: the least effect that the data allow (LRC,
// Evert 2022).
func ConservativeLogRatio(f Frequencies, confidence float64, tests int) float64 {
	i := LogRatioInterval(f, confidence, tests)
	switch {
	case math.IsNaN(i.Lo):
		return math.NaN()
	case float64(f.A)*float64(f.NB) >= float64(f.B)*float64(f.NA):
		return max(0, i.Lo)
	}
	return min(0, i.Hi)
}

// tie is how much more probable than the observed a table may be and still count as
// equally probable: what R's fisher.test allows for rounding.
const tie = 1e-7

// FisherExact is the probability, given the margins, of tables of word × corpus
// that are no more probable than the observed one: Fisher's exact test, two-sided,
// as R and scipy compute it.
func FisherExact(f Frequencies) (float64, error) {
	if f.A < 0 || f.B < 0 || f.A > f.NA || f.B > f.NB {
		return 0, errors.New("exact test: a word with more occurrences than its corpus has words")
	}
	h := hypergeometric{f.NA, f.NB, f.A + f.B}
	observed := h.logWeight(f.A)
	total, tails := 1.0, 0.0 // of weights relative to the mode, and to the observed table
	if observed >= -tie {
		tails = math.Exp(-observed)
	}
	for _, step := range []int{1, -1} {
		weight, logWeight := 1.0, 0.0
		for k := h.mode(); ; k += step {
			ratio := h.towards(k, step)
			weight *= ratio
			logWeight += math.Log(ratio)
			if weight < total*negligible && logWeight-observed < math.Log(negligible) {
				break // or the end, where the ratio is 0
			}
			total += weight
			if logWeight <= observed+tie {
				tails += math.Exp(logWeight - observed)
			}
		}
	}
	return min(1, tails*math.Exp(observed)/total), nil
}

// negligible is a part of a sum that no digit of it shows, nor that of all that
// come after, which fall faster than a geometric series.
const negligible = 1e-22

// hypergeometric draws so many things of na of a first and nb of a second kind.
type hypergeometric struct{ na, nb, drawn int }

// mode is the commonest number of the first kind.
func (h hypergeometric) mode() int {
	return int(float64(h.drawn+1) * float64(h.na+1) / float64(h.na+h.nb+2))
}

// towards is the probability of k+step of the first kind over that of k, for a step
// of 1 or -1; 0 where there cannot be so many.
func (h hypergeometric) towards(k, step int) float64 {
	if step < 0 {
		return float64(k) * float64(h.nb-h.drawn+k) / (float64(h.na-k+1) * float64(h.drawn-k+1))
	}
	return float64(h.na-k) * float64(h.drawn-k) / (float64(k+1) * float64(h.nb-h.drawn+k+1))
}

// logWeight is the logarithm of the probability of k over that of the mode.
func (h hypergeometric) logWeight(k int) float64 {
	sum, step := 0.0, 1
	if k < h.mode() {
		step = -1
	}
	for i := h.mode(); i != k; i += step {
		sum += math.Log(h.towards(i, step))
	}
	return sum
}
