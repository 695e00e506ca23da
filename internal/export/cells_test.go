package export

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"framewatch/store"
)

// family is the estimates of one frame over some outlets of some countries, as they
// are published: groups below min documents have no row.
func family(table [][]int64, positive [][]int64, least int64) []counted {
	var out []counted
	row := func(dimension, group string, n, p int64) {
		if n >= least {
			out = append(out, counted{target: "t", dimension: dimension, group: group, item: "frame", family: "f",
				sides: []side{{dimension + "=" + group, n, p}}})
		}
	}
	var all, with int64
	for i := range table {
		var n, p int64
		for j := range table[i] {
			row("outlet", fmt.Sprint(i, "-", j), table[i][j], positive[i][j])
			n, p = n+table[i][j], p+positive[i][j]
		}
		row("country", fmt.Sprint(i), n, p)
		all, with = all+n, with+p
	}
	row("all", "all", all, with)
	return out
}

// TestNoSmallCountFollows: whatever the counts, no small one can be told from those
// that leave. The attack here is not that of the code: two tables that agree in all
// that leaves differ in each small count.
func TestNoSmallCountFollows(t *testing.T) {
	hidden, shown := 0, 0
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 7))
		table, positive := make([][]int64, 3), make([][]int64, 3)
		outlets := map[string][]string{}
		for i := range table {
			for j := range 1 + r.IntN(4) {
				n := int64(r.IntN(30))
				table[i], positive[i] = append(table[i], n), append(positive[i], r.Int64N(n+1))
				outlets[fmt.Sprint(i, "-", j)] = []string{"country=" + fmt.Sprint(i)}
			}
		}
		rows := family(table, positive, int64([]int{0, 5}[seed%2]))
		c := &cells{at: map[count]int{}}
		c.relate(rows, outlets)
		c.complete()
		published := map[int]bool{}
		for _, e := range rows {
			if c.withheld(e) {
				hidden++
				continue
			}
			shown++
			a, p := c.countsOf(e, e.sides[0])
			published[a], published[p] = true, true
			if n, with := c.counts[a].n, c.counts[p].n; small(n) || small(with) || small(n-with) {
				t.Fatalf("seed %d: %s=%s leaves with %d of %d", seed, e.dimension, e.group, with, n)
			}
		}
		for i := range c.counts {
			if c.sensitive[i] && !free(c, i, published) {
				t.Fatalf("seed %d: %+v follows from what leaves\n%v", seed, c.counts[i], table)
			}
		}
	}
	if hidden == 0 || shown == 0 {
		t.Errorf("%d rows are withheld and %d leave: the test shows nothing", hidden, shown)
	}
}

// free reports whether an unpublished count can be another one while all sums hold
// and all published counts stay what they are: whether some integer change of the
// unpublished ones has it in. It walks along sums: a change of one is made good by one
// other part, or by the whole, whose other sums are made good in turn.
func free(c *cells, i int, published map[int]bool) bool {
	var walk func(change map[int]int64, depth int) bool
	walk = func(change map[int]int64, depth int) bool {
		for _, s := range c.sums {
			d := -change[s.whole]
			for _, p := range s.parts {
				d += change[p]
			}
			if d == 0 {
				continue
			}
			if depth == 0 {
				return false
			}
			for _, x := range append([]int{s.whole}, s.parts...) {
				if _, done := change[x]; done || published[x] {
					continue
				}
				next := map[int]int64{}
				for k, v := range change {
					next[k] = v
				}
				next[x] = -d
				if x == s.whole {
					next[x] = d
				}
				if walk(next, depth-1) {
					return true
				}
			}
			return false
		}
		return true
	}
	return walk(map[int]int64{i: 1}, 8)
}

// TestAMissingGroupDoesNotFollow: a group that has no row, as it is small, is the
// total less the others.
func TestAMissingGroupDoesNotFollow(t *testing.T) {
	rows := family([][]int64{{20}, {30}, {3}}, [][]int64{{10}, {10}, {0}}, Cell)
	c := &cells{at: map[count]int{}}
	c.relate(rows, nil)
	c.complete()
	var left []string
	for _, e := range rows {
		if !c.withheld(e) {
			left = append(left, e.dimension+"="+e.group)
		}
	}
	if got := strings.Join(left, " "); strings.Contains(got, "country=0") && strings.Contains(got, "country=1") && strings.Contains(got, "all=all") {
		t.Errorf("%s leave: the third country has 53-20-30 documents", got)
	}
}

// TestAggregatesOfSmallCountsStay: each number of an estimate goes with its cell.
func TestAggregatesOfSmallCountsStay(t *testing.T) {
	fates, err := fatesOf("estimates", L3)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range store.Columns("estimates") {
		numeric := c.Type == "int64" || c.Type == "double"
		if numeric && c.Name != "seed" && fates[i] != cell && fates[i] != drop {
			t.Errorf("estimates.%s is a number and leaves although its counts are small", c.Name)
		}
	}
}
