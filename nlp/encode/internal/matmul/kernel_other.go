//go:build !amd64

package matmul

var kernel blockFunc = plainBlock
