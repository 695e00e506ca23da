package tabletest

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
)

// Told counts what footers and indexes claim, so that a test can want that it met
// each kind of claim.
type Told struct{ Ranges, Filters, Indexes, Pages, Orders int }

// ExpectClaims checks what a file says of its values, by which readers spare what they
// need not read: least and greatest value and nulls of each column of each row group and
// of each page, where pages begin, filters that know every value, and the order of rows.
func ExpectClaims(tb testing.TB, data []byte) Told {
	tb.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	var told Told
	for g := range f.NumRowGroups() {
		meta := f.MetaData().RowGroup(g)
		leaves := make([]Column, f.MetaData().Schema.NumColumns())
		for i := range leaves {
			readGroup(tb, f, g, i, &leaves[i], true)
			chunk, err := meta.ColumnChunk(i)
			if err != nil {
				tb.Fatal(err)
			}
			c := claims{TB: tb, name: chunk.PathInSchema().String(), levels: leaves[i].levels(), most: f.MetaData().Schema.Column(i).MaxDefinitionLevel(), Column: leaves[i], told: &told}
			c.group(chunk)
			c.filter(f, g, i)
			c.index(f, g, i)
		}
		for n, by := range meta.SortingColumns() {
			if n == 0 { // the later ones hold among equals only
				told.Orders++
				expectOrder(tb, leaves[by.ColumnIdx], by)
			}
		}
	}
	return told
}

// levels are those of a leaf; one without definition levels has a value each.
func (c *Column) levels() int { return max(len(c.Defs), c.Values) }

// claims checks what is said of one leaf of one row group.
type claims struct {
	testing.TB
	Column
	name   string
	levels int
	most   int16
	told   *Told
}

func (c *claims) group(chunk *metadata.ColumnChunkMetaData) {
	c.Helper()
	if n := chunk.NumValues(); n != int64(c.levels) {
		c.Errorf("%s: %d values, the footer has %d", c.name, c.levels, n)
	}
	stats, err := chunk.Statistics()
	if err != nil || stats == nil {
		c.Errorf("%s: no statistics (%v)", c.name, err)
		return
	}
	if n := stats.NullCount(); n != int64(c.levels-c.Values) {
		c.Errorf("%s: %d nulls, the footer has %d", c.name, c.levels-c.Values, n)
	}
	if !stats.HasMinMax() {
		if n := len(c.Ints) + len(c.Bools); n > 0 {
			c.Errorf("%s: no range for %d numbers", c.name, n)
		}
		return
	}
	c.told.Ranges++
	exact := true
	switch s := stats.(type) {
	case *metadata.Int64Statistics:
		exact = len(c.Ints) > 0 && s.Min() == slices.Min(c.Ints) && s.Max() == slices.Max(c.Ints)
	case *metadata.Float64Statistics:
		known := slices.DeleteFunc(slices.Clone(c.Floats), math.IsNaN)
		exact = len(known) > 0 && s.Min() == slices.Min(known) && s.Max() == slices.Max(known)
	case *metadata.ByteArrayStatistics:
		exact = len(c.Texts) > 0 && bytes.Equal(s.Min(), slices.MinFunc(c.Texts, compareTexts)) && bytes.Equal(s.Max(), slices.MaxFunc(c.Texts, compareTexts))
	case *metadata.BooleanStatistics:
		exact = s.Min() == !slices.Contains(c.Bools, false) && s.Max() == slices.Contains(c.Bools, true)
	}
	if !exact {
		c.Errorf("%s: the footer's range is not that of the values", c.name)
	}
}

func compareTexts(a, b parquet.ByteArray) int { return bytes.Compare(a, b) }

// filter wants every value in the bloom filter, where there is one.
func (c *claims) filter(f *file.Reader, group, leaf int) {
	c.Helper()
	filters, err := f.GetBloomFilterReader().RowGroup(group)
	if err != nil || filters == nil {
		return
	}
	filter, err := filters.GetColumnBloomFilter(leaf)
	if err != nil {
		c.Errorf("%s: read the filter: %v", c.name, err)
	}
	if err != nil || filter == nil {
		return
	}
	c.told.Filters++
	for _, s := range c.Texts {
		if !filter.CheckHash(filter.Hasher().Sum64(s)) {
			c.Fatalf("%s: %q is not in the filter", c.name, s)
		}
	}
}

// index checks the pages that a page index has.
func (c *claims) index(f *file.Reader, group, leaf int) {
	c.Helper()
	indexes, err := f.GetPageIndexReader().RowGroup(group)
	if err != nil || indexes == nil {
		return
	}
	offsets, err := indexes.GetOffsetIndex(leaf)
	if err != nil || offsets == nil {
		c.Errorf("%s: the index has no offsets (%v)", c.name, err)
		return
	}
	columns, err := indexes.GetColumnIndex(leaf)
	if err != nil {
		c.Errorf("%s: read the index: %v", c.name, err)
	}
	if columns == nil { // a page whose range is not told: the whole column has no index
		return
	}
	c.told.Indexes++
	pages := offsets.GetPageLocations()
	for n, page := range pages {
		to := int64(-1)
		if n+1 < len(pages) {
			to = pages[n+1].FirstRowIndex
		}
		c.told.Pages++
		part, levels := c.rows(page.FirstRowIndex, to)
		c.page(columns, n, part, levels)
	}
}

// rows is a part of the leaf, from one row to another, -1 for the end.
func (c *claims) rows(from, to int64) (part Column, levels int) {
	row, value := int64(-1), 0
	for i := range c.levels {
		if len(c.Reps) == 0 || c.Reps[i] == 0 {
			row++
		}
		has := len(c.Defs) == 0 || c.Defs[i] == c.most
		if row >= from && (to < 0 || row < to) {
			levels++
			if has {
				part.take(c.Column, value)
			}
		}
		if has {
			value++
		}
	}
	return part, levels
}

// take appends a value of another leaf.
func (c *Column) take(from Column, i int) {
	c.Values++
	switch {
	case from.Texts != nil:
		c.Texts = append(c.Texts, from.Texts[i])
	case from.Ints != nil:
		c.Ints = append(c.Ints, from.Ints[i])
	case from.Floats != nil:
		c.Floats = append(c.Floats, from.Floats[i])
	default:
		c.Bools = append(c.Bools, from.Bools[i])
	}
}

// page checks that the range of a page has all its values, and its nulls.
func (c *claims) page(columns metadata.ColumnIndex, n int, part Column, levels int) {
	c.Helper()
	if null := columns.GetNullPages()[n]; null != (part.Values == 0) {
		c.Errorf("%s: page %d has %d values, the index says that it is null: %v", c.name, n, part.Values, null)
	}
	if columns.IsSetNullCounts() && columns.GetNullCounts()[n] != int64(levels-part.Values) {
		c.Errorf("%s: page %d has %d nulls, the index says %d", c.name, n, levels-part.Values, columns.GetNullCounts()[n])
	}
	if part.Values == 0 {
		return
	}
	within := true
	switch index := columns.(type) {
	case *metadata.TypedColumnIndex[int64]:
		within = index.MinValues()[n] == slices.Min(part.Ints) && index.MaxValues()[n] == slices.Max(part.Ints)
	case *metadata.TypedColumnIndex[float64]:
		for _, v := range part.Floats {
			within = within && (math.IsNaN(v) || index.MinValues()[n] <= v && v <= index.MaxValues()[n])
		}
	case *metadata.TypedColumnIndex[parquet.ByteArray]:
		for _, v := range part.Texts {
			within = within && bytes.Compare(index.MinValues()[n], v) <= 0 && bytes.Compare(v, index.MaxValues()[n]) <= 0
		}
	case *metadata.TypedColumnIndex[bool]:
		within = (index.MinValues()[n] || slices.Contains(part.Bools, false)) && (!index.MaxValues()[n] || slices.Contains(part.Bools, true))
	}
	if !within {
		c.Errorf("%s: the range of page %d is not that of its values", c.name, n)
	}
}

// expectOrder wants the rows in the order of a column of one value or null a row.
func expectOrder(tb testing.TB, c Column, by parquet.SortingColumn) {
	tb.Helper()
	if by.Descending || !by.NullsFirst {
		tb.Errorf("sorted in an unknown way: %+v", by)
	}
	for i := 1; i < len(c.Defs); i++ {
		if c.Defs[i] < c.Defs[i-1] {
			tb.Errorf("a null comes after a value")
			return
		}
	}
	sorted := slices.IsSortedFunc(c.Texts, compareTexts) && slices.IsSorted(c.Ints) && slices.IsSorted(c.Floats) &&
		slices.IsSortedFunc(c.Bools, func(a, b bool) int { return cmp.Compare(btoi(a), btoi(b)) })
	if !sorted {
		tb.Errorf("the rows are not in the order that the footer tells")
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Add counts the claims of another file, too.
func (t *Told) Add(o Told) {
	t.Ranges += o.Ranges
	t.Filters += o.Filters
	t.Indexes += o.Indexes
	t.Pages += o.Pages
	t.Orders += o.Orders
}
