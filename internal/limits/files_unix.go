//go:build unix

package limits

import (
	"math"
	"syscall"
)

// Files is how many files the process may have open.
func Files() uint64 {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return math.MaxUint64
	}
	return uint64(l.Cur) //nolint:unconvert // it is signed on FreeBSD
}
