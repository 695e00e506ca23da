package crawl

import (
	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/urlid"
)

// advance begins the next wave of every source whose turn it is and whose items
// are all done.
func (l *loop) advance() error {
	for _, s := range l.scopes {
		for l.pending[s.index] == 0 && !l.states[s.index].Done && l.turn(s) {
			if err := l.nextWave(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// turn reports whether the sources before s in its lane are done.
func (l *loop) turn(s *scope) bool {
	for _, i := range l.lanes[s.lane] {
		if i == s.index {
			return true
		}
		if !l.states[i].Done {
			return false
		}
	}
	return true
}

func (l *loop) nextWave(s *scope) error {
	if err := l.flush(); err != nil {
		return err
	}
	if err := l.run.Seen(l.moved[s.index]); err != nil {
		return err
	}
	l.moved[s.index] = nil
	st := &l.states[s.index]
	// The new items are read from the store as their hosts come to them.
	added := func(host string) {
		l.host(host).more = true
		l.pending[s.index]++
	}
	err := l.run.Advance(s.index, st, func(via string, link frontier.Link) frontier.Admission {
		return l.admit(s, st, via, link)
	}, added)
	if err != nil {
		return err
	}
	if st.Done {
		l.visited(s)
	}
	for _, h := range l.hosts {
		if h.more {
			l.ready.update(h)
		}
	}
	return nil
}

// admit decides on a link that is new to the run: pages and lists have a budget
// each, and what robots.txt is already known to forbid costs none of it.
func (l *loop) admit(s *scope, st *frontier.SourceState, via string, link frontier.Link) frontier.Admission {
	_, host, _ := urlid.Split(link.URL)
	if h := l.hosts[host]; h != nil {
		if p := h.policies[originOf(link.URL)]; p != nil {
			if state, code, line := p.decide(link.URL); code == "robots" {
				t := newTask(s, frontier.Item{URL: link.URL, Kind: link.Kind, Depth: link.Depth, Via: via, Attempt: 1})
				t.robots = state
				c := t.capture(l.job.Run, l.clock.Now())
				c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeNotFetched, code, line
				return frontier.Admission{Capture: &c}
			}
		}
	}
	used, limit := &st.Pages, s.maxPages
	if link.Kind != KindPage && link.Kind != KindStart {
		used, limit = &st.Lists, maxLists
	}
	if code, _ := l.spent(s.index); *used >= limit || code != "" {
		st.Dropped++
		return frontier.Admission{Forget: true}
	}
	*used++
	return frontier.Admission{Take: true, Host: host}
}
