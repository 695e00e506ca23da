package stats_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"framewatch/compare/sample"
	"framewatch/compare/stats"
)

// auditWorld is a made-up press in which a program errs otherwise on one side than
// on the other, and a sample of whose stories is coded by hand.
type auditWorld struct {
	name        string
	stories     int
	outlets     int        // of each side
	line        float64    // standard deviation of what an outlet adds to the log odds of the frame
	prevalence  [2]float64 // in the middle of outlets
	sensitivity [2]float64
	specificity [2]float64
	codes       int // stories coded
}

// audited is one draw of it; truth are its hand codes, which people would have given
// to all of it.
type auditedPress struct {
	sides [2][]stats.Audited
	truth [2][]float64
}

func (w auditWorld) draw(rng *rand.Rand) auditedPress {
	size, line := make([]float64, 2*w.outlets), make([]float64, 2*w.outlets)
	for i := range size {
		size[i], line[i] = math.Exp(0.6*rng.NormFloat64()), w.line*rng.NormFloat64()
	}
	pick := func(side int) int {
		total := 0.0
		for _, s := range size[side*w.outlets : (side+1)*w.outlets] {
			total += s
		}
		at := rng.Float64() * total
		for i := side * w.outlets; ; i++ {
			if at -= size[i]; at < 0 || i == (side+1)*w.outlets-1 {
				return i
			}
		}
	}
	type document struct {
		audited     stats.Audited
		side, story int
	}
	var documents []document
	var units []sample.Unit
	truth := make([]float64, w.stories)
	for story := range w.stories {
		side := rng.IntN(2)
		outlet := pick(side)
		logit := math.Log(w.prevalence[side]/(1-w.prevalence[side])) + line[outlet]
		present := rng.Float64() < 1/(1+math.Exp(-logit))
		if present {
			truth[story] = 1
		}
		// Copies in one language, that of the side, are read alike by the program.
		luck := [2]float64{rng.Float64(), rng.Float64()}
		copies := 1
		if rng.Float64() < 0.3 {
			copies += int(min(math.Pow(rng.Float64(), -1/1.2), 9))
		}
		var used []int
		for c := range copies {
			in := side
			if c > 0 && rng.Float64() < 0.2 {
				in = 1 - side
			}
			if c > 0 {
				outlet = pick(in)
			}
			if slices.Contains(used, outlet) {
				continue
			}
			used = append(used, outlet)
			found := luck[in] < 1-w.specificity[in]
			if present {
				found = luck[in] < w.sensitivity[in]
			}
			d := document{stats.Audited{Story: story, Outlet: outlet}, in, story}
			if found {
				d.audited.Auto = 1
			}
			if c == 0 {
				units = append(units, sample.Unit{ID: fmt.Sprintf("%06d", story), Levels: []string{fmt.Sprint(in), fmt.Sprint(found)}})
			}
			documents = append(documents, d)
		}
	}
	drawn, err := sample.Draw(units, sample.Spec{Design: sample.Stratified, N: w.codes, Seed: rng.Int64()})
	if err != nil {
		panic(err)
	}
	p := make([]float64, w.stories)
	for _, d := range drawn.Drawn {
		story, err := strconv.Atoi(d.ID)
		if err != nil {
			panic(err)
		}
		p[story] = d.Probability
	}
	var out auditedPress
	for _, d := range documents {
		if p[d.story] > 0 {
			d.audited.Coded, d.audited.Hand, d.audited.P = true, truth[d.story], p[d.story]
		}
		out.sides[d.side] = append(out.sides[d.side], d.audited)
		out.truth[d.side] = append(out.truth[d.side], truth[d.story])
	}
	return out
}

// raw are the units as if the program were right.
func rawUnits(units []stats.Audited) []stats.Audited {
	out := slices.Clone(units)
	for i := range out {
		out[i].Hand, out[i].Coded, out[i].P = out[i].Auto, true, 1
	}
	return out
}

// outcomes are the corrected numbers of all runs.
type outcomes []stats.Corrected

// against counts how often, in percent, intervals held the truth, and how often they
// left out zero.
func (o outcomes) against(truth float64) (coverage, width, outsideZero float64) {
	hits, zero := 0, 0
	for _, v := range o {
		i := v.Clustered.Interval
		if i.Lo <= truth && truth <= i.Hi {
			hits++
		}
		if i.Lo > 0 || i.Hi < 0 {
			zero++
		}
		width += i.Width()
	}
	n := float64(len(o))
	return 100 * float64(hits) / n, width / n, 100 * float64(zero) / n
}

// auditWorlds are a press that a program reads worse on one side than on the other,
// and what may be otherwise with it.
func auditWorlds() []auditWorld {
	base := auditWorld{stories: 300, outlets: 16, prevalence: [2]float64{0.3, 0.3}, sensitivity: [2]float64{0.9, 0.5}, specificity: [2]float64{0.95, 0.9}, codes: 120}
	var out []auditWorld
	for _, c := range []struct {
		name   string
		change func(*auditWorld)
	}{
		{"no outlet has a line", func(*auditWorld) {}},
		{"outlets have a line", func(w *auditWorld) { w.line = 0.4 }},
		{"fewer codes", func(w *auditWorld) { w.codes = 80 }},
		{"rare", func(w *auditWorld) { w.prevalence = [2]float64{0.12, 0.12} }},
		{"few errors", func(w *auditWorld) {
			w.sensitivity, w.specificity, w.codes = [2]float64{0.97, 0.9}, [2]float64{0.99, 0.97}, 80
		}},
		{"a true difference", func(w *auditWorld) { w.prevalence = [2]float64{0.2, 0.4} }},
		{"many outlets", func(w *auditWorld) { w.outlets, w.stories, w.line = 40, 500, 0.4 }},
	} {
		w := base
		w.name = c.name
		c.change(&w)
		out = append(out, w)
	}
	return out
}

const raw = stats.Correction("raw")

// estimates are the means of both sides and their difference.
func (p auditedPress) estimates(t *testing.T, m stats.Correction) [3]stats.Corrected {
	a, b := p.sides[0], p.sides[1]
	if m == raw {
		a, b, m = rawUnits(a), rawUnits(b), stats.DSL
	}
	var out [3]stats.Corrected
	var errs [3]error
	out[0], errs[0] = m.Mean(a, 0.95)
	out[1], errs[1] = m.Mean(b, 0.95)
	out[2], errs[2] = m.Difference(a, b, 0.95)
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatalf("%s: %v", m, err)
	}
	return out
}

// TestCorrectedIntervalsCover: where a program errs more on one side than on the
// other, intervals of its own shares miss; those of the corrected ones hold their
// confidence, with copies, outlets that have a line, and unequal probabilities of
// being coded by hand.
func TestCorrectedIntervalsCover(t *testing.T) {
	const runs = 250
	methods := []stats.Correction{raw, stats.DSL, stats.PPIPlus}
	mean := map[stats.Correction][2]float64{} // coverage; differences that are found where none is
	worlds := auditWorlds()
	for _, w := range worlds {
		rng := rand.New(rand.NewPCG(14, 1))
		found := map[stats.Correction]*[3]outcomes{}
		for _, m := range methods {
			found[m] = &[3]outcomes{}
		}
		var sum, n [2]float64
		for range runs {
			p := w.draw(rng)
			for side, truth := range p.truth {
				for _, v := range truth {
					sum[side] += v
					n[side]++
				}
			}
			for _, m := range methods {
				for i, c := range p.estimates(t, m) {
					found[m][i] = append(found[m][i], c)
				}
			}
		}
		truth := [3]float64{sum[0] / n[0], sum[1] / n[1], sum[0]/n[0] - sum[1]/n[1]}
		for _, m := range methods {
			text, of := "", mean[m]
			for i, name := range []string{"A", "B", "A-B"} {
				coverage, width, zero := found[m][i].against(truth[i])
				of[0] += coverage / float64(3*len(worlds))
				text += fmt.Sprintf("  %s %.1f %% (width %.2f)", name, coverage, width)
				if m == stats.DSL && (coverage < 91 || coverage > 99.2) {
					t.Errorf("%s: %s of %s covers %.1f %%", w.name, m, name, coverage)
				}
				if i == 2 && w.prevalence[0] == w.prevalence[1] {
					of[1] += zero / float64(len(worlds)-1)
					text += fmt.Sprintf("  false alarms %.1f %%", zero)
				}
			}
			mean[m] = of
			t.Logf("%-21s %-8s%s", w.name, m, text)
		}
	}
	t.Logf("mean coverage and false alarms: %v", mean)
	for _, m := range []stats.Correction{stats.DSL, stats.PPIPlus} {
		if c := mean[m]; c[0] < 93 || c[0] > 97 || c[1] > 6 {
			t.Errorf("%s covers %.1f %% on the mean, with %.1f %% false alarms", m, c[0], c[1])
		}
	}
	if c := mean[raw]; c[0] > 85 {
		t.Errorf("the program's own intervals cover %.1f %%: these worlds test nothing", c[0])
	}
}
