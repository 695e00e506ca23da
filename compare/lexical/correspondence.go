package lexical

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Correspondence is a simple correspondence analysis (Benzécri 1973; Greenacre
// 2017, Correspondence Analysis in Practice, appendix A): the singular value
// decomposition of the standardised residuals of a table of counts. Axes come by
// falling inertia. The sign of an axis is free; here the column that contributes
// most to it, the first of equal ones, lies on the positive side.
type Correspondence struct {
	N int // sum of the table
	// Inertia is chi-square / N, the sum of the squared singular values; ChiSquare
	// has DegreesOfFreedom, and P under independence of rows and columns.
	Inertia, ChiSquare, P float64
	DegreesOfFreedom      int
	SingularValues        []float64 // by axis
	Shares                []float64 // of each axis in the inertia
	Rows, Columns         []Profile
}

// Profile is a row or a column of the table. Those without any count have no
// place: their Mass is 0 and they have no coordinates.
type Profile struct {
	Mass, Inertia float64 // share of N; what it adds to the inertia
	// By axis: Principal coordinates have the axis's inertia as weighted variance,
	// Standard ones 1. Contributions are the shares of the profile in an axis's
	// inertia, and Cos2 the shares of the axis in the profile's.
	Principal, Standard, Contributions, Cos2 []float64
}

// noise is the size, relative to the largest of its kind, below which a number is
// the rounding of 0 and is set to it: its digits would differ between machines.
const noise = 1e-13

// Correspond analyses a table of counts by row and column.
func Correspond(table [][]int) (Correspondence, error) {
	rows, columns, total, err := margins(table)
	if err != nil {
		return Correspondence{}, err
	}
	keptRows, keptColumns := positive(rows), positive(columns)
	if len(keptRows) < 2 || len(keptColumns) < 2 {
		return Correspondence{}, fmt.Errorf("correspondence analysis: %d rows and %d columns have counts: want at least 2 of each", len(keptRows), len(keptColumns))
	}
	out := Correspondence{N: total, DegreesOfFreedom: (len(keptRows) - 1) * (len(keptColumns) - 1),
		Rows: make([]Profile, len(rows)), Columns: make([]Profile, len(columns))}
	n := float64(total)
	residuals := make([][]float64, len(keptColumns)) // by column
	for j, c := range keptColumns {
		for _, r := range keptRows {
			expected := float64(rows[r]) * float64(columns[c]) / n
			s := (float64(table[r][c]) - expected) / math.Sqrt(expected*n)
			residuals[j] = append(residuals[j], s)
			square := float64(s * s)
			out.Inertia += square
			out.Rows[r].Inertia += square
			out.Columns[c].Inertia += square
		}
	}
	out.ChiSquare = n * out.Inertia
	out.P = distuv.ChiSquared{K: float64(out.DegreesOfFreedom)}.Survival(out.ChiSquare)
	for r, k := range rows {
		out.Rows[r].Mass = float64(k) / n
	}
	for c, k := range columns {
		out.Columns[c].Mass = float64(k) / n
	}
	return out, out.axes(residuals, keptRows, keptColumns)
}

func margins(table [][]int) (rows, columns []int, total int, err error) {
	if len(table) == 0 {
		return nil, nil, 0, errors.New("correspondence analysis: the table is empty")
	}
	rows, columns = make([]int, len(table)), make([]int, len(table[0]))
	for i, row := range table {
		if len(row) != len(columns) {
			return nil, nil, 0, fmt.Errorf("correspondence analysis: row %d has %d columns, the first %d", i+1, len(row), len(columns))
		}
		for j, k := range row {
			if k < 0 {
				return nil, nil, 0, fmt.Errorf("correspondence analysis: count %d in row %d: want at least 0", k, i+1)
			}
			rows[i] += k
			columns[j] += k
			total += k
		}
	}
	return rows, columns, total, nil
}

func positive(of []int) (at []int) {
	for i, k := range of {
		if k > 0 {
			at = append(at, i)
		}
	}
	return at
}

// axes fills in what the decomposition says.
func (c *Correspondence) axes(residuals [][]float64, rows, columns []int) error {
	d, err := decompose(residuals)
	if err != nil {
		return fmt.Errorf("correspondence analysis: %w", err)
	}
	// A table of this size has no more axes than one less than its shorter side, and
	// axes without inertia have no direction.
	most := min(len(d.values), len(rows)-1, len(columns)-1)
	for a, s := range d.values[:most] {
		if s <= 1e-9 || s <= 1e-9*d.values[0] {
			break
		}
		sign := orientation(d.right[a])
		c.SingularValues = append(c.SingularValues, s)
		c.Shares = append(c.Shares, s*s/c.Inertia)
		for i, r := range rows {
			c.Rows[r].place(sign*d.left[a][i], s)
		}
		for j, k := range columns {
			c.Columns[k].place(sign*d.right[a][j], s)
		}
	}
	return nil
}

// orientation is the sign that makes the largest entry of a vector positive, seen
// to fewer digits than rounding reaches so that equal ones stay equal.
func orientation(v []float64) float64 {
	largest := 0.0
	for _, x := range v {
		if math.Abs(x) > math.Abs(largest)*(1+1e-9) {
			largest = x
		}
	}
	return math.Copysign(1, largest)
}

// place adds an axis with singular value s, of whose unit vector x is the entry.
func (p *Profile) place(x, s float64) {
	if math.Abs(x) < noise {
		x = 0
	}
	standard := x / math.Sqrt(p.Mass)
	cos2 := 0.0
	if p.Inertia > noise {
		cos2 = x * x * s * s / p.Inertia
	}
	p.Standard = append(p.Standard, standard)
	p.Principal = append(p.Principal, standard*s)
	p.Contributions = append(p.Contributions, x*x)
	p.Cos2 = append(p.Cos2, cos2)
}
