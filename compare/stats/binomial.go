package stats

import (
	"math"
	"math/rand/v2"
	"sync"
)

// trial is one try that succeeds with a probability, ready to be drawn many
// times with different numbers of tries.
type trial struct {
	p       float64 // of the rarer outcome
	flipped bool    // the rarer outcome is failure
	odds    float64 // p / (1-p)
	logFail float64 // ln(1-p)
}

func newTrial(p float64) trial {
	t := trial{p: p}
	if p > 0.5 {
		t.p, t.flipped = 1-p, true
	}
	if t.p > 0 {
		t.odds, t.logFail = t.p/(1-t.p), math.Log1p(-t.p)
	}
	return t
}

// uniform draws the numbers of a rand.Rand over the same generator, without the
// interface in between, which would cost as much as the number.
type uniform struct{ pcg *rand.PCG }

// Float64 lies in [0, 1).
func (u uniform) Float64() float64 { return float64(u.pcg.Uint64()<<11>>11) / (1 << 53) }

// binomial draws how many of n trials succeed. Small means are drawn by
// inversion, large ones by transformed rejection with squeeze (algorithm BTRS
// of Hörmann 1993), so that a draw takes constant time.
func (t *trial) binomial(rng uniform, n int) int {
	k := 0
	switch {
	case n == 0 || t.p <= 0:
	case float64(n)*t.p < 10:
		k = t.inversion(n, rng.Float64())
	default:
		k = rejection(rng, n, t.p)
	}
	if t.flipped {
		return n - k
	}
	return k
}

// Bounds of the short way of inversion: from -1 the logarithm of the first step
// may lie as far away as the series of five terms is good for, and a number
// nearer to a step is left to the long way. The series errs by less than
// 0.05⁵/120 of a step, 3e-9.
const (
	seriesSpan   = 0.05
	seriesMargin = 1e-7
)

// inversion is how many of n trials succeed when u is the value of the
// distribution function. Where the mean is near one, as it is when every unit is
// a kind of its own, and u is not near a step, a short series takes the place of
// the exponential; the answer is the same.
func (t *trial) inversion(n int, u float64) int {
	d := float64(n)*t.logFail + 1
	if d < -seriesSpan || d > seriesSpan {
		return t.walk(n, u)
	}
	square := d * d
	pmf := (1 / math.E) * (1 + d + square*(0.5+d/6+square/24))
	step := pmf
	for k, share := range [...]float64{1, 1. / 2, 1. / 3, 1. / 4, 1. / 5} {
		switch {
		case k == n || u > step-seriesMargin && u < step+seriesMargin:
			return t.walk(n, u)
		case u < step:
			return k
		}
		pmf *= t.odds * float64(n-k) * share
		step += pmf
	}
	return t.walk(n, u)
}

// walk goes up the distribution function from 0.
func (t *trial) walk(n int, u float64) int {
	pmf := math.Exp(float64(n) * t.logFail)
	for k := range n {
		if u < pmf {
			return k
		}
		u -= pmf
		pmf *= t.odds * float64(n-k) / float64(k+1)
	}
	return n
}

// rejection needs n*p >= 10 and p <= 0.5; the constants are Hörmann's.
func rejection(rng uniform, n int, p float64) int {
	size, q := float64(n), 1-p
	sd := math.Sqrt(size * p * q)
	b := 1.15 + 2.53*sd
	a := -0.0873 + 0.0248*b + 0.01*p
	c := size*p + 0.5
	vr := 0.92 - 4.2/b
	alpha := (2.83 + 5.1/b) * sd
	odds := math.Log(p / q)
	mode := math.Floor((size + 1) * p)
	atMode := logFactorial(mode) + logFactorial(size-mode)
	for {
		u, v := rng.Float64()-0.5, rng.Float64()
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + c)
		if k < 0 || k > size {
			continue
		}
		if us >= 0.07 && v <= vr {
			return int(k)
		}
		v = math.Log(v * alpha / (a/(us*us) + b))
		if v <= atMode-logFactorial(k)-logFactorial(size-k)+(k-mode)*odds {
			return int(k)
		}
	}
}

func logFactorial(n float64) float64 {
	if table := logFactorials(); n < float64(len(table)) {
		return table[int(n)]
	}
	v, _ := math.Lgamma(n + 1)
	return v
}

// logFactorials are those that draws ask for over and over; n is a whole number.
var logFactorials = sync.OnceValue(func() []float64 {
	table := make([]float64, 1<<13)
	for n := range table {
		table[n], _ = math.Lgamma(float64(n) + 1)
	}
	return table
})
