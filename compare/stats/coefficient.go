package stats

import (
	"cmp"
	"math"
	"slices"
)

// Coefficient is a measure of agreement between coders.
type Coefficient int

const (
	// PercentAgreement is the share of pairs of codes of one unit that agree, the
	// mean over units.
	PercentAgreement Coefficient = iota
	// KrippendorffAlpha holds for any number of coders, with codes missing, at the
	// scale's level (Krippendorff 2011, Computing Krippendorff's
	// Alpha-Reliability, section C).
	KrippendorffAlpha
	// LightKappa is Cohen's kappa (Cohen 1960); of more than two coders the mean of
	// those of all pairs (Light 1971), each over what both coded.
	LightKappa
	// LinearKappa is Cohen's kappa with disagreement weighted by the distance of the
	// categories' places on the scale (Cohen 1968). It reads the order of the
	// categories, not their values.
	LinearKappa
	// QuadraticKappa is the same with the square of the distance.
	QuadraticKappa
	// FleissKappa takes chance agreement from the categories' shares over all coders
	// (Fleiss 1971); with codes missing a unit's shares are those of the codes it
	// has (Gwet 2014, chapter 2).
	FleissKappa
	// GwetAC is AC1 (Gwet 2008, Computing inter-rater reliability and its variance
	// in the presence of high agreement), with missing codes as in FleissKappa. It
	// stays near the share of agreement where a category is rare, and alpha and
	// kappa fall: show all of them.
	GwetAC
	// LinearAC is AC2: the same with partial agreement for categories near each other
	// (Gwet 2014, chapter 3), weighted as in LinearKappa.
	LinearAC
	// QuadraticAC is AC2 weighted as in QuadraticKappa.
	QuadraticAC
)

func (c Coefficient) of(units []weighed, scale Scale) float64 {
	categories := len(scale.Points)
	switch c {
	case PercentAgreement:
		percent, _ := raters(units, categories, identity)
		return percent
	case KrippendorffAlpha:
		return alpha(units, scale)
	case LightKappa:
		return light(units, categories, identity)
	case LinearKappa:
		return light(units, categories, linear)
	case QuadraticKappa:
		return light(units, categories, quadratic)
	case FleissKappa:
		agreeing, shares := raters(units, categories, identity)
		return beyond(agreeing, squares(shares))
	case LinearAC:
		return gwet(units, categories, linear)
	case QuadraticAC:
		return gwet(units, categories, quadratic)
	default:
		return gwet(units, categories, identity)
	}
}

// distance is the disagreement of two of so many categories, from 0 to 1.
type distance func(a, b, categories int) float64

func identity(a, b, _ int) float64 {
	if a == b {
		return 0
	}
	return 1
}

func linear(a, b, categories int) float64 {
	return math.Abs(float64(a-b)) / float64(max(categories-1, 1))
}

func quadratic(a, b, categories int) float64 {
	d := linear(a, b, categories)
	return d * d
}

// beyond is agreement beyond chance; NaN where chance alone agrees always.
func beyond(agreeing, chance float64) float64 {
	if chance == 1 {
		return math.NaN()
	}
	return (agreeing - chance) / (1 - chance)
}

func squares(shares []float64) float64 {
	sum := 0.0
	for _, s := range shares {
		sum += s * s
	}
	return sum
}

// alpha is 1 - observed / expected disagreement, from the matrix of coincidences.
func alpha(units []weighed, scale Scale) float64 {
	q := len(scale.Points)
	together, totals, n := make([]float64, q*q), make([]float64, q), 0.0
	for _, u := range units {
		by, m := u.tallied(q)
		if m < 2 {
			continue
		}
		for c, k := range by {
			if k == 0 {
				continue
			}
			totals[c] += u.times * k
			for d, l := range by[:c] {
				together[c*q+d] += u.times * k * l / (m - 1)
			}
		}
		n += u.times * m
	}
	apart := scale.differences(totals)
	observed, expected := 0.0, 0.0
	for c := range q {
		for d := range c {
			observed += together[c*q+d] * apart[c*q+d]
			expected += totals[c] * totals[d] * apart[c*q+d]
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - (n-1)*observed/expected
}

// differences are the squared metric differences of Krippendorff's alpha, for
// pairs of a category and one before it; totals are how often each was given.
func (s Scale) differences(totals []float64) []float64 {
	q := len(s.Points)
	out := make([]float64, q*q)
	for c := range q {
		between := 0.0 // codes from d+1 up to c-1
		for d := c - 1; d >= 0; d-- {
			x := 1.0
			switch s.Level {
			case OrdinalLevel:
				x = between + (totals[c]+totals[d])/2
			case IntervalLevel:
				x = s.Points[c] - s.Points[d]
			case RatioLevel:
				x = (s.Points[c] - s.Points[d]) / (s.Points[c] + s.Points[d])
			case NominalLevel:
			}
			out[c*q+d] = x * x
			between += totals[d]
		}
	}
	return out
}

// raters is the mean weighted share of agreeing pairs over the units that two
// coders or more coded (NaN without any), and the mean shares of the categories.
func raters(units []weighed, categories int, apart distance) (agreeing float64, shares []float64) {
	paired, coded := 0.0, 0.0
	shares = make([]float64, categories)
	for _, u := range units {
		by, m := u.tallied(categories)
		if m == 0 {
			continue
		}
		for c, k := range by {
			shares[c] += u.times * k / m
		}
		coded += u.times
		if m < 2 {
			continue
		}
		pairs := 0.0
		for c, k := range by {
			if k == 0 {
				continue
			}
			for d, l := range by {
				if c == d {
					l--
				}
				pairs += k * l * (1 - apart(c, d, categories))
			}
		}
		agreeing += u.times * pairs / (m * (m - 1))
		paired += u.times
	}
	for c := range shares {
		shares[c] /= coded
	}
	return agreeing / paired, shares
}

// gwet is AC1, or AC2 with a distance.
func gwet(units []weighed, categories int, apart distance) float64 {
	agreeing, shares := raters(units, categories, apart)
	weights, chance := 0.0, 0.0
	for c := range categories {
		for d := range categories {
			weights += 1 - apart(c, d, categories)
		}
	}
	for _, s := range shares {
		chance += s * (1 - s)
	}
	return beyond(agreeing, chance*weights/float64(categories*(categories-1)))
}

// light is the mean of Cohen's kappa over the pairs of coders for which it is
// defined.
func light(units []weighed, categories int, apart distance) float64 {
	sum, pairs := 0.0, 0.0
	for a := range width(units) {
		for b := range a {
			if k := cohen(units, a, b, categories, apart); !math.IsNaN(k) {
				sum += k
				pairs++
			}
		}
	}
	return sum / pairs
}

func width(units []weighed) int {
	if len(units) == 0 {
		return 0
	}
	return len(slices.MaxFunc(units, func(a, b weighed) int { return cmp.Compare(len(a.values), len(b.values)) }).values)
}

// cohen is the kappa of two coders over what both coded.
func cohen(units []weighed, a, b, categories int, apart distance) float64 {
	rows, columns := make([]float64, categories), make([]float64, categories)
	observed, n := 0.0, 0.0
	for _, u := range units {
		x, y := u.values[a], u.values[b]
		if x == NotCoded || y == NotCoded {
			continue
		}
		rows[x] += u.times
		columns[y] += u.times
		n += u.times
		observed += u.times * apart(x, y, categories)
	}
	expected := 0.0
	for x, r := range rows {
		for y, c := range columns {
			expected += r * c * apart(x, y, categories)
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - observed*n/expected
}
