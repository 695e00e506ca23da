package table

import (
	"context"
	"fmt"
	"math/bits"
	"slices"

	"github.com/zeebo/xxh3"
)

// Content is a digest of rows that does not depend on their order nor on the cut
// into files and row groups: equal contents hold the same rows as often. A column
// that is not there counts as null, an empty list as no list, and strings as the
// gate lets them through, so that the content survives a rewrite. It proves
// sameness against mistakes, not against somebody who wants to deceive.
type Content struct {
	Rows int64     `json:"rows"`
	Sum  [2]uint64 `json:"sum"`
}

// Plus is the content of two sets of rows together.
func (c Content) Plus(o Content) Content {
	return Content{c.Rows + o.Rows, [2]uint64{c.Sum[0] + o.Sum[0], c.Sum[1] + o.Sum[1]}}
}

// ContentOf reads a whole file.
func ContentOf(ctx context.Context, f *File) (Content, error) { return ContentOfRows(ctx, f, nil) }

// ContentOfRows is the content of the rows that a filter keeps, all without one,
// as if some columns were not there.
func ContentOfRows(ctx context.Context, f *File, filter *Filter, without ...string) (Content, error) {
	var c Content
	picks, err := f.all()
	if err != nil {
		return c, err
	}
	picks = slices.DeleteFunc(picks, func(p *pick) bool { return slices.Contains(without, p.leaf.column) })
	b := &batches{file: f, picks: picks, most: columnBatch}
	defer b.close()
	var h rowHashes
	var room []bool
	for {
		n, err := b.next(ctx)
		if err != nil || n == 0 {
			return c, err
		}
		keep, kept, err := filter.rows(n, picks, &room)
		if err != nil {
			return c, err
		}
		if kept == 0 {
			continue
		}
		h.reset(n)
		for _, p := range b.picks {
			cleanAll(p.texts())
			h.add(p.leaf, &p.vector)
		}
		c = c.Plus(h.content(keep))
	}
}

// all picks every leaf of the file.
func (f *File) all() ([]*pick, error) {
	picks := make([]*pick, len(f.leaves))
	for i, l := range f.leaves {
		if l.bad != nil {
			return nil, l.bad
		}
		picks[i] = &pick{leaf: l}
	}
	return picks, nil
}

// texts are the strings of a leaf that must be valid.
func (p *pick) texts() []string {
	if p.leaf.kind != textKind {
		return nil
	}
	return p.vector.texts
}

// rowHashes adds up the values of each row of a batch.
type rowHashes struct{ sums []uint64 }

func (h *rowHashes) reset(n int) {
	if cap(h.sums) < n {
		h.sums = make([]uint64, n)
	}
	h.sums = h.sums[:n]
	clear(h.sums)
}

// mix spreads a number over 64 bits (the finaliser of MurmurHash3).
func mix(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// add adds the values of a leaf, each with the leaf's name and its place in a
// list.
func (h *rowHashes) add(l fileLeaf, v *vector) {
	seed := xxh3.HashString(l.column + "\x00" + l.name)
	row, place, next := -1, uint64(0), 0
	last, lastHash := "", xxh3.HashStringSeed("", seed)
	for i := range v.levels() {
		if l.maxRep == 0 || v.reps[i] == 0 {
			row, place = row+1, 0
		} else {
			place++
		}
		if l.maxDef > 0 && v.defs[i] < l.maxDef {
			if l.maxRep > 0 && v.defs[i] >= l.element { // an element that is null
				h.sums[row] += mix(seed + place + uint64(v.defs[i]) + 1)
			}
			continue
		}
		var value uint64
		switch l.kind {
		case textKind, rawKind:
			if s := v.texts[next]; !same(s, last) {
				last, lastHash = s, xxh3.HashStringSeed(s, seed)
			}
			value = lastHash
		case floatKind:
			value = mix(bitsOf(v.floats[next]) ^ seed)
		case boolKind:
			value = mix(seed + 2)
			if v.bools[next] {
				value = mix(seed + 1)
			}
		default:
			value = mix(uint64(v.ints[next]) ^ seed)
		}
		h.sums[row] += mix(value + place)
		next++
	}
}

// content adds up the rows that are kept, nil for all.
func (h *rowHashes) content(keep []bool) Content {
	var c Content
	for i, s := range h.sums {
		if keep == nil || keep[i] {
			c.Rows++
			c.Sum[0] += mix(s)
			c.Sum[1] += mix(bits.RotateLeft64(s, 29) ^ 0x9e3779b97f4a7c15)
		}
	}
	return c
}

// InvalidText names the columns of a file that hold a string which is no valid
// UTF-8; it reads the whole file. Files of this package hold none, those of
// earlier versions may.
func InvalidText(ctx context.Context, f *File) ([]string, error) {
	var names []string
	for _, l := range f.leaves {
		if l.kind != textKind || l.bad != nil {
			continue
		}
		bad, err := f.invalid(ctx, l)
		if err != nil {
			return nil, err
		}
		if bad {
			names = append(names, l.column)
		}
	}
	return names, nil
}

func (f *File) invalid(ctx context.Context, l fileLeaf) (bool, error) {
	b := &batches{file: f, picks: []*pick{{leaf: l}}, most: columnBatch}
	defer b.close()
	for {
		n, err := b.next(ctx)
		if err != nil || n == 0 {
			return false, err
		}
		for i, s := range b.picks[0].vector.texts {
			if i > 0 && same(s, b.picks[0].vector.texts[i-1]) {
				continue
			}
			if clean(s) != s {
				return true, nil
			}
		}
	}
}

// String is for messages.
func (c Content) String() string {
	return fmt.Sprintf("%d rows, %016x%016x", c.Rows, c.Sum[0], c.Sum[1])
}
