package health

import (
	"cmp"
	"slices"
	"time"

	"framewatch/store"
)

// Level is the chance below which what is seen of a source is told: of a source
// that has not changed, at most one check in 1,000 begins a fault of each kind.
const Level = 0.001

const day = 24 * time.Hour

// longest is how far back a history is read: sources change, and a year has all
// seasons.
const longest = 365 * day

// Document is what is known of one article of the source.
type Document struct {
	At                     time.Time // when the run began that had it first
	Chars                  int       // code points of its text
	Agreement, Boilerplate *float64
	Lang                   string
}

// History is what is known of one source, oldest first. The newest of Runs is the
// one that is judged.
type History struct {
	Runs      []store.SourceRunRow
	Documents []Document
	Events    []store.SourceEventRow
}

// Fault is one thing that is wrong with a source.
type Fault struct {
	Code               string // see the constants of this package
	Broken             bool   // the source counts as failed
	Message            string // for people
	Expected, Observed string // the same in parts
}

// Codes of faults that a history shows.
const (
	Silent      = "silent"      // no new article, for longer than its rate explains
	Fewer       = "fewer"       // new articles, but less than a third of what is usual
	Length      = "length"      // texts are longer or shorter
	Agreement   = "agreement"   // the extractors do not agree as they did
	Boilerplate = "boilerplate" // there is more or less around the text
	Language    = "language"    // texts are in a language that it did not have
	Charset     = "charset"     // pages are in a character set that it did not have
	Articles    = "articles"    // pages are no articles, or have no text
	Selector    = "selector"    // selectors of its entry find nothing
)

// Sort puts rows and documents in the order in which they came.
func (h *History) Sort() {
	slices.SortStableFunc(h.Runs, func(a, b store.SourceRunRow) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.RunID, b.RunID))
	})
	slices.SortStableFunc(h.Documents, func(a, b Document) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(h.Events, func(a, b store.SourceEventRow) int { return a.NoticedAt.Compare(b.NoticedAt) })
}

// Judge says what is wrong with the source as of its newest run, and which open
// faults are none any more because what they tell of has become usual. It
// does not say anything of faults that the newest run has no evidence about: see
// [History.Judges].
func (h History) Judge() (faults []Fault, accepted []string) {
	open := map[string]store.SourceEventRow{}
	for _, e := range Open(h.Events) {
		open[e.Code] = e
	}
	for _, r := range rules() {
		var begin *store.SourceEventRow
		if e, ok := open[r.code]; ok {
			begin = &e
		}
		f, v := r.judge(h, begin)
		f.Code = r.code
		switch v {
		case holds:
			faults = append(faults, f)
		case usual:
			accepted = append(accepted, r.code)
		case well:
		}
	}
	return faults, accepted
}

// rule judges one kind of fault. begin is the event of its begin where it is open:
// it is then held against what was usual before that.
type rule struct {
	code  string
	judge func(h History, begin *store.SourceEventRow) (Fault, verdict)
}

func rules() []rule {
	out := []rule{{Silent, History.silent}, {Fewer, History.fewer}, {Language, History.language}, {Charset, History.charset}, {Articles, History.articles}, {Selector, History.selectors}}
	for _, m := range measures() {
		out = append(out, rule{m.code, m.judge})
	}
	return out
}

// verdict is what a rule says.
type verdict int

const (
	well  verdict = iota
	holds         // begins, or goes on
	usual         // has gone on for so long that it is how the source is
)

// Learnt reports whether a code is one of this package: a fault that the history
// shows, and no single answer.
func Learnt(code string) bool {
	return slices.ContainsFunc(rules(), func(r rule) bool { return r.code == code })
}

// LastRead is when the last run began that read the source, the zero time where none
// did. Rows come in their order.
func LastRead(rows []store.SourceRunRow) time.Time {
	for i := len(rows) - 1; i >= 0; i-- {
		if observes(rows[i]) {
			return rows[i].Started
		}
	}
	return time.Time{}
}

// Median of values, nil without one.
func Median(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	m := middle(slices.Sorted(slices.Values(values)))
	return &m
}

// Judges reports whether the newest run can tell if a fault holds: one that read
// nothing of the source knows nothing of it.
func (h History) Judges(code string) bool {
	if len(h.Runs) == 0 {
		return false
	}
	last := h.Runs[len(h.Runs)-1]
	switch code {
	case Silent, Fewer:
		return observes(last)
	case Length, Agreement, Boilerplate, Language:
		return last.Documents > 0
	case Charset:
		return last.Stored > 0
	case Articles, Selector:
		return last.Looked != nil && *last.Looked > 0
	}
	return false
}
