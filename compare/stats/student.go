package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

func student(df float64) distuv.StudentsT { return distuv.StudentsT{Sigma: 1, Nu: df} }

// twoSided is the probability of a value as far from 0 as q or farther, under
// Student's t with df degrees of freedom, or normal where df is 0.
func twoSided(q, df float64) float64 {
	if df == 0 {
		return math.Erfc(math.Abs(q) / math.Sqrt2)
	}
	return min(1, 2*student(df).CDF(-math.Abs(q)))
}
