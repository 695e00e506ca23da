package stats

// Audited is a unit that a program has coded and that people may have coded too.
type Audited struct {
	Auto  float64 // the program's code, from 0 to 1
	Hand  float64 // the people's, from 0 to 1 (split coders lie between); counts only where Coded
	Coded bool
	// P is the probability with which a coded unit was drawn to be coded; 0 is not
	// known.
	P float64
	// Units of one Story, and of one Outlet, are not independent of each other. Any
	// numbers will do.
	Story, Outlet int
}

// weight is for how many units a coded one stands.
func (u Audited) weight() float64 {
	switch {
	case !u.Coded:
		return 0
	case u.P > 0:
		return 1 / u.P
	}
	return 1
}

// Correction is a way to correct a mean of a program's codes by hand codes.
type Correction string

// The corrections.
const (
	// DSL is design-based supervised learning (Egami, Hinck, Stewart and Wei 2023,
	// arXiv 2306.04746): the mean of Auto + Coded/P·(Hand - Auto). It is unbiased
	// whatever the program's errors depend on, as long as each P is the true one
	// and none is 0; it cannot be had without them.
	DSL Correction = "dsl"
	// PPI is prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan
	// and Zrnic 2023a, Science 382:669): mean(Auto) of units without hand code plus
	// mean(Hand - Auto) of those with one. Without P the coded units are taken for a
	// simple random sample; with P the weights 1/P are divided by their sum
	// (Hájek), and mean(Auto) is that of all units, from which the sample is one.
	PPI Correction = "ppi"
	// PPIPlus is PPI++ (Angelopoulos, Duchi and Zrnic 2023b, arXiv 2311.01453): the
	// same with Auto multiplied by the lambda from 0 to 1 that makes the estimated
	// variance least.
	PPIPlus Correction = "ppi_plus"
	// RoganGladen divides what is above chance by what the program finds above
	// chance, (q + specificity - 1) / (sensitivity + specificity - 1) (Rogan and
	// Gladen 1978), with both estimated from the coded units, weighted by 1/P. It
	// needs hand codes only of texts alike, but is unsteady where the program is
	// bad.
	RoganGladen Correction = "rogan_gladen"
)

// Refusal is why there is no corrected number.
type Refusal string

// Error is the reason.
func (r Refusal) Error() string { return string(r) }

// Spread is the uncertainty of a number. DF are the degrees of freedom of its
// interval, 0 for a normal one.
type Spread struct {
	SE, DF   float64
	Interval Interval
}

// Corrected is a corrected mean from 0 to 1, or a difference of two from -1 to 1.
type Corrected struct {
	Value float64
	Raw   float64 // the same of the program's codes
	// Plain is the spread as published: units independent, no small-sample
	// factor, normal quantile.
	Plain Spread
	// StorySE is the standard error with the influences of a story summed and no
	// small-sample factor (CR0; Liang and Zeger 1986).
	StorySE float64
	// Clustered is the spread with stories and outlets (see [Corrected.OK]).
	Clustered Spread
	// OK is false where fewer than two stories leave nothing to estimate the
	// clustered spread from.
	OK        bool
	Coded     int     // units with a hand code
	Effective float64 // of them: Kish's (sum of weights)² / sum of squares (1965)
	// Clipped: value or an end of the clustered interval lay beyond what a share
	// can be, and was set to that.
	Clipped                  bool
	Difference               bool    // of two means
	Lambda                   float64 // of PPI, for a mean
	Sensitivity, Specificity float64 // of RoganGladen, for a mean
}

// Mean corrects the mean of units; confidence lies between 0 and 1. The error is a
// [Refusal].
func (m Correction) Mean(units []Audited, confidence float64) (Corrected, error) {
	l, err := m.linearised(units)
	if err != nil {
		return Corrected{}, err
	}
	out := Corrected{Value: l.value, Raw: l.raw, Lambda: l.lambda, Sensitivity: l.sensitivity, Specificity: l.specificity}
	out.count(units)
	return m.spread(out, []side{{units, l}}, confidence, Interval{0, 1})
}

// Difference corrects the mean of a minus that of b. A story or an outlet may have
// units on both sides.
func (m Correction) Difference(a, b []Audited, confidence float64) (Corrected, error) {
	la, err := m.linearised(a)
	if err != nil {
		return Corrected{}, err
	}
	lb, err := m.linearised(b)
	if err != nil {
		return Corrected{}, err
	}
	out := Corrected{Value: la.value - lb.value, Raw: la.raw - lb.raw, Difference: true}
	out.count(a, b)
	for i := range lb.influence {
		lb.influence[i] = -lb.influence[i]
	}
	return m.spread(out, []side{{a, la}, {b, lb}}, confidence, Interval{-1, 1})
}

func (c *Corrected) count(sides ...[]Audited) {
	var weights []float64
	for _, units := range sides {
		for _, u := range units {
			if w := u.weight(); w > 0 {
				weights = append(weights, w)
			}
		}
	}
	c.Coded, c.Effective = len(weights), kish(weights)
}

// linearised is an estimate with the influence of each unit on it: to first order the
// estimate is off by the sum of influences, so that their clustered squares are
// its variance (Deville 1999, Survey Methodology 25:193).
type linearised struct {
	value, raw, lambda       float64
	sensitivity, specificity float64
	influence                []float64
}

func (m Correction) linearised(units []Audited) (linearised, error) {
	coded, known := 0, 0
	for _, u := range units {
		if u.Coded {
			coded++
			if u.P > 0 {
				known++
			}
		}
	}
	switch {
	case len(units) == 0:
		return linearised{}, Refusal("there are no units")
	case coded == 0:
		return linearised{}, Refusal("no unit is coded by hand")
	case known != 0 && known != coded:
		return linearised{}, Refusal("some units were drawn with a known probability and some were not")
	case m == DSL && known == 0:
		return linearised{}, Refusal("it is not known with which probability units were drawn to be coded by hand")
	}
	switch {
	case m == DSL:
		return dsl(units), nil
	case m == RoganGladen:
		return roganGladen(units)
	case known == 0:
		return ppiPublished(units, coded, m == PPIPlus)
	}
	return ppiDesign(units, m == PPIPlus), nil
}

func meanAuto(units []Audited) float64 {
	sum := 0.0
	for _, u := range units {
		sum += u.Auto
	}
	return sum / float64(len(units))
}

func dsl(units []Audited) linearised {
	n := float64(len(units))
	out := linearised{raw: meanAuto(units), influence: make([]float64, len(units))}
	for i, u := range units {
		out.influence[i] = u.Auto + u.weight()*(u.Hand-u.Auto)
		out.value += out.influence[i] / n
	}
	for i := range out.influence {
		out.influence[i] = (out.influence[i] - out.value) / n
	}
	return out
}

// ppiPublished takes coded units for a simple random sample that is independent of
// the others; lambda is that of the authors' program (ppi_py, ppi_mean_ci).
func ppiPublished(units []Audited, coded int, tuned bool) (linearised, error) {
	rest := len(units) - coded
	if rest == 0 {
		return linearised{}, Refusal("every unit is coded by hand: there is nothing to predict")
	}
	out := linearised{raw: meanAuto(units), lambda: 1, influence: make([]float64, len(units))}
	n, left := float64(coded), float64(rest)
	var hand, auto, others float64
	for _, u := range units {
		if u.Coded {
			hand, auto = hand+u.Hand/n, auto+u.Auto/n
		} else {
			others += u.Auto / left
		}
	}
	if tuned {
		covariance, variance := 0.0, 0.0
		for _, u := range units {
			variance += (u.Auto - out.raw) * (u.Auto - out.raw) / (n + left - 1)
			if u.Coded {
				covariance += (u.Hand - hand) * (u.Auto - auto) / n
			}
		}
		out.lambda = 0
		if variance > 0 {
			out.lambda = min(max(covariance/((1+n/left)*variance), 0), 1)
		}
	}
	rectifier := hand - out.lambda*auto
	out.value = out.lambda*others + rectifier
	for i, u := range units {
		if u.Coded {
			out.influence[i] = (u.Hand - out.lambda*u.Auto - rectifier) / n
		} else {
			out.influence[i] = out.lambda * (u.Auto - others) / left
		}
	}
	return out, nil
}

// ppiDesign is the weighted mean of hand codes plus lambda times what the sample's
// codes of the program differ from those of all: a regression estimator whose
// lambda makes the variance over stories least (Särndal, Swensson and Wretman
// 1992, section 6.4).
func ppiDesign(units []Audited, tuned bool) linearised {
	n, weights := float64(len(units)), 0.0
	var hand, auto float64
	for _, u := range units {
		w := u.weight()
		weights += w
		hand, auto = hand+w*u.Hand, auto+w*u.Auto
	}
	hand, auto = hand/weights, auto/weights
	out := linearised{raw: meanAuto(units), lambda: 1, influence: make([]float64, len(units))}
	shift := make([]float64, len(units))
	for i, u := range units {
		out.influence[i] = u.weight() * (u.Hand - hand) / weights
		shift[i] = (u.Auto-out.raw)/n - u.weight()*(u.Auto-auto)/weights
	}
	if tuned {
		stories := number(units, func(u Audited) int { return u.Story })
		a, b := summedBy(stories, out.influence), summedBy(stories, shift)
		covariance, variance := 0.0, 0.0
		for i := range a {
			covariance, variance = covariance+a[i]*b[i], variance+b[i]*b[i]
		}
		out.lambda = 0
		if variance > 0 {
			out.lambda = min(max(-covariance/variance, 0), 1)
		}
	}
	out.value = hand + out.lambda*(out.raw-auto)
	for i := range shift {
		out.influence[i] += out.lambda * shift[i]
	}
	return out
}

// leastYouden is under which sensitivity + specificity - 1 a program tells so
// little that dividing by it tells nothing.
const leastYouden = 0.1

func roganGladen(units []Audited) (linearised, error) {
	n := float64(len(units))
	var present, absent, found, passed float64
	for _, u := range units {
		w := u.weight()
		present, absent = present+w*u.Hand, absent+w*(1-u.Hand)
		found, passed = found+w*u.Hand*u.Auto, passed+w*(1-u.Hand)*(1-u.Auto)
	}
	if present == 0 {
		return linearised{}, Refusal("no unit has it by hand: the program's sensitivity is not known")
	}
	if absent == 0 {
		return linearised{}, Refusal("every unit has it by hand: the program's specificity is not known")
	}
	out := linearised{raw: meanAuto(units), sensitivity: found / present, specificity: passed / absent, influence: make([]float64, len(units))}
	youden := out.sensitivity + out.specificity - 1
	if youden < leastYouden {
		return linearised{}, Refusal("the program finds it hardly better than by chance: sensitivity and specificity are too low together")
	}
	out.value = (out.raw + out.specificity - 1) / youden
	for i, u := range units {
		w := u.weight()
		out.influence[i] = (u.Auto - out.raw) / n / youden
		out.influence[i] += (1 - out.value) / youden * w * (1 - u.Hand) * (1 - u.Auto - out.specificity) / absent
		out.influence[i] -= out.value / youden * w * u.Hand * (u.Auto - out.sensitivity) / present
	}
	return out, nil
}
