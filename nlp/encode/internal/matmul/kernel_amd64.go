package matmul

import "golang.org/x/sys/cpu"

var kernel = chooseKernel()

func chooseKernel() blockFunc {
	switch {
	case cpu.X86.HasAVX512F:
		return avx512Block
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return byHalves(avx2Block)
	}
	return byHalves(sseBlock)
}

// byHalves computes a block by an inner loop for half its rows.
func byHalves(half blockFunc) blockFunc {
	return func(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int) {
		half(dst, dstStride, a, aStride, panel, n)
		half(dst[Rows/2*dstStride:], dstStride, a[Rows/2*aStride:], aStride, panel, n)
	}
}

//go:noescape
func avx512Block(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)

// avx2Block and sseBlock compute half the rows of a block.
//
//go:noescape
func avx2Block(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)

//go:noescape
func sseBlock(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)
