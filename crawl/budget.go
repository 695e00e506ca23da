package crawl

import (
	"fmt"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// spending is what a source has used of its budget in a run. Pages are counted
// where links are taken up (see admit); what is counted here is known only
// after the fetch, and so cuts by the order of answers.
type spending struct {
	bytes int64     // of bodies, decoded
	began time.Time // first request of this process; zero before
	had   bool      // something of it was there
	told  told
}

// add counts a capture.
func (s *spending) add(c *corpus.Capture) {
	s.bytes += c.Bytes
	s.told.add(c)
	s.had = s.had || c.Kind != KindRobots && (c.Outcome.Stored() || c.Outcome == corpus.OutcomeNotModified)
}

// spent says which budget of a source is used up; empty for none.
func (l *loop) spent(source int) (code, message string) {
	s := &l.spending[source]
	switch {
	case l.cfg.MaxBytes > 0 && s.bytes >= l.cfg.MaxBytes:
		return reason.BudgetBytes, fmt.Sprintf("the source has sent %d bytes in this run", s.bytes)
	case l.cfg.MaxTime > 0 && !s.began.IsZero() && l.clock.Now().Sub(s.began) >= l.cfg.MaxTime:
		return reason.BudgetTime, fmt.Sprintf("the run has been at the source for %s", l.cfg.MaxTime)
	}
	return "", ""
}

// recount sums up what an earlier process of this run spent. The time that lay
// between does not count.
func (l *loop) recount() error {
	of := map[corpus.SourceID]int{}
	for i, s := range l.scopes {
		of[s.id] = i
	}
	var last corpus.Capture // of its URL
	ended := func() {
		if i, ok := of[last.Source]; ok {
			l.entries[i].add(&last)
		}
	}
	for c, err := range l.run.Captures() {
		if err != nil {
			return err
		}
		if c.Source != last.Source || c.URL != last.URL {
			ended()
		}
		last = c
		if i, ok := of[c.Source]; ok {
			l.spending[i].add(&c)
			l.movedBefore(i, &c)
		}
	}
	ended()
	return nil
}

// movedBefore notes where an earlier process of this run was redirected to: in the wave that
// it began these are pages of the run, as they would be if it had gone on.
func (l *loop) movedBefore(source int, c *corpus.Capture) {
	if len(c.Redirects) == 0 || c.Kind == KindRobots || c.ErrorCode == reason.Soft404 {
		return
	}
	for _, url := range append(slices.Clone(c.Redirects[1:]), c.FinalURL) {
		id, err := urlid.Normalise(url, "")
		if err != nil || id == c.URL {
			continue
		}
		if _, host, _ := urlid.Split(id); l.scopes[source].Owns(host) {
			l.moved[source] = append(l.moved[source], id)
		}
	}
}

// due reports whether a run may begin with a source: not when the last one that
// got something of it began less than the least interval ago, and not when the job
// lets it rest.
func (l *loop) due(s *scope, now time.Time) (bool, error) {
	if rests := l.job.Rest[s.id]; rests || l.cfg.MinInterval <= 0 {
		return !rests, nil
	}
	last, err := l.store.Visited(s.id)
	return err != nil || !recent(last, now, l.cfg.MinInterval), err
}

// visited remembers that a source was crawled, once it is done.
func (l *loop) visited(s *scope) {
	sp := &l.spending[s.index]
	if !sp.had {
		return
	}
	at := sp.began
	if at.IsZero() {
		at = l.clock.Now()
	}
	l.batch.Visits = append(l.batch.Visits, frontier.Visit{Source: s.id, At: at})
}
