package table

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
)

const (
	pageLevels = 20_000  // levels of a page, so that an index can spare readers some
	pageBytes  = 1 << 20 // of plain values
)

// pageWriter makes the pages of one column after the other.
type pageWriter struct {
	pager file.PageWriter
	sink  *sink
	leaf  *outLeaf
	v     *vector

	coded  bool // the values are codes of a dictionary
	texts  entries[string]
	ints   entries[int64]
	floats entries[float64]
	stamps []int32 // page in which a code was last seen

	body       []byte
	compressed bytes.Buffer
	info       metadata.ChunkMetaInfo
	row        int64
	number     int32 // of the page
}

// column writes a chunk of a row group.
func (g *groups) column(group *metadata.RowGroupMetaDataBuilder, l *outLeaf, v *vector) error {
	meta := group.NextColumnChunk()
	p := g.pages
	level := v.level()
	if p.pager == nil {
		pager, err := file.NewPageWriter(g.sink, compress.Codecs.Zstd, level, meta, g.group, int16(l.index), memory.DefaultAllocator, false, nil, nil)
		if err != nil {
			return err
		}
		p.pager, p.sink = pager, g.sink
	} else if err := p.pager.Reset(g.sink, compress.Codecs.Zstd, level, meta, g.group, int16(l.index), nil, nil); err != nil {
		return err
	}
	var columnIndex metadata.ColumnIndexBuilder
	var offsetIndex *metadata.OffsetIndexBuilder
	if g.index != nil {
		var err error
		if columnIndex, err = g.index.GetColumnIndexBuilder(l.index); err != nil {
			return err
		}
		if offsetIndex, err = g.index.GetOffsetIndexBuilder(l.index); err != nil {
			return err
		}
		p.pager.SetIndexBuilders(columnIndex, offsetIndex)
	}
	p.leaf, p.v, p.coded, p.row, p.number = l, v, false, 0, 0
	p.info = metadata.ChunkMetaInfo{IndexPageOffset: -1}
	stats, err := p.write()
	if err != nil {
		return err
	}
	if columnIndex != nil {
		if err := columnIndex.Finish(); err != nil {
			return err
		}
		if err := offsetIndex.Finish(0); err != nil {
			return err
		}
	}
	meta.SetStats(stats)
	encodings := metadata.EncodingStats{DataEncodingStats: map[parquet.Encoding]int32{p.encoding(): p.number}}
	if p.coded {
		encodings.DictEncodingStats = map[parquet.Encoding]int32{parquet.Encodings.Plain: 1}
	}
	return meta.Finish(p.info, p.coded, false, encodings)
}

// odd reports whether there are values that a dictionary would take for others:
// equal numbers of two signs, and what equals nothing.
func odd(floats []float64) bool {
	for _, f := range floats {
		if f == 0 && math.Signbit(f) || math.IsNaN(f) {
			return true
		}
	}
	return false
}

// level is how hard to compress a column: running text is worth the time.
func (v *vector) level() int {
	const running = 64 // bytes of a text on average
	size := 0
	for _, s := range v.texts {
		size += len(s)
	}
	if size > running*len(v.texts) {
		return thoroughLevel
	}
	return fastLevel
}

func (p *pageWriter) encoding() parquet.Encoding {
	if p.coded {
		return parquet.Encodings.RLEDict
	}
	return parquet.Encodings.Plain
}

// write writes all pages of the vector and returns what the footer says of them.
func (p *pageWriter) write() (metadata.EncodedStatistics, error) {
	v := p.v
	switch p.leaf.kind {
	case textKind, rawKind:
		return writeValues(p, p.clean(), &p.texts, textSize, appendText, func(e *extremes[string], levels, values int) metadata.EncodedStatistics {
			return e.encoded(levels, values, textBytes, false)
		})
	case floatKind:
		return writeValues(p, v.floats, &p.floats, wordSize, append64, func(e *extremes[float64], levels, values int) metadata.EncodedStatistics {
			e.min, e.max = lowFloat(e.min), highFloat(e.max)
			return e.encoded(levels, values, func(v float64) []byte { return append64(nil, v) }, true)
		})
	case boolKind:
		return p.writeBools(v.bools)
	default:
		return writeValues(p, v.ints, &p.ints, wordSize, append64, func(e *extremes[int64], levels, values int) metadata.EncodedStatistics {
			return e.encoded(levels, values, intBytes, true)
		})
	}
}

// clean is the gate for all strings of a file; see [clean].
func (p *pageWriter) clean() []string {
	if p.leaf.kind == textKind {
		cleanAll(p.v.texts)
	}
	return p.v.texts
}

// writeValues writes values with a dictionary where it pays, else as they are.
func writeValues[V cmp.Ordered](p *pageWriter, values []V, d *entries[V], size func(V) int, appendTo func([]byte, V) []byte,
	encoded func(e *extremes[V], levels, values int) metadata.EncodedStatistics) (metadata.EncodedStatistics, error) {
	p.coded = !p.leaf.plain && !odd(p.v.floats) && len(values) > 0 && dictionaryOf(d, values, size)
	if p.coded {
		p.body = p.body[:0]
		for _, v := range d.values {
			p.body = appendTo(p.body, v)
		}
		if err := p.dictionary(len(d.values)); err != nil {
			return metadata.EncodedStatistics{}, err
		}
		p.stamps = slices.Grow(p.stamps[:0], len(d.values))[:len(d.values)]
		clear(p.stamps)
	}
	var all extremes[V]
	used := 0
	for from := 0; from < p.v.levels(); {
		to, n := p.cut(from, func(i, bytes int) int {
			if p.coded {
				return bytes
			}
			return bytes + size(values[used+i])
		})
		var e extremes[V]
		p.levels(from, to)
		if p.coded {
			codes := d.codes[used : used+n]
			width := codeWidth(len(d.values))
			p.body = appendRuns(append(p.body, byte(width)), width, codes)
			for _, c := range codes {
				if p.stamps[c] != p.number+1 {
					p.stamps[c] = p.number + 1
					e.add(d.values[c])
				}
			}
		} else {
			for _, v := range values[used : used+n] {
				p.body = appendTo(p.body, v)
				e.add(v)
			}
		}
		all.merge(e)
		if err := p.page(from, to, encoded(&e, to-from, n)); err != nil {
			return metadata.EncodedStatistics{}, err
		}
		from, used = to, used+n
	}
	return encoded(&all, p.v.levels(), len(values)), nil
}

func (p *pageWriter) writeBools(values []bool) (metadata.EncodedStatistics, error) {
	var all extremes[int8]
	used := 0
	for from := 0; from < p.v.levels(); {
		to, n := p.cut(from, func(_, bytes int) int { return bytes })
		var e extremes[int8]
		for _, v := range values[used : used+n] {
			if v {
				e.add(1)
			} else {
				e.add(0)
			}
		}
		p.levels(from, to)
		p.body = appendBits(p.body, values[used:used+n])
		all.merge(e)
		if err := p.page(from, to, e.encoded(to-from, n, boolByte, true)); err != nil {
			return metadata.EncodedStatistics{}, err
		}
		from, used = to, used+n
	}
	return all.encoded(p.v.levels(), len(values), boolByte, true), nil
}

// cut finds the levels of the next page, whole rows, and counts its values.
// grown gives the page's bytes with the value i.
func (p *pageWriter) cut(from int, grown func(i, bytes int) int) (to, values int) {
	size := 0
	levels := p.v.levels()
	for to = from; to < levels; to++ {
		full := to-from >= pageLevels || size >= pageBytes
		if full && (p.leaf.maxRep == 0 || p.v.reps[to] == 0) {
			break
		}
		if p.leaf.maxDef == 0 || p.v.defs[to] == p.leaf.maxDef {
			size = grown(values, size)
			values++
		}
	}
	return to, values
}

// levels starts a page.
func (p *pageWriter) levels(from, to int) {
	p.body = p.body[:0]
	if p.leaf.maxRep > 0 {
		p.body = appendLevels(p.body, p.leaf.maxRep, p.v.reps[from:to])
	}
	if p.leaf.maxDef > 0 {
		p.body = appendLevels(p.body, p.leaf.maxDef, p.v.defs[from:to])
	}
}

func (p *pageWriter) dictionary(values int) error {
	p.info.DictPageOffset = p.sink.Tell()
	page := file.NewDictionaryPage(memory.NewBufferBytes(p.body), int32(values), parquet.Encodings.Plain)
	n, err := p.pager.WriteDictionaryPage(page)
	if err != nil {
		return err
	}
	// How well it compressed is arrow-go's to know: the header counts as none.
	p.info.CompressedSize += n
	p.info.UncompressedSize += int64(len(p.body))
	return nil
}

// page writes the page that is in body.
func (p *pageWriter) page(from, to int, stats metadata.EncodedStatistics) error {
	p.compressed.Reset()
	data := p.pager.Compress(&p.compressed, p.body)
	start := p.sink.Tell()
	if p.number == 0 {
		p.info.DataPageOffset = start
	}
	page := file.NewDataPageV1WithConfig(memory.NewBufferBytes(data), parquet.Encodings.RLE, parquet.Encodings.RLE, file.DataPageConfig{
		Num: int32(to - from), Encoding: p.encoding(), UncompressedSize: int32(len(p.body)), Stats: stats, FirstRowIndex: p.row})
	if _, err := p.pager.WriteDataPage(page); err != nil {
		return err
	}
	page.Release()
	p.wrote(start, len(p.body)-len(data), to-from)
	p.number++
	p.row += int64(to - from)
	if p.leaf.maxRep > 0 {
		p.row -= int64(to - from)
		for _, r := range p.v.reps[from:to] {
			if r == 0 {
				p.row++
			}
		}
	}
	return nil
}

// wrote adds a page to the chunk's sizes; saved is what compression took off.
func (p *pageWriter) wrote(start int64, saved, levels int) {
	n := p.sink.Tell() - start
	p.info.CompressedSize += n
	p.info.UncompressedSize += n + int64(saved)
	p.info.NumValues += int64(levels)
}
