package table

import (
	"cmp"
	"math"

	"github.com/apache/arrow-go/v18/parquet/metadata"
)

// statsBytes bounds least and greatest values: longer ones tell readers little
// and make footers large.
const statsBytes = 128

// extremes is the least and the greatest of some values.
type extremes[V cmp.Ordered] struct {
	min, max V
	set      bool
}

func (e *extremes[V]) add(v V) {
	if isNaN(v) {
		return // not a number: has no order
	}
	if !e.set {
		e.min, e.max, e.set = v, v, true
		return
	}
	if v < e.min {
		e.min = v
	}
	if v > e.max {
		e.max = v
	}
}

// isNaN is false for all but one kind of value, which cmp puts before the rest.
func isNaN[V cmp.Ordered](v V) bool {
	f, ok := any(v).(float64)
	return ok && math.IsNaN(f)
}

func (e *extremes[V]) merge(o extremes[V]) {
	if o.set {
		e.add(o.min)
		e.add(o.max)
	}
}

// encoded is what a footer says of n levels with so many values.
func (e *extremes[V]) encoded(levels, values int, encode func(V) []byte, signed bool) metadata.EncodedStatistics {
	s := metadata.EncodedStatistics{Signed: signed, HasNullCount: true, NullCount: int64(levels - values), AllNullValue: values == 0}
	if !e.set {
		return s
	}
	low, high := encode(e.min), encode(e.max)
	if len(low) <= statsBytes && len(high) <= statsBytes {
		s.SetMin(low).SetMax(high)
	}
	return s
}

func textBytes(s string) []byte { return []byte(s) }

func intBytes(v int64) []byte { return append64(nil, v) }

func boolByte(v int8) []byte { return []byte{byte(v)} }

// Zero has two signs of which readers take either for the other: the format asks
// for the outermost.
func lowFloat(v float64) float64 {
	if v == 0 {
		return math.Copysign(0, -1)
	}
	return v
}

func highFloat(v float64) float64 {
	if v == 0 {
		return 0
	}
	return v
}
