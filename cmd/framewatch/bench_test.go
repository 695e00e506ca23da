package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/internal/demosite"
)

// child is what one process took.
type child struct {
	cpu  time.Duration
	wall time.Duration
	peak float64 // MB
}

func runChild(b *testing.B, in io.Reader, bin string, args ...string) child {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), bin, args...)
	cmd.Stdin, cmd.Stderr = in, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	c := child{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: time.Since(start)}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peak = float64(u.Maxrss) / 1024 // kilobytes on Linux
	}
	return c
}

// lesser is the run that took less CPU; a zero child is none.
func lesser(a, b child) child {
	if a.wall == 0 || b.cpu < a.cpu {
		return b
	}
	return a
}

// BenchmarkAnnotateLines measures framewatch annotate --jsonl in a process of its own:
// what it takes to start above a process that does nothing, and its peak memory
// for 1,000 documents and for 20 times as many (FRAMEWATCH_BENCH_DOCS changes
// the larger number). Memory is flat when the two are alike.
func BenchmarkAnnotateLines(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "framewatch")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", bin, ".")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	many := 20_000
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_DOCS")); err == nil {
		many = n
	}
	const few = 1000
	var idle, start, small, large child
	for b.Loop() {
		for range 3 {
			idle = lesser(idle, runChild(b, nil, bin, "--version"))
			start = lesser(start, runChild(b, strings.NewReader(`{"id":1,"text":"The talks are over."}`), bin, "annotate", "--jsonl"))
		}
		small = runChild(b, lines(b, few), bin, "annotate", "--jsonl")
		if large.wall == 0 { // once will do
			large = runChild(b, lines(b, many), bin, "annotate", "--jsonl")
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric((start.cpu - idle.cpu).Seconds(), "start-cpu-s")
	b.ReportMetric(idle.peak, "idle-MB")
	b.ReportMetric(small.peak, "peak-MB/"+strconv.Itoa(few))
	b.ReportMetric(large.peak, "peak-MB/"+strconv.Itoa(many))
	b.ReportMetric(large.peak/small.peak, "x-peak")
}

// lines writes n documents: the demo's articles one after the other.
func lines(b *testing.B, n int) io.Reader {
	b.Helper()
	site, err := demosite.New()
	if err != nil {
		b.Fatal(err)
	}
	articles := site.Articles()
	r, w := io.Pipe()
	go func() {
		buf := bufio.NewWriter(w)
		for i := range n {
			a := articles[i%len(articles)]
			quoted, err := json.Marshal(a.Paragraphs[i%len(a.Paragraphs)])
			if err == nil {
				_, err = fmt.Fprintf(buf, "{\"id\":%d,\"text\":%s}\n", i, quoted)
			}
			if err != nil {
				w.CloseWithError(err)
				return
			}
		}
		w.CloseWithError(buf.Flush())
	}()
	b.Cleanup(func() { _ = r.Close() })
	return r
}
