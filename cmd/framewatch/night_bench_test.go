package main

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/internal/config"
	"framewatch/internal/invented"
	"framewatch/store"
)

// BenchmarkNight measures framewatch run, report included, in a process of its
// own: a night that adds 10 articles to a dataset of 1,000 and of 10,000
// (FRAMEWATCH_BENCH_DOCS changes the larger number), and a night after it that
// adds none, both above the same nights on an empty dataset. The measure is one
// column-wise pass over table term_counts, in the same run.
func BenchmarkNight(b *testing.B) {
	bin := filepath.Join(b.TempDir(), "framewatch")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	large := 10_000
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_DOCS")); err == nil {
		large = n
	}
	b.ResetTimer()
	for b.Loop() {
		empty, few, many := night(b, bin, 0), night(b, bin, 1000), night(b, bin, large)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(few.pass.Seconds(), "pass-cpu-s/1000")
		b.ReportMetric(many.pass.Seconds(), "pass-cpu-s/"+strconv.Itoa(large))
		b.ReportMetric(many.ten.cpu.Seconds()/few.ten.cpu.Seconds(), "x-ten-new")
		b.ReportMetric((many.ten.cpu-few.ten.cpu).Seconds()/many.pass.Seconds(), "passes-ten-new")
		b.ReportMetric((many.none.cpu-empty.none.cpu).Seconds()/many.pass.Seconds(), "passes-none-new")
		b.ReportMetric(many.ten.peak, "peak-MB/"+strconv.Itoa(large))
	}
}

// nights is what two nights on a dataset took.
type nights struct {
	ten, none child
	pass      time.Duration
}

// night makes a dataset of n invented articles, runs two nights over it and
// reads its words once.
func night(b *testing.B, bin string, n int) nights {
	b.Helper()
	dir := b.TempDir()
	data := filepath.Join(dir, "data")
	world := invented.New(1)
	server := httptest.NewServer(tonight(world))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	settings := filepath.Join(dir, "night.yaml")
	write(b, settings, "sources: [sources.yaml]\ncrawl:\n  revisit: {share: 0}\n")
	write(b, filepath.Join(dir, "sources.yaml"), "list: {id: night, version: \"1\"}\nsources:\n  - {id: night, name: The Night Courier, domain: "+
		strings.Split(host, ":")[0]+", country: ZZ, owner_type: private_news, langs: [en], start: [\""+server.URL+"/\"], link_patterns: [\"/a/\"]}\n")
	if n > 0 {
		cfg, err := config.Load(config.Options{File: settings})
		if err != nil {
			b.Fatal(err)
		}
		run := invented.Run(0)
		run.CodebookSHA256, run.GazetteerSHA = cfg.CodebookSHA256, cfg.GazetteersSHA256
		if err := world.Write(b.Context(), data, n, run); err != nil {
			b.Fatal(err)
		}
		runChild(b, nil, bin, "compare", "--data", data, "-c", settings)
	}
	args := []string{"run", "--data", data, "-c", settings, "--allow-net", "127.0.0.0/8", "--no-delay"}
	var out nights
	out.ten = runChild(b, nil, bin, args...)
	out.none = runChild(b, nil, bin, args...)
	if n > 0 {
		out.pass = passOver(b, data)
	}
	return out
}

func write(b *testing.B, name, content string) {
	b.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
}

// tonight serves a front page and the ten articles of a night.
func tonight(w *invented.World) http.Handler {
	from, to := invented.Night(1, 10)
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(out http.ResponseWriter, _ *http.Request) {
		for i := from; i < to; i++ {
			fmt.Fprintf(out, "<a href=/a/%d>article %d</a> ", i, i)
		}
	})
	for i := from; i < to; i++ {
		d := w.Article(i).Document
		mux.HandleFunc(fmt.Sprintf("/a/%d", i), func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(out, "<!doctype html><html lang=%q><head><title>%s</title></head><body><article><h1>%[2]s</h1>", d.Lang, html.EscapeString(d.Title))
			for p := range strings.SplitSeq(d.Text, "\n\n") {
				fmt.Fprintf(out, "<p>%s</p>", html.EscapeString(p))
			}
			fmt.Fprint(out, "</article></body></html>")
		})
	}
	return mux
}

// words are the columns that a comparison of words reads.
type words struct {
	Doc  store.Symbols `col:"doc_id"`
	Lang store.Symbols `col:"lang"`
	Term store.Symbols `col:"term"`
	N    []int64       `col:"n"`
}

func (words) Table() string { return store.TermCountRow{}.Table() }

// passOver is the CPU time of one column-wise pass over term_counts.
func passOver(b *testing.B, data string) time.Duration {
	b.Helper()
	d, err := store.Open(data)
	if err != nil {
		b.Fatal(err)
	}
	before, sum := cpuTime(b), int64(0)
	for batch, err := range store.ScanColumns[words](context.Background(), d) {
		if err != nil {
			b.Fatal(err)
		}
		for i := range batch.N {
			sum += batch.N[i] + int64(batch.Term.Codes[i])
		}
	}
	if sum == 0 {
		b.Fatal("no words")
	}
	return cpuTime(b) - before
}

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
