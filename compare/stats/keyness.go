package stats

import "math"

// Frequencies are the counts of one word in two corpora: A of NA words on the
// first side, B of NB words on the second. Both corpora have words.
type Frequencies struct{ A, B, NA, NB int }

// G2 is the log-likelihood ratio 2·Σ O·ln(O/E) over the four cells of the
// table word × corpus (Dunning 1993), as R and scipy compute it; an empty cell
// adds nothing. Under independence it has a chi-square distribution with one
// degree of freedom (see [PValue]).
func G2(f Frequencies) float64 {
	rest := Frequencies{f.NA - f.A, f.NB - f.B, f.NA, f.NB}
	return max(0, G2Words(f)+G2Words(rest))
}

// G2Words is the same sum over the two cells of the word itself, the form that
// Rayson & Garside (2000) gave and concordancers print. It is smaller than
// [G2]; the gap grows with the word's share of the corpora.
func G2Words(f Frequencies) float64 {
	total := float64(f.NA + f.NB)
	expectA := float64(f.NA) * float64(f.A+f.B) / total
	expectB := float64(f.NB) * float64(f.A+f.B) / total
	return 2 * (term(f.A, expectA) + term(f.B, expectB))
}

// term is O·ln(O/E) with 0·ln 0 = 0.
func term(observed int, expected float64) float64 {
	if observed == 0 {
		return 0
	}
	return float64(observed) * math.Log(float64(observed)/expected)
}

// PValue is the probability of a chi-square with one degree of freedom of at
// least x. Words in running text are not independent draws: for keyness it
// ranks and screens, it does not prove.
func PValue(x float64) float64 { return math.Erfc(math.Sqrt(x / 2)) }

// LogRatio is the binary logarithm of the ratio of relative frequencies
// (Hardie 2014): +1 means twice as frequent on the first side. A count of zero
// is taken as 0.5, as Hardie proposes, so the value of a word that one side
// lacks depends on the sizes of the corpora; read it with its interval.
func LogRatio(f Frequencies) float64 {
	return math.Log2(orHalf(f.A) / float64(f.NA) / (orHalf(f.B) / float64(f.NB)))
}

func orHalf(n int) float64 {
	if n == 0 {
		return 0.5
	}
	return float64(n)
}

// PercentDiff is the difference of relative frequencies in percent of the
// second (%DIFF, Gabrielatos & Marchi 2011); +Inf where the second is zero, NaN
// where both are.
func PercentDiff(f Frequencies) float64 {
	a, b := float64(f.A)/float64(f.NA), float64(f.B)/float64(f.NB)
	return 100 * (a - b) / b
}
