package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrSeparated says that a covariate, or a sum of some, tells successes from
// failures without error, so that no finite coefficient is most likely.
var ErrSeparated = errors.New("the covariates separate successes from failures: no finite coefficients")

// Logistic fits the logistic regression of positive on the columns of x, most
// likely coefficients by Newton's method, and gives each with its clustered
// standard error (see [Sandwich]). Rows of x are observations; an intercept is a
// column of ones, which the caller adds. Errors: [ErrSeparated], collinear columns,
// and those of Sandwich.
func Logistic(positive []bool, x [][]float64, clusters ...[]int) ([]Effect, error) {
	if len(x) == 0 {
		return nil, errors.New("logistic regression: no observation")
	}
	if len(x) != len(positive) {
		return nil, fmt.Errorf("logistic regression: %d rows of covariates for %d observations", len(x), len(positive))
	}
	k := len(x[0])
	coefficients := make([]float64, k)
	var information mat.SymDense
	for range 100 {
		score := newton(positive, x, coefficients, &information)
		var root mat.Cholesky
		if !root.Factorize(&information) || root.Cond() > 1e14 {
			if extreme(x, coefficients) {
				return nil, ErrSeparated
			}
			return nil, errors.New("logistic regression: columns are collinear")
		}
		var step mat.VecDense
		if err := root.SolveVecTo(&step, mat.NewVecDense(k, score)); err != nil {
			return nil, fmt.Errorf("logistic regression: %w", err)
		}
		largest := 0.0
		for j := range coefficients {
			coefficients[j] += step.AtVec(j)
			largest = max(largest, math.Abs(step.AtVec(j))/(1+math.Abs(coefficients[j])))
		}
		if largest < 1e-12 {
			return robust(positive, x, coefficients, clusters)
		}
		if extreme(x, coefficients) {
			return nil, ErrSeparated
		}
	}
	return nil, errors.New("logistic regression: no convergence in 100 steps")
}

// extreme says that a probability has left what observations can tell from 0 or 1.
func extreme(x [][]float64, coefficients []float64) bool {
	for _, row := range x {
		if math.Abs(inner(row, coefficients)) > 25 {
			return true
		}
	}
	return false
}

func inner(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// residual is what the model does not foresee of an observation, and its variance.
func residual(positive bool, row, coefficients []float64) (r, variance float64) {
	p := 1 / (1 + math.Exp(-inner(row, coefficients)))
	if positive {
		return 1 - p, p * (1 - p)
	}
	return -p, p * (1 - p)
}

// newton is the score at the coefficients, and fills in the information matrix.
func newton(positive []bool, x [][]float64, coefficients []float64, information *mat.SymDense) (score []float64) {
	k := len(coefficients)
	score = make([]float64, k)
	sums := make([]float64, k*k)
	for i, row := range x {
		r, v := residual(positive[i], row, coefficients)
		for a, xa := range row {
			score[a] += xa * r
			for b, xb := range row {
				sums[a*k+b] += v * xa * xb
			}
		}
	}
	*information = *mat.NewSymDense(k, sums)
	return score
}

func robust(positive []bool, x [][]float64, coefficients []float64, clusters [][]int) ([]Effect, error) {
	var information mat.SymDense
	newton(positive, x, coefficients, &information)
	var root mat.Cholesky
	root.Factorize(&information)
	influence := make([][]float64, len(x))
	for i, row := range x {
		r, _ := residual(positive[i], row, coefficients)
		score := make([]float64, len(row))
		for j, v := range row {
			score[j] = v * r
		}
		var of mat.VecDense
		if err := root.SolveVecTo(&of, mat.NewVecDense(len(row), score)); err != nil {
			return nil, fmt.Errorf("logistic regression: %w", err)
		}
		influence[i] = of.RawVector().Data
	}
	v, err := Sandwich(influence, clusters...)
	if err != nil {
		return nil, err
	}
	out := make([]Effect, len(coefficients))
	for j, c := range coefficients {
		out[j] = Effect{c, rootOf(v[j][j])}
	}
	return out, nil
}
