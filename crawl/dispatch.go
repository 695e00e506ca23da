package crawl

import (
	"fmt"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
)

// dispatch hands out tasks while hosts are ready and workers free.
func (l *loop) dispatch() error {
	for len(l.ready) > 0 {
		h := l.ready[0]
		now := l.clock.Now()
		if h.at.After(now) || l.busy >= l.room() && h.down == "" {
			return nil
		}
		t, err := l.pick(h, now)
		if err != nil {
			return err
		}
		if t != nil {
			h.busy, h.whom, h.asked = t.stored == nil, h.name, now
			if sp := &l.spending[t.scope.index]; sp.began.IsZero() {
				sp.began = now
				l.tellBegin(t.scope)
			}
			if t.stored == nil {
				l.fetched++
			}
			h.elsewhere = l.hand(t)
		}
		l.ready.update(h)
		if len(l.batch.Captures) >= maxBatch {
			return nil
		}
	}
	return nil
}

// room is how many tasks may be under way at once, here and elsewhere.
func (l *loop) room() int { return l.cfg.Workers + l.far.room() }

// hand gives a task to a worker, or to another process. Where it can only be done here
// and all workers are busy, it waits for one.
func (l *loop) hand(t *task) (elsewhere bool) {
	l.busy++
	switch {
	case l.far.give(t, l.near, l.cfg.Workers):
		return true
	case l.near < l.cfg.Workers:
		l.near++
		l.tasks <- t
	default:
		l.backlog = append(l.backlog, t)
	}
	return false
}

// back counts a result, and gives its worker what waits for one.
func (l *loop) back(r *result) {
	l.busy--
	if r.far {
		return
	}
	if l.near--; len(l.backlog) > 0 {
		l.near++
		l.tasks <- l.backlog[0]
		l.backlog = l.backlog[1:]
	}
}

// pick finds what to ask a host for; nil when there is nothing after all. URLs
// that may not be asked for are settled on the way.
func (l *loop) pick(h *host, now time.Time) (*task, error) {
	for len(l.batch.Captures) < maxBatch {
		t, err := l.candidate(h, now)
		if t == nil || err != nil {
			return nil, err
		}
		if h.down != "" && t.isRobots() {
			c := t.capture(l.job.Run, now)
			c.Outcome, c.ErrorCode = corpus.OutcomeNotFetched, h.down
			if t.tdm {
				l.closeTDM(t, c, nil)
				continue
			}
			l.closeRobots(t, c, unreachable(t, l.job.Run, now, h.down))
			continue
		}
		if h.down != "" {
			l.refuse(t, corpus.OutcomeNotFetched, h.down, "the host was given up in this run")
			continue
		}
		if outcome, code, message := l.unwanted(t); code != "" {
			l.refuse(t, outcome, code, message)
			continue
		}
		if code, message := l.spent(t.scope.index); code != "" && !t.isRobots() && len(t.redirects) == 0 {
			l.refuse(t, corpus.OutcomeNotFetched, code, message)
			continue
		}
		p, err := l.policy(h, t)
		if err != nil {
			return nil, err
		}
		if p != nil && !t.isRobots() {
			state, code, line := p.decide(t.url)
			t.robots = state
			if code != "" {
				l.refuse(t, refusal(code), code, line)
				continue
			}
			ask, err := l.reservations(t.origin(), p, now)
			if err != nil {
				return nil, err
			}
			if ask && !now.Before(h.free) {
				h.tasks = slices.Insert(h.tasks, 0, t)
				h.loading++
				return tdmTask(l.judgeOf(t), t.origin()), nil
			}
			if !ask {
				t.reservation = p.tdm.Reservation(t.url)
			}
			if l.reserved(t) {
				l.refuse(t, corpus.OutcomeNotFetched, reason.TDMReservation, "reserved by the host's tdmrep.json")
				continue
			}
		}
		if p != nil {
			known, early, err := l.early(t, now)
			if err != nil {
				return nil, err
			}
			if early {
				t.stored = &known
				return t, nil
			}
		}
		if now.Before(h.free) {
			h.shut = false
			h.tasks = slices.Insert(h.tasks, 0, t)
			return nil, nil
		}
		if p == nil && !t.isRobots() {
			h.tasks = slices.Insert(h.tasks, 0, t)
			h.loading++
			return robotsTask(l.judgeOf(t), t.origin()), nil
		}
		return t, nil
	}
	return nil, nil
}

// unwanted says why a task is not to be carried out at all.
func (l *loop) unwanted(t *task) (outcome corpus.Outcome, code, message string) {
	switch {
	case l.job.erased(t.url):
		return corpus.OutcomeNotFetched, reason.Erased, "removed from the dataset on request"
	case isList(t.item.Kind) && t.item.Via != "" && l.states[t.scope.index].Barren >= maxBarren+l.states[t.scope.index].Fruitful:
		return corpus.OutcomeNotFetched, reason.BudgetLists, fmt.Sprintf("%d lists of the source have named no page", l.states[t.scope.index].Barren)
	case t.scope.render && l.noBrowser != "" && t.item.Kind != KindRobots:
		return corpus.OutcomeError, reason.NoBrowser, l.noBrowser
	}
	return "", "", ""
}

// candidate takes the host's next task, whatever it is.
func (l *loop) candidate(h *host, now time.Time) (*task, error) {
	for i, t := range h.tasks {
		if t.isRobots() || h.loading == 0 {
			h.tasks = append(h.tasks[:i:i], h.tasks[i+1:]...)
			return t, nil
		}
	}
	if h.loading > 0 || h.away >= maxAway {
		return nil, nil
	}
	it, ok, err := h.item(now, l.refill)
	if err != nil || !ok {
		return nil, err
	}
	return newTask(l.scopes[it.Source], it), nil
}

// refill loads the next items of a host from the store.
func (l *loop) refill(h *host) error {
	h.more = false
	return l.run.Items(h.name, func(it frontier.Item) bool {
		if h.taken[it.Place] {
			return true
		}
		if len(h.queue) == prefetch {
			h.more = true
			return false
		}
		h.taken[it.Place] = true
		h.queue = append(h.queue, it)
		return true
	})
}

// judgeOf is the source in whose name a host's robots.txt is fetched: the first
// in the list that the host belongs to, or whose entry names it (a feed may be
// served from elsewhere, an archive is asked for many), whoever came first.
func (l *loop) judgeOf(t *task) *scope {
	if owners := l.owners.of(t.host()); len(owners) > 0 {
		return owners[0]
	}
	if s := l.owners.asked[t.host()]; s != nil {
		return s
	}
	return t.scope
}

// policy is what the origin of a task allows; nil when its robots.txt has to be
// fetched first.
func (l *loop) policy(h *host, t *task) (*policy, error) {
	origin := t.origin()
	if p := h.policies[origin]; p != nil {
		return p, nil
	}
	rb, ok, err := l.store.Robots(origin)
	if err != nil || !ok || rb.Run != l.job.Run {
		return nil, err
	}
	return l.setPolicy(h, origin, &rb), nil
}

// recall takes up what the process before this one knew of a host: what its
// robots.txt forbids must not be charged to a budget now that was not before, and
// the host may have been asked a moment ago.
func (l *loop) recall(h *host) error {
	for _, scheme := range []string{"http://", "https://"} {
		rb, ok, err := l.store.Robots(scheme + h.name)
		if err != nil {
			return err
		}
		if ok && rb.Run == l.job.Run {
			l.setPolicy(h, scheme+h.name, &rb)
		}
	}
	if until := l.resumed.Add(gap(l.cfg.Delay, h.delay, 0, l.cfg.NoDelay)); until.After(h.free) {
		h.free = until
	}
	return nil
}

func (l *loop) setPolicy(h *host, origin string, rb *frontier.Robots) *policy {
	p, delay := newPolicy(rb, l.agent, l.cfg.MaxCrawlDelay)
	h.policies[origin] = p
	h.delay = max(h.delay, delay)
	h.shut = true
	for _, p := range h.policies {
		h.shut = h.shut && p.code != ""
	}
	return p
}
