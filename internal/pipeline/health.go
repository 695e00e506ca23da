package pipeline

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"framewatch/corpus"
	"framewatch/extract"
)

// A site that changes its template seldom makes extraction fail: it makes the
// texts shorter, or longer by what is around them. So each run's new documents
// of an outlet are held against its earlier ones. Medians and their absolute
// deviations are used, as a few long reports or short notices are no change.
const (
	enoughBefore = 10 // earlier documents of an outlet that make a history
	enoughNew    = 5  // new ones that are more than chance
	sureBy       = 3  // standard errors of the difference of the medians
)

// measured is what health knows of one document; agreement and boilerplate are
// nil where it was not read from a page.
type measured struct {
	url                    string
	letters                float64 // logarithm of its code points
	agreement, boilerplate *float64
}

func readingOf(url string, letters int, agreement, boilerplate *float64) measured {
	return measured{url, math.Log1p(float64(letters)), agreement, boilerplate}
}

// health is one outlet's documents before and of this run, and its pages
// without a text.
type health struct {
	before, now []measured
	empty       []string
}

// measure is one thing that a template's change shows in.
type measure struct {
	code  string
	least float64 // change that is worth a look, however sure
	of    func(measured) (float64, bool)
	say   func(before, now float64) string
}

func measures() []measure {
	return []measure{
		{"length", math.Ln2, func(r measured) (float64, bool) { return r.letters, true }, func(before, now float64) string {
			return fmt.Sprintf("half have %.0f characters or more, earlier %.0f", math.Expm1(now), math.Expm1(before))
		}},
		{"agreement", 0.2, func(r measured) (float64, bool) { return known(r.agreement) }, func(before, now float64) string {
			return fmt.Sprintf("the extractors agree on %.0f %% of the text, earlier on %.0f %%", 100*now, 100*before)
		}},
		{"boilerplate", 0.2, func(r measured) (float64, bool) { return known(r.boilerplate) }, func(before, now float64) string {
			return fmt.Sprintf("%.0f %% of a page is not text, earlier %.0f %%", 100*now, 100*before)
		}},
	}
}

func known(p *float64) (float64, bool) {
	if p == nil {
		return 0, false
	}
	return *p, true
}

// healthOf is the record of an outlet.
func (r *run) healthOf(id corpus.SourceID) *health {
	h := r.health[id]
	if h == nil {
		h = &health{}
		r.health[id] = h
	}
	return h
}

// notePage remembers a page on which extraction found no text.
func (r *run) notePage(f Failure) {
	if f.Code == extract.CodeNoText {
		h := r.healthOf(f.Source)
		h.empty = append(h.empty, f.URL)
	}
}

// reportHealth warns of each outlet whose documents are no longer like its
// earlier ones.
func (r *run) reportHealth() error {
	for _, id := range slices.Sorted(maps.Keys(r.health)) {
		h := r.health[id]
		for _, w := range h.warnings() {
			w.Stage, w.Source = "extract", id
			if err := r.warn(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// warnings compares now with before.
func (h *health) warnings() []Failure {
	if len(h.before) < enoughBefore {
		return nil
	}
	var out []Failure
	if n := len(h.empty); n >= enoughNew && n > len(h.now) {
		out = append(out, Failure{URL: slices.Min(h.empty), Code: "unread", Message: fmt.Sprintf(
			"no text on %d of %d new pages, where %d documents were read earlier: the template may have changed", n, n+len(h.now), len(h.before))})
	}
	for _, m := range measures() {
		before, now := valuesOf(h.before, m), valuesOf(h.now, m)
		if len(before) < enoughBefore || len(now) < enoughNew || !moved(before, now, m.least) {
			continue
		}
		out = append(out, Failure{URL: h.farthest(m, median(before)), Code: m.code, Message: fmt.Sprintf(
			"%d new documents: %s (%d documents): the template may have changed", len(now), m.say(median(before), median(now)), len(before))})
	}
	return out
}

func valuesOf(rs []measured, m measure) []float64 {
	var out []float64
	for _, r := range rs {
		if v, ok := m.of(r); ok {
			out = append(out, v)
		}
	}
	return out
}

// farthest is the page whose value lies farthest from the usual one, the first
// by address where there are many.
func (h *health) farthest(m measure, usual float64) string {
	url, most := "", -1.0
	for _, r := range h.now {
		v, ok := m.of(r)
		if d := math.Abs(v - usual); ok && (d > most || d == most && r.url < url) {
			url, most = r.url, d
		}
	}
	return url
}

// moved reports whether the median has changed by least at the least and by
// more than chance explains. The standard error of a median of n values is
// about 1.2533 of that of their mean, and 1.4826 of the median absolute
// deviation estimates their standard deviation (Rousseeuw and Croux 1993).
func moved(before, now []float64, least float64) bool {
	spread := 1.4826 * max(deviation(before), deviation(now))
	err := 1.2533 * spread * math.Sqrt(1/float64(len(before))+1/float64(len(now)))
	return math.Abs(median(now)-median(before)) > max(least, sureBy*err)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// deviation is the median absolute deviation from the median.
func deviation(values []float64) float64 {
	m := median(values)
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Abs(v - m)
	}
	return median(out)
}
