package plan

import (
	"math"

	"framewatch/internal/scaleplan/sim"
)

// Assumed is what nobody has measured here: the web, and prices. Tables follow from
// it, and print it.
type Assumed struct {
	Sources   int
	Documents float64
	// Of an outlet's night: lists, new pages, and pages that are asked for again.
	Lists, New, Again int
	Latency           float64 // seconds until an answer begins, mean
	Spread            float64 // of its logarithm
	PageKB            float64 // of HTML, decoded
	Delay             float64 // seconds
	Slow              int     // every how many-th outlet asks for a Crawl-delay
	SlowDelay         float64
	Sync              float64 // seconds, of the disk
	Langs             []Lang
	Prices            Prices
}

// Lang is a language's share of documents and the length of its texts.
type Lang struct {
	Lang       string
	Share      float64
	Characters float64
}

// Prices are in one currency, whichever.
type Prices struct {
	CoreHour    float64 // of a core that is rented
	GBMonth     float64 // of object storage
	MillionPuts float64 // requests that write to it
}

// Assume are the assumptions of docs/scale.md.
func Assume() Assumed {
	return Assumed{
		Sources: 10_000, Documents: 1e8, Lists: 3, New: 10, Again: 7, Latency: .7, Spread: .8, PageKB: 100, Delay: 1, Slow: 20, SlowDelay: 10, Sync: .002,
		Langs:  []Lang{{"en", .6, 3000}, {"zh", .25, 1200}, {"fr", .05, 3000}, {"es", .05, 3000}, {"ar", .05, 3000}},
		Prices: Prices{CoreHour: .04, GBMonth: .02, MillionPuts: 5},
	}
}

// night is every outlet once.
func (a Assumed) night() []sim.Host {
	out := make([]sim.Host, a.Sources)
	for i := range out {
		out[i] = a.host(i, []int{a.Lists, a.New + a.Again})
	}
	return out
}

func (a Assumed) host(i int, waves []int) sim.Host {
	h := sim.Host{Waves: waves, Latency: a.Latency, Spread: a.Spread, KB: a.PageKB}
	if i%a.Slow == a.Slow-1 {
		h.CrawlDelay = a.SlowDelay
	}
	return h
}

// archive is the back catalogue of all outlets, or a part of it. With rank 0 all have
// as much; else an outlet's is as its rank to the power of -rank.
func (a Assumed) archive(rank, part float64) []sim.Host {
	sum := 0.0
	for i := range a.Sources {
		sum += math.Pow(float64(i+1), -rank)
	}
	out := make([]sim.Host, a.Sources)
	for i := range out {
		pages := a.Documents / sum * math.Pow(float64(i+1), -rank)
		// Ranks are not in the order in which hosts ask for a Crawl-delay, but the
		// largest outlets do not.
		out[i] = a.host(i, []int{a.Lists, max(1, int(math.Round(pages*part)))})
		if i < a.Sources/100 {
			out[i].CrawlDelay = 0
		}
	}
	return out
}

// Fleet is what a crawl runs on: machines with a dataset each and their share of the
// outlets, or with one that decides.
type Fleet struct {
	Machines, Workers, Cores int // workers and cores of each machine
	Together                 bool
}

// run simulates a crawl of hosts on a fleet: the longest of its machines' crawls, the
// sum of their work.
func (f Fleet) run(hosts []sim.Host, a Assumed, costs sim.Costs) (sum sim.Result) {
	groups := [][]sim.Host{hosts}
	workers, cores := f.Workers*f.Machines, f.Cores*f.Machines
	if !f.Together {
		groups, workers, cores = make([][]sim.Host, f.Machines), f.Workers, f.Cores
		for i, h := range hosts {
			groups[i%f.Machines] = append(groups[i%f.Machines], h)
		}
	}
	for _, g := range groups {
		r := sim.Run(sim.Setup{Hosts: g, Rules: sim.Rules{Workers: workers, Delay: a.Delay, Retries: tries}, Costs: costs, Cores: cores, Seed: 1})
		sum.Seconds, sum.Deciding = max(sum.Seconds, r.Seconds), max(sum.Deciding, r.Deciding)
		sum.CPU, sum.Requests, sum.KB, sum.InFlight = sum.CPU+r.CPU, sum.Requests+r.Requests, sum.KB+r.KB, sum.InFlight+r.InFlight
	}
	return sum
}

// whole carries a crawl of parts on to the whole: what is seen of two sizes is taken
// to grow along a line, which [TestPartsTellOfTheWhole] holds for sizes that can be
// simulated.
func whole(at func(part float64) sim.Result, small float64) (r sim.Result) {
	few, more := at(small), at(2*small)
	line := func(a, b float64) float64 { return a + (b-a)*(1-small)/small }
	r.Seconds, r.CPU, r.KB, r.Deciding = line(few.Seconds, more.Seconds), line(few.CPU, more.CPU), line(few.KB, more.KB), line(few.Deciding, more.Deciding)
	r.Requests = int(line(float64(few.Requests), float64(more.Requests)))
	r.InFlight = more.InFlight
	return r
}
