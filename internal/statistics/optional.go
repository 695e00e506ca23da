package statistics

import (
	"maps"
	"math"
	"slices"
)

// none stands for a number that is not defined.
var none = math.NaN()

// optionalText is the text of a column, empty where there is no such column or no
// value in it.
func optionalText(row Row, column string) (string, error) {
	if column == "" || !row.Has(column) {
		return "", nil
	}
	return row.Text(column)
}

// absent reports whether a column is there and has no value in this row.
func absent(row Row, column string) bool {
	return slices.Contains(row.columns, column) && !row.Has(column)
}

// optionalNumber is a number, or NaN where ok is false.
func optionalNumber(value float64, ok bool) float64 {
	if !ok {
		return none
	}
	return value
}

// resampling are the flags of a bootstrap.
type resampling struct {
	replicates int
	seed       uint64
	confidence float64
}

func (r *resampling) bind(f Flags) {
	f.IntVar(&r.replicates, "replicates", 2000, "bootstrap samples; 0 for no bootstrap")
	f.Uint64Var(&r.seed, "seed", 1, "of the random numbers")
	bindConfidence(f, &r.confidence)
}

func bindConfidence(f Flags, to *float64) {
	f.Float64Var(to, "confidence", 0.95, "of intervals, between 0 and 1")
}

func (r *resampling) check() error {
	if r.replicates < 0 || r.replicates > 1e6 {
		return Usagef("--replicates %d: want 0 to 1000000", r.replicates)
	}
	return checkConfidence(r.confidence)
}

// numbered gives names numbers from 0 in their order, so that the order of rows
// does not matter.
func numbered(names map[string]bool) map[string]int {
	out := make(map[string]int, len(names))
	for i, name := range slices.Sorted(maps.Keys(names)) {
		out[name] = i
	}
	return out
}
