package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// longText is the length from which a string is kept by itself. Shorter ones of
// a batch share their memory, so that a row costs no allocation; a long one that
// somebody keeps must not keep its neighbours.
const longText = 256

// dictionary holds the values of a chunk's dictionary page.
type dictionary struct {
	texts  []string
	ints   []int64
	floats []float64
	codes  []int32 // a reader's own codes of the texts
}

func (d *dictionary) len() int { return max(len(d.texts), len(d.ints), len(d.floats)) }

// page is the data page that is being read.
type page struct {
	left       int  // levels not yet read
	reps, defs runs // levels, where the leaf has them
	codes      runs
	coded      bool   // values are codes of the dictionary
	bits       runs   // values are truth values in runs
	inRuns     bool   // see bits
	plain      []byte // values as they are
	bit        int    // place in plain of truth values
}

// setPage reads a data page's header and levels.
func (c *chunk) setPage(p file.DataPage) error {
	data := p.Data()
	c.page = page{left: int(p.NumValues())}
	var err error
	switch p := p.(type) {
	case *file.DataPageV1:
		data, err = c.levelsV1(p, data)
	case *file.DataPageV2:
		data, err = c.levelsV2(p, data)
	}
	if err != nil {
		return err
	}
	return c.setValues(parquet.Encoding(p.Encoding()), data)
}

func (c *chunk) levelsV1(p *file.DataPageV1, data []byte) (_ []byte, err error) {
	for _, l := range []struct {
		to       *runs
		most     int16
		encoding parquet.Encoding
	}{{&c.page.reps, c.maxRep, p.RepetitionLevelEncoding()}, {&c.page.defs, c.maxDef, p.DefinitionLevelEncoding()}} {
		if l.most == 0 {
			continue
		}
		if l.encoding != parquet.Encodings.RLE {
			return nil, fmt.Errorf("levels in the encoding %s", l.encoding)
		}
		var levels []byte
		if levels, data, err = prefixed(data); err != nil {
			return nil, err
		}
		if *l.to, err = newRuns(levels, widthOf(l.most)); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// prefixed cuts off a part whose length stands before it.
func prefixed(data []byte) (part, rest []byte, err error) {
	if len(data) < 4 {
		return nil, nil, errShort
	}
	n := binary.LittleEndian.Uint32(data)
	if uint64(n) > uint64(len(data)-4) {
		return nil, nil, errShort
	}
	return data[4 : 4+n], data[4+n:], nil
}

func (c *chunk) levelsV2(p *file.DataPageV2, data []byte) (_ []byte, err error) {
	reps, defs := int(p.RepetitionLevelByteLen()), int(p.DefinitionLevelByteLen())
	if reps < 0 || defs < 0 || reps+defs > len(data) {
		return nil, errShort
	}
	if c.page.reps, err = newRuns(data[:reps], widthOf(c.maxRep)); err != nil {
		return nil, err
	}
	c.page.defs, err = newRuns(data[reps:reps+defs], widthOf(c.maxDef))
	return data[reps+defs:], err
}

func (c *chunk) setValues(encoding parquet.Encoding, data []byte) (err error) {
	switch {
	case encoding == parquet.Encodings.Plain:
		c.page.plain = data
		return nil
	case encoding == parquet.Encodings.RLE && c.kind == boolKind:
		c.page.inRuns = true
		if data, _, err = prefixed(data); err != nil {
			return err
		}
		c.page.bits, err = newRuns(data, 1)
		return err
	case encoding == parquet.Encodings.PlainDict || encoding == parquet.Encodings.RLEDict:
		if c.dict == nil {
			return errors.New("codes without a dictionary")
		}
		c.page.coded = true
		if len(data) == 0 { // all null
			return nil
		}
		c.page.codes, err = newRuns(data[1:], uint(data[0]))
		return err
	}
	return fmt.Errorf("values in the encoding %s", encoding)
}

// setDictionary reads a dictionary page, whose values are plain.
func (c *chunk) setDictionary(p *file.DictionaryPage) error {
	if c.dict != nil {
		return errors.New("two dictionaries")
	}
	if e := parquet.Encoding(p.Encoding()); e != parquet.Encodings.Plain && e != parquet.Encodings.PlainDict {
		return fmt.Errorf("a dictionary in the encoding %s", e)
	}
	d := &dictionary{}
	n, data := int(p.NumValues()), p.Data()
	if n < 0 {
		return errShort
	}
	var err error
	switch c.kind {
	case textKind, rawKind:
		d.texts, _, err = plainTexts(data, n, nil)
		if c.symbols != nil && err == nil {
			d.codes = make([]int32, len(d.texts))
			for i, s := range d.texts {
				d.codes[i] = c.symbols.code(s)
			}
		}
	case intKind, timeKind:
		d.ints, _, err = plainInts(data, n, nil)
	case floatKind:
		d.floats, _, err = plainFloats(data, n, nil)
	case boolKind:
		err = errors.New("a dictionary of truth values")
	}
	c.dict = d
	return err
}

var errShort = errors.New("page ends early")

// plainTexts appends n strings, each after its length, and returns what follows.
func plainTexts(data []byte, n int, to []string) ([]string, []byte, error) {
	if n > len(data)/4 {
		return to, nil, errShort
	}
	short, rest := 0, data
	for range n {
		part, after, err := prefixed(rest)
		if err != nil {
			return to, nil, err
		}
		if len(part) < longText {
			short += len(part)
		}
		rest = after
	}
	var shared strings.Builder
	shared.Grow(short)
	for range n {
		size := int(binary.LittleEndian.Uint32(data))
		part := data[4 : 4+size]
		data = data[4+size:]
		if size >= longText {
			to = append(to, string(part))
			continue
		}
		start := shared.Len()
		shared.Write(part) // never grows: what was handed out stays
		to = append(to, shared.String()[start:])
	}
	return to, rest, nil
}

func plainInts(data []byte, n int, to []int64) ([]int64, []byte, error) {
	if n > len(data)/8 {
		return to, nil, errShort
	}
	for i := range n {
		to = append(to, int64(binary.LittleEndian.Uint64(data[8*i:])))
	}
	return to, data[8*n:], nil
}

func plainFloats(data []byte, n int, to []float64) ([]float64, []byte, error) {
	if n > len(data)/8 {
		return to, nil, errShort
	}
	for i := range n {
		to = append(to, math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:])))
	}
	return to, data[8*n:], nil
}
