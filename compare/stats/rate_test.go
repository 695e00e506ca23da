package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"framewatch/compare/stats"
)

// corpusDraw invents documents of two sides in which no word is commoner on one
// side than on the other.
type corpusDraw struct {
	outlets    [2]int
	stories    int     // in all
	copies     float64 // chance that a story is printed once more
	outlet     float64 // spread of an outlet's rates, on the log scale
	story      float64 // of a story's
	vocabulary int
	hetero     bool
}

type drawn struct {
	kinds stats.RateKinds
	f     []stats.Frequencies
	with  []stats.RateWith
}

func poisson(rng *rand.Rand, mean float64) int {
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*rng.NormFloat64())))
	}
	limit, n := math.Exp(-mean), 0
	for p := rng.Float64(); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

func (d corpusDraw) draw(rng *rand.Rand) drawn {
	type doc struct{ story, outlet, side, words int }
	var docs []doc
	n := d.outlets[0] + d.outlets[1]
	weights := make([]float64, n)
	total := 0.0
	for i := range weights {
		weights[i] = math.Exp(.8 * rng.NormFloat64())
		total += weights[i]
	}
	pick := func() int {
		x := rng.Float64() * total
		for i, w := range weights {
			if x -= w; x < 0 {
				return i
			}
		}
		return n - 1
	}
	for s := range d.stories {
		words := int(math.Exp(5.5 + .5*rng.NormFloat64()))
		first := pick()
		used := map[int]bool{}
		for o := first; ; o = pick() {
			if !used[o] {
				used[o] = true
				side := 0
				if o >= d.outlets[0] {
					side = 1
				}
				docs = append(docs, doc{s, o, side, words})
			}
			if rng.Float64() >= d.copies || d.hetero && first >= d.outlets[0] {
				break
			}
		}
	}
	sizes := func(n int, key func(doc) int) []stats.RateCluster {
		out := make([]stats.RateCluster, n)
		for _, d := range docs {
			c := &out[key(d)]
			if d.side == 0 {
				c.NA += d.words
			} else {
				c.NB += d.words
			}
		}
		return out
	}
	byStory := func(d doc) int { return d.story }
	byOutlet := func(d doc) int { return d.outlet }
	byBoth := func(d doc) int { return d.story*n + d.outlet }
	var out drawn
	kinds := []*stats.RateClusters{&out.kinds.Stories, &out.kinds.Outlets, &out.kinds.Both}
	keys := []func(doc) int{byStory, byOutlet, byBoth}
	totals := [][]stats.RateCluster{sizes(d.stories, byStory), sizes(n, byOutlet), sizes(d.stories*n, byBoth)}
	for k, list := range totals {
		for _, c := range list {
			kinds[k].Add(c)
		}
	}
	for range d.vocabulary {
		rate := math.Exp(-7.6 + 1.6*rng.NormFloat64())
		ofOutlet := make([]float64, n)
		for i := range ofOutlet {
			ofOutlet[i] = math.Exp(d.outlet * rng.NormFloat64())
			if d.hetero {
				if i >= d.outlets[0] {
					ofOutlet[i] = 1
				} else {
					ofOutlet[i] *= math.Exp(-d.outlet * d.outlet / 2)
				}
			}
		}
		counts := [][]stats.RateCluster{make([]stats.RateCluster, d.stories), make([]stats.RateCluster, n), make([]stats.RateCluster, d.stories*n)}
		f := stats.Frequencies{}
		last, inStory := -1, 0
		for _, doc := range docs {
			if doc.story != last { // copies have the same words
				last = doc.story
				inStory = poisson(rng, rate*ofOutlet[doc.outlet]*math.Exp(d.story*rng.NormFloat64())*float64(doc.words))
			}
			inStory := min(inStory, doc.words)
			for k, key := range keys {
				c := &counts[k][key(doc)]
				if doc.side == 0 {
					c.A += inStory
				} else {
					c.B += inStory
				}
			}
			if doc.side == 0 {
				f.A += inStory
				f.NA += doc.words
			} else {
				f.B += inStory
				f.NB += doc.words
			}
		}
		if f.A+f.B < 5 {
			continue
		}
		var with stats.RateWith
		for k, to := range []*[]stats.RateCluster{&with.Stories, &with.Outlets, &with.Both} {
			for i, c := range counts[k] {
				if c.A+c.B > 0 {
					c.NA, c.NB = totals[k][i].NA, totals[k][i].NB
					*to = append(*to, c)
				}
			}
		}
		out.f, out.with = append(out.f, f), append(out.with, with)
	}
	return out
}

func TestZZ(t *testing.T) {
	for _, c := range []corpusDraw{
		{outlets: [2]int{3, 3}, stories: 100, copies: .2, outlet: .3, story: .8},
		{outlets: [2]int{7, 9}, stories: 120, copies: .2, outlet: .3, story: .8},
		{outlets: [2]int{7, 9}, stories: 120, copies: .4, outlet: .8, story: .8},
		{outlets: [2]int{3, 14}, stories: 120, copies: .4, outlet: .6, story: .8},
		{outlets: [2]int{20, 20}, stories: 400, copies: .4, outlet: .6, story: .8},
		{outlets: [2]int{6, 40}, stories: 400, copies: .5, outlet: .6, story: 1},
		{outlets: [2]int{20, 20}, stories: 80, copies: .3, outlet: 0, story: 0},
		{outlets: [2]int{1, 1}, stories: 80, copies: 0, outlet: 0, story: .8},
		{outlets: [2]int{10, 10}, stories: 400, copies: .7, outlet: 0.2, story: .8},
		{outlets: [2]int{6, 40}, stories: 400, copies: .5, outlet: .8, story: .8, hetero: true},
		{outlets: [2]int{4, 40}, stories: 400, copies: .5, outlet: .5, story: .8, hetero: true},
		{outlets: [2]int{12, 12}, stories: 400, copies: .5, outlet: .8, story: .8, hetero: true},
		{outlets: [2]int{40, 12}, stories: 400, copies: .5, outlet: .8, story: .8, hetero: true},
	} {
		c.vocabulary = 150
		rng := rand.New(rand.NewPCG(1, 2))
		tests, alarms, naive, family, runs := 0, 0, 0, 0, 60
		covered, width := 0, 0.0
		part, tail := [4]int{}, [4]int{}
		for range runs {
			d := c.draw(rng)
			var ps []float64
			for i, f := range d.f {
				r := d.kinds.Test(f, d.with[i])
				tests++
				ps = append(ps, r.P)
				for i, p := range []float64{r.P0, r.P1, r.P2, max(r.P1, r.P2)} {
					if p < .05 {
						part[i]++
					}
					if p < .001 {
						tail[i]++
					}
				}
				if r.P < .05 {
					alarms++
				}
				if stats.PValue(stats.G2(f)) < .05 {
					naive++
				}
				half := r.Half(.95)
				if math.Abs(stats.LogRatio(f)) <= half {
					covered++
				}
				width += r.LogSE
			}
			for _, p := range stats.BenjaminiHochberg(ps) {
				if p < .05 {
					family++
					break
				}
			}
		}
		t.Logf("%+v: tests %d alarms %.2f%% naive %.1f%% family %.1f%% cover %.1f%% se %.2f parts %v tail .001 %v", c, tests, 100*float64(alarms)/float64(tests), 100*float64(naive)/float64(tests), 100*float64(family)/float64(runs), 100*float64(covered)/float64(tests), width/float64(tests), part, tail)
	}
}
