package crawl

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"math"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/urlid"
)

// A page that has left the lists is not named to a run any more, so that nothing
// would tell that it was corrected or taken down. Which pages are worth asking
// for again says who gives the job: those that are articles. Section pages, tags
// and searches are met again as often as somebody names them, and what they were
// last year is of no use to anybody.

// KnownPage is the address of an article, as it was asked for.
type KnownPage struct {
	Source corpus.SourceID
	URL    string
}

const (
	// recheck is how much time lies at least between two requests for a page that
	// no list names: less than a day, so that nightly runs that do not begin on the
	// minute ask for it every night.
	recheck = 20 * time.Hour
	// rest is after how long a page that is gone is left alone.
	rest = 183 * 24 * time.Hour
	// leastQuota is how many pages that are due a run may ask for in any case.
	leastQuota = 10
)

// again is when a page that no list names is due, and at which gaps it is; never
// for one that has been gone for long. A clock that was ahead puts nothing off.
func (v Revisit) again(k frontier.Known, now time.Time) (at time.Time, every time.Duration, never bool) {
	since, last := k.Fetched, k.Checked
	if k.Gone || k.Moved {
		since, last = k.Since, k.Asked
	}
	if last.IsZero() { // an older program did not keep it
		last = since
	}
	if ahead(last, now) {
		return now, recheck, false
	}
	same := last.Sub(since)
	switch {
	case k.Gone || k.Moved:
		every = min(max(v.Longest, recheck), max(recheck, same-(24*time.Hour-recheck)))
		never = same > rest
	case v.Share > 0:
		every = min(v.Longest, max(recheck, time.Duration(v.Share*float64(same))))
	}
	return last.Add(every), every, never
}

// knownPages are those of each source that are due when a run begins, those that
// are due longest first, and how many may still be asked for.
type knownPages struct {
	due   [][]frontier.Link
	quota []int
}

func (k *knownPages) links(source int) []frontier.Link { return k.due[source] }
func (k *knownPages) may(source int) bool              { return k.quota[source] > 0 }
func (k *knownPages) take(source int)                  { k.quota[source]-- }

// dueAt is an address and when it was due.
type dueAt struct {
	url string
	at  time.Time
	lot uint32 // those of one moment come by chance, so that a section is not asked for as a block
}

// planKnown finds what is due. It goes through the pages once and looks each up
// by its digest, which for 100,000 pages is a fraction of a second: an index by
// time would have to be kept right at every answer instead.
func planKnown(job Job, store frontier.Store, scopes []*scope, v Revisit, now time.Time) (knownPages, error) {
	plan := knownPages{due: make([][]frontier.Link, len(scopes)), quota: make([]int, len(scopes))}
	if job.Known == nil {
		return plan, nil
	}
	of := map[corpus.SourceID]*scope{}
	elapsed := make([]time.Duration, len(scopes))
	for _, s := range scopes {
		of[s.id] = s
		visited, err := store.Visited(s.id)
		if err != nil {
			return plan, err
		}
		if elapsed[s.index] = 24 * time.Hour; !visited.IsZero() && !visited.After(now) {
			elapsed[s.index] = now.Sub(visited)
		}
		// After a long pause everything is due at once, and would be again for ever.
		elapsed[s.index] = min(elapsed[s.index], max(v.Longest/4, 24*time.Hour))
	}
	due, demand := make([][]dueAt, len(scopes)), make([]float64, len(scopes))
	var at *scope
	var failed error
	urls := func(yield func(string) bool) {
		for p, err := range job.Known {
			if err != nil {
				failed = err
				return
			}
			s := of[p.Source]
			if s == nil || job.erased(p.URL) {
				continue
			}
			if _, host, _ := urlid.Split(p.URL); !s.Owns(host) {
				continue
			}
			if at = s; !yield(p.URL) {
				return
			}
		}
	}
	err := store.KnownOf(urls, func(url string, k frontier.Known) {
		when, every, never := v.again(k, now)
		if never {
			return
		}
		demand[at.index] += min(1, float64(elapsed[at.index])/float64(max(every, 1)))
		if !now.Before(when) {
			due[at.index] = append(due[at.index], dueAt{url, when, crc32.ChecksumIEEE([]byte(url))})
		}
	})
	for i, pages := range due {
		slices.SortFunc(pages, func(a, b dueAt) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.lot, b.lot), cmp.Compare(a.url, b.url))
		})
		for _, p := range pages {
			plan.due[i] = append(plan.due[i], frontier.Link{URL: p.url, Kind: KindPage})
		}
		// Twice what falls due between two runs: a backlog, as after a pause, shrinks
		// over some of them.
		plan.quota[i] = max(leastQuota, int(math.Ceil(2*demand[i])))
	}
	return plan, errors.Join(failed, err)
}

// left remembers that a URL which was known leads to the front page, or to a page
// that the run has under its own address.
func (l *loop) left(t *task, moved bool) (map[string]frontier.Known, error) {
	k, ok, err := l.store.Known(t.item.URL)
	if err != nil || !ok {
		return nil, err
	}
	now := l.clock.Now().UTC().Truncate(time.Microsecond)
	if !k.Gone && !k.Moved || k.Since.IsZero() || ahead(k.Since, now) {
		k.Since = now
	}
	k.Gone, k.Moved, k.Asked, k.Run = !moved, moved, now, l.job.Run
	return map[string]frontier.Known{t.item.URL: k}, nil
}

// Due counts the known pages that a run at a time would ask for beside what lists
// name, by the state in a folder, which it only reads; 0 where there is none. The
// error is [frontier.ErrLocked] while a run is under way.
func (c *Crawler) Due(job Job) (n int, err error) {
	store, ok, err := look(job.StateDir)
	if err != nil || !ok {
		return 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var scopes []*scope
	for i, src := range job.Sources {
		s, err := newScope(i, src, c.cfg)
		if err != nil {
			return 0, err
		}
		scopes = append(scopes, s)
	}
	plan, err := planKnown(job, store, scopes, c.cfg.Revisit, c.clock.Now())
	if err != nil {
		return 0, fmt.Errorf("find known pages that are due: %w", err)
	}
	for i, s := range scopes {
		n += min(len(plan.due[i]), plan.quota[i], s.MaxPages)
	}
	return n, nil
}

// Remembered yields what the crawler remembers of URLs, where it does.
func Remembered(stateDir string, urls iter.Seq[string], f func(url string, k frontier.Known)) error {
	store, err := openState(stateDir)
	if err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	return errors.Join(store.KnownOf(urls, f), store.Close())
}
