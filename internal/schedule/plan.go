package schedule

import (
	"hash/fnv"
	"slices"
	"time"

	"framewatch/corpus"
)

// Visit is what one run found at one source.
type Visit struct {
	Source corpus.SourceID
	At     time.Time // when it began
	New    int       // articles, and new texts of articles, that the dataset did not have
	Failed bool      // nothing of the source could be read
	Rest   time.Time // until when the crawl leaves the source alone, as it has failed for long; zero: it does not
}

// Turn is when a source is asked next, and why then.
type Turn struct {
	Source   corpus.SourceID
	Interval time.Duration // between two visits, as its history has it
	Last     time.Time     // visit, whatever came of it; zero for none
	Success  time.Time     // last visit at which something could be read; zero for none
	New      int           // of the last visit
	Failures int           // visits in a row, up to the last, at which nothing could be read
	Rest     time.Time     // until when the crawl leaves it alone
	Due      time.Time     // zero: at once
}

// memory is how far back visits tell how often a source changes: what it published
// earlier says less about today.
const memory = 28 * 24 * time.Hour

// before is what is believed of a source of which nothing is known: one article in
// so long. It weighs as much as one article.
const before = 6 * time.Hour

// room is the part of its interval by which a source may be asked early: by chance,
// so that sources do not keep step, and to join a run that others are due for.
const room = 0.1

// Plan gives each source its next turn, in the order of ids. A source is asked as
// often as it has something new: the interval is the mean time between its new
// articles over four weeks, by the posterior mean of a Poisson process's rate under
// a Gamma prior of one article in six hours; what the first visit found was there
// before. One that fails rests as the crawl has it, and is never given up. least is the time for which the crawl leaves a source alone in any case
// (crawl.min_interval).
func (c Config) Plan(ids []corpus.SourceID, visits []Visit, least time.Duration, now time.Time) []Turn {
	of := map[corpus.SourceID][]Visit{}
	for _, v := range visits {
		// A visit in what is still to come was noted by a clock that was wrong, and
		// would put off the source until then.
		if !v.At.After(now) {
			of[v.Source] = append(of[v.Source], v)
		}
	}
	turns := make([]Turn, len(ids))
	for i, id := range ids {
		turns[i] = c.turn(id, of[id], least, now)
	}
	return turns
}

func (c Config) turn(id corpus.SourceID, visits []Visit, least time.Duration, now time.Time) Turn {
	t := Turn{Source: id, Interval: c.clamp(before, least)}
	if len(visits) == 0 {
		return t
	}
	slices.SortStableFunc(visits, func(a, b Visit) int { return a.At.Compare(b.At) })
	last := visits[len(visits)-1]
	t.Last, t.New = last.At, last.New
	for _, v := range visits {
		t.Failures++
		if !v.Failed {
			t.Success, t.Failures = v.At, 0
		}
	}
	recent := visits
	for len(recent) > 2 && now.Sub(recent[0].At) > memory {
		recent = recent[1:]
	}
	found := 1.0
	for _, v := range recent[1:] {
		found += float64(v.New)
	}
	mean := float64(before+last.At.Sub(recent[0].At)) / found
	t.Interval, t.Rest = c.clamp(time.Duration(mean), least), last.Rest
	t.Due = last.At.Add(max(c.least(least), t.Interval-time.Duration(room*float64(t.Interval)*chance(id, last.At))))
	t.Due = latest(t.Due, t.Rest)
	return t
}

// least is the shortest interval that the settings allow.
func (c Config) least(crawl time.Duration) time.Duration { return max(c.Shortest, crawl) }

func (c Config) clamp(d, crawl time.Duration) time.Duration {
	return max(min(d, c.Longest), c.least(crawl))
}

// chance is a number from 0 to 1 that a source and a visit always give alike.
func chance(id corpus.SourceID, at time.Time) float64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(string(id) + " " + at.UTC().Format(time.RFC3339)))
	x := h.Sum64() // FNV's high bits hardly differ for inputs that end alike
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	return float64((x^x>>33)>>11) / (1 << 53)
}

// Ready lists the sources to ask now: those that are due, and where there are such,
// those that soon will be, so that one run does for both.
func (c Config) Ready(turns []Turn, least time.Duration, now time.Time) []corpus.SourceID {
	var ready []corpus.SourceID
	due := false
	for _, t := range turns {
		if !t.Due.After(now) {
			due = true
			ready = append(ready, t.Source)
			continue
		}
		early := t.Due.Add(-time.Duration(room * float64(t.Interval)))
		if !early.After(now) && !t.Rest.After(now) && now.Sub(t.Last) >= c.least(least) {
			ready = append(ready, t.Source)
		}
	}
	if !due {
		return nil
	}
	return ready
}

// Next is when the next run may begin: as soon as a source is due, and not sooner
// than the shortest interval after the last run began. It is zero without sources.
func (c Config) Next(turns []Turn, lastRun time.Time) time.Time {
	if len(turns) == 0 {
		return time.Time{}
	}
	first := slices.MinFunc(turns, func(a, b Turn) int { return a.Due.Compare(b.Due) })
	if lastRun.IsZero() {
		return first.Due
	}
	return latest(first.Due, lastRun.Add(c.Shortest))
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
