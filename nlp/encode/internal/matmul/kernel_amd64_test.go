package matmul

// kernels are the inner loops that this machine can run.
func kernels() map[string]blockFunc {
	return map[string]blockFunc{"chosen": kernel, "sse": sseBlock, "plain": plainBlock}
}
