package match

import (
	"cmp"
	"slices"
	"sort"
)

// Unit is a stretch of a text, in folded runes, that a pattern may cross as a
// whole, such as a name.
type Unit struct {
	Start, End int
	Marks      []Mark
}

func (u Unit) carries(m Mark) bool { return slices.Contains(u.Marks, m) }

// Units are what is known of a text besides its runes. Nil knows nothing.
type Units struct {
	all   []Unit
	outer []int32 // rune -> the outermost unit around it, from 1; 0 outside
	tags  func(end int, m Mark) bool
}

// NewUnits files units, which may lie in each other, by place. tagged says whether
// the word that ends at a place carries a mark; nil where none does.
func NewUnits(text *Text, units []Unit, tagged func(end int, m Mark) bool) *Units {
	u := &Units{all: slices.Clone(units), outer: make([]int32, text.Len()), tags: tagged}
	slices.SortStableFunc(u.all, func(a, b Unit) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	for i, unit := range u.all {
		if u.outer[unit.Start] != 0 {
			continue
		}
		for k := unit.Start; k < unit.End && u.outer[k] == 0; k++ {
			u.outer[k] = int32(i + 1)
		}
	}
	return u
}

// from are the units that begin at rune i.
func (u *Units) from(i int) []Unit {
	if u == nil {
		return nil
	}
	first := sort.Search(len(u.all), func(k int) bool { return u.all[k].Start >= i })
	end := first
	for end < len(u.all) && u.all[end].Start == i {
		end++
	}
	return u.all[first:end]
}

// begins reports whether a unit begins at rune i.
func (u *Units) begins(i int) bool { return u != nil && u.outer[i] != 0 && len(u.from(i)) > 0 }

// begin reports whether an outermost unit begins at rune i.
func (u *Units) begin(i int) bool {
	return u != nil && u.outer[i] != 0 && (i == 0 || u.outer[i-1] != u.outer[i])
}

// inside reports whether rune i goes on with the outermost unit that the one before
// it is in.
func (u *Units) inside(i int) bool {
	return u != nil && i > 0 && u.outer[i] != 0 && u.outer[i-1] == u.outer[i]
}

func (u *Units) tagged(end int, m Mark) bool { return u != nil && u.tags != nil && u.tags(end, m) }
