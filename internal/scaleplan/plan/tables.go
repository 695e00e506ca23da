package plan

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// UnitTable has the unit costs of crawling and reading.
func (p page) UnitTable() string {
	ms := func(seconds float64) string { return three(seconds * 1e3) }
	u := p.Units
	rows := [][]string{
		{"crawl: a request, by a worker", ms(u.Request - u.Decide), three(u.WARCRequest) + " of WARC", "1 of the web"},
		{"crawl: a request, by the one goroutine that decides", ms(u.Decide), "", ""},
		{"crawl: an answer that finds the machine asleep", ms(u.Wake), "", ""},
		{"crawl: a wave of a host", ms(u.Wave), "", ""},
		{"crawl: 100 kB of page, by a worker", ms(u.KB * 100), three(u.WARCKB*100) + " of WARC", ""},
		{"crawl: a host", "", "", "2 of the web: robots.txt, tdmrep.json"},
	}
	rows = append(rows, []string{"tables: a document of invented text", "", three(p.TablesEach) + " of Parquet", ""})
	return table("step|CPU ms|bytes|requests", rows)
}

// ReadingTable has what reading costs by language.
func (p page) ReadingTable() (string, error) {
	var rows [][]string
	for _, l := range p.A.Langs {
		extract, annotate, err := p.M.read(l, p.A.PageKB)
		if err != nil {
			return "", err
		}
		for _, r := range p.M.Reading {
			if r.Lang == l.Lang {
				rows = append(rows, []string{r.Lang, fmt.Sprint(r.Texts), three(r.Pages), three(r.Extract), three(r.slope() * 100), count(int(r.Characters + .5)), three(r.Annotate), three(r.Annotate / r.Characters * 1000), three(extract + annotate)})
			}
		}
	}
	return table("language|texts|page, kB|extract, ms|100 kB of cards more, ms|characters|annotate, ms|1,000 characters, ms|a document as assumed below, ms", rows), nil
}

// ReproducedTable has the measured runs beside their simulations.
func (p page) ReproducedTable() string {
	var rows [][]string
	for _, r := range p.Reproduced {
		seconds := []string{"", "", ""}
		if r.Waits {
			seconds = []string{three(r.Run.Seconds), three(r.Seconds), percent(r.Seconds, r.Run.Seconds)}
		}
		name := r.Name
		if r.HeldOut {
			name = "*" + name + "*"
		}
		rows = append(rows, append(append([]string{name, count(len(r.Each())), fmt.Sprint(r.Workers), count(r.Run.Requests), percent(r.Requests, float64(r.Run.Requests))}, seconds...),
			three(r.Run.CPU), three(r.CPU), percent(r.CPU, r.Run.CPU), percent(r.WARC, float64(r.Run.WARC))))
	}
	return table("run|hosts|workers|requests|off|seconds|simulated|off|CPU s|simulated|off|WARC off", rows)
}

// SourcesTable has runs over more and more sources, as measured.
func (p page) SourcesTable() string {
	var rows [][]string
	for _, r := range p.Reproduced {
		if len(r.Hosts) != 1 || r.Hosts[0].KB != 2 {
			continue
		}
		n := len(r.Each())
		seed := []string{"", "", ""}
		if i := slices.IndexFunc(p.M.Seeding, func(s Seeding) bool { return s.Sources == n }); i >= 0 {
			s := p.M.Seeding[i]
			seed = []string{three(s.CPU), fmt.Sprint(s.Syncs)}
		} else {
			seed = seed[:2]
		}
		rows = append(rows, append([]string{count(n), count(r.Run.Pages), count(r.Run.Requests), three(r.Run.CPU), three(r.Run.CPU / float64(r.Run.Requests) * 1e3), three(float64(r.Run.Peak) / 1e6), three(float64(r.Run.Store) / 1e6)}, seed...))
	}
	slices.SortStableFunc(rows, func(a, b []string) int { return len(a[0]) - len(b[0]) })
	return table("sources|pages|requests|CPU s|ms a request|memory, MB|crawl.db, MB|CPU s to begin|syncs to begin and end", rows)
}

// FrontierTable has the store in a file as it grows.
func (p page) FrontierTable() string {
	var rows [][]string
	row := func(f Frontier, how string) {
		rows = append(rows, []string{count(f.URLs), three(float64(f.Bytes) / 1e9), three(f.CPU), three(f.Written), three(f.Open), how})
	}
	for _, f := range p.M.Frontier {
		row(f, "measured")
	}
	row(p.Known, "extrapolated")
	return table("URLs known|file, GB|CPU µs to remember one|bytes written for one|CPU s to open|", rows)
}

// fleetName says what a crawl runs on.
func (f Fleet) String() string {
	machines := "one machine"
	if f.Machines > 1 {
		machines = fmt.Sprintf("%d machines, a dataset each", f.Machines)
	}
	return fmt.Sprintf("%s, %d cores, %d workers", machines, f.Cores, f.Workers)
}

// NightTable has a night of all sources, and their archives.
func (p page) NightTable() string {
	var rows [][]string
	for i, n := range p.Night {
		a, s := p.Archive[i], p.Skewed[i]
		rows = append(rows, []string{n.String(), three(n.Seconds / 3600), three(float64(n.Requests) / n.Seconds), three(n.InFlight), three(100 * n.Deciding / n.Seconds),
			three(a.Seconds / 86400), three(s.Seconds / 86400)})
	}
	return table("crawl on|night, hours|requests a second|workers busy|deciding, % of the time|archive, days|archive of unequal outlets, days", rows)
}

// extrapolated are the sizes of datasets that nobody has made.
var extrapolated = []float64{1e6, 1e8}

// StageTable has the steps over all documents, measured and carried on.
func (p page) StageTable() (string, error) {
	head := "step, CPU s"
	for _, n := range Sizes() {
		if n == heldOutSize || n == largestSize {
			head += "|*" + count(n) + "*|by the line|off"
		} else {
			head += "|" + count(n)
		}
	}
	for _, n := range extrapolated {
		head += "|→ " + count(int(n))
	}
	values := costsOfStages()
	var rows [][]string
	row := func(name, label string, unit float64) error {
		cells, line := []string{label}, p.Lines[name]
		for _, n := range Sizes() {
			s, err := p.M.stagesAt(n)
			if err != nil {
				return err
			}
			v := values[name](s)
			cells = append(cells, three(v/unit))
			if n == heldOutSize || n == largestSize {
				cells = append(cells, three(line.At(float64(n))/unit), percent(line.At(float64(n)), v))
			}
		}
		for _, n := range extrapolated {
			cells = append(cells, three(p.Beyond[name].At(n)/unit))
		}
		rows = append(rows, cells)
		return nil
	}
	for _, s := range steps {
		if err := row(s, s, 1); err != nil {
			return "", err
		}
	}
	for _, s := range memoryOf {
		if err := row(memory+s, "memory, GB: "+memoryLabel(s), 1e9); err != nil {
			return "", err
		}
	}
	return table(head, rows), nil
}

func memoryLabel(step string) string {
	if step == "over" {
		return "all steps at once"
	}
	return step
}

// EndTable says how many documents fit into a machine's memory.
func (p page) EndTable() string {
	head, rows := "memory", [][]string(nil)
	for _, s := range memoryOf {
		head += "|" + memoryLabel(s)
	}
	for _, gib := range []float64{4, 16, 64, 256} {
		cells := []string{fmt.Sprintf("%.0f GiB", gib)}
		for _, s := range memoryOf {
			cells = append(cells, three(p.Beyond[memory+s].Until(gib*(1<<30))))
		}
		rows = append(rows, cells)
	}
	return table(head, rows)
}

// BillTable has what all documents cost.
func (p page) BillTable() string {
	b := p.Bill
	hours := b.CrawlHours + b.ExtractHours + b.AnnotateHours
	work, month := b.Money(p.A.Prices)
	return table("of|amount", [][]string{
		{"requests to the web", three(b.Requests)},
		{"crawl and archive, core hours", three(b.CrawlHours)},
		{"extract, core hours", three(b.ExtractHours)},
		{"annotate, core hours", three(b.AnnotateHours)},
		{"WARC files, TB", three(b.ArchiveGB / 1e3)},
		{"Parquet tables, TB", three(b.TablesGB / 1e3)},
		{"crawl.db, GB", three(float64(p.Known.Bytes) / 1e9)},
		{fmt.Sprintf("work, at %.2f a core hour and %.0f a million puts of WARC files", p.A.Prices.CoreHour, p.A.Prices.MillionPuts), three(work)},
		{fmt.Sprintf("a month of storage, at %.2f a GB", p.A.Prices.GBMonth), three(month)},
		{"days of one machine of two cores, if it did nothing else", three(hours / 2 / 24)},
		{"days of eight machines of 16 cores", three(hours / 128 / 24)},
	})
}

// Worst is the largest error of the runs that were held out, in what they are held to:
// the duration of those that wait, the CPU time of the others.
func (p page) Worst() string {
	worst, n := 0.0, 0
	for _, r := range p.Reproduced {
		if !r.HeldOut {
			continue
		}
		n++
		off := Off(r.CPU, r.Run.CPU)
		if r.Waits {
			off = Off(r.Seconds, r.Run.Seconds)
		}
		worst = max(worst, math.Abs(off))
	}
	return fmt.Sprintf("%d runs were held out; in what counts the worst is off by %.0f %%", n, 100*worst)
}

// Assumptions are those of the page, in a list.
func (p page) Assumptions() string {
	a := p.A
	var langs []string
	for _, l := range a.Langs {
		langs = append(langs, fmt.Sprintf("%s %.0f %% of %s characters", l.Lang, 100*l.Share, count(int(l.Characters))))
	}
	return fmt.Sprintf(`- %s outlets, one host each; an answer begins after %.1f s in the mean (standard deviation of its logarithm %.1f); pages of %.0f kB;
  a gap of %.0f s; every %dth outlet asks for a Crawl-delay of %.0f s, the largest hundredth for none; a sync takes %.0f ms.
- A night asks each for robots.txt, tdmrep.json, %d lists, %d new pages and %d known ones. The archive is %s pages; of unequal
  outlets the size goes with the rank to the power of -%.1f.
- Texts: %s.`, count(a.Sources), a.Latency, a.Spread, a.PageKB, a.Delay, a.Slow, a.SlowDelay, a.Sync*1e3, a.Lists, a.New, a.Again, count(int(a.Documents)), skew, strings.Join(langs, ", "))
}
