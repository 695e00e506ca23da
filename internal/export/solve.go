package export

import (
	"math/bits"
	"slices"
)

// modulus is a prime of 61 bits. Sums have the coefficients 1 and -1; what follows
// from them follows modulo a large prime as well, and what does not, does not, but for
// a chance that is none.
const modulus = 1<<61 - 1

// solved lists the withheld counts that follow from the published ones: those for
// which some combination of the sums has one unknown only. It is what Gauss-Jordan
// elimination over the unknowns leaves alone in a row.
func solved(sums []sum, stays []bool) []int {
	column := map[int]int{}
	var unknown []int
	for _, s := range sums {
		for _, i := range append([]int{s.whole}, s.parts...) {
			if _, ok := column[i]; !ok && stays[i] {
				column[i] = len(unknown)
				unknown = append(unknown, i)
			}
		}
	}
	var rows [][]uint64
	for _, s := range sums {
		row := make([]uint64, len(unknown))
		any := false
		if j, ok := column[s.whole]; ok {
			row[j], any = 1, true
		}
		for _, p := range s.parts {
			if j, ok := column[p]; ok {
				row[j], any = subtract(row[j], 1), true
			}
		}
		if any {
			rows = append(rows, row)
		}
	}
	var out []int
	for _, row := range reduce(rows) {
		alone := -1
		for j, v := range row {
			switch {
			case v == 0:
			case alone >= 0:
				alone = len(row)
			default:
				alone = j
			}
		}
		if alone >= 0 && alone < len(row) {
			out = append(out, unknown[alone])
		}
	}
	slices.Sort(out)
	return out
}

// reduce brings a matrix into reduced row echelon form.
func reduce(rows [][]uint64) [][]uint64 {
	if len(rows) == 0 {
		return nil
	}
	done := 0
	for j := range rows[0] {
		pivot := done
		for pivot < len(rows) && rows[pivot][j] == 0 {
			pivot++
		}
		if pivot == len(rows) {
			continue
		}
		rows[done], rows[pivot] = rows[pivot], rows[done]
		inverse := power(rows[done][j], modulus-2)
		for k := range rows[done] {
			rows[done][k] = multiply(rows[done][k], inverse)
		}
		for i := range rows {
			if f := rows[i][j]; i != done && f != 0 {
				for k, v := range rows[done] {
					if v != 0 {
						rows[i][k] = subtract(rows[i][k], multiply(v, f))
					}
				}
			}
		}
		done++
	}
	return rows[:done]
}

func subtract(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + modulus - b
}

func multiply(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	_, rem := bits.Div64(hi, lo, modulus)
	return rem
}

func power(a uint64, n uint64) uint64 {
	out := uint64(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			out = multiply(out, a)
		}
		a = multiply(a, a)
	}
	return out
}
