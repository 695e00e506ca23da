package matmul

import (
	"math"
	"math/rand/v2"
	"testing"
)

func random(r *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = r.Float32()*2 - 1
	}
	return out
}

// naive is the definition, in double precision.
func naive(dst []float32, dstStride int, a []float32, aStride, rows, in, out int, w []float32) []float64 {
	want := make([]float64, len(dst))
	for i, v := range dst {
		want[i] = float64(v)
	}
	for r := range rows {
		for o := range out {
			for i := range in {
				want[r*dstStride+o] += float64(a[r*aStride+i]) * float64(w[i*out+o])
			}
		}
	}
	return want
}

func TestProductsAreThoseOfTheDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []struct{ rows, in, out, aStride, dstStride int }{
		{4, 1, 16, 1, 16}, {4, 16, 32, 16, 40}, {8, 300, 16, 300, 16}, {12, 1280, 48, 256, 64}, {20, 513, 32, 7, 32}, {0, 5, 16, 5, 16},
	} {
		w := random(r, size.in*size.out)
		a := random(r, max(0, size.rows-1)*size.aStride+size.in)
		dst := random(r, max(1, size.rows)*size.dstStride)
		want := naive(dst, size.dstStride, a, size.aStride, size.rows, size.in, size.out, w)
		for name, block := range kernels() {
			got := append([]float32(nil), dst...)
			NewWeights(size.in, size.out, w).addTo(got, size.dstStride, a, size.aStride, size.rows, block)
			for i := range want {
				if math.Abs(float64(got[i])-want[i]) > 1e-4 {
					t.Fatalf("%s, %+v: cell %d is %v, want %v", name, size, i, got[i], want[i])
				}
			}
		}
	}
}

func TestSizesThatDoNotFitAreRefused(t *testing.T) {
	w := NewWeights(3, 16, make([]float32, 48))
	for name, call := range map[string]func(){
		"odd number of columns": func() { NewWeights(2, 15, make([]float32, 30)) },
		"values missing":        func() { NewWeights(2, 16, make([]float32, 31)) },
		"odd number of rows":    func() { w.AddTo(make([]float32, 48), 16, make([]float32, 9), 3, 3) },
		"rows beyond the end":   func() { w.AddTo(make([]float32, 64), 16, make([]float32, 11), 3, 4) },
		"no room for the sums":  func() { w.AddTo(make([]float32, 63), 16, make([]float32, 12), 3, 4) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("went through")
				}
			}()
			call()
		})
	}
}

func BenchmarkAddTo(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const rows, in, out = 24, 1280, 256
	w := NewWeights(in, out, random(r, in*out))
	a, dst := random(r, rows*in), make([]float32, rows*out)
	for name, block := range kernels() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				w.addTo(dst, out, a, in, rows, block)
			}
			b.ReportMetric(float64(b.N)*rows*in*out/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	}
}
