package stats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"framewatch/compare/stats"
)

// copying is how many copies a story has: of[i] is the chance of i+1.
type copying struct {
	name string
	of   []float64
}

// copyings are about the demo's sizes, then a mixture and a power law with a
// heavy tail.
func copyings() []copying {
	mixture, power := make([]float64, 60), make([]float64, 60)
	rest, sum := .4, 0.0
	for i := range mixture {
		mixture[i] = rest / 10
		rest -= mixture[i]
		power[i] = math.Pow(float64(i+1), -1.7)
		sum += power[i]
	}
	mixture[0] += .6 + rest
	for i := range power {
		power[i] /= sum
	}
	return []copying{{"demo", []float64{.70, .10, .08, .06, .04, .02}}, {"mixture", mixture}, {"power", power}}
}

// more are the sizes of stories that are copied more often: the larger of two
// draws.
func (c copying) more() copying {
	out := slices.Clone(c.of)
	below := 0.0
	for i, p := range c.of {
		out[i] = p * (2*below + p)
		below += p
	}
	return copying{c.name, out}
}

func (c copying) mean() float64 {
	mean := 0.0
	for i, p := range c.of {
		mean += p * float64(i+1)
	}
	return mean
}

func (c copying) draw(rng *rand.Rand) int {
	u := rng.Float64()
	for i, p := range c.of {
		if u -= p; u < 0 {
			return i + 1
		}
	}
	return len(c.of)
}

// population is a cell of the grid. Of its stories, share carry the frame. A
// copy of such a story has it with the chance framed, one of another story with
// the chance other.
type population struct {
	stories        int
	yes, no        copying
	more           bool
	share          float64
	framed, other  float64
	docs, perStory float64 // what is to be estimated: E[K]/E[N], E[K/N]
}

func populations(stories []int) []population {
	var out []population
	for _, m := range stories {
		for _, c := range copyings() {
			for _, more := range []bool{false, true} {
				for _, share := range []float64{.05, .1, .2, .3, .5} {
					for _, varied := range []bool{false, true} {
						p := population{stories: m, yes: c, no: c, more: more, share: share, framed: 1}
						if more {
							p.yes = c.more()
						}
						if varied {
							p.framed, p.other = .85, .03
						}
						yes, no := share*p.yes.mean(), (1-share)*p.no.mean()
						p.docs = (yes*p.framed + no*p.other) / (yes + no)
						p.perStory = share*p.framed + (1-share)*p.other
						out = append(out, p)
					}
				}
			}
		}
	}
	return out
}

func (p population) String() string {
	return fmt.Sprintf("%d stories, %s sizes, framed copied more %v, share %v, copies %v/%v", p.stories, p.yes.name, p.more, p.share, p.framed, p.other)
}

func (p population) draw(rng *rand.Rand) []stats.Part {
	parts := make([]stats.Part, p.stories)
	for i := range parts {
		size, chance := p.no, p.other
		if rng.Float64() < p.share {
			size, chance = p.yes, p.framed
		}
		n := size.draw(rng)
		parts[i] = stats.Part{Story: int32(i), Outlet: int32(i), N: n}
		for range n {
			if chance == 1 || chance > 0 && rng.Float64() < chance {
				parts[i].K++
			}
		}
	}
	return parts
}

// method counts how often an interval covers.
type method struct{ runs, covered, width float64 }

func (m *method) add(i stats.Interval, truth float64) {
	m.runs++
	m.width += i.Width()
	if i.Lo <= truth+1e-12 && truth <= i.Hi+1e-12 {
		m.covered++
	}
}

// summary is over the cells of a group.
type summary struct {
	least, most, width float64
	cells, within      int
}

func (s *summary) add(m method) {
	c := m.covered / m.runs
	if s.cells == 0 {
		s.least, s.most = 1, 0
	}
	s.least, s.most = min(s.least, c), max(s.most, c)
	s.width += m.width / m.runs
	s.cells++
	if c >= .93 && c <= .97 {
		s.within++
	}
}

func (s summary) String() string {
	return fmt.Sprintf("%4.1f to %5.1f %%, %3.0f %% of cells within 93-97, mean width %.3f", 100*s.least, 100*s.most, 100*float64(s.within)/float64(s.cells), s.width/float64(s.cells))
}

// fewStories are the bounds where the number of stories with the frame takes few
// values. For ten stories and a share of .05 it is 0 or 1 in 91.4 % of samples
// and 0 to 2 in 98.8: an interval that goes by it covers one or the other. With
// six stories of which one has most of the documents there are little more than
// two outcomes, and a share of .5 is in nearly every interval that also holds
// the rarer shares often enough.
func fewStories(least float64) (float64, float64) { return min(least, .90), 1 }

// TestCoverage draws samples of stories from populations of which the share is
// known and counts how often the intervals of 95 % hold it, the naive one and
// the percentile bootstrap (fewer runs) beside them.
func TestCoverage(t *testing.T) {
	runs, sizes := 1000, []int{6, 10, 20, 40, 80, 200}
	if testing.Short() {
		runs, sizes = 500, []int{10, 40}
	}
	names := []string{"preferred", "per story", "naive", "bootstrap"}
	groups := map[int]*[4]summary{}
	for i, p := range populations(sizes) {
		rng := rand.New(rand.NewPCG(uint64(i), 14))
		var ms [4]method
		for run := range runs {
			parts := p.draw(rng)
			docs, each := stats.Shares(parts, stats.ByStory, .95)
			ms[0].add(docs.Interval, p.docs)
			ms[1].add(each.Interval, p.perStory)
			k, n := 0, 0
			clusters := make([]stats.Cluster, len(parts))
			for j, c := range parts {
				k, n = k+c.K, n+c.N
				clusters[j] = stats.Cluster{K: c.K, N: c.N}
			}
			naive, err := stats.Wilson(k, n, .95)
			if err != nil {
				t.Fatal(err)
			}
			ms[2].add(naive, p.docs)
			if run%20 == 0 {
				boot, _ := stats.Resampling{B: 200, Seed: 1, Confidence: .95}.Shares(clusters)
				ms[3].add(boot.Interval, p.docs)
			}
		}
		if groups[p.stories] == nil {
			groups[p.stories] = &[4]summary{}
		}
		for j, m := range ms {
			groups[p.stories][j].add(m)
		}
		for j, m := range ms[:2] {
			// Three standard errors of the simulation.
			least, most := .93-3*math.Sqrt(.93*.07/m.runs), .97+3*math.Sqrt(.97*.03/m.runs)
			if p.stories <= 10 || j == 1 {
				least, most = fewStories(least)
			}
			if c := m.covered / m.runs; c < least || c > most {
				t.Errorf("%s of %v covers %.1f %%, want %.1f to %.1f", names[j], p, 100*c, 100*least, 100*most)
			}
		}
	}
	for _, m := range sizes {
		for j, s := range groups[m] {
			t.Logf("%3d stories, %-9s %v", m, names[j], s)
			if m > 10 && j == 0 && float64(s.within) < .8*float64(s.cells) {
				t.Errorf("%d stories: %d of %d cells within 93 to 97 %%", m, s.within, s.cells)
			}
		}
	}
}

// TestCoverageOfDifferences has stories on both sides, framed on each by one
// and the same chance: alike, as far as the shares of the sides let them be.
func TestCoverageOfDifferences(t *testing.T) {
	const runs = 400
	sizes := copyings()[1]
	for i, stories := range [][2]int{{20, 20}, {15, 60}, {80, 80}} {
		for j, share := range [][2]float64{{.3, .3}, {.1, .3}, {.5, .2}} {
			for k, shared := range []float64{0, .4} {
				rng := rand.New(rand.NewPCG(uint64(i*100+j*10+k), 14))
				var ms [2]method
				var sides [2][]stats.Part
				for range runs {
					sides[0], sides[1] = sides[0][:0], sides[1][:0]
					for story := range int32(stories[0] + stories[1]) {
						framed, both := rng.Float64(), rng.Float64() < shared
						for side := range sides {
							if own := int(story) >= side*stories[0] && int(story) < stories[0]+side*stories[1]; !own && !both {
								continue
							}
							part := stats.Part{Story: story, Outlet: 2*story + int32(side), N: sizes.draw(rng)}
							if framed < share[side] {
								part.K = part.N
							}
							sides[side] = append(sides[side], part)
						}
					}
					docs, each := stats.Differences(sides[0], sides[1], stats.ByStory, .95)
					ms[0].add(docs.Interval, share[0]-share[1])
					ms[1].add(each.Interval, share[0]-share[1])
				}
				for of, m := range ms {
					c, least := m.covered/runs, .93-3*math.Sqrt(.93*.07/runs)
					t.Logf("%v stories, %.1f on both sides, shares %v, per story %v: %.1f %%, mean width %.3f", stories, shared, share, of == 1, 100*c, m.width/runs)
					if c < least || c > .99 {
						t.Errorf("%v stories, %.1f on both sides, shares %v, per story %v: covers %.1f %%, want %.1f to 99", stories, shared, share, of == 1, 100*c, 100*least)
					}
				}
			}
		}
	}
}
