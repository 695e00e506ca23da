package plan

import (
	"errors"
	"fmt"
	"slices"

	"framewatch/internal/scaleplan/sim"
)

// Units are the costs of a crawl that are fitted to measured runs: CPU in seconds,
// sizes in bytes.
type Units struct {
	Request, KB, Wake, Wave float64 // CPU of a request, of 1,000 bytes of a page, of waking up, of a host's wave
	Start                   float64 // CPU of a run, whatever it does
	Decide                  float64 // the deciding goroutine's part of Request
	WARCRequest, WARCKB     float64 // bytes
	PeakBase, PeakHost      float64 // bytes of memory above an idle process
}

// simulate simulates a measured crawl on the two cores that it had, with the latency
// that it saw.
func simulate(c Crawl, run CrawlRun, u Units, seed uint64) sim.Result {
	hosts := c.Each()
	for i := range hosts {
		hosts[i].Latency *= run.Latency
	}
	rules := sim.Rules{Workers: c.Workers, Delay: c.Delay, Retries: tries}
	return sim.Run(sim.Setup{Hosts: hosts, Rules: rules, Costs: u.costs(run.Sync), Cores: 2, Seed: seed})
}

// tries is crawl.Default().Retries.
const tries = 4

// UnitsOf fits the costs of a crawl to the runs that are not held out: first what work
// costs, to those that compute all the time, then what waking up costs, to what those
// that wait take above that.
func UnitsOf(m Measured) (u Units, err error) {
	var features, sizes, hosts [][]float64
	var cpu, warc, peak []float64
	deciding, decided := 0.0, 0.0
	for _, c := range Crawls() {
		if c.HeldOut || c.Waits {
			continue
		}
		run, err := m.crawl(c.Name)
		if err != nil {
			return u, err
		}
		s := simulate(c, run, u, 1) // what it counts does not hang on costs
		f := []float64{float64(s.Requests), s.KB, float64(s.Waves), 1}
		features, cpu = append(features, f), append(cpu, run.CPU)
		sizes, warc = append(sizes, f[:2]), append(warc, float64(run.WARC))
		hosts, peak = append(hosts, []float64{1, float64(len(c.Each()))}), append(peak, float64(run.Peak))
		if i := slices.IndexFunc(m.Deciding, func(d Deciding) bool { return d.Name == c.Name }); i >= 0 {
			deciding, decided = deciding+m.Deciding[i].Share*run.CPU, decided+f[0]
		}
	}
	if decided == 0 {
		return u, errors.New(Path + " has no shares of deciding: run make scale-plan")
	}
	c := fit(features, cpu)
	u.Request, u.KB, u.Wave, u.Start = c[0], c[1], c[2], c[3]
	u.Decide = min(u.Request, deciding/decided)
	c = fit(sizes, warc)
	u.WARCRequest, u.WARCKB = c[0], c[1]
	c = fit(hosts, peak)
	u.PeakBase, u.PeakHost = c[0], c[1]
	u.Wake, err = waking(m, u)
	return u, err
}

// waking is what an answer costs more that finds the machine asleep.
func waking(m Measured, u Units) (float64, error) {
	more, wakes := 0.0, 0
	for _, c := range Crawls() {
		if c.HeldOut || !c.Waits {
			continue
		}
		run, err := m.crawl(c.Name)
		if err != nil {
			return 0, err
		}
		s := simulate(c, run, u, 1)
		more, wakes = more+run.CPU-u.Start-s.CPU, wakes+s.Wakes
	}
	return max(0, more/float64(wakes)), nil
}

func (m Measured) crawl(name string) (CrawlRun, error) {
	i := slices.IndexFunc(m.Crawls, func(r CrawlRun) bool { return r.Name == name })
	if i < 0 {
		return CrawlRun{}, fmt.Errorf("%s has no crawl %q: run make scale-plan", Path, name)
	}
	return m.Crawls[i], nil
}

// The syncs of crawl/commit.go and of the store in a file: a flush forces out the
// archive and a transaction, which is two; waves begin in one more.
const (
	flushSyncs = 3
	waveSyncs  = 2
)

// costs are those of a simulation, on a disk that takes sync seconds.
func (u Units) costs(sync float64) sim.Costs {
	return sim.Costs{Request: u.Request - u.Decide, KB: u.KB, Wake: u.Wake, Wave: u.Wave, Decide: u.Decide, Sync: sync, FlushSyncs: flushSyncs, WaveSyncs: waveSyncs}
}

// Reproduced is a measured run beside its simulation.
type Reproduced struct {
	Crawl
	Run                    CrawlRun
	Seconds, CPU, Requests float64 // simulated
	WARC, Peak             float64
}

// Off is by what part a simulated value is off.
func Off(simulated, measured float64) float64 { return simulated/measured - 1 }

// Reproduce simulates every measured crawl. Where answers take a random time, or fail
// by chance, the mean of some simulations counts.
func Reproduce(m Measured) (out []Reproduced, err error) {
	u, err := UnitsOf(m)
	if err != nil {
		return nil, err
	}
	for _, c := range Crawls() {
		run, err := m.crawl(c.Name)
		if err != nil {
			return nil, err
		}
		r := Reproduced{Crawl: c, Run: run}
		seeds := 1
		if c.Waits {
			seeds = 9
		}
		for seed := range seeds {
			s := simulate(c, run, u, uint64(seed))
			r.Seconds += s.Seconds / float64(seeds)
			r.CPU += (u.Start + s.CPU) / float64(seeds)
			r.Requests += float64(s.Requests) / float64(seeds)
			r.WARC += (u.WARCRequest*float64(s.Requests) + u.WARCKB*s.KB) / float64(seeds)
		}
		r.Peak = u.PeakBase + u.PeakHost*float64(len(c.Each()))
		out = append(out, r)
	}
	return out, nil
}
