package crawl

import (
	"slices"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
	"framewatch/crawl/reason"
	"framewatch/crawl/urlid"
)

// advance begins the next wave of the sources whose items are all done and whose
// turn it is, all in one step of the store. Only sources that something happened
// to are looked at: idle lists them.
func (l *loop) advance() error {
	for len(l.idle) > 0 {
		if err := l.settleForms(); err != nil {
			return err
		}
		slices.Sort(l.idle)
		l.idle = slices.Compact(l.idle) // a source that steps on twice would skip a wave
		var turns []frontier.Turn
		for _, i := range l.idle {
			if st := &l.states[i]; l.pending[i] == 0 && !st.Done && l.turn(l.scopes[i]) {
				t := frontier.Turn{Source: i, State: st, Seen: l.moved[i], Last: l.known.links(i)}
				l.moved[i] = nil
				l.discover(t)
				turns = append(turns, t)
			}
		}
		l.idle = l.idle[:0]
		if err := l.commit(); err != nil {
			return err
		}
		if len(turns) == 0 {
			return nil
		}
		if err := l.nextWaves(turns); err != nil {
			return err
		}
	}
	return nil
}

// lane is the sources of one site, which take turns.
type lane struct {
	sources []int
	at      int // of sources, whose turn it is
}

// turn reports whether the sources before s in its lane are done.
func (l *loop) turn(s *scope) bool {
	lane := l.lanes[s.lane]
	for lane.at < len(lane.sources) && l.states[lane.sources[lane.at]].Done {
		lane.at++
	}
	return lane.at < len(lane.sources) && lane.sources[lane.at] == s.index
}

func (l *loop) nextWaves(turns []frontier.Turn) error {
	if err := l.flush(); err != nil {
		return err
	}
	// The new items are read from the store as their hosts come to them.
	touched := map[*host]bool{}
	added := func(source int, name string) {
		h := l.host(name)
		h.more = true
		touched[h] = true
		l.pending[source]++
		l.waiting++
	}
	if err := l.run.Advance(turns, l.admit, added); err != nil {
		return err
	}
	for h := range touched {
		l.ready.update(h)
	}
	for _, t := range turns {
		l.ended(t.Source)
	}
	return nil
}

// ended looks at a source whose wave may have come to its end.
func (l *loop) ended(source int) {
	s := l.scopes[source]
	if !l.states[source].Done {
		if l.pending[source] == len(l.held[source]) {
			l.idle = append(l.idle, source)
		}
		return
	}
	l.done++
	l.visited(s)
	l.tellEnd(s)
	if lane := l.lanes[s.lane]; !l.turn(s) && lane.at < len(lane.sources) {
		l.idle = append(l.idle, lane.sources[lane.at])
	}
}

// admit decides on a link that is new to the run: pages and lists have a budget
// each, and what robots.txt is already known to forbid costs none of it.
func (l *loop) admit(source int, via string, link frontier.Link) frontier.Admission {
	s, st := l.scopes[source], &l.states[source]
	_, host, _ := urlid.Split(link.URL)
	h := l.hosts[host]
	if h == nil && !l.resumed.IsZero() {
		h = l.host(host)
	}
	if h != nil {
		if p := h.policies[originOf(link.URL)]; p != nil {
			if state, code, line := p.decide(link.URL); code == reason.Robots {
				t := newTask(s, frontier.Item{URL: link.URL, Kind: link.Kind, Depth: link.Depth, Via: via, Attempt: 1})
				t.robots = state
				c := t.capture(l.job.Run, l.clock.Now())
				c.Outcome, c.ErrorCode, c.Message = corpus.OutcomeNotFetched, code, line
				l.spending[source].told.add(&c)
				l.tellRefusal(t, &c)
				return frontier.Admission{Capture: &c}
			}
		}
	}
	if link.Kind == KindFeed && via != "" && !s.findFeeds && !st.Dead {
		return frontier.Admission{Forget: true} // a start page names it, and the source has others
	}
	if via == frontier.ViaKnown && !l.known.may(source) {
		return frontier.Admission{Forget: true}
	}
	used, limit := &st.Pages, s.MaxPages
	if link.Kind != KindPage && link.Kind != KindStart {
		used, limit = &st.Lists, read.MaxLists
	}
	if code, _ := l.spent(source); *used >= limit || code != "" {
		if via != frontier.ViaKnown {
			st.Dropped++
		}
		return frontier.Admission{Forget: true}
	}
	*used++
	if via == frontier.ViaKnown {
		l.known.take(source)
	}
	return frontier.Admission{Take: true, Host: host}
}
