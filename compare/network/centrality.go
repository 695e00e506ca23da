package network

import (
	"container/heap"
	"math"
)

// Centrality is the place of a node in the network. Values are those of networkx
// under the same names, normalised as there by default.
type Centrality struct {
	Degree           int     // neighbours
	DegreeCentrality float64 // Degree / (nodes - 1)
	Strength         float64 // sum of the weights of its edges
	// Betweenness is the share of shortest paths between two others that run through
	// the node, over all (nodes-1)(nodes-2)/2 pairs (Freeman 1977; Brandes 2001);
	// every edge has length 1, or 1/weight in WeightedBetweenness.
	Betweenness, WeightedBetweenness float64
	// Closeness is (reached/(nodes-1)) · reached / sum of distances to the nodes that
	// can be reached (Wasserman & Faust 1994), with the same lengths; 0 where none
	// can.
	Closeness, WeightedCloseness float64
	// Eigenvector is the entry of the leading eigenvector of the matrix of weights,
	// with length 1 (Bonacich 1987); NaN where the iteration does not settle.
	Eigenvector float64
	// PageRank follows an edge by its weight with probability .85, else jumps to any
	// node (Brin & Page 1998); sum 1.
	PageRank float64
}

// Centralities are those of the nodes, in their order.
func (g *Network) Centralities() []Centrality {
	n := len(g.Names)
	out := make([]Centrality, n)
	eigenvector, rank := g.eigenvector(), g.pageRank()
	for i := range out {
		c := &out[i]
		c.Degree, c.Eigenvector, c.PageRank = len(g.links[i]), eigenvector[i], rank[i]
		if n > 1 {
			c.DegreeCentrality = float64(c.Degree) / float64(n-1)
		}
		for _, l := range g.links[i] {
			c.Strength += l.weight
		}
	}
	plain, near := g.paths(func(float64) float64 { return 1 })
	weighted, nearWeighted := g.paths(func(w float64) float64 { return 1 / w })
	for i := range out {
		out[i].Betweenness, out[i].Closeness = plain[i], near[i]
		out[i].WeightedBetweenness, out[i].WeightedCloseness = weighted[i], nearWeighted[i]
	}
	return out
}

// alike is by how much the lengths of two paths may differ, relative to them, and
// be equal: sums of 1/weight in another order differ by rounding.
const alike = 1e-12

// paths computes betweenness and closeness by Brandes' algorithm, a shortest-path
// tree from every node.
func (g *Network) paths(length func(weight float64) float64) (betweenness, closeness []float64) {
	n := len(g.Names)
	betweenness, closeness = make([]float64, n), make([]float64, n)
	for source := range n {
		order, before, ways, far := g.tree(source, length)
		total := 0.0
		for _, v := range order {
			total += far[v]
		}
		if total > 0 {
			reached := float64(len(order) - 1)
			closeness[source] = reached / total * reached / float64(n-1)
		}
		depends := make([]float64, n)
		for i := len(order) - 1; i > 0; i-- {
			v := order[i]
			for _, u := range before[v] {
				depends[u] += float64(ways[u] / ways[v] * (1 + depends[v]))
			}
			betweenness[v] += depends[v]
		}
	}
	if n > 2 {
		for i := range betweenness {
			betweenness[i] /= float64(n-1) * float64(n-2)
		}
	}
	return betweenness, closeness
}

// tree lists the nodes that can be reached by their distance, with those before
// each on its shortest paths from source, the number of these and their length.
func (g *Network) tree(source int, length func(weight float64) float64) (order []int, before [][]int, ways, far []float64) {
	n := len(g.Names)
	before, ways, far = make([][]int, n), make([]float64, n), make([]float64, n)
	for i := range far {
		far[i] = math.Inf(1)
	}
	done := make([]bool, n)
	far[source], ways[source] = 0, 1
	open := &queue{{node: source}}
	for open.Len() > 0 {
		at := heap.Pop(open).(place)
		if done[at.node] {
			continue
		}
		done[at.node] = true
		order = append(order, at.node)
		for _, l := range g.links[at.node] {
			d := far[at.node] + length(l.weight)
			switch known := far[l.to]; {
			case done[l.to] || d > known*(1+alike):
			case d < known*(1-alike) || math.IsInf(known, 1):
				far[l.to], ways[l.to], before[l.to] = d, ways[at.node], []int{at.node}
				heap.Push(open, place{d, l.to})
			default:
				ways[l.to] += ways[at.node]
				before[l.to] = append(before[l.to], at.node)
			}
		}
	}
	return order, before, ways, far
}

// place is a node at a distance; the queue gives the nearest first.
type place struct {
	distance float64
	node     int
}

type queue []place

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].distance < q[j].distance || q[i].distance == q[j].distance && q[i].node < q[j].node
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(place)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

const (
	steps     = 20000
	settled   = 1e-14 // mean change of a node in one step
	following = 0.85
)

// eigenvector iterates x + Ax, which unlike Ax settles on networks of two sides as
// well. Of components with the same eigenvalue each keeps its part of the start,
// which is equal for all nodes; of others the heaviest wins and the rest falls to 0.
func (g *Network) eigenvector() []float64 {
	x := make([]float64, len(g.Names))
	for i := range x {
		x[i] = 1 / math.Sqrt(float64(len(x)))
	}
	for range steps {
		next := append([]float64(nil), x...)
		for i, links := range g.links {
			for _, l := range links {
				next[i] += float64(l.weight * x[l.to])
			}
		}
		length := 0.0
		for _, v := range next {
			length += float64(v * v)
		}
		change := 0.0
		for i := range next {
			next[i] /= math.Sqrt(length)
			change += math.Abs(next[i] - x[i])
		}
		x = next
		if change <= settled*float64(len(x)) {
			for i := range x {
				if x[i] < 1e-11 {
					x[i] = 0
				}
			}
			return x
		}
	}
	for i := range x {
		x[i] = math.NaN()
	}
	return x
}

// pageRank iterates from equal ranks; a node without edges jumps always.
func (g *Network) pageRank() []float64 {
	n := float64(len(g.Names))
	x := make([]float64, len(g.Names))
	strength := make([]float64, len(x))
	for i := range x {
		x[i] = 1 / n
		for _, l := range g.links[i] {
			strength[i] += l.weight
		}
	}
	for range steps {
		stuck := 0.0
		for i := range x {
			if strength[i] == 0 {
				stuck += x[i]
			}
		}
		next, change := make([]float64, len(x)), 0.0
		for i := range next {
			for _, l := range g.links[i] {
				next[i] += x[l.to] * l.weight / strength[l.to]
			}
			next[i] = float64(following*(next[i]+stuck/n)) + (1-following)/n
			change += math.Abs(next[i] - x[i])
		}
		x = next
		if change <= settled {
			break
		}
	}
	return x
}
