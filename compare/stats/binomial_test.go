package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// plainBinomial is the draw without anything prepared: inversion as the
// textbook writes it.
func plainBinomial(rng uniform, n int, p float64) int {
	switch {
	case n == 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case p > 0.5:
		return n - plainBinomial(rng, n, 1-p)
	case float64(n)*p >= 10:
		return rejection(rng, n, p)
	}
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

// TestPreparedTrialsDrawTheSameNumbers: seeds are stored with estimates, so a
// faster draw must be the same draw, to the last one.
func TestPreparedTrialsDrawTheSameNumbers(t *testing.T) {
	chances := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		p := chances.Float64()
		switch chances.IntN(8) {
		case 0:
			p = 0
		case 1:
			p = 1
		case 2:
			p = 0.5
		case 3:
			p *= 1e-4
		}
		tried := newTrial(p)
		seed := chances.Uint64()
		fast, plain := uniform{rand.NewPCG(seed, 1)}, uniform{rand.NewPCG(seed, 1)}
		for _, n := range []int{0, 1, 2, 3, 7, 20, 21, 300, 5000, 70000, 1} {
			if got, want := tried.binomial(fast, n), plainBinomial(plain, n, p); got != want {
				t.Fatalf("%d tries with %v: %d, want %d", n, p, got, want)
			}
		}
		if fast.pcg.Uint64() != plain.pcg.Uint64() {
			t.Fatalf("with %v another number of random numbers was used", p)
		}
	}
}

// TestShortInversionIsTheLongOne: at means near one, and close to the steps of
// the distribution function too, the series answers what the walk answers.
func TestShortInversionIsTheLongOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for range 400_000 {
		rest := 1 + rng.IntN(1<<(1+rng.IntN(18)))
		n := rest + int(2*math.Sqrt(float64(rest))*(rng.Float64()-0.5))
		tried := newTrial(1 / float64(rest))
		if tried.flipped || tried.p <= 0 || n <= 0 {
			continue
		}
		u := rng.Float64()
		if rng.IntN(4) == 0 { // at the first step, or at the second
			u = math.Exp(float64(n)*math.Log1p(-tried.p)) * (1 + float64(rng.IntN(2))*tried.odds*float64(n)) * (1 + 1e-8*(rng.Float64()-0.5))
		}
		if got, want := tried.inversion(n, u), tried.walk(n, u); got != want {
			t.Fatalf("%d tries with 1/%d at %v: %d, want %d", n, rest, u, got, want)
		}
	}
}

func TestUniformIsTheGeneratorOfRand(t *testing.T) {
	own, want := uniform{rand.NewPCG(3, 4)}, rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		if x, y := own.Float64(), want.Float64(); x != y {
			t.Fatalf("%v, want %v", x, y)
		}
	}
}

// TestEachDrawsAsOneTrialAfterAnother compares whole samples with the plain
// multinomial, kind after kind.
func TestEachDrawsAsOneTrialAfterAnother(t *testing.T) {
	for _, counts := range [][]int{{1, 1, 1, 1, 1, 1, 1}, {900, 1, 0, 40, 3}, {5}, {0, 0}, nil} {
		total := 0
		for _, c := range counts {
			total += c
		}
		rng := uniform{rand.NewPCG(11, pcgStream)}
		samples := 0
		Resampling{B: 50, Seed: 11}.Each(counts, func(times []int) {
			samples++
			draws, rest := total, total
			for i, c := range counts {
				want := plainBinomial(rng, draws, float64(c)/float64(max(rest, 1)))
				if times[i] != want {
					t.Fatalf("kind %d of %v: %d, want %d", i, counts, times[i], want)
				}
				draws, rest = draws-want, rest-c
			}
		})
		if samples != 50 {
			t.Errorf("%d samples of %v, want 50", samples, counts)
		}
	}
}
