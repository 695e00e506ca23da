//go:build unix

package compare_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// benchTerms is the number of different words of an invented document.
const benchTerms = 250

// The work of a child process (a number of documents to invent, nothing, pass
// or study) and its dataset.
const (
	childWork = "FRAMEWATCH_COMPARE_BENCH_WORK"
	childData = "FRAMEWATCH_COMPARE_BENCH_DATA"
)

// termColumns are what keyness reads of table term_counts.
type termColumns struct {
	Doc  store.Symbols `col:"doc_id"`
	Lang store.Symbols `col:"lang"`
	Term store.Symbols `col:"term"`
	N    []int64       `col:"n"`
}

func (termColumns) Table() string { return store.TermCountRow{}.Table() }

// TestBenchChild is no test: [BenchmarkStudy] runs it in a process of its own.
func TestBenchChild(t *testing.T) {
	work := os.Getenv(childWork)
	if work == "" {
		t.Skip("runs in processes that BenchmarkStudy starts")
	}
	if docs, err := strconv.Atoi(work); err == nil {
		// In a process of its own too: a child's peak is never below its parent's.
		if err := (comparetest.Wide{Docs: docs, Terms: benchTerms}).StoreIn(os.Getenv(childData)); err != nil {
			t.Fatal(err)
		}
		return
	}
	ds, err := store.Open(os.Getenv(childData))
	if err != nil {
		t.Fatal(err)
	}
	switch work {
	case "pass":
		for _, err := range store.ScanColumns[termColumns](t.Context(), ds) {
			if err != nil {
				t.Fatal(err)
			}
		}
	case "study":
		cfg := compare.Default()
		cfg.Targets = []string{comparetest.Target}
		if _, err := compare.Run(t.Context(), ds, cfg); err != nil {
			t.Fatal(err)
		}
	}
}

// taken is what a process took.
type taken struct {
	cpu  time.Duration
	peak float64 // MB
}

func child(b *testing.B, work, dir string) taken {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run", "^TestBenchChild$")
	cmd.Env = append(os.Environ(), childWork+"="+work, childData+"="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", work, err, out)
	}
	used := taken{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.peak = float64(u.Maxrss) / 1024 // kilobytes on Linux
	}
	return used
}

// BenchmarkStudy holds the CPU time of all that is compared, in a process of
// its own, against one pass over the columns of term_counts that keyness needs
// (x-pass): at 1,000 documents, and at 10,000 (FRAMEWATCH_BENCH_DOCS changes the
// larger number). x-pass-beyond is what the larger dataset takes beyond the
// smaller one, in passes over the larger one's table.
func BenchmarkStudy(b *testing.B) {
	const few = 1000
	many := 10_000
	if n, err := strconv.Atoi(os.Getenv("FRAMEWATCH_BENCH_DOCS")); err == nil {
		many = n
	}
	pass, study := map[int]taken{}, map[int]taken{}
	idle := taken{}
	best := func(old, now taken) taken {
		if old.cpu == 0 || now.cpu < old.cpu {
			return now
		}
		return old
	}
	dirs := map[int]string{}
	for _, docs := range []int{few, many} {
		dirs[docs] = filepath.Join(b.TempDir(), strconv.Itoa(docs))
		child(b, strconv.Itoa(docs), dirs[docs])
	}
	for b.Loop() {
		for docs, dir := range dirs {
			idle = best(idle, child(b, "nothing", dir))
			pass[docs] = best(pass[docs], child(b, "pass", dir))
			study[docs] = best(study[docs], child(b, "study", dir))
		}
	}
	onePass := (pass[many].cpu - idle.cpu).Seconds()
	b.ReportMetric(0, "ns/op")
	for docs := range dirs {
		n := strconv.Itoa(docs)
		b.ReportMetric((study[docs].cpu - idle.cpu).Seconds(), "cpu-s/"+n)
		b.ReportMetric((study[docs].cpu-idle.cpu).Seconds()/(pass[docs].cpu-idle.cpu).Seconds(), "x-pass/"+n)
	}
	b.ReportMetric((study[many].cpu-study[few].cpu).Seconds()/onePass, "x-pass-beyond")
	b.ReportMetric(study[many].peak, "peak-MB/"+strconv.Itoa(many))
}
