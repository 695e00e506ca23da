package export

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"framewatch/store"
)

// At L3 a number leaves only where no count of documents in it is small: its
// documents, those in which what is counted is present, and those in which it is not.
// A count that stays must not follow from others either (complementary suppression;
// Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001). Groups
// add up to the whole, outlets to their country, sides of a contrast to no more than
// all: whether a withheld count follows is a question of linear algebra, see
// [system]. Where it does, the smallest other part of the sum stays as well.

// count is a number of documents. The same place, item and number are one count, in
// whichever rows they stand, so that no row tells what another withholds.
type count struct {
	item  string // what is present; empty for all documents of the place
	place string // target, dimension and group
	of    int64  // documents of the place, for an item
	n     int64
}

// sum says that parts make a whole together, but for what groups without a row
// have.
type sum struct {
	whole int
	parts []int
}

// cells are the counts of all estimates.
type cells struct {
	counts    []count
	at        map[count]int
	stays     []bool // it is withheld
	sensitive []bool // as it is small, and not for another's sake
	sums      []sum
}

// small reports whether a count is too small to leave. No document is none of which
// anything is told.
func small(n int64) bool { return n > 0 && n < Cell }

func (c *cells) add(v count) int {
	i, ok := c.at[v]
	if !ok {
		i = len(c.counts)
		c.at[v] = i
		bad := small(v.n) || v.item != "" && (small(v.of-v.n) || small(v.of))
		c.counts, c.stays, c.sensitive = append(c.counts, v), append(c.stays, bad), append(c.sensitive, bad)
	}
	return i
}

// side is the documents of one place with those in which something is present.
type side struct {
	place       string
	n, positive int64
}

// counted is an estimate as its counts.
type counted struct {
	target, dimension, group, item string
	family                         string // numbers that can be set beside one another
	sides                          []side
}

// contrasts are the dimensions whose groups are no parts of all documents.
func contrasts(dimension string) bool {
	return slices.Contains([]string{"bloc", "contrast", "specification", "side", "all"}, dimension)
}

func (t *projection) counted(row []any) counted {
	e := counted{target: t.text(row, "target_id"), dimension: t.text(row, "dimension"), group: t.text(row, "group_name")}
	question, statistic := t.text(row, "question"), ""
	if question == "coverage" || question == "naming" { // each statistic counts something else
		statistic = t.text(row, "statistic")
	}
	e.item = strings.Join([]string{e.target, t.text(row, "item"), statistic}, "\xff")
	e.family = strings.Join([]string{question, t.text(row, "spec"), t.text(row, "codebook"), t.text(row, "voice"), e.item}, "\xff")
	names := [3]string{e.dimension + "=" + e.group}
	if a, b, ok := strings.Cut(e.group, " vs "); ok {
		names = [3]string{"", a, b}
	}
	for i, suffix := range []string{"", "_a", "_b"} {
		n, known := row[t.places["n"+suffix]].(int64)
		positive, _ := row[t.places["n_positive"+suffix]].(int64)
		if known {
			name := names[i]
			if name == "" { // of a contrast as a whole, or the sides of another question
				name = e.dimension + "=" + e.group + suffix
			}
			e.sides = append(e.sides, side{name, n, positive})
		}
	}
	return e
}

// counts are those of one side: all documents, and those with the item.
func (c *cells) countsOf(e counted, s side) (all, present int) {
	place := e.target + "\xff" + s.place
	return c.add(count{place: place, n: s.n}), c.add(count{item: e.item, place: place, of: s.n, n: s.positive})
}

// readCells reads all estimates and decides which counts stay.
func (p *planner) readCells(ctx context.Context) error {
	p.cells = &cells{at: map[count]int{}}
	t, err := p.project("estimates")
	if err != nil {
		return err
	}
	families := map[string][]counted{}
	for row, err := range store.Values(ctx, p.ds, p.ds.Files("estimates")) {
		if err != nil {
			return err
		}
		e := t.counted(row)
		for _, s := range e.sides {
			p.cells.countsOf(e, s)
		}
		families[e.family] = append(families[e.family], e)
	}
	outlets, err := p.outletGroups(ctx)
	if err != nil {
		return err
	}
	for _, name := range sortedKeys(families) {
		p.cells.relate(families[name], outlets)
	}
	p.cells.complete()
	return nil
}

// outletGroups are the groups of other dimensions that an outlet is in, as
// dimension=group.
func (p *planner) outletGroups(ctx context.Context) (map[string][]string, error) {
	out := map[string][]string{}
	for s, err := range store.Scan[store.SourceRow](ctx, p.ds) {
		if err != nil {
			return nil, err
		}
		groups := []string{"country=" + s.Country, "owner_type=" + s.OwnerType}
		for _, b := range s.Bloc {
			groups = append(groups, "bloc="+b)
		}
		out[s.SourceID] = groups
	}
	return out, nil
}

// relate notes the sums among the numbers of one family.
func (c *cells) relate(rows []counted, outlets map[string][]string) {
	places := map[string][2]int{} // dimension=group -> counts of all and present
	wholes := map[string]map[string]bool{}
	part := func(whole, place string) {
		if wholes[whole] == nil {
			wholes[whole] = map[string]bool{}
		}
		wholes[whole][place] = true
	}
	for _, e := range rows {
		for _, s := range e.sides {
			all, present := c.countsOf(e, s)
			places[s.place] = [2]int{all, present}
			if strings.Contains(e.group, " vs ") && s.place != e.dimension+"="+e.group {
				part("all=all\xff"+e.group, s.place)
			}
		}
		place := e.dimension + "=" + e.group
		if !contrasts(e.dimension) {
			part("all=all\xff"+e.dimension, place)
		}
		if d1, d2, ok := strings.Cut(e.dimension, "/"); ok {
			if g1, g2, ok := strings.Cut(e.group, "/"); ok {
				part(d1+"="+g1+"\xff"+e.dimension, place)
				part(d2+"="+g2+"\xff"+e.dimension, place)
			}
		}
		if e.dimension == "outlet" {
			for _, g := range outlets[e.group] {
				part(g+"\xff"+e.dimension, place)
			}
		}
	}
	for _, w := range sortedKeys(wholes) {
		whole, _, _ := strings.Cut(w, "\xff")
		for k := range 2 {
			s := sum{whole: -1}
			if at, ok := places[whole]; ok {
				s.whole = at[k]
			}
			for _, place := range sortedKeys(wholes[w]) {
				s.parts = append(s.parts, places[place][k])
			}
			c.note(s, w)
		}
	}
}

// note keeps a sum. What is missing of the whole is a count of its own, which
// nobody publishes, and so is a whole that has no row. Parts that are more than the
// whole are no sum of it.
func (c *cells) note(s sum, name string) {
	var total int64
	for _, p := range s.parts {
		total += c.counts[p].n
	}
	like := c.counts[s.parts[0]]
	if s.whole < 0 {
		like.place, like.n, like.of = "whole of "+name, total, total
		s.whole = c.add(like)
		c.stays[s.whole] = true
		c.sensitive[s.whole] = false
	}
	rest := c.counts[s.whole].n - total
	if rest < 0 {
		return
	}
	if rest > 0 {
		like.place, like.n, like.of = "rest of "+name, rest, rest
		i := c.add(like)
		c.stays[i], c.sensitive[i] = true, small(rest)
		s.parts = append(s.parts, i)
	}
	c.sums = append(c.sums, s)
}

// complete withholds more until no small count follows from what leaves.
func (c *cells) complete() {
	systems := map[string][]sum{} // sums of different items have no count in common
	for _, s := range c.sums {
		item := c.counts[s.whole].item
		systems[item] = append(systems[item], s)
	}
	for _, item := range sortedKeys(systems) {
		for c.protect(systems[item]) {
		}
	}
}

// protect withholds a further count for each small one that follows from the
// others, and reports whether it had to.
func (c *cells) protect(sums []sum) bool {
	more := false
	for _, s := range sums { // what is withheld of a sum is itself a count that follows
		if c.stays[s.whole] {
			continue
		}
		var hidden int64
		for _, p := range s.parts {
			if c.stays[p] {
				hidden += c.counts[p].n
			}
		}
		if small(hidden) {
			more = c.withholdOne([]sum{s}) || more
		}
	}
	for _, i := range solved(sums, c.stays) {
		if !c.sensitive[i] {
			continue
		}
		var with []sum
		for _, s := range sums {
			if s.whole == i || slices.Contains(s.parts, i) {
				with = append(with, s)
			}
		}
		more = c.withholdOne(with) || more
	}
	return more
}

// withholdOne withholds the smallest part that still leaves of some sums, or a whole
// where no part does; false where nothing is left to withhold.
func (c *cells) withholdOne(sums []sum) bool {
	var parts, wholes []int
	for _, s := range sums {
		for _, p := range s.parts {
			if !c.stays[p] && c.counts[p].n > 0 {
				parts = append(parts, p)
			}
		}
		if !c.stays[s.whole] {
			wholes = append(wholes, s.whole)
		}
	}
	if len(parts) == 0 {
		parts = wholes
	}
	if len(parts) == 0 {
		return false
	}
	i := slices.MinFunc(parts, func(a, b int) int {
		return cmp.Or(cmp.Compare(c.counts[a].n, c.counts[b].n), cmp.Compare(c.counts[a].place, c.counts[b].place))
	})
	c.stays[i] = true
	return true
}

// withheld reports whether an estimate stays, as one of its counts does.
func (c *cells) withheld(e counted) bool {
	for _, s := range e.sides {
		all, present := c.countsOf(e, s)
		if c.stays[all] || c.stays[present] {
			return true
		}
	}
	return false
}
