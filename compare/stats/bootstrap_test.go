package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare/stats"
)

func clusters(of ...[3]int) []stats.Cluster {
	var out []stats.Cluster
	for _, c := range of {
		out = append(out, slices.Repeat([]stats.Cluster{{K: c[1], N: c[2]}}, c[0])...)
	}
	return out
}

// stories are 40 single documents without the trait, 12 with it, and seven
// stories with copies.
func stories() []stats.Cluster {
	return clusters([3]int{40, 0, 1}, [3]int{12, 1, 1}, [3]int{1, 6, 8}, [3]int{2, 0, 5}, [3]int{3, 4, 4}, [3]int{1, 2, 9})
}

// TestShares compares with 400,000 replicates in numpy 2.4.6 that draw cluster
// by cluster:
//
//	cl = np.array([(0,1)]*40+[(1,1)]*12+[(6,8)]+[(0,5)]*2+[(4,4)]*3+[(2,9)])
//	idx = np.random.default_rng(1).integers(0, len(cl), (400000, len(cl)))
//	s = cl[:,0][idx].sum(1) / cl[:,1][idx].sum(1); m = (cl[:,0]/cl[:,1])[idx].mean(1)
//	s.std(ddof=1); np.quantile(s, [.025,.975])   # and the same of m
//
// The tolerance of the bounds is one step of the lattice on which the share
// lies.
func TestShares(t *testing.T) {
	r := stats.Resampling{B: 200000, Seed: 7, Confidence: .95}
	docs, each := r.Shares(stories())
	for _, c := range []struct {
		what      string
		got       stats.Bootstrapped
		value, se float64
		lo, hi    float64
	}{
		{"share", docs, 0.3516483516483517, 0.075901, 0.201754, 0.495652},
		{"share per story", each, 0.2707156308851224, 0.057001, 0.164312, 0.385593},
	} {
		if !c.got.OK {
			t.Fatalf("%s has no interval", c.what)
		}
		near(t, c.what, c.got.Value, c.value, 1e-12)
		near(t, c.what+": se", c.got.SE, c.se, 6e-4)
		near(t, c.what+": lower bound", c.got.Interval.Lo, c.lo, 5e-3)
		near(t, c.what+": upper bound", c.got.Interval.Hi, c.hi, 5e-3)
	}
}

// TestDifferences compares with the same program over pairs of sides, among
// them stories with copies on both.
func TestDifferences(t *testing.T) {
	var pairs [][2]stats.Cluster
	add := func(n int, a, b stats.Cluster) {
		pairs = append(pairs, slices.Repeat([][2]stats.Cluster{{a, b}}, n)...)
	}
	none := stats.Cluster{}
	add(30, stats.Cluster{K: 0, N: 1}, none)
	add(10, stats.Cluster{K: 1, N: 1}, none)
	add(25, none, stats.Cluster{K: 0, N: 1})
	add(15, none, stats.Cluster{K: 1, N: 1})
	add(2, stats.Cluster{K: 3, N: 3}, stats.Cluster{K: 5, N: 5})
	add(3, stats.Cluster{K: 0, N: 2}, stats.Cluster{K: 1, N: 4})
	docs, _ := stats.Resampling{B: 200000, Seed: 7, Confidence: .95}.Differences(pairs)
	near(t, "difference", docs.Value, -0.14392059553349873, 1e-12)
	near(t, "se", docs.SE, 0.075497, 6e-4)
	near(t, "lower bound", docs.Interval.Lo, -0.288581, 2e-3)
	near(t, "upper bound", docs.Interval.Hi, 0.008805, 2e-3)
}

// TestResamplingIsFixed holds the promise that order does not matter and the
// seed does.
func TestResamplingIsFixed(t *testing.T) {
	r := stats.Resampling{B: 500, Seed: 1, Confidence: .95}
	want, _ := r.Shares(stories())
	shuffled := stories()
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if got, _ := r.Shares(shuffled); got != want {
		t.Errorf("shuffled input: %s", cmp.Diff(want, got))
	}
	r.Seed = 2
	if got, _ := r.Shares(stories()); got == want {
		t.Error("another seed gave the same interval")
	}
	if got, _ := r.Shares(clusters([3]int{1, 2, 9})); got.OK || got.Value != 2.0/9 {
		t.Errorf("one cluster: %+v, want a value without an interval", got)
	}
}

// TestCopiesWiden shows why stories are resampled: ten copies of each document
// multiply the variance by ten against independent documents.
func TestCopiesWiden(t *testing.T) {
	r := stats.Resampling{B: 20000, Seed: 1, Confidence: .95}
	copied, _ := r.Shares(clusters([3]int{60, 0, 10}, [3]int{40, 10, 10}))
	near(t, "design effect", stats.DesignEffect(copied.SE, copied.Value, 1000), 10, .05)
}

// TestEach checks the multinomial: every sample has as many units as there
// are, and means, variances and covariance of small and large kinds are those
// of the distribution.
func TestEach(t *testing.T) {
	counts := []int{1, 900, 4, 95, 1000}
	const b = 100000
	var mean, square [5]float64
	var product float64
	stats.Resampling{B: b, Seed: 11}.Each(counts, func(times []int) {
		sum := 0
		for i, n := range times {
			sum += n
			mean[i] += float64(n) / b
			square[i] += float64(n) * float64(n) / b
		}
		product += float64(times[1]) * float64(times[4]) / b
		if sum != 2000 {
			t.Fatalf("sample of %d units, want 2000", sum)
		}
	})
	for i, c := range counts {
		p := float64(c) / 2000
		near(t, "mean", mean[i], float64(c), .01)
		near(t, "variance", square[i]-mean[i]*mean[i], 2000*p*(1-p), .03)
	}
	near(t, "covariance", product-mean[1]*mean[4], -2000*.45*.5, .03)
}

func TestSummaryLeavesOutUndefined(t *testing.T) {
	got := stats.Resampling{Confidence: .95}.Summary(3, []float64{1, math.NaN(), 2, 3, 4, 10})
	// np.quantile([1,2,3,4,10], [.025,.975]) and np.std(ddof=1)
	want := stats.Bootstrapped{Value: 3, SE: 3.5355339059327378, Interval: stats.Interval{Lo: 1.1, Hi: 9.4}, OK: true}
	near(t, "se", got.SE, want.SE, 1e-12)
	near(t, "lower bound", got.Interval.Lo, want.Interval.Lo, 1e-12)
	near(t, "upper bound", got.Interval.Hi, want.Interval.Hi, 1e-12)
	if got := (stats.Resampling{Confidence: .95}).Summary(3, []float64{math.NaN(), 1}); got.OK {
		t.Error("one replicate gave an interval")
	}
}

func BenchmarkShares(b *testing.B) {
	big := slices.Concat(clusters([3]int{60000, 0, 1}, [3]int{20000, 1, 1}), stories())
	for b.Loop() {
		stats.Resampling{B: 1000, Seed: 1, Confidence: .95}.Shares(big)
	}
}
