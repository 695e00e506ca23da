//go:build unix

package report_test

import (
	"math"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/report"
	"framewatch/store"
)

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkWrite holds the CPU time of a report that is handed its study, as a
// run does it, against one that is compared first, as framewatch report does it.
func BenchmarkWrite(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "wide")
	if err := (comparetest.Wide{Docs: 5000, Terms: 250}).StoreIn(dir); err != nil {
		b.Fatal(err)
	}
	ds, err := store.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	asked := compare.Default()
	asked.Targets = []string{comparetest.Target}
	handed, alone := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for b.Loop() {
		start := cpuTime(b)
		study, err := compare.Run(b.Context(), ds, asked)
		if err != nil {
			b.Fatal(err)
		}
		compared := cpuTime(b)
		if err := report.Write(b.Context(), discard(), ds, study, report.Default()); err != nil {
			b.Fatal(err)
		}
		end := cpuTime(b)
		handed, alone = min(handed, end-compared), min(alone, end-start)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(handed.Seconds(), "cpu-s")
	b.ReportMetric(handed.Seconds()/alone.Seconds(), "x-alone")
}
