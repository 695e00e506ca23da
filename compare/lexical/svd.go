package lexical

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// Conversions to float64 around products keep a compiler from fusing them with the
// sum they go into, so that the digits are the same on every machine; gonum's
// decomposition, which is built differently for each processor, gave coordinates
// that differed from the tenth digit on where axes are near each other.

// decomposed is a matrix as a sum of axes: values fall; left and right hold a unit
// vector for each axis.
type decomposed struct {
	values      []float64
	left, right [][]float64
}

const (
	// parallel times the square root of the rows, which rounding of a sum over them
	// reaches, is the cosine below which two columns count as orthogonal.
	parallel = 2.5e-16
	// vanished is the length, relative to the whole matrix, below which a column is
	// the rounding of 0.
	vanished = 1e-14
	sweeps   = 60
)

// decompose is the singular value decomposition of a matrix given by columns, by
// one-sided Jacobi rotations (Hestenes 1958; Demmel & Veselić 1992, Jacobi's Method
// is More Accurate than QR). Axes with the value 0 are left out.
func decompose(columns [][]float64) (decomposed, error) {
	if len(columns) > len(columns[0]) {
		d, err := decompose(transposed(columns))
		d.left, d.right = d.right, d.left
		return d, err
	}
	a := make([][]float64, len(columns))
	v := make([][]float64, len(columns))
	whole := 0.0
	for j, c := range columns {
		a[j] = slices.Clone(c)
		v[j] = make([]float64, len(columns))
		v[j][j] = 1
		whole += product(c, c)
	}
	least := whole * vanished * vanished
	cosine := parallel * math.Sqrt(float64(len(columns[0])))
	turned := true
	for sweep := 0; turned; sweep++ {
		if sweep == sweeps {
			return decomposed{}, errors.New("the singular value decomposition does not converge")
		}
		turned = false
		for q := range a {
			for p := range q {
				x, y, xy := product(a[p], a[p]), product(a[q], a[q]), product(a[p], a[q])
				if x <= least || y <= least || math.Abs(xy) <= cosine*math.Sqrt(x)*math.Sqrt(y) {
					continue
				}
				turned = true
				zeta := (y - x) / (2 * xy)
				t := math.Copysign(1/(math.Abs(zeta)+math.Sqrt(1+float64(zeta*zeta))), zeta)
				cos := 1 / math.Sqrt(1+float64(t*t))
				rotate(a[p], a[q], cos, cos*t)
				rotate(v[p], v[q], cos, cos*t)
			}
		}
	}
	return sorted(a, v, least), nil
}

func sorted(a, v [][]float64, least float64) (out decomposed) {
	order := make([]int, 0, len(a))
	squares := make([]float64, len(a))
	for j, c := range a {
		if squares[j] = product(c, c); squares[j] > least {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(squares[j], squares[i]) })
	for _, j := range order {
		value := math.Sqrt(squares[j])
		for i := range a[j] {
			a[j][i] /= value
		}
		out.values, out.left, out.right = append(out.values, value), append(out.left, a[j]), append(out.right, v[j])
	}
	return out
}

func rotate(x, y []float64, cos, sin float64) {
	for i := range x {
		x[i], y[i] = float64(cos*x[i])-float64(sin*y[i]), float64(sin*x[i])+float64(cos*y[i])
	}
}

func product(x, y []float64) float64 {
	sum := 0.0
	for i := range x {
		sum += float64(x[i] * y[i])
	}
	return sum
}

func transposed(columns [][]float64) [][]float64 {
	out := make([][]float64, len(columns[0]))
	for i := range out {
		out[i] = make([]float64, len(columns))
		for j, c := range columns {
			out[i][j] = c[i]
		}
	}
	return out
}
