package matmul

import "golang.org/x/sys/cpu"

var kernel = chooseKernel()

func chooseKernel() blockFunc {
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		return avx2Block
	}
	return sseBlock
}

//go:noescape
func avx2Block(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)

//go:noescape
func sseBlock(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int)
