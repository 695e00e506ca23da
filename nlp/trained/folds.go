package trained

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"

	"framewatch/nlp/codes"
)

// newFolds puts texts into k folds of about equal size, all texts of a group into
// one: groups in a random order that the seed decides, large ones first, each into
// the fold that has fewest.
func newFolds(groups []string, k int, seed uint64) []int {
	size := map[string]int{}
	for _, g := range groups {
		size[g]++
	}
	names := slices.Sorted(maps.Keys(size))
	r := rand.New(rand.NewPCG(seed, 0))
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(size[b], size[a]) })
	load, fold := make([]int, k), map[string]int{}
	for _, g := range names {
		least := 0
		for f, n := range load {
			if n < load[least] {
				least = f
			}
		}
		fold[g] = least
		load[least] += size[g]
	}
	out := make([]int, len(groups))
	for i, g := range groups {
		out[i] = fold[g]
	}
	return out
}

// groupNames lists the groups of texts.
func groupNames(texts []Example) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = t.Group
	}
	return out
}

// ranks puts groups in a random order and gives each text the share of texts that
// stand in the groups before its own.
func ranks(groups []string, seed uint64) []float64 {
	names := slices.Compact(slices.Sorted(slices.Values(groups)))
	r := rand.New(rand.NewPCG(seed, 1))
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	size, rank, before := map[string]int{}, map[string]float64{}, 0
	for _, g := range groups {
		size[g]++
	}
	for _, g := range names {
		rank[g] = float64(before) / float64(len(groups))
		before += size[g]
	}
	out := make([]float64, len(groups))
	for i, g := range groups {
		out[i] = rank[g]
	}
	return out
}

// groupsOf names the group of each text: texts of one story, and texts of one
// outlet, stand together, and so do texts that others link in this way. Where that
// binds more than half of all texts, stories alone are groups: outlets that all
// cover the same stories leave nothing to split.
func groupsOf(units []codes.Unit) []string {
	both := linked(units, true)
	size := map[string]int{}
	for _, g := range both {
		if size[g]++; 2*size[g] > len(units) {
			return linked(units, false)
		}
	}
	return both
}

// linked gives each text the ID of the first text that it is linked with, by story
// and, if asked for, by outlet.
func linked(units []codes.Unit, outlets bool) []string {
	parent := make([]int, len(units))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	first := map[[2]string]int{}
	link := func(kind, name string, i int) {
		if name == "" {
			return
		}
		key := [2]string{kind, name}
		at, ok := first[key]
		if !ok {
			first[key] = i
			return
		}
		a, b := root(at), root(i)
		parent[max(a, b)] = min(a, b)
	}
	for i, u := range units {
		link("story", u.Story, i)
		if outlets {
			link("outlet", u.Outlet, i)
		}
	}
	out := make([]string, len(units))
	for i := range out {
		out[i] = units[root(i)].ID
	}
	return out
}
