package plan

import (
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/scaleplan/sim"
)

const (
	// within is how far a simulation may be off, by issue 18.
	within = .15
	path   = "../../../docs/scale.md"
)

func measured(t *testing.T) Measured {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPage keeps docs/scale.md, of which no figure is written by hand.
func TestPage(t *testing.T) {
	want, err := Page(measured(t))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/scale.md is stale, run go run ./internal/scaleplan -page:\n%s", diff)
	}
}

// TestRunsAreReproduced holds simulations against what was measured: durations where
// they are those of waiting, CPU time where they are not, requests and archives of all.
func TestRunsAreReproduced(t *testing.T) {
	all, err := Reproduce(measured(t))
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, r := range all {
		check := func(what string, simulated, measured float64) {
			if math.Abs(Off(simulated, measured)) > within {
				t.Errorf("%s: %s is %.3g, simulated %.3g", r.Name, what, measured, simulated)
			}
		}
		if r.HeldOut {
			held++
		}
		if r.Waits {
			check("duration", r.Seconds, r.Run.Seconds)
		} else {
			check("CPU time", r.CPU, r.Run.CPU)
		}
		check("requests", r.Requests, float64(r.Run.Requests))
		check("archive", r.WARC, float64(r.Run.WARC))
	}
	if held < len(all)/2 {
		t.Errorf("%d of %d runs were held out", held, len(all))
	}
}

// TestStagesAreReproduced does so with the lines through the stages over all
// documents, at a size to which they were not fitted. Steps of a tenth of a second are
// measured once, to some hundredths.
func TestStagesAreReproduced(t *testing.T) {
	m := measured(t)
	at, err := m.stagesAt(heldOutSize)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		line, err := lineOf(m, func(at Stages) float64 { return at.CPU[s] })
		if err != nil {
			t.Fatal(err)
		}
		if got := line.At(heldOutSize); math.Abs(Off(got, at.CPU[s])) > within && math.Abs(got-at.CPU[s]) > .05 {
			t.Errorf("%s over %d documents takes %.2f CPU s, by the line %.2f", s, heldOutSize, at.CPU[s], got)
		}
	}
}

// TestPartsTellOfTheWhole: a crawl that is simulated whole takes what its parts say.
func TestPartsTellOfTheWhole(t *testing.T) {
	a := Assume()
	a.Sources, a.Documents = 100, 100_000
	costs := sim.Costs{Request: .0005, KB: 7e-6, Decide: .0003, Sync: .002, FlushSyncs: flushSyncs, WaveSyncs: waveSyncs}
	for _, f := range []Fleet{{Machines: 1, Workers: 4, Cores: 2}, {Machines: 1, Workers: 64, Cores: 2}, {Machines: 2, Workers: 16, Cores: 1}} {
		for _, rank := range []float64{0, skew} {
			want := f.run(a.archive(rank, 1), a, costs)
			got := whole(func(part float64) sim.Result { return f.run(a.archive(rank, part), a, costs) }, .05)
			if math.Abs(Off(got.Seconds, want.Seconds)) > .08 || math.Abs(Off(got.CPU, want.CPU)) > .01 || math.Abs(Off(float64(got.Requests), float64(want.Requests))) > .001 {
				t.Errorf("%+v, rank %g: %.0f s, %.1f CPU s, %d requests; from parts %.0f, %.1f, %d", f, rank, want.Seconds, want.CPU, want.Requests, got.Seconds, got.CPU, got.Requests)
			}
		}
	}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		name     string
		features [][]float64
		values   []float64
		want     []float64
	}{
		{"a line", [][]float64{{1, 10}, {1, 20}, {1, 40}}, []float64{25, 45, 85}, []float64{5, 2}},
		{"what would be negative is 0", [][]float64{{1, 10}, {1, 20}}, []float64{10, 30}, []float64{0, 15. / 13}},
		{"a feature that is never there", [][]float64{{1, 0}, {1, 0}}, []float64{3, 3}, []float64{3, 0}},
	} {
		if got := fit(c.features, c.values); !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestThree(t *testing.T) {
	for v, want := range map[float64]string{0: "0", .012345: "0.012", .5: "0.5", 1.2345: "1.23", 9.999: "10.0", 12.345: "12.3", 99.96: "100", 999.6: "1,000", 12345: "12,300", 1e8: "100,000,000", -3: "-3.00"} {
		if got := three(v); got != want {
			t.Errorf("%g is written %s, want %s", v, got, want)
		}
	}
}
