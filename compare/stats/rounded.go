package stats

import (
	"math"
	"strconv"
)

// Rounded is x with 12 significant digits, as JSON and tables give it. A Go
// compiler may fuse a multiplication with an addition on one architecture and
// not on another, so that the last bits of a float64 differ between machines;
// what is published must not. Rounding at the border makes such numbers equal
// but for the rare one that lies on the edge between two roundings, and 12
// digits are far more than any estimate has. NaN and infinities stay.
func Rounded(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	// Cannot fail: the digits are of a number, and the largest rounds down.
	r, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 11, 64), 64)
	return r
}
