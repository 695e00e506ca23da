package plan

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	"framewatch/internal/scaleplan/sim"
)

//go:embed scale.md.tmpl
var pageTemplate string

// Page makes docs/scale.md.
func Page(m Measured) (string, error) {
	p, err := newPage(m)
	if err != nil {
		return "", err
	}
	t, err := template.New("scale.md").Option("missingkey=error").Parse(pageTemplate)
	if err != nil {
		return "", fmt.Errorf("read the page: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return "", fmt.Errorf("write the page: %w", err)
	}
	return b.String(), nil
}

// page is what the template may print.
type page struct {
	M          Measured
	A          Assumed
	Units      Units
	Reproduced []Reproduced
	Night      []crossed
	Archive    []crossed       // of equal outlets
	Skewed     []crossed       // of outlets by rank
	Known      Frontier        // the store with all documents' URLs
	Lines      map[string]Line // by step, CPU seconds and, under "memory, " and a step, bytes
	Beyond     map[string]Beyond
	TablesEach float64 // bytes of tables a document
	Extract    float64 // CPU ms a document
	Annotate   float64
	Bill       Bill
}

// crossed is a crawl on a fleet.
type crossed struct {
	Fleet
	sim.Result
}

// fleets are those of the tables.
var fleets = []Fleet{{Machines: 1, Workers: 16, Cores: 2}, {Machines: 1, Workers: 64, Cores: 2}, {Machines: 1, Workers: 256, Cores: 2}, {Machines: 1, Workers: 1024, Cores: 8}, {Machines: 4, Workers: 256, Cores: 2}}

// parts are how much of an archive is simulated, and half of it.
const parts = 1. / 2000

// skew is the power by which outlets differ in size.
const skew = .8

func newPage(m Measured) (p page, err error) {
	p = page{M: m, A: Assume(), Lines: map[string]Line{}, Beyond: map[string]Beyond{}}
	if p.Units, err = UnitsOf(m); err != nil {
		return p, err
	}
	if p.Reproduced, err = Reproduce(m); err != nil {
		return p, err
	}
	costs := p.Units.costs(p.A.Sync)
	for _, f := range fleets {
		p.Night = append(p.Night, crossed{f, f.run(p.A.night(), p.A, costs)})
		p.Archive = append(p.Archive, crossed{f, whole(func(part float64) sim.Result { return f.run(p.A.archive(0, part), p.A, costs) }, parts)})
		p.Skewed = append(p.Skewed, crossed{f, whole(func(part float64) sim.Result { return f.run(p.A.archive(skew, part), p.A, costs) }, parts)})
	}
	for name, value := range costsOfStages() {
		if p.Lines[name], err = lineOf(m, value); err != nil {
			return p, err
		}
		if p.Beyond[name], err = beyond(m, value); err != nil {
			return p, err
		}
	}
	bytes, err := lineOf(m, func(at Stages) float64 { return float64(at.Bytes) })
	if err != nil {
		return p, err
	}
	p.TablesEach = bytes.Each
	if p.Extract, p.Annotate, err = m.reading(p.A); err != nil {
		return p, err
	}
	p.Known = m.knownURLs(p.A.Documents)
	p.Bill, err = m.bill(p.A, p.Units, p.Archive[2].Result, p.TablesEach)
	return p, err
}

// memoryOf are the steps whose memory is told, and memory what comes before their names
// where that is meant.
var memoryOf = []string{"over", "night of 10", "verify"}

const memory = "memory, "

// costsOfStages reads each cost of the steps over all documents.
func costsOfStages() map[string]func(Stages) float64 {
	out := map[string]func(Stages) float64{}
	for _, s := range steps {
		out[s] = func(at Stages) float64 { return at.CPU[s] }
	}
	for _, s := range memoryOf {
		out[memory+s] = func(at Stages) float64 { return float64(at.Peak[s]) }
	}
	return out
}

// three writes a number with three digits that count, and thousands apart.
func three(v float64) string {
	switch {
	case v == 0:
		return "0"
	case v < 0:
		return "-" + three(-v)
	case v >= 999.5:
		round := 1.0
		for v/round >= 999.5 {
			round *= 10
		}
		return grouped(fmt.Sprintf("%.0f", float64(int(v/round+.5))*round))
	case v >= 99.95:
		return fmt.Sprintf("%.0f", v)
	case v >= 9.995:
		return fmt.Sprintf("%.1f", v)
	case v >= .9995:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

func grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Three is for the template: a number that was measured or carried on.
func (page) Three(v float64) string { return three(v) }

// count writes a whole number whole, with thousands apart.
func count(n int) string { return grouped(fmt.Sprint(n)) }

// percent is by what part a simulated value is off.
func percent(simulated, measured float64) string {
	if off := fmt.Sprintf("%+.0f %%", 100*Off(simulated, measured)); off != "-0 %" && off != "+0 %" {
		return off
	}
	return "0 %"
}

// table writes rows under a head.
func table(head string, rows [][]string) string {
	var b strings.Builder
	columns := strings.Split(head, "|")
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(r, " | "))
	}
	return strings.TrimSuffix(b.String(), "\n")
}
