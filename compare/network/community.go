package network

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Communities are found by the Louvain method (Blondel et al. 2008) with nodes
// visited in a random order, so many times from one seed; the division with the
// highest modularity is kept, the first of equal ones. Community 0 is the largest,
// ties by the first name; of gives each node's. Weights are taken as whole
// multiples of one 2^30th of their sum, so that no rounding decides a move.
//
// Modularity is Newman's (2006) of that division at resolution 1 over the weights
// as they are; 0 for a network without edges, of which each node is a community.
func (g *Network) Communities(seed int64, times int) (of []int, modularity float64) {
	rng := rand.New(rand.NewPCG(uint64(seed), 0x9e3779b97f4a7c15))
	base := g.whole()
	best := make([]int, len(g.Names))
	for i := range best {
		best[i] = i
	}
	highest := base.quality(best)
	for range times {
		if found := base.divide(rng); base.quality(found).more(highest) {
			best, highest = found, base.quality(found)
		}
	}
	of = bySize(best)
	return of, g.modularity(of)
}

// bySize numbers communities from the largest down, ties by their first node.
func bySize(of []int) []int {
	size, first := map[int]int{}, map[int]int{}
	var numbers []int
	for i, c := range of {
		if size[c] == 0 {
			first[c] = i
			numbers = append(numbers, c)
		}
		size[c]++
	}
	slices.SortFunc(numbers, func(a, b int) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(first[a], first[b])) })
	out := make([]int, len(of))
	for i, c := range of {
		out[i] = slices.Index(numbers, c)
	}
	return out
}

func (g *Network) modularity(of []int) float64 {
	total := 0.0
	inside, strength := make([]float64, len(of)), make([]float64, len(of))
	for _, e := range g.Edges {
		total += e.Weight
		strength[of[e.From]] += e.Weight
		strength[of[e.To]] += e.Weight
		if of[e.From] == of[e.To] {
			inside[of[e.From]] += e.Weight
		}
	}
	if total == 0 {
		return 0
	}
	q := 0.0
	for c := range inside {
		share := strength[c] / (2 * total)
		q += inside[c]/total - float64(share*share)
	}
	return q
}

// whole is a network whose weights are whole numbers. A node of a reduced network
// has a loop: twice the weights inside the community that it stands for.
type whole struct {
	links    [][]wholeLink
	loops    []int64
	strength []int64
	total    int64 // twice the sum of weights, at most about 2^31: products fit
}

type wholeLink struct {
	to     int
	weight int64
}

func (g *Network) whole() *whole {
	sum, integer := 0.0, true
	for _, e := range g.Edges {
		sum += e.Weight
		integer = integer && e.Weight == math.Trunc(e.Weight)
	}
	scale := 1.0
	if sum > 0 && (!integer || sum > 1<<30) {
		scale = (1 << 30) / sum
	}
	out := &whole{links: make([][]wholeLink, len(g.Names)), loops: make([]int64, len(g.Names))}
	for _, e := range g.Edges {
		w := int64(math.Round(e.Weight * scale))
		out.links[e.From] = append(out.links[e.From], wholeLink{e.To, w})
		out.links[e.To] = append(out.links[e.To], wholeLink{e.From, w})
	}
	out.measure()
	return out
}

func (w *whole) measure() {
	w.strength = make([]int64, len(w.links))
	for i, links := range w.links {
		w.strength[i] = w.loops[i]
		for _, l := range links {
			w.strength[i] += l.weight
		}
		w.total += w.strength[i]
	}
}

// quality is modularity times the square of total, in two parts that each fit.
type quality struct{ inside, squares int64 }

func (a quality) more(b quality) bool { return a.inside-a.squares > b.inside-b.squares }

func (w *whole) quality(of []int) quality {
	strength := map[int]int64{}
	var q quality
	for i, links := range w.links {
		strength[of[i]] += w.strength[i]
		inside := w.loops[i]
		for _, l := range links {
			if of[l.to] == of[i] {
				inside += l.weight
			}
		}
		q.inside += inside * w.total
	}
	for _, s := range strength {
		q.squares += s * s
	}
	return q
}

// divide runs the method once: nodes move, communities become nodes, and so on
// until nothing moves.
func (w *whole) divide(rng *rand.Rand) []int {
	of, moved := w.move(rng)
	if !moved {
		return of
	}
	above := w.reduced(of).divide(rng)
	for i, c := range of {
		of[i] = above[c]
	}
	return of
}

// move puts nodes, in a random order and again until none moves, into the
// community next to them that raises modularity most; communities come out numbered
// from 0 without gaps.
func (w *whole) move(rng *rand.Rand) (of []int, moved bool) {
	n := len(w.links)
	of = make([]int, n)
	inside := slices.Clone(w.strength) // by community: strength of its nodes
	for i := range of {
		of[i] = i
	}
	order := rng.Perm(n)
	toward := make([]int64, n) // by community: weight of the node's edges there
	for again := true; again; {
		again = false
		for _, i := range order {
			inside[of[i]] -= w.strength[i]
			var near []int
			for _, l := range w.links[i] {
				if toward[of[l.to]] == 0 {
					near = append(near, of[l.to])
				}
				toward[of[l.to]] += l.weight
			}
			slices.Sort(near)
			gain := func(c int) int64 { return toward[c]*w.total - w.strength[i]*inside[c] }
			best := of[i]
			for _, c := range near {
				if gain(c) > gain(best) {
					best = c
				}
			}
			for _, c := range near {
				toward[c] = 0
			}
			if best != of[i] {
				of[i], again, moved = best, true, true
			}
			inside[best] += w.strength[i]
		}
	}
	number := map[int]int{}
	for i, c := range of {
		if _, ok := number[c]; !ok {
			number[c] = len(number)
		}
		of[i] = number[c]
	}
	return of, moved
}

// reduced makes a node of each community.
func (w *whole) reduced(of []int) *whole {
	n := slices.Max(of) + 1
	out := &whole{links: make([][]wholeLink, n), loops: make([]int64, n)}
	between := make([]map[int]int64, n)
	for i, links := range w.links {
		c := of[i]
		out.loops[c] += w.loops[i]
		for _, l := range links {
			d := of[l.to]
			if d == c {
				out.loops[c] += l.weight
				continue
			}
			if between[c] == nil {
				between[c] = map[int]int64{}
			}
			between[c][d] += l.weight
		}
	}
	for c, to := range between {
		for _, d := range slices.Sorted(maps.Keys(to)) {
			out.links[c] = append(out.links[c], wholeLink{d, to[d]})
		}
	}
	out.measure()
	return out
}
