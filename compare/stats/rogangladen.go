package stats

import "math"

// Rate is a sensitivity or specificity: Value, measured on N units; N of 0 says
// that it is known.
type Rate struct {
	Value float64
	N     int
}

// around is the variance of a rate whose value is taken to be p.
func (r Rate) variance(p, n float64) float64 {
	if r.N == 0 {
		return 0
	}
	return p * (1 - p) / n
}

// TruePrevalence is a share corrected for a test that errs. Value and both
// intervals lie in 0 to 1; Clipped says that the formula's value did not.
type TruePrevalence struct {
	Value   float64
	Clipped bool
	SE      float64  // delta method (Rogan and Gladen 1978, equation 5)
	Delta   Interval // Value before clipping, and normal quantile times SE to either side
	Lang    Interval // of Lang and Reiczigel (2014)
}

// CorrectShare is the Rogan-Gladen estimate of a prevalence of which a test found k
// of n, from its sensitivity and specificity, which were measured on other units
// than these. The interval of Lang and Reiczigel (2014, Preventive Veterinary
// Medicine 113:13) holds its confidence with small samples too: it adds z²/2
// successes and failures to n and one of each to those of the rates, and shifts the
// middle. The error is a [Refusal]: a test that is hardly better than chance
// corrects nothing.
func CorrectShare(k, n int, sensitivity, specificity Rate, confidence float64) (TruePrevalence, error) {
	switch {
	case n < 1 || k < 0 || k > n:
		return TruePrevalence{}, Refusal("the numbers found and tested are no share")
	case sensitivity.Value+specificity.Value-1 < leastYouden:
		return TruePrevalence{}, Refusal("the program finds it hardly better than by chance: sensitivity and specificity are too low together")
	}
	z := quantile(confidence, 0)
	found := float64(k) / float64(n)
	point := func(q, se, sp float64) float64 { return (q + sp - 1) / (se + sp - 1) }
	variance := func(p, q, size, se, sizeSe, sp, sizeSp float64) float64 {
		youden := se + sp - 1
		return (q*(1-q)/size + p*p*sensitivity.variance(se, sizeSe) + (1-p)*(1-p)*specificity.variance(sp, sizeSp)) / (youden * youden)
	}
	p := point(found, sensitivity.Value, specificity.Value)
	out := TruePrevalence{Value: min(max(p, 0), 1), Clipped: p < 0 || p > 1,
		SE: math.Sqrt(variance(p, found, float64(n), sensitivity.Value, float64(sensitivity.N), specificity.Value, float64(specificity.N)))}
	out.Delta = within01(p, z*out.SE)

	size, q := float64(n)+z*z, (float64(k)+z*z/2)/(float64(n)+z*z)
	added := func(r Rate) (value, size float64) {
		if r.N == 0 {
			return r.Value, 1
		}
		return (float64(r.N)*r.Value + 1) / float64(r.N+2), float64(r.N + 2)
	}
	se, sizeSe := added(sensitivity)
	sp, sizeSp := added(specificity)
	if se+sp-1 < leastYouden {
		return TruePrevalence{}, Refusal("sensitivity and specificity were measured on too few units to tell the program from chance")
	}
	p = point(q, se, sp)
	shift := 2 * z * z * (p*sensitivity.variance(se, sizeSe) - (1-p)*specificity.variance(sp, sizeSp))
	out.Lang = within01(p+shift, z*math.Sqrt(variance(p, q, size, se, sizeSe, sp, sizeSp)))
	return out, nil
}

// within01 is centre and half to either side, as far as it lies in 0 to 1.
func within01(centre, half float64) Interval {
	clip := func(v float64) float64 { return min(max(v, 0), 1) }
	return Interval{clip(centre - half), clip(centre + half)}
}
