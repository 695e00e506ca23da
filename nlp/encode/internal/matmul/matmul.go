package matmul

// Sizes of the block that the inner loop computes: so many rows by so many
// columns of the result.
const (
	Rows = 4
	Cols = 16
)

// depth is how many terms are added in one go: a panel of so many rows of
// weights (16 kB) stays in the first cache while it meets all rows.
const depth = 256

// Weights is a matrix of In by Out numbers in panels of [Cols] columns.
type Weights struct {
	In, Out int
	panels  []float32 // Out/Cols panels, each In rows of Cols numbers
}

// NewWeights lays out a matrix of in rows and out columns, given row by row.
// out must be a multiple of [Cols].
func NewWeights(in, out int, values []float32) *Weights {
	if out%Cols != 0 || len(values) != in*out {
		panic("matmul: a matrix does not have the size that it should")
	}
	w := &Weights{In: in, Out: out, panels: make([]float32, 0, in*out)}
	for p := 0; p < out; p += Cols {
		for i := range in {
			w.panels = append(w.panels, values[i*out+p:i*out+p+Cols]...)
		}
	}
	return w
}

// AddTo adds the product of rows rows and the weights to dst. The rows begin
// every aStride numbers of a and may overlap: each is w.In long; those of dst
// begin every dstStride numbers and are w.Out long. rows must be a multiple of
// [Rows].
func (w *Weights) AddTo(dst []float32, dstStride int, a []float32, aStride, rows int) {
	w.addTo(dst, dstStride, a, aStride, rows, kernel)
}

func (w *Weights) addTo(dst []float32, dstStride int, a []float32, aStride, rows int, block blockFunc) {
	if rows == 0 {
		return
	}
	// The assembly checks nothing.
	_, _ = a[(rows-1)*aStride+w.In-1], dst[(rows-1)*dstStride+w.Out-1]
	if rows%Rows != 0 || aStride < 0 || dstStride < w.Out {
		panic("matmul: rows are not in blocks")
	}
	for p := 0; p < w.Out; p += Cols {
		panel := w.panels[p*w.In : (p+Cols)*w.In]
		for k := 0; k < w.In; k += depth {
			n := min(depth, w.In-k)
			for r := 0; r < rows; r += Rows {
				block(dst[r*dstStride+p:], dstStride, a[r*aStride+k:], aStride, panel[k*Cols:], n)
			}
		}
	}
}

// blockFunc adds the product of Rows rows of a, n numbers each, and n rows of a
// panel to Rows rows of Cols numbers of dst.
type blockFunc func(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)
