package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"framewatch/compare/stats"
)

// press is two sides of outlets without a difference between them. An outlet
// frames its own stories at a rate of its own (log odds with standard deviation
// spread); as many documents again are copies of wire stories, framed or not
// alike, of which the share within goes to outlets of one side only.
type press struct {
	outlets        [2]int
	spread, within float64
	rate           [2]float64
}

func (p press) draw(rng *rand.Rand) (sides [2][]stats.Part) {
	all, story, own := p.outlets[0]+p.outlets[1], int32(0), 0
	add := func(outlet int, chance float64) {
		part := stats.Part{Story: story, Outlet: int32(outlet), N: 1}
		if rng.Float64() < chance {
			part.K = 1
		}
		side := p.side(outlet)
		sides[side] = append(sides[side], part)
	}
	for o := range all {
		rate := p.rate[p.side(o)]
		rate = 1 / (1 + (1-rate)/rate*math.Exp(-p.spread*rng.NormFloat64()))
		for ; ; own++ {
			add(o, rate)
			story++
			if rng.Float64() < .125 {
				break
			}
		}
	}
	for copies := 0; copies < own; story++ {
		from, to := 0, all
		side := p.side(rng.IntN(all))
		if rng.Float64() < p.within {
			from, to = side*p.outlets[0], p.outlets[0]+side*p.outlets[1]
		}
		chance := .02
		if rng.Float64() < p.rate[side] {
			chance = .95
		}
		for _, o := range rng.Perm(to - from)[:min(to-from, 2+rng.IntN(9))] {
			add(from+o, chance)
			copies++
		}
	}
	return sides
}

func (p press) side(outlet int) int {
	if outlet < p.outlets[0] {
		return 0
	}
	return 1
}

// naiveDiffers is the test of two shares of independent documents.
func naiveDiffers(sides [2][]stats.Part) bool {
	var k, n [2]float64
	for side, parts := range sides {
		for _, p := range parts {
			k[side], n[side] = k[side]+float64(p.K), n[side]+float64(p.N)
		}
	}
	pooled := (k[0] + k[1]) / (n[0] + n[1])
	return math.Abs(k[0]/n[0]-k[1]/n[1]) > 1.96*math.Sqrt(pooled*(1-pooled)*(1/n[0]+1/n[1]))
}

// TestFalseAlarms counts how often a difference at the level of 5 % is found
// where there is none, and where there is one. Under 20 outlets a side the
// wider of the clustered interval and the permutation's decides.
func TestFalseAlarms(t *testing.T) {
	runs := 200
	if testing.Short() {
		runs = 60
	}
	const naive, story, twoWay, twoWayStories, permuted, decided, decidedStories = 0, 1, 2, 3, 4, 5, 6
	alarms := func(p press, seed uint64) (found [7]float64) {
		rng := rand.New(rand.NewPCG(seed, 14))
		for range runs {
			sides := p.draw(rng)
			count := func(at int, alarm bool) {
				if alarm {
					found[at] += 1 / float64(runs)
				}
			}
			count(naive, naiveDiffers(sides))
			byStory, _ := stats.Differences(sides[0], sides[1], stats.ByStory, .95)
			count(story, byStory.P < .05)
			docs, each := stats.Differences(sides[0], sides[1], stats.TwoWay, .95)
			count(twoWay, docs.P < .05)
			count(twoWayStories, each.P < .05)
			few, fewStories := docs.P < .05, each.P < .05
			if min(p.outlets[0], p.outlets[1]) < 20 {
				test, testStories := stats.Resampling{B: 200, Seed: 1, Confidence: .95}.PermuteOutlets(sides[0], sides[1])
				count(permuted, test.P <= .05)
				few, fewStories = few && test.P <= .05, fewStories && testStories.P <= .05
			}
			count(decided, few)
			count(decidedStories, fewStories)
		}
		return found
	}
	t.Log("percent of differences found at 5 %: naive, story, two-way, two-way per story, permutation, decided, decided per story")
	var mean [7]float64
	var designs float64
	for _, outlets := range [][2]int{{5, 5}, {7, 12}, {20, 20}, {8, 40}} {
		for _, spread := range []float64{0, 1} {
			for _, within := range []float64{0, .8} {
				p := press{outlets, spread, within, [2]float64{.25, .25}}
				found := alarms(p, uint64(designs))
				t.Logf("%v %.1f", p, scaled(found, 100))
				designs++
				for i, f := range found {
					mean[i] += f
				}
				limit := .06 + 3*math.Sqrt(.06*.94/float64(runs))
				for _, at := range []int{twoWay, twoWayStories, decided, decidedStories} {
					if found[at] > limit {
						t.Errorf("%v: %.1f %% false alarms by method %d, want at most 6", p, 100*found[at], at)
					}
				}
			}
		}
	}
	mean = scaled(mean, 1/designs)
	t.Logf("mean %.1f", scaled(mean, 100))
	if worst := max(mean[twoWay], mean[twoWayStories], mean[decided], mean[decidedStories]); worst > .06 {
		t.Errorf("%.1f %% false alarms on average, want at most 6", 100*worst)
	}
	if mean[naive] < .1 || mean[story] < .06 {
		t.Errorf("the press is too easy: the methods that ignore clusters give %.1f and %.1f %%", 100*mean[naive], 100*mean[story])
	}
	p := press{[2]int{12, 12}, .5, .2, [2]float64{.15, .5}}
	found := alarms(p, 99)
	t.Logf("%v %.1f", p, scaled(found, 100))
	if found[decided] < .5 || found[decidedStories] < .5 {
		t.Errorf("a difference of 35 points is found in %.0f and %.0f %% of samples only", 100*found[decided], 100*found[decidedStories])
	}
}

func scaled(x [7]float64, by float64) [7]float64 {
	for i := range x {
		x[i] *= by
	}
	return x
}
