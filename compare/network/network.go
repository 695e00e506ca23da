package network

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Weighting is what the weight of an edge says of the documents that hold both
// items: Together of the n documents hold both, a and b of them each.
type Weighting string

const (
	// Count is Together.
	Count Weighting = "count"
	// Jaccard is Together / (a + b - Together), from 0 to 1.
	Jaccard Weighting = "jaccard"
	// NPMI is ln(Together·n / (a·b)) / -ln(Together / n), from -1 to 1 (Bouma 2009).
	// Pairs that do not occur together more often than chance, with 0 or less, are
	// no edges: paths and communities need weights above 0. A pair that is in every
	// document has 0 too: nothing follows from it.
	NPMI Weighting = "npmi"
)

// Spec says what becomes a node and an edge. Items of fewer than MinDocuments
// documents are left out, and of the rest all but the Most most frequent (0 for no
// limit; ties by name). Edges need MinTogether documents.
type Spec struct {
	Weighting                       Weighting
	MinDocuments, MinTogether, Most int
}

// Edge joins two nodes, From before To in the order of nodes.
type Edge struct {
	From, To, Together int
	Weight             float64
}

// Network is undirected and without loops. Nodes are in the order of their names,
// edges in that of their nodes.
type Network struct {
	Documents int
	Names     []string
	Counts    []int // documents that hold the item
	Edges     []Edge
	// LeftOut counts the items that Spec leaves out.
	LeftOut int
	links   [][]link
}

// link is an edge seen from one of its nodes.
type link struct {
	to     int
	weight float64
}

// Build makes the network of documents, each a list of items. An item counts once
// a document.
func Build(documents [][]string, spec Spec) (*Network, error) {
	switch spec.Weighting {
	case Count, Jaccard, NPMI:
	default:
		return nil, fmt.Errorf("network: weighting %q: want %s, %s or %s", spec.Weighting, Count, Jaccard, NPMI)
	}
	in := map[string]int{}
	sets := make([][]string, len(documents))
	for i, d := range documents {
		sets[i] = slices.Compact(slices.Sorted(slices.Values(d)))
		for _, item := range sets[i] {
			in[item]++
		}
	}
	g := &Network{Documents: len(documents), Names: chosen(in, spec)}
	g.LeftOut = len(in) - len(g.Names)
	number := map[string]int{}
	for i, name := range g.Names {
		number[name] = i
		g.Counts = append(g.Counts, in[name])
	}
	together := map[[2]int]int{}
	for _, set := range sets {
		var here []int
		for _, item := range set {
			if at, ok := number[item]; ok {
				here = append(here, at)
			}
		}
		for i, b := range here {
			for _, a := range here[:i] {
				together[[2]int{a, b}]++
			}
		}
	}
	g.links = make([][]link, len(g.Names))
	for _, pair := range slices.SortedFunc(maps.Keys(together), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		n := together[pair]
		if w := g.weight(spec.Weighting, pair, n); n >= spec.MinTogether && w > 0 {
			g.Edges = append(g.Edges, Edge{pair[0], pair[1], n, w})
			g.links[pair[0]] = append(g.links[pair[0]], link{pair[1], w})
			g.links[pair[1]] = append(g.links[pair[1]], link{pair[0], w})
		}
	}
	return g, nil
}

// chosen lists the items that become nodes, by name.
func chosen(in map[string]int, spec Spec) []string {
	var names []string
	for name, n := range in {
		if n >= spec.MinDocuments {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b)) })
	if spec.Most > 0 {
		names = names[:min(spec.Most, len(names))]
	}
	slices.Sort(names)
	return names
}

func (g *Network) weight(how Weighting, pair [2]int, together int) float64 {
	both, a, b, n := float64(together), float64(g.Counts[pair[0]]), float64(g.Counts[pair[1]]), float64(g.Documents)
	switch how {
	case Jaccard:
		return both / (a + b - both)
	case NPMI:
		if together == g.Documents {
			return 0
		}
		return math.Log(both*n/(a*b)) / -math.Log(both/n)
	default:
		return both
	}
}
