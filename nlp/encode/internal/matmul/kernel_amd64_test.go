package matmul

import "golang.org/x/sys/cpu"

// kernels are the inner loops that this machine can run.
func kernels() map[string]blockFunc {
	all := map[string]blockFunc{"sse": byHalves(sseBlock), "plain": plainBlock}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		all["avx2"] = byHalves(avx2Block)
	}
	if cpu.X86.HasAVX512F {
		all["avx512"] = avx512Block
	}
	return all
}
