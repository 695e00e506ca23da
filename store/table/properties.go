package table

import (
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
)

const (
	statsBytes   = 128     // longer least and greatest values tell readers little
	indexRows    = 1 << 15 // fewer rows are one page, of which the footer says all
	bloomRows    = 1 << 13 // fewer rows are read as fast as a filter
	bloomErrors  = 0.01
	pageBytes    = 1 << 20
	dictionaries = 1 << 20 // bytes of a dictionary after which plain values follow
	sampleSize   = 1024
)

// properties settles how the file is written, by its first row group.
func (g *groups) properties() *parquet.WriterProperties {
	props := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(zstdLevel),
		parquet.WithMaxRowGroupLength(groupRows), parquet.WithPageIndexEnabled(g.rows >= indexRows),
		parquet.WithDataPageSize(pageBytes), parquet.WithDictionaryPageSizeLimit(dictionaries),
		parquet.WithMaxStatsSize(statsBytes), parquet.WithCreatedBy(createdBy), parquet.WithVersion(parquet.V2_LATEST),
	}
	for i := range g.leaves {
		l := &g.leaves[i]
		distinct := g.vectors[i].distinct()
		if l.plain || distinct > 0.5 {
			props = append(props, parquet.WithDictionaryFor(l.path, false))
		}
		if !l.key || l.kind != textKind || g.rows < bloomRows || len(g.options.SortedBy) > 0 && g.options.SortedBy[0] == l.column {
			continue
		}
		props = append(props, parquet.WithBloomFilterEnabledFor(l.path, true), parquet.WithBloomFilterFPPFor(l.path, bloomErrors),
			parquet.WithBloomFilterNDVFor(l.path, max(64, int64(distinct*float64(g.rows)))))
	}
	if len(g.options.SortedBy) > 0 {
		var order []parquet.SortingColumn
		for _, name := range g.options.SortedBy {
			for _, l := range g.leaves {
				if l.column == name && l.maxRep == 0 {
					order = append(order, parquet.SortingColumn{ColumnIdx: int32(l.index), NullsFirst: true})
				}
			}
		}
		props = append(props, parquet.WithSortingColumns(order))
	}
	return parquet.NewWriterProperties(props...)
}

// distinct estimates the share of distinct values among the values. Values that
// repeat do so either near each other (the IDs of a document's sentences) or all
// over (words): two samples look for both, and the smaller share counts.
func (v *vector) distinct() float64 {
	switch {
	case len(v.texts) > 0:
		return distinct(v.texts)
	case len(v.ints) > 0:
		return distinct(v.ints)
	case len(v.floats) > 0:
		return distinct(v.floats)
	}
	return 0
}

func distinct[V comparable](values []V) float64 {
	n := len(values)
	if n <= 2*sampleSize {
		return float64(count(values, 1)) / float64(n)
	}
	near := float64(count(values[:sampleSize], 1)) / sampleSize
	step := n / sampleSize
	apart := count(values, step)
	samples := (n + step - 1) / step
	// Of d values that are equally frequent, m drawn ones pair up m*m/(2*d) times.
	repeats := samples - apart
	if repeats == 0 {
		return near
	}
	all := float64(samples) * float64(samples) / float64(2*repeats) / float64(n)
	return min(near, all)
}

func count[V comparable](values []V, step int) int {
	seen := make(map[V]struct{}, sampleSize)
	for i := 0; i < len(values); i += step {
		seen[values[i]] = struct{}{}
	}
	return len(seen)
}
