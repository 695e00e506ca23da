package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/kwic"
	"framewatch/internal/order"
)

// condition is a group that a concordance line may belong to.
type condition struct{ by, group string }

// Dimensions of conditions that are no dimension of package compare.
const (
	bySide    = "side"    // group is the number of the contrast and a or b
	byVoice   = "voice"   // author or quoted
	byVariant = "variant" // how a mention names the target
	byName    = "name"    // language of a mention's sentence
)

// cell is what one mark of a chart stands for: the lines of a section that meet
// all of its conditions.
type cell struct {
	ID         string
	Label      string // what the mark says, for the reader who arrives
	conditions []int
	total      int // places
	shown      int
	candidates []candidate // best first, one a story
}

type candidate struct {
	place  kwic.Place
	story  string
	groups []int
}

// section is a list of lines: those of one frame, or of the target's names.
type section struct {
	ID    string
	cells []*cell
	byKey map[string]*cell
	pool  []candidate
	total int
}

// index gathers the cells of a page, then the places behind them.
type index struct {
	numbers  map[condition]int
	list     []condition
	sections []*section
	byName   map[string]*section
	slugs    map[string]bool
	file     string // of the concordance
}

func newIndex(file string) *index {
	return &index{numbers: map[condition]int{}, byName: map[string]*section{}, slugs: map[string]bool{}, file: file}
}

// href leads to an element of the concordance.
func (x *index) href(id string) string { return x.file + "#" + id }

func (x *index) number(c condition) int {
	n, ok := x.numbers[c]
	if !ok {
		n = len(x.list)
		x.numbers[c] = n
		x.list = append(x.list, c)
	}
	return n
}

// section finds or makes a section; name is a frame or "target".
func (x *index) section(name string) *section {
	s, ok := x.byName[name]
	if !ok {
		s = &section{ID: x.slug("kwic-" + name), byKey: map[string]*cell{}}
		x.byName[name] = s
		x.sections = append(x.sections, s)
	}
	return s
}

// cell gives the link to the lines of a section under conditions; without any,
// to the section.
func (x *index) cell(sectionName, label string, conditions ...condition) string {
	s := x.section(sectionName)
	if len(conditions) == 0 {
		return x.href(s.ID)
	}
	numbers := make([]int, len(conditions))
	name := s.ID
	for i, c := range conditions {
		numbers[i] = x.number(c)
		name += "-" + c.by + "-" + c.group
	}
	slices.Sort(numbers)
	key := fmt.Sprint(numbers)
	if s.byKey[key] == nil {
		s.byKey[key] = &cell{ID: x.slug(name), Label: label, conditions: numbers}
		s.cells = append(s.cells, s.byKey[key])
	}
	return x.href(s.byKey[key].ID)
}

// slug makes an ID of letters, digits and hyphens that is unique on the page.
func (x *index) slug(name string) string {
	base := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
	id := base
	for n := 2; x.slugs[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	x.slugs[id] = true
	return id
}

// numbersOf gives the numbers of those conditions that some cell has.
func (x *index) numbersOf(conditions []condition) []int {
	var out []int
	for _, c := range conditions {
		if n, ok := x.numbers[c]; ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// candidatesPerCell is how many stories a cell remembers to choose its lines
// from.
const candidatesPerCell = 16

// add offers a place to the cells of a section.
func (s *section) add(c candidate) {
	s.total++
	for _, cell := range s.cells {
		if holdsAll(c.groups, cell.conditions) {
			cell.total++
			cell.offer(c)
		}
	}
}

func holdsAll(groups, conditions []int) bool {
	for _, n := range conditions {
		if !slices.Contains(groups, n) {
			return false
		}
	}
	return true
}

// offer keeps the first place of each story, stories in the order of their IDs,
// which are hashes: an arbitrary choice that is the same each time, and nearly
// the same in all cells, so that they share lines.
func (c *cell) offer(n candidate) {
	at, found := slices.BinarySearchFunc(c.candidates, n, func(a, b candidate) int { return cmp.Compare(a.story, b.story) })
	switch {
	case found:
		if comparePlaces(n.place, c.candidates[at].place) < 0 {
			c.candidates[at] = n
		}
	case at < candidatesPerCell:
		c.candidates = slices.Insert(c.candidates, at, n)
		c.candidates = c.candidates[:min(len(c.candidates), candidatesPerCell)]
	}
}

func comparePlaces(a, b kwic.Place) int {
	return cmp.Or(cmp.Compare(a.DocID, b.DocID), order.FalseFirst(b.InTitle, a.InTitle), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Frame, b.Frame),
		cmp.Compare(a.Term, b.Term), cmp.Compare(a.Voice, b.Voice), cmp.Compare(a.Variant, b.Variant))
}

// choose fills the pools of all sections with at most perCell lines a cell and,
// if it can be done with at least one a cell, at most limit lines in all.
func (x *index) choose(perCell, limit int) {
	for ; perCell > 0; perCell-- {
		sum := 0
		for _, s := range x.sections {
			s.choose(perCell)
			sum += len(s.pool)
		}
		if sum <= limit {
			return
		}
	}
}

// choose serves the cells with the fewest candidates first, and lets a line
// count in every cell that it belongs to.
func (s *section) choose(perCell int) {
	s.pool = nil
	for _, c := range s.cells {
		c.shown = 0
	}
	order := slices.Clone(s.cells)
	slices.SortStableFunc(order, func(a, b *cell) int { return cmp.Compare(len(a.candidates), len(b.candidates)) })
	for _, c := range order {
		for _, n := range c.candidates {
			if c.shown >= perCell {
				break
			}
			if slices.ContainsFunc(s.pool, func(p candidate) bool { return comparePlaces(p.place, n.place) == 0 }) {
				continue // counted when it was added
			}
			s.pool = append(s.pool, n)
			for _, other := range s.cells {
				if holdsAll(n.groups, other.conditions) {
					other.shown++
				}
			}
		}
	}
	slices.SortStableFunc(s.pool, func(a, b candidate) int { return comparePlaces(a.place, b.place) })
}

// groupsOf lists the conditions that a document meets.
func (b *builder) groupsOf(id string) []condition {
	var out []condition
	for _, by := range compare.Dimensions() {
		for _, g := range b.corpus.Groups(id, by) {
			out = append(out, condition{by, g})
		}
	}
	if d, ok := b.corpus.Doc(id); ok {
		out = append(out, b.periodsOf(d.Date)...)
	}
	for i, r := range b.suite.Contrasts {
		for side, f := range []compare.Filter{r.A, r.B} {
			if b.corpus.Selects(b.settings.Side(f), id) {
				out = append(out, condition{bySide, sideName(i, side)})
			}
		}
	}
	return out
}

func sideName(contrast, side int) string { return fmt.Sprintf("%d%c", contrast, 'a'+side) }
