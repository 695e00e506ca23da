package crawl

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"framewatch/crawl/frontier"
	"framewatch/crawl/warc"
)

// dealer is a run whose tasks other processes can carry out.
type dealer interface {
	Offer(offer []byte) error
	Errands() ([]frontier.Errand, error)
	Exchange(back []int64, deal []frontier.Errand, have []int64) (fetchers []frontier.Fetcher, done []frontier.Errand, err error)
	Dismiss() ([]frontier.Fetcher, error)
}

// How often errands and results are looked for, where some are under way and where
// nobody has joined.
const (
	errandBeat = 40 * time.Millisecond
	idleBeat   = 250 * time.Millisecond
)

// errandDepth is how many errands a fetcher has for each request that it makes at once,
// so that it has work while rows go to and fro: on a busy server that takes a second.
const errandDepth = 4

// far carries tasks out by other processes that have joined the run. To the loop it is
// more of the same workers: what they are given is a task, and what comes back one
// result for each, be it that its process was not heard of any more.
type far struct {
	run  dealer
	loop *loop

	mu       sync.Mutex
	fetchers []frontier.Fetcher // heard of, in order of their numbers
	load     map[int]int        // errands of each
	out      map[int64]*errand
	deals    []frontier.Errand // to be written
	back     []int64           // to be taken back
	have     map[int64]bool    // results that are with the loop, and not committed
	next     int64
}

// errand is a task that is with another process.
type errand struct {
	task    *task
	fetcher int
	written bool
}

// newFar is nil for a run that no other process can fetch for.
func newFar(l *loop, bare bool) *far {
	d, ok := l.run.(dealer)
	if !ok || bare {
		return nil
	}
	// Numbers of two processes that decide one after the other do not meet.
	return &far{run: d, loop: l, load: map[int]int{}, out: map[int64]*errand{}, have: map[int64]bool{}, next: int64(l.run.Worker()) << 32}
}

// room is how many errands there may be at once.
func (f *far) room() (n int) {
	if f == nil {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, w := range f.fetchers {
		n += w.Room
	}
	return n
}

// give deals a task out to the fetcher that is freest, unless this process's own
// workers, of whom busy of all are at work, are freer. Only where everybody is at work
// is more dealt out than that.
func (f *far) give(t *task, busy, all int) bool {
	if f == nil || !t.portable() {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	best, free := -1, 0.0
	for i, w := range f.fetchers {
		share := 1 - float64(f.load[w.Number]*errandDepth)/float64(max(w.Room, 1))
		if f.load[w.Number] < w.Room && (best < 0 || share > free) {
			best, free = i, share
		}
	}
	if best < 0 || busy < all && 1-float64(busy)/float64(all) > free {
		return false
	}
	f.next++
	whose := f.fetchers[best].Number
	f.out[f.next] = &errand{task: t, fetcher: whose}
	f.load[whose]++
	f.deals = append(f.deals, frontier.Errand{Number: f.next, Fetcher: whose, Task: t.encode()})
	return true
}

// adopt takes up an errand that a process before this one has dealt out.
func (f *far) adopt(e frontier.Errand, t *task) {
	f.out[e.Number] = &errand{task: t, fetcher: e.Fetcher, written: true}
	f.load[e.Fetcher]++
}

// settled forgets results that are committed.
func (f *far) settled(numbers []int64) {
	if f == nil || len(numbers) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range numbers {
		delete(f.have, n)
	}
}

// serve deals errands out and hands results to the loop, until ctx ends.
func (f *far) serve(ctx context.Context) error {
	for {
		beat := errandBeat
		results, err := f.exchange()
		if err != nil {
			return err
		}
		for _, r := range results {
			select {
			case f.loop.afar <- r:
			case <-ctx.Done():
				return nil
			}
		}
		f.mu.Lock()
		if len(f.fetchers)+len(f.out) == 0 {
			beat = idleBeat
		}
		f.mu.Unlock()
		select {
		case <-time.After(beat):
		case <-ctx.Done():
			return nil
		}
	}
}

// exchange writes what is dealt and reads what has come, and what will not come.
func (f *far) exchange() (results []*result, err error) {
	f.mu.Lock()
	deals, back := f.deals, f.back
	f.deals, f.back = nil, nil
	have := slices.Collect(maps.Keys(f.have))
	f.mu.Unlock()
	fetchers, done, err := f.run.Exchange(back, deals, have)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range deals {
		f.out[e.Number].written = true
	}
	if len(fetchers) > len(f.fetchers) {
		select {
		case f.loop.more <- struct{}{}:
		default:
		}
	}
	f.fetchers = fetchers
	alive := map[int]bool{}
	for _, w := range fetchers {
		alive[w.Number] = true
	}
	for _, e := range done {
		out := f.out[e.Number]
		if out == nil {
			continue // it came while its first reading was committed
		}
		r, err := f.loop.resultOf(e, out.task)
		if err != nil {
			return nil, err
		}
		if r.lost { // taken back in one step with its being dealt out again
			f.back = append(f.back, e.Number)
		} else {
			f.have[e.Number] = true
		}
		f.end(e.Number)
		results = append(results, r)
	}
	for _, n := range slices.Sorted(maps.Keys(f.out)) {
		if out := f.out[n]; out.written && !alive[out.fetcher] {
			f.back = append(f.back, n)
			f.end(n)
			results = append(results, &result{task: out.task, lost: true, far: true})
		}
	}
	return results, nil
}

func (f *far) end(number int64) {
	whose := f.out[number].fetcher
	delete(f.out, number)
	if f.load[whose]--; f.load[whose] == 0 {
		delete(f.load, whose)
	}
}

// offer lets others join.
func (f *far) offer() error {
	if f == nil {
		return nil
	}
	cfg := f.loop.cfg
	cfg.AllowNet, cfg.Resolver, cfg.Frontier = nil, "", "" // each machine has its own
	data, err := json.Marshal(offer{Format: errandFormat, Config: cfg, Sources: f.loop.job.Sources})
	if err != nil {
		return fmt.Errorf("encode offer: %w", err)
	}
	return f.run.Offer(data)
}

// dismiss ends what others do for the run, and cuts off what of their archives no
// result names.
func (f *far) dismiss() error {
	if f == nil {
		return nil
	}
	all, err := f.run.Dismiss()
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := warc.DropAfter(f.loop.job.WARCDir, fetcherSeries(f.loop.job.Run, w.Number), warc.Position{Seq: w.At.Seq, Offset: w.At.Offset}); err != nil {
			return err
		}
	}
	return nil
}

// resultOf reads what has come of an errand.
func (l *loop) resultOf(e frontier.Errand, t *task) (*result, error) {
	if len(e.Result) == 0 {
		return &result{task: t, lost: true, far: true}, nil
	}
	r, err := decodeResult(e.Result, t, l.job.Run)
	if err != nil {
		return nil, err
	}
	r.far, r.errand = true, e.Number
	if r.variant != "" {
		err = l.readText(r)
	}
	return r, err
}

// adopt takes up what a process before this one has dealt out: what has come of it is
// applied, and where nothing has, its host is being asked.
func (l *loop) adopt(left []frontier.Errand, tasks []*task) error {
	for i, e := range left {
		if e.Result == nil {
			continue
		}
		r, err := l.resultOf(e, tasks[i])
		if err != nil {
			return err
		}
		if r.lost {
			l.far.back = append(l.far.back, e.Number)
		}
		if err := l.take(r); err != nil {
			return err
		}
	}
	for i, e := range left {
		if e.Result != nil {
			continue
		}
		h := l.host(tasks[i].host())
		h.busy, h.whom, h.asked, h.elsewhere = true, h.name, l.clock.Now(), true
		l.busy++
		l.far.adopt(e, tasks[i])
		l.ready.update(h)
	}
	return nil
}

// leftErrands reads what a process before this one has dealt out, so that nothing else
// takes it up.
func (l *loop) leftErrands() (left []frontier.Errand, tasks []*task, err error) {
	if l.far == nil {
		return nil, nil, nil
	}
	if left, err = l.far.run.Errands(); err != nil {
		return nil, nil, err
	}
	for _, e := range left {
		t, err := decodeTask(e.Task, l.scopes)
		if err != nil {
			return nil, nil, err
		}
		tasks = append(tasks, t)
		if h := l.host(t.host()); t.isRobots() {
			h.loading++
		} else {
			h.taken[t.item.Place] = true
		}
	}
	return left, tasks, nil
}

// lose puts back a task whose process is not heard of any more: it may have asked the
// host until now.
func (l *loop) lose(h *host, t *task) {
	if until := l.clock.Now().Add(gap(l.cfg.Delay, h.delay, 0, l.cfg.NoDelay)); until.After(h.free) {
		h.free = until
	}
	h.tasks = slices.Insert(h.tasks, 0, t)
}
