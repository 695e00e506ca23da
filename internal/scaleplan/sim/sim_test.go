package sim_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/scaleplan/sim"
)

// anySetup is a crawl with whatever a seed makes of it.
func anySetup(seed uint64) sim.Setup {
	r := rand.New(rand.NewPCG(seed, 7))
	s := sim.Setup{Seed: seed, Cores: 1 + r.IntN(4), Rules: sim.Rules{Workers: 1 + r.IntN(20), Delay: []float64{0, .2, 1}[r.IntN(3)], Retries: 1 + r.IntN(4)},
		Costs: sim.Costs{Request: .001 * r.Float64(), KB: 1e-5, Decide: .001 * r.Float64(), Wake: .001, Wave: .001, Sync: .01 * r.Float64(), FlushSyncs: 3, WaveSyncs: 2}}
	for range 1 + r.IntN(40) {
		h := sim.Host{Latency: r.Float64(), Spread: []float64{0, .8}[r.IntN(2)], CrawlDelay: []float64{0, 0, 3}[r.IntN(3)], KB: 40, Faults: []float64{0, .3}[r.IntN(2)]}
		for range r.IntN(4) {
			h.Waves = append(h.Waves, r.IntN(12))
		}
		s.Hosts = append(s.Hosts, h)
	}
	return s
}

// TestRulesAreKept watches each request of many crawls: a host is asked one at a time,
// rests for its gap after each answer, no more workers are busy than there are, a URL
// is asked for as often as it may be, and every URL is settled once.
func TestRulesAreKept(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := anySetup(seed)
			last := make([]sim.Exchange, len(s.Hosts))
			requests, firsts := make([]int, len(s.Hosts)), make([]int, len(s.Hosts))
			s.Answered = func(e sim.Exchange) {
				h := s.Hosts[e.Host]
				gap := max(s.Rules.Delay, h.CrawlDelay, min(last[e.Host].Began-last[e.Host].Sent, 10))
				if requests[e.Host] > 0 && e.Sent < last[e.Host].Ended+gap-1e-9 {
					t.Errorf("host %d was asked %.3f s after an answer, its gap is %.3f s", e.Host, e.Sent-last[e.Host].Ended, gap)
				}
				if e.Began < e.Sent || e.Ended < e.Began || e.Attempt > s.Rules.Retries {
					t.Errorf("%+v", e)
				}
				last[e.Host] = e
				requests[e.Host]++
				if e.Attempt == 1 {
					firsts[e.Host]++
				}
			}
			out := sim.Run(s)
			urls, sum := 0, 0
			for i, h := range s.Hosts {
				want := 0
				for _, w := range h.Waves {
					want += w
				}
				if firsts[i] != want {
					t.Errorf("host %d: %d of %d URLs were asked for", i, firsts[i], want)
				}
				urls += want
				sum += requests[i]
			}
			if out.Requests != sum || out.Pages+out.GivenUp != urls || out.MostBusy > s.Rules.Workers {
				t.Errorf("%d requests, of which %d were seen; %d pages and %d given up of %d; %d workers busy of %d", out.Requests, sum, out.Pages, out.GivenUp, urls, out.MostBusy, s.Rules.Workers)
			}
			work := s.Costs.Request*float64(out.Requests) + s.Costs.KB*out.KB + s.Costs.Decide*float64(out.Requests) + s.Costs.Wake*float64(out.Wakes) + s.Costs.Wave*float64(out.Waves)
			if math.Abs(out.CPU-work) > 1e-6 || out.CPU-s.Costs.Wake*float64(out.Wakes)-s.Costs.Wave*float64(out.Waves) > out.Seconds*float64(s.Cores)+1e-9 || out.Deciding > out.Seconds+1e-9 {
				t.Errorf("%.4f s of CPU for work of %.4f, %.4f s of deciding, in %.4f s on %d cores", out.CPU, work, out.Deciding, out.Seconds, s.Cores)
			}
		})
	}
}

// TestKnownTimes are crawls whose duration can be told by hand.
func TestKnownTimes(t *testing.T) {
	host := func(n int, latency float64) sim.Host { return sim.Host{Waves: []int{n}, Latency: latency} }
	for _, c := range []struct {
		name  string
		setup sim.Setup
		want  float64
	}{
		{"one host waits as long as its answers took", sim.Setup{Hosts: []sim.Host{host(8, .5)}, Rules: sim.Rules{Workers: 4}}, 10*.5 + 9*.5},
		{"Crawl-delay", sim.Setup{Hosts: []sim.Host{{Waves: []int{8}, Latency: .5, CrawlDelay: 3}}, Rules: sim.Rules{Workers: 4}}, 10*.5 + 9*3},
		{"a worker for many hosts", sim.Setup{Hosts: []sim.Host{host(1, .5), host(1, .5), host(1, .5), host(1, .5)}, Rules: sim.Rules{Workers: 1}}, 12 * .5},
		{"a worker for each host", sim.Setup{Hosts: []sim.Host{host(1, .5), host(1, .5), host(1, .5), host(1, .5)}, Rules: sim.Rules{Workers: 4}}, 3*.5 + 2*.5},
		{"the disk", sim.Setup{Hosts: []sim.Host{host(1, .5)}, Rules: sim.Rules{Workers: 1}, Costs: sim.Costs{Sync: 1, FlushSyncs: 3, WaveSyncs: 2}}, 5 + 3*.5 + 2*.5 + 5},
		{"one core", sim.Setup{Hosts: []sim.Host{host(1, .5), host(1, .5)}, Rules: sim.Rules{Workers: 2}, Costs: sim.Costs{Request: 10}}, .5 + 60},
		{"tried again after 1, 2 and 4 s", sim.Setup{Hosts: []sim.Host{{Waves: []int{1}, Latency: .5, Faults: 1}}, Rules: sim.Rules{Workers: 1, Retries: 4}}, 2*1 + .5 + 1 + .5 + 2 + .5 + 4 + .5},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.setup.Cores = 1
			if got := sim.Run(c.setup).Seconds; math.Abs(got-c.want) > 1e-9 {
				t.Errorf("%.3f s, want %.3f", got, c.want)
			}
		})
	}
}

func TestSameSetupSameResult(t *testing.T) {
	if diff := cmp.Diff(sim.Run(anySetup(3)), sim.Run(anySetup(3))); diff != "" {
		t.Error(diff)
	}
}
