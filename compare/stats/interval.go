package stats

import (
	"fmt"
	"math"
	"slices"
)

// Interval is a closed range.
type Interval struct{ Lo, Hi float64 }

// Overlaps reports whether the intervals share a point.
func (i Interval) Overlaps(j Interval) bool { return i.Lo <= j.Hi && j.Lo <= i.Hi }

// Width is the length of the interval.
func (i Interval) Width() float64 { return i.Hi - i.Lo }

// Wilson is the score interval of the share k/n without continuity correction
// (Wilson 1927; method 3 of Newcombe 1998). confidence lies between 0 and 1,
// such as 0.95. It treats the n observations as independent. Without
// observations nothing is known, and the interval is 0 to 1.
func Wilson(k, n int, confidence float64) (Interval, error) {
	if k < 0 || n < 0 || k > n || confidence <= 0 || confidence >= 1 {
		return Interval{}, fmt.Errorf("wilson interval of %d of %d at %v: want 0 <= k <= n and a confidence between 0 and 1", k, n, confidence)
	}
	if n == 0 {
		return Interval{0, 1}, nil
	}
	z := math.Sqrt2 * math.Erfinv(confidence)
	p, size, z2 := float64(k)/float64(n), float64(n), z*z
	centre := (p + z2/(2*size)) / (1 + z2/size)
	half := z / (1 + z2/size) * math.Sqrt(p*(1-p)/size+z2/(4*size*size))
	out := Interval{centre - half, centre + half}
	// At the ends the bounds are 0 and 1 in exact arithmetic.
	if k == 0 {
		out.Lo = 0
	}
	if k == n {
		out.Hi = 1
	}
	return out, nil
}

// percentiles is the central range that holds the given share of values, with
// linear interpolation between order statistics (Hyndman & Fan 1996, type 7).
func percentiles(values []float64, share float64) Interval {
	sorted := slices.Sorted(slices.Values(values))
	at := func(q float64) float64 {
		h := q * float64(len(sorted)-1)
		lo := int(math.Floor(h))
		hi := min(lo+1, len(sorted)-1)
		return sorted[lo] + (h-float64(lo))*(sorted[hi]-sorted[lo])
	}
	tail := (1 - share) / 2
	return Interval{at(tail), at(1 - tail)}
}

// DesignEffect is by how much clustering multiplies the variance of a share
// over n documents: se² / (p(1-p)/n) (Kish 1965). It is 1 where documents are
// independent; it is NaN for a share of 0 or 1, whose variance cannot be
// estimated.
func DesignEffect(se, share float64, n int) float64 {
	if n == 0 || share <= 0 || share >= 1 {
		return math.NaN()
	}
	return se * se * float64(n) / (share * (1 - share))
}
