//go:build unix

package embedded

import (
	"fmt"
	"slices"
	"syscall"
	"testing"

	"framewatch/crawl/frontier"
)

// BenchmarkWave measures what a link costs that begins a wave together with 300,000
// others, against one together with 10,000 (x-10000): a sitemap's, or those of many
// sources at once.
func BenchmarkWave(b *testing.B) {
	var ratio []float64
	last := 0.0
	for b.Loop() {
		few := 0.0
		for range 5 { // short runs: the least
			if c := waveCPU(b, 10_000); few == 0 || c < few {
				few = c
			}
		}
		last = waveCPU(b, 300_000)
		ratio = append(ratio, last/few)
	}
	slices.Sort(ratio)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(last*1e6, "cpu-us/link")
	b.ReportMetric(ratio[len(ratio)/2], "x-10000")
}

// TestALargeWaveCostsEachLinkAsMuch holds that a link costs about the same however
// many begin together. Put in any order, each moved half of those before it: thirty
// times as much among 60,000.
func TestALargeWaveCostsEachLinkAsMuch(t *testing.T) {
	few, many := waveCPU(t, 2000), waveCPU(t, 60_000)
	for range 4 { // the least of some: a busy machine only adds
		few, many = min(few, waveCPU(t, 2000)), min(many, waveCPU(t, 60_000))
	}
	if many > 6*few {
		t.Errorf("a link costs %.1f us of CPU among 60,000, %.1f among 2,000", many*1e6, few*1e6)
	}
}

// waveCPU is the CPU time of one of n links, in seconds.
func waveCPU(b testing.TB, n int) float64 {
	b.Helper()
	s, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r, err := s.Begin("r", "job")
	if err != nil {
		b.Fatal(err)
	}
	links := make([]frontier.Link, n)
	for i := range links {
		links[i] = frontier.Link{URL: fmt.Sprintf("http://h.test/a/%d", i), Kind: frontier.KindPage}
	}
	if err := r.Seed([]frontier.Seed{{Links: links}}); err != nil {
		b.Fatal(err)
	}
	var state frontier.SourceState
	before := used(b)
	err = r.Advance([]frontier.Turn{{State: &state}}, func(int, string, frontier.Link) frontier.Admission {
		return frontier.Admission{Take: true, Host: "h.test"}
	}, func(int, string) {})
	if err != nil {
		b.Fatal(err)
	}
	return (used(b) - before) / float64(n)
}

func used(b testing.TB) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
