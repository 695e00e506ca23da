package crawl

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl/frontier"
	"framewatch/crawl/render"
	"framewatch/crawl/robots"
	"framewatch/crawl/warc"
)

// maxBatch is how many results are committed at once at most.
const maxBatch = 256

// hugeWait is how long a host rests when it asked for longer than a run waits.
const hugeWait = time.Minute

// loop is the one goroutine that decides: it owns the hosts, hands tasks to the
// workers, and commits their results before it hands out more. A kill can
// therefore cost no more than what the workers have in hand.
type loop struct {
	cfg     Config
	log     *slog.Logger
	clock   Clock
	job     Job
	store   frontier.Store
	run     frontier.Run
	archive *warc.Writer
	agent   string

	tasks   chan *task
	results chan *result
	afar    chan *result  // from other processes: workers here must never wait behind these
	busy    int           // tasks with the workers, here or elsewhere
	near    int           // those with the workers here
	backlog []*task       // for them
	far     *far          // nil where nobody else can fetch for the run
	more    chan struct{} // gets one when others have joined

	noBrowser string       // why pages cannot be rendered
	asks      chan *ask    // from the browsers
	renders   chan *result // to them
	queued    []*result    // pages that wait for one
	rendering int          // pages with them
	loaded    *loaded

	hosts   map[string]*host
	paces   map[string]*pace // by pace group
	failed  error            // of the store, where there was nobody to tell
	resumed time.Time        // when this process took up what another had begun, which may have asked any host until then
	ready   hostHeap
	batch   frontier.Batch
	since   time.Time       // when the first result of a batch that waits came
	settled []frontier.Item // committed, not yet flushed: the store still has them

	scopes   []*scope
	states   []frontier.SourceState
	spending []spending
	entries  []entry          // how the lists of each source's entry ended
	pending  []int            // items of each source that wait or are under way
	moved    [][]string       // targets of redirects in the source's current wave
	held     [][]form         // pages of it that wait for their wave to end
	lanes    map[string]*lane // by site
	owners   *owners
	idle     []int // sources to whom something happened that may have ended their wave
	waiting  int   // sum of pending
	done     int   // sources
	fetched  int

	silence time.Duration
	said    map[string]bool // what was logged once
	named   map[mention]int // places of links' first mentions, some of them
	seed    maphash.Seed
	met     *met
	known   knownPages
}

func newLoop(c *Crawler, job Job, store frontier.Store, run frontier.Run, scopes []*scope, archive *warc.Writer) *loop {
	n := len(scopes)
	l := &loop{
		cfg: c.cfg, log: c.log, clock: c.clock, job: job, store: store, run: run, archive: archive, agent: robots.Token(c.cfg.UserAgent),
		tasks: make(chan *task, c.cfg.Workers), results: make(chan *result, c.cfg.Workers+c.cfg.Render.Pages), afar: make(chan *result, c.cfg.Workers),
		asks: make(chan *ask), renders: make(chan *result, c.cfg.Render.Pages), loaded: &loaded{answers: map[string]render.Answer{}},
		hosts: map[string]*host{}, paces: map[string]*pace{}, scopes: scopes, spending: make([]spending, n), entries: make([]entry, n), pending: make([]int, n), moved: make([][]string, n), held: make([][]form, n), lanes: map[string]*lane{}, owners: newOwners(scopes),
		silence: c.silence, said: map[string]bool{}, named: map[mention]int{}, seed: maphash.MakeSeed(), met: newMet(),
	}
	l.far, l.more = newFar(l, c.bare), make(chan struct{}, 1)
	for i, s := range scopes {
		if l.lanes[s.lane] == nil {
			l.lanes[s.lane] = &lane{}
		}
		l.entries[i] = newEntry(s)
		l.lanes[s.lane].sources = append(l.lanes[s.lane].sources, i)
	}
	return l
}

// resume loads what an earlier process of this run left.
func (l *loop) resume() error {
	seeds := make([]frontier.Seed, len(l.scopes))
	for i, s := range l.scopes {
		due, err := l.due(s, l.clock.Now())
		if err != nil {
			return err
		}
		seeds[i] = frontier.Seed{Links: s.seeds, Skip: !due}
	}
	if err := l.run.Seed(seeds); err != nil {
		return err
	}
	if err := l.recount(); err != nil {
		return err
	}
	states, err := l.run.Sources(len(l.scopes))
	if err != nil {
		return err
	}
	l.states = states
	if l.known, err = planKnown(l.job, l.store, l.scopes, l.cfg.Revisit, l.clock.Now()); err != nil {
		return err
	}
	if slices.ContainsFunc(states, func(st frontier.SourceState) bool { return st.Wave > 0 }) {
		l.resumed = l.clock.Now()
	}
	stored, err := l.run.Hosts()
	if err != nil {
		return err
	}
	for _, s := range stored {
		h := l.host(s.Host)
		h.failures, h.down = s.Failures, s.Down
		if hold := l.soon(s.Hold); hold.After(h.free) {
			h.free = hold
		}
	}
	left, tasks, err := l.leftErrands()
	if err != nil {
		return err
	}
	err = l.run.Items("", func(it frontier.Item) bool {
		l.pending[it.Source]++
		l.waiting++
		if h := l.host(it.Host); h.taken[it.Place] {
			return true // it was dealt out
		} else if it.Due > 0 {
			h.postpone(it, l.soon(it.Due))
		} else {
			h.more = true
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, h := range l.hosts {
		l.ready.update(h)
	}
	for i := range l.scopes {
		if l.states[i].Done {
			l.done++
		} else {
			l.idle = append(l.idle, i)
		}
	}
	l.batch.Position, _ = l.run.Progress()
	return l.adopt(left, tasks)
}

func (l *loop) host(name string) *host {
	h := l.hosts[name]
	if h == nil {
		h = newHost(name, l.paceOf(name))
		l.hosts[name] = h
		if !l.resumed.IsZero() {
			l.failed = errors.Join(l.failed, l.recall(h))
		}
	}
	return h
}

// work runs until every source is done, or ctx ends; what came until then is kept.
func (l *loop) work(ctx context.Context) error {
	err := l.steps(ctx)
	if ctx.Err() != nil {
		err = errors.Join(err, l.commit())
	}
	return err
}

func (l *loop) steps(ctx context.Context) error {
	for {
		if err := l.advance(); err != nil {
			return err
		}
		if err := l.dispatch(); err != nil {
			return err
		}
		if !l.batch.Empty() && !l.mayWait() { // refusals need no worker, and may have ended a wave
			if err := l.commit(); err != nil {
				return err
			}
			continue
		}
		if l.failed != nil {
			return l.failed
		}
		l.feedBrowsers()
		if l.busy+l.rendering == 0 && len(l.ready) == 0 {
			if !l.batch.Empty() {
				if err := l.commit(); err != nil {
					return err
				}
				continue
			}
			if ctx.Err() != nil { // what a worker gave up then is in no queue
				return context.Cause(ctx)
			}
			return l.stuck()
		}
		if err := l.wait(ctx); err != nil {
			return err
		}
	}
}

// stuck tells the end of the crawl from a fault in it.
func (l *loop) stuck() error {
	for i, n := range l.pending {
		if n > 0 {
			return fmt.Errorf("source %s has %d items that no host works on", l.scopes[i].id, n)
		}
	}
	return nil
}

// wait takes results, or returns when a host becomes ready.
func (l *loop) wait(ctx context.Context) error {
	var alarm <-chan time.Time
	if len(l.ready) > 0 && l.busy < l.room() {
		alarm = l.clock.After(l.ready[0].at.Sub(l.clock.Now()))
	}
	// Silence is of the wall's clock: somebody looks at the run and sees nothing.
	began, silence := time.Now(), time.NewTicker(l.silence)
	defer silence.Stop()
	var due <-chan time.Time
	if !l.batch.Empty() {
		due = time.After(waitTime - time.Since(l.since))
	}
	for {
		done, err := l.next(ctx, alarm, silence.C, due)
		if done || err != nil {
			return err
		}
		l.quiet(time.Since(began).Round(time.Millisecond))
	}
}

// next waits for one result or the alarm; done is false where nothing has happened.
func (l *loop) next(ctx context.Context, alarm, silence, due <-chan time.Time) (done bool, err error) {
	if l.busy+l.rendering > 0 {
		// With a worker under way its answer comes first: a clock that does not
		// wait must not run ahead of it.
		select {
		case r := <-l.results:
			return true, l.collect(r)
		case r := <-l.afar:
			return true, l.collect(r)
		case a := <-l.asks:
			l.open(a)
			return true, nil
		case <-ctx.Done():
			return true, context.Cause(ctx)
		case <-alarm:
			return true, nil
		case <-l.more: // somebody has joined
			return true, nil
		case <-due:
			return true, l.commit()
		case <-silence:
			return false, nil
		}
	}
	select {
	case <-ctx.Done():
		return true, context.Cause(ctx)
	case <-alarm:
		return true, nil
	case <-due:
		return true, l.commit()
	case <-silence:
		return false, nil
	}
}

// collect takes a result and all others that are there, and commits them.
func (l *loop) collect(r *result) error {
	for {
		if r.rendered {
			l.rendering--
		} else {
			l.back(r)
		}
		if err := l.take(r); err != nil {
			return err
		}
		select {
		case r = <-l.results:
			continue
		case r = <-l.afar:
			continue
		default:
		}
		if l.mayWait() {
			return nil
		}
		return l.commit()
	}
}

// refuse settles a task without asking for its URL.
func (l *loop) refuse(t *task, outcome corpus.Outcome, code, message string) {
	c := t.capture(l.job.Run, l.clock.Now())
	c.Outcome, c.ErrorCode, c.Message = outcome, code, message
	l.tellRefusal(t, &c)
	l.settle(t, c)
}

// settle ends a task: its capture is journalled and its item leaves the queue.
func (l *loop) settle(t *task, c corpus.Capture) {
	if t.sub != nil {
		t.sub.refuse(&c)
		return
	}
	l.batch.Captures = append(l.batch.Captures, c)
	l.spending[t.scope.index].add(&c)
	l.entries[t.scope.index].add(&c)
	if t.isRobots() {
		return
	}
	l.home(t)
	l.batch.Done = append(l.batch.Done, t.item)
	l.pending[t.item.Source]--
	l.waiting--
	l.ended(t.item.Source)
}

// home ends a task's stay at another host.
func (l *loop) home(t *task) {
	if h := l.hosts[t.item.Host]; h != nil && t.host() != t.item.Host {
		h.away--
		l.ready.update(h)
	}
}

func (l *loop) report() { l.tell("") }

// tell reports progress; note says why there is none.
func (l *loop) tell(note string) {
	if l.job.Progress == nil {
		return
	}
	l.job.Progress(Progress{Fetched: l.fetched, Waiting: l.waiting, Sources: len(l.scopes), SourcesDone: l.done, Note: note})
}
