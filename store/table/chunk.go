package table

import (
	"errors"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/parquet/file"
)

// maxElements bounds the list elements of one batch of rows: lists of more are
// no data of ours.
const maxElements = 1 << 24

// chunk reads one leaf of one row group, some rows at a time.
type chunk struct {
	pages          file.PageReader
	kind           kind
	maxDef, maxRep int16
	symbols        *symbolTable // set where codes are wanted in place of texts

	dict  *dictionary
	page  page
	codes []int32 // scratch

	reps, defs []int16 // of a list: levels read ahead, all of the present page
}

// turn goes to the next data page; false is the end of the chunk.
func (c *chunk) turn() (bool, error) {
	for c.pages.Next() {
		switch p := c.pages.Page().(type) {
		case *file.DictionaryPage:
			if err := c.setDictionary(p); err != nil {
				return false, err
			}
		case file.DataPage:
			if err := c.setPage(p); err != nil {
				return false, err
			}
			if c.page.left > 0 {
				return true, nil
			}
		}
	}
	return false, c.pages.Err()
}

var errEnd = errors.New("column ends before its rows do")

// read appends the next n rows to v.
func (c *chunk) read(n int, v *vector) error {
	if c.maxRep > 0 {
		return c.readLists(n, v)
	}
	for n > 0 {
		if c.page.left == 0 {
			if ok, err := c.turn(); err != nil || !ok {
				return errors.Join(err, unless(ok, errEnd))
			}
		}
		m := min(n, c.page.left)
		values := m
		if c.maxDef > 0 {
			start := len(v.defs)
			v.defs = slices.Grow(v.defs, m)[:start+m]
			if err := read(&c.page.defs, v.defs[start:]); err != nil {
				return err
			}
			values = 0
			for _, d := range v.defs[start:] {
				if d > c.maxDef {
					return fmt.Errorf("a definition level of %d", d)
				}
				if d == c.maxDef {
					values++
				}
			}
		}
		if err := c.values(values, v); err != nil {
			return err
		}
		c.page.left -= m
		n -= m
	}
	return nil
}

func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

// readLists is read for leaves of lists: a row ends where the next one begins,
// so that levels are read ahead.
func (c *chunk) readLists(n int, v *vector) error {
	rows := 0
	for first := true; ; first = false {
		if len(c.defs) == 0 {
			more, err := c.ahead()
			if err != nil {
				return err
			}
			if !more {
				return unless(rows == n, errEnd)
			}
		}
		if first && c.reps[0] != 0 {
			return errors.New("a list that begins in its middle")
		}
		used, values := 0, 0
		for used < len(c.reps) {
			if c.reps[used] == 0 {
				if rows == n {
					break
				}
				rows++
			}
			if c.defs[used] == c.maxDef {
				values++
			}
			used++
		}
		v.reps, v.defs = append(v.reps, c.reps[:used]...), append(v.defs, c.defs[:used]...)
		if len(v.defs) > maxElements {
			return fmt.Errorf("lists of more than %d elements", maxElements)
		}
		if err := c.values(values, v); err != nil {
			return err
		}
		c.reps, c.defs = c.reps[used:], c.defs[used:]
		if len(c.defs) > 0 {
			return nil // the next row begins here
		}
	}
}

// ahead reads levels of the present page, or of the next.
func (c *chunk) ahead() (bool, error) {
	const most = 1024
	if c.page.left == 0 {
		if ok, err := c.turn(); err != nil || !ok {
			return false, err
		}
	}
	n := min(most, c.page.left)
	c.reps, c.defs = slices.Grow(c.reps[:0], n)[:n], slices.Grow(c.defs[:0], n)[:n]
	if err := errors.Join(read(&c.page.reps, c.reps), read(&c.page.defs, c.defs)); err != nil {
		return false, err
	}
	for i := range n {
		if c.reps[i] > c.maxRep || c.defs[i] > c.maxDef {
			return false, errors.New("a level that is too high")
		}
	}
	c.page.left -= n
	return true, nil
}

// values appends the next n values of the page.
func (c *chunk) values(n int, v *vector) (err error) {
	if n == 0 {
		return nil
	}
	if c.page.coded {
		return c.coded(n, v)
	}
	p := &c.page
	switch c.kind {
	case textKind, rawKind:
		if c.symbols == nil {
			v.texts, p.plain, err = plainTexts(p.plain, n, v.texts)
			return err
		}
		v.codes, p.plain, err = c.symbols.plain(p.plain, n, v.codes)
	case intKind, timeKind:
		v.ints, p.plain, err = plainInts(p.plain, n, v.ints)
	case floatKind:
		v.floats, p.plain, err = plainFloats(p.plain, n, v.floats)
	case boolKind:
		return c.bools(n, v)
	}
	return err
}

func (c *chunk) bools(n int, v *vector) error {
	if c.page.inRuns {
		c.codes = slices.Grow(c.codes[:0], n)[:n]
		if err := read(&c.page.bits, c.codes); err != nil {
			return err
		}
		for _, b := range c.codes {
			v.bools = append(v.bools, b != 0)
		}
		return nil
	}
	if c.page.bit+n > 8*len(c.page.plain) {
		return errShort
	}
	for i := c.page.bit; i < c.page.bit+n; i++ {
		v.bools = append(v.bools, c.page.plain[i/8]>>(i%8)&1 != 0)
	}
	c.page.bit += n
	return nil
}

func (c *chunk) coded(n int, v *vector) error {
	c.codes = slices.Grow(c.codes[:0], n)[:n]
	if err := read(&c.page.codes, c.codes); err != nil {
		return err
	}
	most := uint32(0)
	for _, code := range c.codes {
		most = max(most, uint32(code))
	}
	if int64(most) >= int64(c.dict.len()) {
		return fmt.Errorf("a code beyond the %d values of the dictionary", c.dict.len())
	}
	switch {
	case c.symbols != nil:
		v.codes = lookUp(c.dict.codes, c.codes, v.codes)
	case c.kind == textKind || c.kind == rawKind:
		v.texts = lookUp(c.dict.texts, c.codes, v.texts)
	case c.kind == floatKind:
		v.floats = lookUp(c.dict.floats, c.codes, v.floats)
	default:
		v.ints = lookUp(c.dict.ints, c.codes, v.ints)
	}
	return nil
}

func lookUp[T any](values []T, codes []int32, to []T) []T {
	start := len(to)
	to = slices.Grow(to, len(codes))[:start+len(codes)]
	for i, code := range codes {
		to[start+i] = values[code]
	}
	return to
}
