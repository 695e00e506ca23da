package health

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"framewatch/compare/stats"
	"framewatch/store"
)

// How much is held against how much. Counts are of documents or pages, pooled over
// as many runs as it takes.
const (
	enoughNew    = 5   // documents that are held against earlier ones
	enoughPages  = 10  // pages, likewise
	enoughBefore = 10  // earlier ones that make a history
	mostBefore   = 300 // and those of them that are looked at, the newest
)

// untilUsual is for how many new ones, and for how long, a change is told as a
// fault before it is taken for how the source is.
const untilUsual = 40

// parted is how many of some pages are unlike what is usual, now and before.
type parted struct{ now, ofNow, before, ofBefore int }

func (p parted) shares() (now, before float64) {
	return float64(p.now) / float64(max(1, p.ofNow)), float64(p.before) / float64(max(1, p.ofBefore))
}

// grown reports whether the share of what is unlike has grown by least, and by
// more than chance explains (Fisher's exact test). One that was told goes on until
// half of that growth is gone.
func (p parted) grown(least float64, open bool) bool {
	return p.grownBy(least, open, Level)
}

func (p parted) grownBy(least float64, open bool, level float64) bool {
	now, before := p.shares()
	if p.ofBefore < enoughBefore || p.ofNow == 0 {
		return false
	}
	if open {
		return now-before >= least/2
	}
	if now-before < least {
		return false
	}
	chance, err := stats.FisherExact(stats.Frequencies{A: p.now, NA: p.ofNow, B: p.before, NB: p.ofBefore})
	return err == nil && chance < level
}

// documents are the newest ones, of whole runs, and those before them. Of a fault
// that is open, the earlier ones are those before it began; those by which
// one was noticed that is mended, and those that came until then, are left out.
func (h History) documents(code string, begin *store.SourceEventRow) (before, now []Document, ever int) {
	all := h.Documents
	for _, s := range h.spells(code) {
		well, _ := newest(all[:indexOf(all, func(d Document) bool { return d.At.After(s.begin.NoticedAt) })])
		after := indexOf(all, func(d Document) bool { return !d.At.Before(s.end.NoticedAt) })
		all = slices.Concat(well, all[max(after, len(well)):])
	}
	if from := h.acceptedAt(code); !from.IsZero() {
		all = all[indexOf(all, func(d Document) bool { return !d.At.Before(from) }):]
	}
	before, now = newest(all)
	if begin != nil {
		after := indexOf(all, func(d Document) bool { return d.At.After(begin.NoticedAt) })
		before, _ = newest(all[:after])
		ever = len(all) - after
	}
	return before[max(0, len(before)-mostBefore):], now, ever
}

func indexOf[T any](all []T, is func(T) bool) int {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return i
	}
	return len(all)
}

func newest(all []Document) (before, now []Document) {
	at := len(all)
	for at > 0 && (len(all)-at < enoughNew || all[at-1].At.Equal(all[at].At)) {
		at--
	}
	if len(all)-at < enoughNew {
		return all, nil
	}
	return all[:at], all[at:]
}

// measure is a number of each document that a template's change shows in. A text
// is cut short, or longer by what is around it.
type measure struct {
	code  string
	least float64 // change of the median that is worth a look, however sure
	of    func(Document) (float64, bool)
	say   func(v float64) string
}

func measures() []measure {
	known := func(p *float64) (float64, bool) {
		if p == nil {
			return 0, false
		}
		return *p, true
	}
	return []measure{
		{Length, math.Ln2, func(d Document) (float64, bool) { return math.Log1p(float64(d.Chars)), true }, func(v float64) string {
			return fmt.Sprintf("half have %.0f characters or more", math.Expm1(v))
		}},
		{Agreement, 0.2, func(d Document) (float64, bool) { return known(d.Agreement) }, func(v float64) string {
			return fmt.Sprintf("the extractors agree on %.0f %% of a text", 100*v)
		}},
		{Boilerplate, 0.2, func(d Document) (float64, bool) { return known(d.Boilerplate) }, func(v float64) string {
			return fmt.Sprintf("%.0f %% of a page is not text", 100*v)
		}},
	}
}

// unlikely is the share of the earlier ones up to which a kind is hardly one of them.
const unlikely = 0.1

// judge holds the medians against one another, and counts the new documents that
// are beyond the outer tenth or quarter of the earlier ones: a precedence test (Epstein 1954),
// which does not ask how the values are spread, so that a few long reports are no
// change.
func (m measure) judge(h History, begin *store.SourceEventRow) (Fault, verdict) {
	beforeDocs, nowDocs, ever := h.documents(m.code, begin)
	before, now := m.values(beforeDocs), m.values(nowDocs)
	if len(before) < enoughBefore || len(now) < enoughNew {
		return Fault{}, well
	}
	was, is := middle(before), middle(now)
	moved := math.Abs(is - was)
	if begin != nil {
		if moved < m.least/2 {
			return Fault{}, well
		}
		return told(begin, h, ever, m.fault(was, is, len(now), len(before)))
	}
	if moved < m.least || !beyond(before, now, is < was) {
		return Fault{}, well
	}
	return m.fault(was, is, len(now), len(before)), holds
}

func (m measure) fault(was, is float64, now, before int) Fault {
	return Fault{Expected: m.say(was), Observed: m.say(is),
		Message: fmt.Sprintf("of the newest %d documents %s, where of %d earlier ones %s: the template may have changed", now, m.say(is), before, m.say(was))}
}

func (m measure) values(docs []Document) []float64 {
	var out []float64
	for _, d := range docs {
		if v, ok := m.of(d); ok {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// middle is the median of sorted values.
func middle(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// beyond reports whether more of the new values than chance explains lie below the
// lowest tenth or quarter of the earlier ones, or above the highest. All are sorted.
// As there are two such limits, each has half of the level (Bonferroni).
func beyond(before, now []float64, below bool) bool {
	for _, share := range []float64{0.1, 0.25} {
		k := int(share * float64(len(before)))
		edge, sign := before[len(before)-1-k], 1.0
		if below {
			edge, sign = before[k], -1
		}
		p := parted{ofNow: len(now), ofBefore: len(before)}
		for _, v := range now {
			if sign*v > sign*edge {
				p.now++
			}
		}
		for _, v := range before {
			if sign*v > sign*edge {
				p.before++
			}
		}
		if p.grownBy(0.5, false, Level/2) {
			return true
		}
	}
	return false
}

// told is the verdict on a change that was told and is still there: after as many
// new ones, and no sooner than after eight weeks, it is how the source is.
func told(begin *store.SourceEventRow, h History, ever int, f Fault) (Fault, verdict) {
	if now := h.Runs[len(h.Runs)-1].Started; ever >= untilUsual && now.Sub(begin.NoticedAt) > untilRule {
		return f, usual
	}
	return f, holds
}

// language holds while the new documents are in a language that hardly one of the
// earlier ones had.
func (h History) language(begin *store.SourceEventRow) (Fault, verdict) {
	before, now, ever := h.documents(Language, begin)
	count := func(docs []Document) map[string]int {
		out := map[string]int{}
		for _, d := range docs {
			out[d.Lang]++
		}
		return out
	}
	return h.kinds(begin, ever, count(before), count(now), enoughNew, "articles are in %s", "the outlet may have other pages at its addresses now")
}

// charset is the same for character sets.
func (h History) charset(begin *store.SourceEventRow) (Fault, verdict) {
	before, now, ever := h.pages(Charset, begin, func(r store.SourceRunRow) (n int) {
		for _, c := range r.Charsets {
			n += int(c.Pages)
		}
		return n
	})
	count := func(runs []store.SourceRunRow) map[string]int {
		out := map[string]int{}
		for _, r := range runs {
			for _, c := range r.Charsets {
				out[c.Charset] += int(c.Pages)
			}
		}
		return out
	}
	return h.kinds(begin, ever, count(before), count(now), enoughPages, "pages are in %s", "are they read right?")
}

// kinds judges the share of kinds that were hardly met before.
func (h History) kinds(begin *store.SourceEventRow, ever int, before, now map[string]int, enough int, say, why string) (Fault, verdict) {
	p := parted{ofNow: sum(now), ofBefore: sum(before)}
	for kind, n := range now {
		if float64(before[kind]) <= unlikely*float64(p.ofBefore) {
			p.now, p.before = p.now+n, p.before+before[kind]
		}
	}
	if p.ofNow < enough || !p.grown(0.5, begin != nil) {
		return Fault{}, well
	}
	f := Fault{Expected: fmt.Sprintf(say, shares(before)), Observed: fmt.Sprintf(say, shares(now))}
	f.Message = fmt.Sprintf("the newest %d %s, where earlier ones were in %s: %s", p.ofNow, f.Observed, shares(before), why)
	if begin != nil {
		return told(begin, h, ever, f)
	}
	return f, holds
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// shares says the kinds that matter, the most frequent first.
func shares(counts map[string]int) string {
	all := float64(sum(counts))
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var out []string
	for _, k := range keys {
		if share := float64(counts[k]) / all; share >= unlikely {
			out = append(out, fmt.Sprintf("%s (%.0f %%)", orUnknown(k), 100*share))
		}
	}
	return strings.Join(out, ", ")
}

func orUnknown(kind string) string {
	if kind == "" || kind == "und" {
		return "an unknown one"
	}
	return kind
}
