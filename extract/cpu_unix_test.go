//go:build unix

package extract_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// cpuOf is the CPU time of the process while f runs, with the collection of the
// garbage that f made.
func cpuOf(tb testing.TB, f func()) time.Duration {
	tb.Helper()
	runtime.GC()
	before := cpuTime(tb)
	f()
	runtime.GC()
	return cpuTime(tb) - before
}

func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
