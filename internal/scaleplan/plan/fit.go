package plan

import "math"

// fit finds non-negative coefficients c for which each row's features, times c, come
// nearest to its value: least squares of the relative errors. There are few
// features, so every subset of them is tried with the others at 0 (Lawson and
// Hanson's condition holds for the best of those without a negative one).
func fit(features [][]float64, values []float64) []float64 {
	n := len(features[0])
	best, least := make([]float64, n), math.Inf(1)
	for set := 1; set < 1<<n; set++ {
		c, ok := solve(features, values, set)
		if !ok {
			continue
		}
		sum := 0.0
		for i, row := range features {
			e := dot(row, c)/values[i] - 1
			sum += e * e
		}
		if sum < least {
			best, least = c, sum
		}
	}
	return best
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// solve solves the normal equations for the features of a set; ok is false where
// they have no solution or one with a negative coefficient.
func solve(features [][]float64, values []float64, set int) (c []float64, ok bool) {
	var in []int
	for j := range features[0] {
		if set>>j&1 == 1 {
			in = append(in, j)
		}
	}
	m := make([][]float64, len(in))
	for a, ja := range in {
		m[a] = make([]float64, len(in)+1)
		for i, row := range features {
			for b, jb := range in {
				m[a][b] += row[ja] * row[jb] / values[i] / values[i]
			}
			m[a][len(in)] += row[ja] / values[i]
		}
	}
	for col := range in {
		pivot := col
		for r := col; r < len(in); r++ {
			if math.Abs(m[r][col]) > math.Abs(m[pivot][col]) {
				pivot = r
			}
		}
		m[col], m[pivot] = m[pivot], m[col]
		if m[col][col] == 0 {
			return nil, false
		}
		for r := range in {
			if r == col {
				continue
			}
			by := m[r][col] / m[col][col]
			for k := col; k <= len(in); k++ {
				m[r][k] -= by * m[col][k]
			}
		}
	}
	c = make([]float64, len(features[0]))
	for a, j := range in {
		if c[j] = m[a][len(in)] / m[a][a]; c[j] < 0 {
			return nil, false
		}
	}
	return c, true
}
