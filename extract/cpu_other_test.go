//go:build !unix

package extract_test

import (
	"runtime"
	"testing"
	"time"
)

// cpuOf is the time that f takes: where the CPU's cannot be asked for, a quiet
// machine gives the same ratio.
func cpuOf(tb testing.TB, f func()) time.Duration {
	tb.Helper()
	runtime.GC()
	start := time.Now()
	f()
	return time.Since(start)
}
