package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// plainBinomial is the draw without anything prepared: inversion as the
// textbook writes it.
func plainBinomial(rng *rand.Rand, n int, p float64) int {
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
		fast, plain := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 1))
		for _, n := range []int{0, 1, 2, 3, 7, 20, 21, 300, 5000, 70000, 1} {
			if got, want := tried.binomial(fast, n), plainBinomial(plain, n, p); got != want {
				t.Fatalf("%d tries with %v: %d, want %d", n, p, got, want)
			}
		}
		if fast.Uint64() != plain.Uint64() {
			t.Fatalf("with %v another number of random numbers was used", p)
		}
	}
}

// TestGuessIsTheAnswerOfInversion: where it is sure, the short way gives what
// the long one gives, and it is sure nearly always where means are near one.
func TestGuessIsTheAnswerOfInversion(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	sure, all := 0, 0
	for range 400_000 {
		rest := 1 + rng.IntN(1<<(1+rng.IntN(18)))
		n := max(0, rest+int(2*math.Sqrt(float64(rest))*(rng.Float64()-0.5)))
		tried := newTrial(1 / float64(rest))
		if tried.flipped || tried.p <= 0 || n == 0 {
			continue
		}
		u := rng.Float64()
		if rng.IntN(4) == 0 { // at a step
			u = math.Exp(float64(n)*math.Log1p(-tried.p)) * (1 + 1e-8*(rng.Float64()-0.5))
		}
		got, ok := tried.guess(n, u)
		if rest > 2000 {
			all++
		}
		if !ok {
			continue
		}
		if rest > 2000 {
			sure++
		}
		want, pmf := n, math.Exp(float64(n)*math.Log1p(-tried.p))
		for k := range n {
			if u < pmf {
				want = k
				break
			}
			u -= pmf
			pmf *= tried.p / (1 - tried.p) * float64(n-k) / float64(k+1)
		}
		if got != want {
			t.Fatalf("%d tries with 1/%d: guessed %d, want %d", n, rest, got, want)
		}
	}
	if sure < all*7/10 || sure == all {
		t.Errorf("sure of %d of %d draws with a mean near one; want most of them, but none at a step", sure, all)
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
		rng := rand.New(rand.NewPCG(11, pcgStream))
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
