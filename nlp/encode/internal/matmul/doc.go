// Package matmul multiplies matrices of float32 by a fixed matrix of weights,
// which is laid out once so that the inner loop reads it in order.
//
// On amd64 the inner loop is assembly (no cgo), for AVX2 with FMA or for SSE;
// elsewhere it is plain Go. All add the products of a cell in the same order, but
// FMA rounds once where the others round twice, so that results differ in the last
// bits between machines.
package matmul
