//go:build !amd64

package matmul

func kernels() map[string]blockFunc { return map[string]blockFunc{"plain": plainBlock} }
