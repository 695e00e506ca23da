package plan

import (
	"slices"

	"framewatch/internal/scaleplan/sim"
)

// Crawl is a crawl that is measured and simulated: groups of hosts that are alike,
// and the settings that take time.
type Crawl struct {
	Name    string
	Hosts   []Group
	Workers int
	Delay   float64 // seconds; 0 lifts it
	// HeldOut holds for runs to which nothing is fitted.
	HeldOut bool
	// Waits holds for runs whose duration is that of waiting. Of the others, which
	// compute all the time, the duration says how busy the machine was.
	Waits bool
}

// Group is some hosts that are alike; see [sim.Host].
type Group struct {
	N          int
	Waves      []int
	Latency    float64
	Spread     float64
	CrawlDelay float64
	KB         float64
	Faults     float64
}

// pagesOf is how many URLs a host of the group has.
func (g Group) pagesOf() (n int) {
	for _, w := range g.Waves {
		n += w
	}
	return n
}

// MaxPages is the largest number of URLs of a host.
func (c Crawl) MaxPages() (n int) {
	for _, g := range c.Hosts {
		n = max(n, g.pagesOf())
	}
	return n
}

// Each lists the hosts one by one, those of all groups mixed.
func (c Crawl) Each() []sim.Host {
	var out []sim.Host
	left := make([]int, len(c.Hosts))
	for i, g := range c.Hosts {
		left[i] = g.N
	}
	for {
		done := true
		for i, g := range c.Hosts {
			if left[i] > 0 {
				left[i]--
				done = false
				out = append(out, sim.Host{Waves: slices.Clone(g.Waves), Latency: g.Latency, Spread: g.Spread, CrawlDelay: g.CrawlDelay, KB: g.KB, Faults: g.Faults})
			}
		}
		if done {
			return out
		}
	}
}

// Crawls are the runs that are measured. They differ in what the simulator has
// rules for: hosts, pages, waves, latency and its spread, workers, gaps, what
// robots.txt asks for, faults, and how the pages are spread over the hosts.
func Crawls() []Crawl {
	return []Crawl{
		{Name: "few workers", Workers: 16, Waits: true, Hosts: []Group{{N: 40, Waves: []int{1, 9, 10}, Latency: .25, KB: 10}}},
		{Name: "many workers", Workers: 48, Waits: true, Hosts: []Group{{N: 120, Waves: []int{1, 9, 10}, Latency: .6, Spread: .5, KB: 20}}},
		{Name: "gap of 0.5 s", Workers: 16, Delay: .5, Waits: true, Hosts: []Group{{N: 24, Waves: []int{1, 29}, Latency: .1, Spread: .5, KB: 20}}},
		{Name: "computing, few hosts", Workers: 16, Hosts: []Group{{N: 8, Waves: []int{1, 99, 200}, KB: 40}}},
		{Name: "computing, many hosts", Workers: 16, Hosts: []Group{{N: 1000, Waves: []int{1, 4}, KB: 2}}},
		{Name: "computing, large pages", Workers: 16, Hosts: []Group{{N: 40, Waves: []int{1, 39}, KB: 200}}},
		{Name: "computing, waves", Workers: 16, Hosts: []Group{{N: 150, Waves: []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, KB: 5}}},

		{Name: "slow among fast", HeldOut: true, Workers: 16, Waits: true, Hosts: []Group{{N: 40, Waves: []int{1, 14}, Latency: .1, KB: 20}, {N: 20, Waves: []int{1, 14}, Latency: 1, Spread: .3, KB: 20}}},
		{Name: "workers run out", HeldOut: true, Workers: 8, Delay: 1, Waits: true, Hosts: []Group{{N: 100, Waves: []int{1, 2, 4}, Latency: .3, Spread: .8, KB: 30}}},
		{Name: "Crawl-delay of 2 s", HeldOut: true, Workers: 16, Delay: .2, Waits: true, Hosts: []Group{{N: 25, Waves: []int{1, 9}, Latency: .1, CrawlDelay: 2, KB: 20}, {N: 25, Waves: []int{1, 29}, Latency: .1, KB: 20}}},
		{Name: "faults", HeldOut: true, Workers: 32, Delay: .3, Waits: true, Hosts: []Group{{N: 60, Waves: []int{1, 24}, Latency: .15, Spread: .5, KB: 20, Faults: .06}}},
		{Name: "one large outlet", HeldOut: true, Workers: 32, Delay: .3, Waits: true, Hosts: []Group{{N: 1, Waves: []int{1, 60}, Latency: .15, Spread: .5, KB: 40}, {N: 99, Waves: []int{1, 6}, Latency: .15, Spread: .5, KB: 40}}},
		{Name: "many hosts", HeldOut: true, Workers: 64, Waits: true, Hosts: []Group{{N: 800, Waves: []int{1, 2}, Latency: .8, Spread: .5, KB: 10}}},
		{Name: "many waves", HeldOut: true, Workers: 20, Waits: true, Hosts: []Group{{N: 60, Waves: []int{1, 3, 6, 6, 6}, Latency: .5, Spread: .3, KB: 40}}},
		{Name: "computing, 100 sources", Workers: 16, Hosts: []Group{{N: 100, Waves: []int{1, 4}, KB: 2}}},
		{Name: "computing, 3,000 sources", HeldOut: true, Workers: 16, Hosts: []Group{{N: 3000, Waves: []int{1, 4}, KB: 2}}},
		{Name: "computing, 10,000 sources", HeldOut: true, Workers: 16, Hosts: []Group{{N: 10_000, Waves: []int{1, 4}, KB: 2}}},
	}
}
