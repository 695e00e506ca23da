//go:build linux || darwin

package pdfium

import (
	"fmt"
	"syscall"
	"time"
)

// canLimitWork tells whether the system ends a process that has computed too long.
const canLimitWork = true

// limitWork has the system end this process once it has computed for d more, in
// whole seconds, however long that takes beside other processes.
func limitWork(d time.Duration) error {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return fmt.Errorf("limit work: %w", err)
	}
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CPU, &now); err != nil {
		return fmt.Errorf("limit work: %w", err)
	}
	total := time.Duration(used.Utime.Nano()+used.Stime.Nano()) + d
	most := min(uint64((total+time.Second-1)/time.Second), now.Max)
	// Go takes no notice of the signal of the lower limit; the upper one kills.
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return fmt.Errorf("limit work: %w", err)
	}
	return nil
}
