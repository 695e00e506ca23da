package plan

import (
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/scaleplan/sim"
)

// Short is what the page says in short.
func (p page) Short() string {
	first, wide := p.Night[0], p.Night[2]
	return fmt.Sprintf(`- **10,000 sources are no problem for one machine.** A night of %s requests is simulated to take %s hours with the 16 workers that
  are the default and %s hours with 256, with %s CPU seconds of work. It is waiting.
- **100 million documents are one, for what is done over all of them.** Reading them takes %s core hours, which any number of machines
  can share; but a night holds an index of all articles in memory, and 64 GiB are extrapolated to hold %s of them (16 GiB: %s).
- **An outlet's own pace is the floor**: %s s a page, whatever the machines.
- Storage: %s kB of WARC and %s kB of Parquet a document.`,
		count(first.Requests), three(first.Seconds/3600), three(wide.Seconds/3600), three(wide.CPU),
		three(p.Bill.ExtractHours+p.Bill.AnnotateHours), p.Fits(64), p.Fits(16), p.Cycle(), three(p.Bill.ArchiveGB*1e6/p.A.Documents), three(p.TablesEach/1e3))
}

// cycle is the mean time from one request of a host to the next: latency and the gap,
// which is as long where an answer was slower than that.
func (p page) cycle() float64 {
	one := p.A.host(0, []int{4000})
	f := Fleet{Machines: 1, Workers: 1, Cores: 1}
	r := f.run([]sim.Host{one}, p.A, p.Units.costs(p.A.Sync))
	return r.Seconds / float64(r.Requests)
}

// Cycle is it for the page.
func (p page) Cycle() string { return three(p.cycle()) }

// Million is how many days a million pages of one host take.
func (p page) Million() string { return three(p.cycle() * 1e6 / 86400) }

// ReadingShare is the part of extracting and annotating in the CPU time of a document.
func (p page) ReadingShare() string {
	b := p.Bill
	return fmt.Sprintf("%.0f %%", 100*(b.ExtractHours+b.AnnotateHours)/(b.CrawlHours+b.ExtractHours+b.AnnotateHours))
}

// Decisions are how many results a second one core decides on.
func (p page) Decisions() string { return three(1 / p.Units.Decide) }

// NightReads is how many documents two cores read in eight hours.
func (p page) NightReads() string { return three(8 * 3600 * 2 / (p.Extract + p.Annotate) * 1e3) }

// Fits is how many documents a night's memory is extrapolated to hold, in GiB.
func (p page) Fits(gib float64) string {
	return three(p.Beyond[memory+"night of 10"].Until(gib * (1 << 30)))
}

// Compacting is what merging and sorting all files took over the measured datasets. It
// hangs on how many files commits have left to do so more than on documents.
func (p page) Compacting() string {
	var all []float64
	for _, s := range p.M.Stages {
		all = append(all, s.CPU["compact"])
	}
	return three(slices.Min(all)) + " to " + three(slices.Max(all))
}

// HeldOut are the sizes of datasets to which nothing is fitted.
func (p page) HeldOut() string {
	return fmt.Sprintf("*%s* and *%s*", count(heldOutSize), count(largestSize))
}

// Fitted is the largest size to which something is.
func (p page) Fitted() string { return count(fittedSize) }

// Steeper are the steps that grow faster than documents do, with the power.
func (p page) Steeper() string {
	var out []string
	for _, s := range steps {
		if power := p.Beyond[s].Power(); power > 1 {
			out = append(out, fmt.Sprintf("%s %.2f", s, power))
		}
	}
	return strings.Join(out, ", ")
}

// TailHours are the core hours of the steps over all documents at the planned size.
func (p page) TailHours() string {
	sum := 0.0
	for _, s := range []string{"names", "stories", "syndication", "outlet months", "estimates"} {
		sum += p.Beyond[s].At(p.A.Documents)
	}
	return three(sum / 3600)
}

// LargestDataset is the largest that was measured.
func (p page) LargestDataset() string { return count(p.M.Stages[len(p.M.Stages)-1].Documents) }

// LargestStore is the most URLs that a store had.
func (p page) LargestStore() string { return count(p.M.Frontier[len(p.M.Frontier)-1].URLs) }

// Syncs are how long syncs took in the measured crawls.
func (p page) Syncs() string {
	var all []float64
	for _, r := range p.M.Crawls {
		all = append(all, r.Sync)
	}
	return three(1e3*slices.Min(all)) + " to " + three(1e3*slices.Max(all))
}
