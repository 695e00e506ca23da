package sim

import (
	"math"
	"math/rand/v2"
	"slices"
)

// ownFiles are those that are asked for before a host's first page: robots.txt and
// tdmrep.json.
const ownFiles = 2

// host is the state of one host. At most one of its requests is under way.
type host struct {
	*Host
	number  int
	own     int // files of the host itself that are not there yet
	busy    bool
	free    float64 // nothing is asked before
	queue   int     // URLs of the wave that were not asked for
	pending int     // URLs of the wave that are not settled
	wave    int     // of Waves, which one is under way; -1 before the first
	waiting []retry // by due time
	slot    int     // in the heap of hosts that have something to ask, -1 outside
	at      float64

	attempt int // of the request under way; 0 for a file of the host itself
	sent    float64
	latency float64
	failed  bool
}

type retry struct {
	due     float64
	attempt int
}

// next is when the host can be asked for something.
func (h *host) next() (at float64, ok bool) {
	switch {
	case h.busy:
		return 0, false
	case h.own > 0 && h.wave >= 0, h.queue > 0:
		return h.free, true
	case len(h.waiting) > 0:
		return max(h.free, h.waiting[0].due), true
	}
	return 0, false
}

// take chooses what to ask for.
func (h *host) take(now float64) {
	switch {
	case h.own > 0:
		h.attempt = 0
	case len(h.waiting) > 0 && h.waiting[0].due <= now:
		h.attempt = h.waiting[0].attempt
		h.waiting = h.waiting[1:]
	default:
		h.attempt = 1
		h.queue--
	}
	h.busy, h.sent = true, now
}

// world is a simulation under way.
type world struct {
	Setup
	r      *rand.Rand
	now    float64
	events events
	hosts  []host
	ready  readyHosts
	cores  cores

	results  []int // hosts whose answers were read
	ended    []int // hosts whose wave was settled
	deciding bool
	syncing  float64 // that this step of deciding waits for
	alarm    float64 // when the deciding goroutine wakes up by itself
	settled  int     // results since the last flush
	busy     int
	since    float64 // when busy changed last
	out      Result
}

// Run simulates a crawl.
func Run(s Setup) Result {
	w := &world{Setup: s, r: rand.New(rand.NewPCG(s.Seed, 1)), hosts: make([]host, len(s.Hosts)), alarm: math.Inf(1), cores: cores{free: s.Cores}}
	for i := range w.hosts {
		w.hosts[i] = host{Host: &s.Hosts[i], number: i, slot: -1, wave: -1, own: ownFiles}
		w.ended = append(w.ended, i)
	}
	w.decide()
	w.work()
	for len(w.events) > 0 {
		e := w.events.pop()
		w.now = e.at
		switch e.kind {
		case answered:
			if w.cores.free == w.Cores && !w.deciding {
				w.out.Wakes++
				w.out.CPU += w.Costs.Wake
			}
			w.cores.add(burst{w.reading(&w.hosts[e.host]), e.host})
		case computed:
			w.cores.free++
			if e.host == decider {
				w.push(event{at: w.now + w.syncing, kind: synced, host: decider})
			} else {
				w.read(e.host)
			}
		case synced:
			w.deciding = false
			w.dispatch()
		case woken:
			w.alarm = math.Inf(1)
		}
		w.decide()
		w.work()
	}
	w.out.Seconds = w.now
	if w.now > 0 {
		w.out.InFlight /= w.now
	}
	return w.out
}

func (w *world) push(e event) { w.events.push(e) }

// reading is what a worker computes for an answer.
func (w *world) reading(h *host) float64 {
	h.failed = h.attempt > 0 && w.r.Float64() < h.Faults
	seconds := w.Costs.Request
	if h.attempt > 0 && !h.failed {
		seconds += w.Costs.KB * h.KB
	}
	w.out.CPU += seconds
	return seconds
}

// work gives cores to those who wait for one.
func (w *world) work() {
	for b, ok := w.cores.next(); ok; b, ok = w.cores.next() {
		w.push(event{at: w.now + b.seconds, kind: computed, host: b.host})
	}
}

// read ends a worker's task.
func (w *world) read(i int) {
	h := &w.hosts[i]
	if w.Answered != nil {
		w.Answered(Exchange{Host: i, Attempt: h.attempt, Sent: h.sent, Began: h.sent + h.latency, Ended: w.now})
	}
	w.results = append(w.results, i)
}

// decide begins a step of the deciding goroutine, if it has something to do.
func (w *world) decide() {
	if w.deciding || len(w.results)+len(w.ended) == 0 && !w.due() {
		return
	}
	w.deciding = true
	seconds := w.Costs.Decide * float64(len(w.results))
	for _, i := range w.results {
		w.count(-1)
		w.settle(i)
	}
	w.settled += len(w.results)
	w.results = w.results[:0]
	syncs := 0.0
	if len(w.ended) > 0 {
		syncs = w.Costs.FlushSyncs + w.Costs.WaveSyncs
	} else if w.settled >= flushAfter {
		syncs = w.Costs.FlushSyncs
	}
	if syncs > 0 {
		w.settled = 0
	}
	for _, i := range w.ended {
		w.advance(i)
	}
	w.ended = w.ended[:0]
	w.syncing = syncs * w.Costs.Sync
	w.out.CPU += seconds
	w.out.Deciding += seconds + w.syncing
	if seconds == 0 { // only hosts to ask: that needs no core to speak of
		w.push(event{at: w.now + w.syncing, kind: synced, host: decider})
		return
	}
	w.cores.add(burst{seconds, decider})
}

// due reports whether a request can be sent, and sets the alarm for when one can.
func (w *world) due() bool {
	if len(w.ready) == 0 || w.busy >= w.Rules.Workers {
		return false
	}
	at := w.ready[0].at
	if at > w.now && at < w.alarm {
		w.alarm = at
		w.push(event{at: at, kind: woken, host: decider})
	}
	return at <= w.now
}

// settle takes a result: the host rests, and its URL is done or tried again.
func (w *world) settle(i int) {
	h := &w.hosts[i]
	h.busy = false
	h.free = w.now + w.Rules.gap(h.Host, h.latency, w.r.Float64())
	switch {
	case h.attempt == 0:
		h.own--
	case h.failed && h.attempt < w.Rules.Retries:
		w.out.Retries++
		again := retry{w.now + backoff(h.attempt), h.attempt + 1}
		at, _ := slices.BinarySearchFunc(h.waiting, again, func(a, b retry) int {
			if a.due <= b.due {
				return -1
			}
			return 1
		})
		h.waiting = slices.Insert(h.waiting, at, again)
	default:
		if h.failed {
			w.out.GivenUp++
		} else {
			w.out.Pages++
			w.out.KB += h.KB
		}
		if h.pending--; h.pending == 0 {
			w.ended = append(w.ended, i)
		}
	}
	w.ready.place(h)
}

// advance begins a host's next wave.
func (w *world) advance(i int) {
	h := &w.hosts[i]
	for h.wave++; h.wave < len(h.Waves); h.wave++ {
		if h.Waves[h.wave] > 0 {
			h.queue, h.pending = h.Waves[h.wave], h.Waves[h.wave]
			w.out.Waves++
			w.ready.place(h)
			w.out.CPU += w.Costs.Wave
			return
		}
	}
}

// dispatch hands out requests while hosts are ready and workers free.
func (w *world) dispatch() {
	for w.busy < w.Rules.Workers && len(w.ready) > 0 && w.ready[0].at <= w.now {
		h := w.ready[0]
		h.take(w.now)
		w.ready.place(h)
		w.count(1)
		w.out.Requests++
		h.latency = h.Latency
		if h.Spread > 0 {
			h.latency *= math.Exp(h.Spread*w.r.NormFloat64() - h.Spread*h.Spread/2)
		}
		w.push(event{at: w.now + h.latency, kind: answered, host: h.number})
	}
}

// count keeps how many workers are busy, and for how long they were.
func (w *world) count(more int) {
	w.out.InFlight += float64(w.busy) * (w.now - w.since)
	w.since = w.now
	w.busy += more
	w.out.MostBusy = max(w.out.MostBusy, w.busy)
}
