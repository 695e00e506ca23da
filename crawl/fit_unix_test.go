//go:build unix

package crawl_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/corpus"
	"framewatch/crawl"
)

// limitOpen bounds the files that the process may have open.
func limitOpen(files uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: files, Max: files})
}

// TestWorkersFitTheOpenFiles: more files never make fewer workers, none is started
// that could not connect, and too few files are refused.
func TestWorkersFitTheOpenFiles(t *testing.T) {
	for _, c := range []struct {
		wanted int
		files  uint64
		want   int
	}{{16, 69, 0}, {16, 70, 1}, {16, 75, 1}, {16, 76, 2}, {16, 160, 16}, {16, 1 << 20, 16}, {1024, 1024, 160}, {1024, math.MaxUint64, 1024}} {
		got, err := crawl.FitWorkers(c.wanted, c.files)
		if got != c.want || (err != nil) != (c.want == 0) {
			t.Errorf("%d workers of %d with %d files, %v; want %d", got, c.wanted, c.files, err, c.want)
		}
	}
}

// TestFewOpenFiles: a crawl that may have few files open ends as any other, and one
// that may have fewer than it needs says so and begins nothing.
func TestFewOpenFiles(t *testing.T) {
	s := newSite(t)
	hosts := map[string]string{}
	var list []corpus.Source
	for i := range 12 {
		host := fmt.Sprintf("%c.test", 'a'+i)
		hosts[host] = s.Listener.Addr().String()
		list = append(list, source(host[:1], host, nil))
		s.page(host+"/", article(host, "/1", "/2"))
		s.page(host+"/1", article("湖报"+host))
		s.page(host+"/2", article("second of "+host))
	}
	calm := jobIn(t.TempDir(), "r", list...)
	if err := runChild(t, hosts, calm); err != nil {
		t.Fatal(err)
	}
	few := jobIn(t.TempDir(), "r", list...)
	if err := childOf(t, childSetup{Hosts: hosts, Job: few, Files: 72}).Run(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(captures(t, calm), captures(t, few), cmpopts.IgnoreFields(corpus.Capture{}, "FetchedAt", "WARCOffset")); diff != "" {
		t.Errorf("(-many files +few):\n%.2000s", diff)
	}
	var said bytes.Buffer
	cmd := childOf(t, childSetup{Hosts: hosts, Job: jobIn(t.TempDir(), "r", list...), Files: 40})
	cmd.Stderr = &said
	if err := cmd.Run(); err == nil || !strings.Contains(said.String(), "ulimit -n") {
		t.Errorf("40 files: %v, %q", err, said.String())
	}
}
