package main

import (
	"context"
	"fmt"
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
	bin := build(b)
	large := benchDocs(10_000)
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

// place is a dataset, an outlet that adds to it, and how to run over them; and what
// computing its estimates took.
type place struct {
	data, settings, args string
	estimates            child
}

// night makes a dataset of n invented articles, runs two nights over it and
// reads its words once.
func night(b *testing.B, bin string, n int) nights {
	b.Helper()
	server := httptest.NewServer(invented.New(1).Site(invented.Night(1, 10)))
	defer server.Close()
	p := arrange(b, bin, server.URL, n)
	var out nights
	out.ten = p.run(b, bin)
	out.none = p.run(b, bin)
	if n > 0 {
		out.pass = passOver(b, p.data)
	}
	return out
}

// arrange makes a dataset of n invented articles in which all is computed.
func arrange(b *testing.B, bin, url string, n int) place {
	b.Helper()
	dir := b.TempDir()
	p := place{data: filepath.Join(dir, "data"), settings: filepath.Join(dir, "night.yaml"), args: "--allow-net 127.0.0.0/8 --no-delay"}
	write(b, p.settings, "sources: [sources.yaml]\ncrawl:\n  revisit: {share: 0}\n")
	write(b, filepath.Join(dir, "sources.yaml"), invented.SourceList(url))
	if n == 0 {
		return p
	}
	cfg, err := config.Load(config.Options{File: p.settings})
	if err != nil {
		b.Fatal(err)
	}
	run := invented.Run(0)
	run.CodebookSHA256, run.GazetteerSHA = cfg.CodebookSHA256, cfg.GazetteersSHA256
	if err := invented.New(1).Write(b.Context(), p.data, n, run); err != nil {
		b.Fatal(err)
	}
	p.estimates = runChild(b, nil, bin, "compare", "--data", p.data, "-c", p.settings)
	return p
}

func (p place) run(b *testing.B, bin string) child {
	b.Helper()
	return runChild(b, nil, bin, append([]string{"run", "--data", p.data, "-c", p.settings}, strings.Fields(p.args)...)...)
}

// BenchmarkChangedLine measures what one new line of a gazetteer costs: the run
// after it above one without it, beside annotating all, and the share of the
// documents that the line touches.
func BenchmarkChangedLine(b *testing.B) {
	bin, n := build(b), benchDocs(2000)
	for b.Loop() {
		server := httptest.NewServer(invented.New(1).Site(invented.Night(1, 10)))
		p := arrange(b, bin, server.URL, n)
		p.run(b, bin)
		// The invented annotations are not what the annotator finds in the texts.
		all := runChild(b, nil, bin, "annotate", "--data", p.data, "-c", p.settings)
		p.run(b, bin) // writes the report
		none := p.run(b, bin)
		name, touched := someName(b, p.data)
		write(b, filepath.Join(filepath.Dir(p.settings), "more.yaml"), fmt.Sprintf("gazetteer: {id: more, version: \"1\", licence: CC0, note: invented}\n"+
			"entities:\n  - id: org.more\n    label: ORG\n    kind: body\n    source: http://more.example/\n    names:\n      - {text: %q, lang: mul, variant: official}\n", name))
		write(b, p.settings, "sources: [sources.yaml]\ngazetteers: [\"builtin:gazetteers/iomed.yaml\", \"builtin:gazetteers/institutions.yaml\", \"builtin:gazetteers/states.yaml\", more.yaml]\ncrawl:\n  revisit: {share: 0}\n")
		changed := p.run(b, bin)
		server.Close()
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(touched)/float64(n), "share-of-documents")
		b.ReportMetric(all.cpu.Seconds(), "annotate-all-cpu-s")
		b.ReportMetric((changed.cpu-none.cpu).Seconds()/all.cpu.Seconds(), "share-of-annotating-all")
	}
}

// someName is a body that two documents in a hundred name, or nearly.
func someName(b *testing.B, data string) (form string, documents int64) {
	b.Helper()
	d, err := store.Open(data)
	if err != nil {
		b.Fatal(err)
	}
	for r, err := range store.Scan[store.NameRow](b.Context(), d) {
		if err != nil {
			b.Fatal(err)
		}
		if most := d.Rows(store.DocumentRow{}.Table()) / 50; r.Label == "ORG" && r.NDocuments > documents && r.NDocuments <= most {
			form, documents = r.Form, r.NDocuments
		}
	}
	return form, documents
}

// benchDocs is how many documents a bench has: FRAMEWATCH_BENCH_DOCS, or usual.
func benchDocs(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_DOCS")); err == nil {
		return n
	}
	return usual
}

// build makes the program.
func build(b *testing.B) string {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "framewatch")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

func write(b *testing.B, name, content string) {
	b.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		b.Fatal(err)
	}
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

// BenchmarkReport measures framewatch report beside framewatch compare, which
// computes the estimates that it shows, over 10,000 invented articles
// (FRAMEWATCH_BENCH_DOCS changes it), each a process of its own that loads the
// dataset, and how large the page and its concordance are.
func BenchmarkReport(b *testing.B) {
	bin, n := build(b), benchDocs(10_000)
	p := arrange(b, bin, "http://127.0.0.1", n)
	page := filepath.Join(filepath.Dir(p.settings), "report.html")
	b.ResetTimer()
	for b.Loop() {
		_ = os.Remove(page) // of the time before
		report := runChild(b, nil, bin, "report", "--data", p.data, "-c", p.settings, "-o", page)
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(report.cpu.Seconds(), "cpu-s")
		b.ReportMetric(report.cpu.Seconds()/p.estimates.cpu.Seconds(), "x-estimates")
		b.ReportMetric(report.peak, "peak-MB")
		for name, path := range map[string]string{"page-MB": page, "lines-MB": linesPath(page)} {
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/1e6, name)
		}
	}
}
