package crawl

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"framewatch/crawl/frontier"
)

const (
	// prefetch is how many of a host's items are kept in memory.
	prefetch = 32
	// maxAway is how many of a host's fetches may wait at other hosts, where
	// redirects led them, before the host gets no new ones.
	maxAway = 2
)

// pace is the rhythm in which a server is asked: one request at a time, with gaps.
// A host has its own, or shares one with the others of its pace group.
type pace struct {
	hosts []*host
	busy  bool
	whom  string    // the host that was last asked
	asked time.Time // when that was
	// elsewhere says that another process was given that request, when it can make it.
	elsewhere bool
	free      time.Time     // nothing is asked before
	delay     time.Duration // Crawl-delay
}

// host is what the loop knows about one host[:port]. All requests to it go
// through here, one at a time.
type host struct {
	*pace
	name string
	at   time.Time // when it is next ready, for the heap
	slot int       // index in the heap, -1 outside

	why     string  // it rests for long
	tasks   []*task // continued fetches, and those that wait for robots.txt
	queue   []frontier.Item
	more    bool                    // the store may hold more
	waiting []retry                 // by due time
	taken   map[frontier.Place]bool // of the store's items, those in memory or done
	loading int                     // robots.txt files of this host under way
	away    int

	policies map[string]*policy // by origin
	failures int
	refusals int // answers that asked to come back after the run
	down     string
	shut     bool // all that is known of it is refused: nothing has to wait
}

// retry is an item that waits. The time is as the clock gave it, which the machine's
// clock does not change when it is put right; what is stored has the time of the wall.
type retry struct {
	frontier.Item
	at time.Time
}

func newHost(name string, p *pace) *host {
	h := &host{name: name, pace: p, slot: -1, taken: map[frontier.Place]bool{}, policies: map[string]*policy{}}
	p.hosts = append(p.hosts, h)
	return h
}

// paceOf is the pace of a new host: that of the group into which the source list
// puts the first source that it belongs to, else one of its own.
func (l *loop) paceOf(name string) *pace {
	group := l.owners.paceGroup(name)
	p := l.paces[group]
	if group != "" && p != nil {
		return p
	}
	p = &pace{}
	if group != "" {
		l.paces[group] = p
	}
	return p
}

// next is when the host can be asked for something; ok is false when there is
// nothing to ask, or an answer has to come first.
func (h *host) next() (at time.Time, ok bool) {
	if h.busy {
		return at, false
	}
	work := h.robotsWaiting() || h.loading == 0 && len(h.tasks) > 0
	if h.loading == 0 && h.away < maxAway {
		work = work || len(h.queue) > 0 || h.more
	}
	if (h.down != "" || h.shut) && work {
		return time.Time{}, true
	}
	if work {
		return h.free, true
	}
	if h.loading > 0 || h.away >= maxAway || len(h.waiting) == 0 {
		return at, false
	}
	if h.down != "" {
		return time.Time{}, true
	}
	if at = h.waiting[0].at; at.Before(h.free) {
		at = h.free
	}
	return at, true
}

func (h *host) robotsWaiting() bool {
	return slices.ContainsFunc(h.tasks, (*task).isRobots)
}

// postpone keeps an item for a time.
func (h *host) postpone(it frontier.Item, at time.Time) {
	r := retry{it, at}
	i, _ := slices.BinarySearchFunc(h.waiting, r, func(a, b retry) int { return cmp.Or(a.at.Compare(b.at), a.Ord-b.Ord) })
	h.waiting = slices.Insert(h.waiting, i, r)
	h.taken[it.Place] = true
}

// item takes the next item: a retry that is due, else the next in order.
func (h *host) item(now time.Time, refill func(*host) error) (it frontier.Item, ok bool, err error) {
	if len(h.waiting) > 0 && (h.down != "" || !h.waiting[0].at.After(now)) {
		it, h.waiting = h.waiting[0].Item, h.waiting[1:]
		return it, true, nil
	}
	if len(h.queue) == 0 && h.more {
		if err := refill(h); err != nil {
			return it, false, err
		}
	}
	if len(h.queue) == 0 {
		return it, false, nil
	}
	it, h.queue = h.queue[0], h.queue[1:]
	return it, true, nil
}

// hostHeap orders the hosts that have something to do by the time they are
// ready, and by name where that is equal.
type hostHeap []*host

func (q hostHeap) Len() int { return len(q) }
func (q hostHeap) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].name < q[j].name
}
func (q hostHeap) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].slot, q[j].slot = i, j
}

// Push is for container/heap.
func (q *hostHeap) Push(x any) {
	h := x.(*host)
	h.slot = len(*q)
	*q = append(*q, h)
}

// Pop is for container/heap.
func (q *hostHeap) Pop() any {
	old := *q
	h := old[len(old)-1]
	h.slot = -1
	*q = old[:len(old)-1]
	return h
}

// update puts a host, and those that share its pace, where they now belong.
func (q *hostHeap) update(h *host) {
	for _, h := range h.hosts {
		q.place(h)
	}
}

func (q *hostHeap) place(h *host) {
	at, ok := h.next()
	switch {
	case !ok && h.slot >= 0:
		heap.Remove(q, h.slot)
	case ok && h.slot >= 0:
		h.at = at
		heap.Fix(q, h.slot)
	case ok:
		h.at = at
		heap.Push(q, h)
	}
}
