package stats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"framewatch/compare/stats"
)

// drawParts draws few stories and outlets, so that they meet often and shares
// of 0 and 1 are not rare. Some parts are empty.
func drawParts(rng *rand.Rand) []stats.Part {
	parts := make([]stats.Part, rng.IntN(12))
	stories, outlets, most := int32(1+rng.IntN(8)), int32(1+rng.IntN(5)), 1+rng.IntN(6)
	for i := range parts {
		n := rng.IntN(most + 1)
		parts[i] = stats.Part{Story: rng.Int32N(stories), Outlet: rng.Int32N(outlets), K: rng.IntN(n + 1), N: n}
	}
	return parts
}

func mapped(parts []stats.Part, fn func(stats.Part) stats.Part) []stats.Part {
	out := slices.Clone(parts)
	for i, p := range out {
		out[i] = fn(p)
	}
	return out
}

func close(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// same compares all but the documents' number that Effective is in.
func same(a, b stats.Clustered) bool {
	return close(a.Value, b.Value) && close(a.SE, b.SE) && close(a.Interval.Lo, b.Interval.Lo) && close(a.Interval.Hi, b.Interval.Hi) &&
		close(a.DF, b.DF) && a.OK == b.OK && a.Stories == b.Stories && a.Outlets == b.Outlets
}

func mirrored(c stats.Clustered, around float64) stats.Clustered {
	c.Value = around - c.Value
	c.Interval = stats.Interval{Lo: around - c.Interval.Hi, Hi: around - c.Interval.Lo}
	if !c.OK {
		c.Interval = stats.Interval{}
	}
	return c
}

// TestClusteredProperties holds what an interval over clusters must keep
// whatever the data, those without a document or a second cluster included.
func TestClusteredProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 1))
	for i := range 1500 {
		a, b := drawParts(rng), drawParts(rng)
		for by := stats.ByStory; by <= stats.TwoWay; by++ {
			fail := func(what string, got, want any) {
				t.Fatalf("case %d by %v: %s: got %+v, want %+v\na %v\nb %v", i, by, what, got, want, a, b)
			}
			docs, each := stats.Shares(a, by, .95)
			for _, c := range []stats.Clustered{docs, each} {
				if !c.OK && (c.Interval != stats.Interval{} || c.SE != 0 || c.Effective != 0) {
					fail("not judged", c, "zeros")
				}
				if c.OK && !(0 <= c.Interval.Lo && c.Interval.Lo <= c.Value && c.Value <= c.Interval.Hi && c.Interval.Hi <= 1 && c.Interval.Width() > 0 && c.Effective > 0 && c.SE < 1) {
					fail("not defined or not around the value", c, "a range")
				}
			}
			shuffled := slices.Clone(a)
			rng.Shuffle(len(a), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if d, e := stats.Shares(shuffled, by, .95); d != docs || e != each {
				fail("shuffled", d, docs)
			}
			thrice := mapped(a, func(p stats.Part) stats.Part { p.K, p.N = 3*p.K, 3*p.N; return p })
			if d, e := stats.Shares(thrice, by, .95); !same(d, docs) || !same(e, each) {
				fail("each document three times", d, docs)
			}
			negated := mapped(a, func(p stats.Part) stats.Part { p.K = p.N - p.K; return p })
			if d, e := stats.Shares(negated, by, .95); docs.Stories > 0 && (!same(d, mirrored(docs, 1)) || !same(e, mirrored(each, 1))) {
				fail("positives and negatives exchanged", d, mirrored(docs, 1))
			}
			diff, eachDiff := stats.Differences(a, b, by, .95)
			for _, c := range []stats.ClusteredDifference{diff, eachDiff} {
				if !(0 <= c.P && c.P <= 1) || c.OK && !(-1 <= c.Interval.Lo && c.Interval.Lo <= c.Value && c.Value <= c.Interval.Hi && c.Interval.Hi <= 1) {
					fail("difference not defined", c, "a range")
				}
				if c.OK && (c.P < .05) == (c.Interval.Lo <= 0 && 0 <= c.Interval.Hi) && math.Abs(c.P-.05) > 1e-9 {
					fail("p and interval disagree", c, "p < .05 where 0 is outside")
				}
			}
			back, eachBack := stats.Differences(b, a, by, .95)
			if !same(back.Clustered, mirrored(diff.Clustered, 0)) || !close(back.P, diff.P) || !close(eachBack.P, eachDiff.P) {
				fail("sides exchanged", back, mirrored(diff.Clustered, 0))
			}
		}
	}
}

// TestIndependentDocuments are the cases in which clusters do not matter: the
// intervals are those of Wilson (1927) and method 10 of Newcombe (1998), here
// for 56/70 - 48/80 as in his table II.
func TestIndependentDocuments(t *testing.T) {
	singles := func(k, n int, from int32) []stats.Part {
		out := make([]stats.Part, n)
		for i := range out {
			out[i] = stats.Part{Story: from + int32(i), Outlet: from + int32(i), N: 1}
			if i < k {
				out[i].K = 1
			}
		}
		return out
	}
	docs, each := stats.Shares(singles(56, 70, 0), stats.ByStory, .95)
	wilson, err := stats.Wilson(56, 70, .95)
	if err != nil {
		t.Fatal(err)
	}
	// The sandwich's M/(M-1) is all that differs.
	near(t, "lower", docs.Interval.Lo, wilson.Lo, 2e-3)
	near(t, "upper", docs.Interval.Hi, wilson.Hi, 2e-3)
	if docs != each {
		t.Errorf("per story %+v, of documents %+v", each, docs)
	}
	diff, _ := stats.Differences(singles(56, 70, 0), singles(48, 80, 1000), stats.ByStory, .95)
	near(t, "difference", diff.Value, .2, 1e-12)
	near(t, "lower", diff.Interval.Lo, .0524, 2e-3)
	near(t, "upper", diff.Interval.Hi, .3339, 2e-3)
}

// TestClusteredReference compares with the formulas of the documentation in
// numpy 2.2.6, quantiles and p values by scipy 1.13.1, the quantile at which
// the interval touches 0 by its brentq.
func TestClusteredReference(t *testing.T) {
	a := []stats.Part{{0, 0, 1, 1}, {0, 1, 2, 3}, {0, 4, 1, 1}, {1, 0, 0, 2}, {2, 1, 0, 1}, {3, 2, 1, 1}, {4, 2, 0, 1}, {5, 3, 3, 4}, {6, 3, 0, 2}, {7, 0, 0, 1}, {8, 1, 1, 1}, {9, 2, 0, 3}}
	b := []stats.Part{{0, 5, 0, 2}, {5, 6, 1, 1}, {10, 5, 0, 1}, {11, 6, 0, 2}, {12, 7, 1, 4}, {13, 7, 0, 1}, {14, 8, 2, 2}, {15, 8, 0, 1}, {16, 2, 0, 2}}
	for _, c := range []struct {
		perStory              bool
		by                    stats.ClusterBy
		value, se, lo, hi     float64
		diff, below, above, p float64
	}{
		{false, stats.ByStory, 0.428571428571, 0.157245962769, 0.186161998417, 0.710904276516, 0.178571428571, -0.177666419251, 0.484858752932, 0.352968606021},
		{false, stats.ByOutlet, 0.428571428571, 0.136206978992, 0.139394482055, 0.77642691829, 0.178571428571, -0.236274413527, 0.50893904717, 0.371386565093},
		{false, stats.TwoWay, 0.428571428571, 0.157245962769, 0.11782202519, 0.808122181054, 0.178571428571, -0.217999633586, 0.513859580957, 0.361666693201},
		{true, stats.ByStory, 0.355, 0.143393660583, 0.147013938116, 0.637366174621, 0.105, -0.244656936593, 0.412765636407, 0.575846387367},
		{true, stats.ByOutlet, 0.355, 0.140530422361, 0.0901702456, 0.753486240002, 0.105, -0.33039449601, 0.478728228934, 0.616883164861},
		{true, stats.TwoWay, 0.355, 0.143393660583, 0.0878853668363, 0.758682028306, 0.105, -0.301717317364, 0.458553063454, 0.59184814808},
	} {
		share, each := stats.Shares(a, c.by, .95)
		diff, eachDiff := stats.Differences(a, b, c.by, .95)
		if c.perStory {
			share, diff = each, eachDiff
		}
		for _, v := range []struct {
			what      string
			got, want float64
		}{
			{"value", share.Value, c.value},
			{"se", share.SE, c.se},
			{"lower", share.Interval.Lo, c.lo},
			{"upper", share.Interval.Hi, c.hi},
			{"difference", diff.Value, c.diff},
			{"its lower", diff.Interval.Lo, c.below},
			{"its upper", diff.Interval.Hi, c.above},
			{"p", diff.P, c.p},
		} {
			near(t, fmt.Sprintf("by %v, per story %v: %s", c.by, c.perStory, v.what), v.got, v.want, 1e-9)
		}
	}
}

// TestFewClusters says what is defined where little is known.
func TestFewClusters(t *testing.T) {
	for _, c := range []struct {
		what  string
		parts []stats.Part
		by    stats.ClusterBy
		value float64
		ok    bool
	}{
		{"nothing", nil, stats.ByStory, 0, false},
		{"one story", []stats.Part{{0, 0, 1, 2}, {0, 1, 1, 1}}, stats.ByStory, 2. / 3, false},
		{"one story by outlet", []stats.Part{{0, 0, 1, 2}, {0, 1, 1, 1}}, stats.ByOutlet, 2. / 3, true},
		{"one outlet", []stats.Part{{0, 0, 1, 1}, {1, 0, 0, 1}}, stats.TwoWay, .5, false},
		{"none positive", []stats.Part{{0, 0, 0, 1}, {1, 1, 0, 1}}, stats.TwoWay, 0, true},
		{"all positive", []stats.Part{{0, 0, 3, 3}, {1, 1, 1, 1}}, stats.ByStory, 1, true},
	} {
		docs, _ := stats.Shares(c.parts, c.by, .95)
		if docs.Value != c.value || docs.OK != c.ok {
			t.Errorf("%s: %+v, want value %v, ok %v", c.what, docs, c.value, c.ok)
		}
	}
}

// TestPermutationProperties holds the same of the permutation.
func TestPermutationProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 2))
	r := stats.Resampling{B: 60, Seed: 5, Confidence: .9}
	for i := range 1500 {
		a, b := drawParts(rng), drawParts(rng)
		docs, each := r.PermuteOutlets(a, b)
		for _, p := range []stats.Permutation{docs, each} {
			holds := p.Interval.Lo <= 0 && 0 <= p.Interval.Hi
			if !(p.P > 0 && p.P <= 1) || p.OK && !(-1 <= p.Interval.Lo && p.Interval.Lo <= p.Interval.Hi && p.Interval.Hi <= 1 && holds == (p.P > .1+1e-9)) {
				t.Fatalf("case %d: %+v\na %v\nb %v", i, p, a, b)
			}
		}
		for _, side := range [][]stats.Part{a, b} {
			rng.Shuffle(len(side), func(i, j int) { side[i], side[j] = side[j], side[i] })
		}
		if d, e := r.PermuteOutlets(a, b); d != docs || e != each {
			t.Fatalf("case %d shuffled: %+v, want %+v\na %v\nb %v", i, d, docs, a, b)
		}
	}
}

func TestPermuteOutlets(t *testing.T) {
	side := func(from int32, ks ...int) []stats.Part {
		var out []stats.Part
		for i, k := range ks {
			for j := range 4 {
				p := stats.Part{Story: from + int32(10*i+j), Outlet: from + int32(i), N: 1}
				if j < k {
					p.K = 1
				}
				out = append(out, p)
			}
		}
		return out
	}
	r := stats.Resampling{B: 2000, Seed: 3, Confidence: .95}
	for _, c := range []struct {
		a, b  []stats.Part
		p     float64
		draws int
	}{
		{side(0, 4, 4, 4), side(100, 0, 0, 0), 2. / 20, 20},
		{side(0, 4, 4, 4, 4), side(100, 0, 0, 0, 0), 2. / 70, 70},
		{side(0, 2, 2), side(100, 2, 2), 1, 6},
		{side(0, 4, 3), side(0, 1, 1), 2. / 4, 4}, // the same outlets on both sides
	} {
		docs, each := r.PermuteOutlets(c.a, c.b)
		if !docs.OK || !docs.Exact || docs.Draws != c.draws || !close(docs.P, c.p) || !close(each.P, c.p) {
			t.Errorf("%+v %+v, want p %v of %d", docs, each, c.p, c.draws)
		}
		if docs.P > .05 && (docs.Interval.Lo > 1e-9 || docs.Interval.Hi < -1e-9) {
			t.Errorf("p %v but interval %v", docs.P, docs.Interval)
		}
	}
	many := fmt.Sprint(r.PermuteOutlets(side(0, 4, 4, 4, 3, 4, 4, 2, 4, 4, 3), side(100, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)))
	if again := fmt.Sprint(r.PermuteOutlets(side(0, 4, 4, 4, 3, 4, 4, 2, 4, 4, 3), side(100, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0))); many != again {
		t.Errorf("drawn twice: %s and %s", many, again)
	}
	if docs, _ := r.PermuteOutlets(side(0, 4, 4), nil); docs.OK || docs.P != 1 {
		t.Errorf("one side empty: %+v", docs)
	}
}

func BenchmarkClusteredShares(b *testing.B) {
	var parts []stats.Part
	for i := range 80000 {
		parts = append(parts, stats.Part{Story: int32(i * 2 / 3), Outlet: int32(i * 7919 % 60), K: (i * 31 % 97) / 80, N: 1})
	}
	for _, by := range []stats.ClusterBy{stats.ByStory, stats.TwoWay} {
		b.Run(by.String(), func(b *testing.B) {
			for b.Loop() {
				stats.Shares(parts, by, .95)
			}
		})
	}
}
