//go:build unix

package extract_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"framewatch/corpus"
)

// BenchmarkMemory prints the peak memory of "framewatch extract --jsonl" over a
// thousand and over ten thousand pages, and their ratio: 1 means that memory
// does not grow with the input. The demo's articles are fed over and over; with
// FRAMEWATCH_EVAL and FRAMEWATCH_SOAK the evaluation pages are, which are large.
func BenchmarkMemory(b *testing.B) {
	var pages []corpus.Page
	for _, p := range demoPages(b) {
		if p.article != nil {
			pages = append(pages, p.Page)
		}
	}
	if eval := os.Getenv("FRAMEWATCH_EVAL"); eval != "" && os.Getenv("FRAMEWATCH_SOAK") != "" {
		for _, set := range []string{"aeb", "zh", "meta"} {
			pages = append(pages, evalPages(b, eval, set)...)
		}
	}
	bin := filepath.Join(b.TempDir(), "framewatch")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", bin, "framewatch/cmd/framewatch").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	few, _ := peakMemory(b, bin, pages, 1_000)
	many, cpu := peakMemory(b, bin, pages, 10_000)
	for b.Loop() {
		// Measured once: a second time would say the same.
	}
	b.ReportMetric(few, "MB-1000-pages")
	b.ReportMetric(many, "MB-10000-pages")
	b.ReportMetric(many/few, "x-memory")
	b.ReportMetric(cpu.Seconds()/10, "cpu-ms/page")
	b.ReportMetric(0, "ns/op")
}

// peakMemory feeds n pages to the program and returns its greatest resident
// memory in megabytes and its CPU time.
func peakMemory(b *testing.B, bin string, pages []corpus.Page, n int) (float64, time.Duration) {
	b.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), bin, "extract", "--jsonl")
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = b.TempDir(), r, io.Discard, os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
	if err := feed(w, pages, n); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Skip("the system does not tell")
	}
	unit := 1 << 10 // Linux counts kilobytes
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	return float64(usage.Maxrss) * float64(unit) / (1 << 20), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

func feed(to io.WriteCloser, pages []corpus.Page, n int) error {
	w := bufio.NewWriter(to)
	enc := json.NewEncoder(w)
	for i := range n {
		p := pages[i%len(pages)]
		if err := enc.Encode(map[string]any{"id": i, "url": fmt.Sprintf("%s?copy=%d", p.URL, i), "html": string(p.Body)}); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return to.Close()
}
