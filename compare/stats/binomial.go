package stats

import (
	"math"
	"math/rand/v2"
)

// binomial draws how many of n trials with probability p succeed. Small means
// are drawn by inversion, large ones by transformed rejection with squeeze
// (algorithm BTRS of Hörmann 1993), so that a draw takes constant time.
func binomial(rng *rand.Rand, n int, p float64) int {
	switch {
	case n == 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case p > 0.5:
		return n - binomial(rng, n, 1-p)
	case float64(n)*p < 10:
		return inversion(rng, n, p)
	}
	return rejection(rng, n, p)
}

// inversion walks the distribution function from 0.
func inversion(rng *rand.Rand, n int, p float64) int {
	odds := p / (1 - p)
	pmf := math.Exp(float64(n) * math.Log1p(-p))
	u := rng.Float64()
	for k := range n {
		if u < pmf {
			return k
		}
		u -= pmf
		pmf *= odds * float64(n-k) / float64(k+1)
	}
	return n
}

// rejection needs n*p >= 10 and p <= 0.5; the constants are Hörmann's.
func rejection(rng *rand.Rand, n int, p float64) int {
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
	v, _ := math.Lgamma(n + 1)
	return v
}
