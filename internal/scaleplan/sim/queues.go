package sim

import "container/heap"

// kind of an event.
type kind uint8

const (
	answered kind = iota // a host's answer began
	computed             // a core has done a burst: a worker's, or the deciding goroutine's
	synced               // what the deciding goroutine forced to disk is there
	woken                // a host may be ready
)

// decider stands in place of a host's number for the deciding goroutine.
const decider = -1

type event struct {
	at   float64
	host int
	kind kind
}

// events is a heap by time; of events at one time that of the lower host is first,
// so that a simulation repeats. container/heap would put each event into an
// interface, which is most of what a simulation of a million requests allocates.
type events []event

func (q events) less(i, j int) bool {
	if q[i].at != q[j].at {
		return q[i].at < q[j].at
	}
	return q[i].host < q[j].host
}

func (q *events) push(e event) {
	*q = append(*q, e)
	for i := len(*q) - 1; i > 0; {
		up := (i - 1) / 2
		if !q.less(i, up) {
			return
		}
		(*q)[i], (*q)[up] = (*q)[up], (*q)[i]
		i = up
	}
}

func (q *events) pop() event {
	s := *q
	first, n := s[0], len(s)-1
	s[0] = s[n]
	*q = s[:n]
	for i := 0; ; {
		down := 2*i + 1
		if down >= n {
			return first
		}
		if down+1 < n && s.less(down+1, down) {
			down++
		}
		if !s.less(down, i) {
			return first
		}
		s[i], s[down] = s[down], s[i]
		i = down
	}
}

// readyHosts is a heap of the hosts that have something to ask.
type readyHosts []*host

func (q readyHosts) Len() int { return len(q) }
func (q readyHosts) Less(i, j int) bool {
	if q[i].at != q[j].at {
		return q[i].at < q[j].at
	}
	return q[i].number < q[j].number
}
func (q readyHosts) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].slot, q[j].slot = i, j
}

// Push is for container/heap.
func (q *readyHosts) Push(x any) {
	h := x.(*host)
	h.slot = len(*q)
	*q = append(*q, h)
}

// Pop is for container/heap.
func (q *readyHosts) Pop() any {
	old := *q
	h := old[len(old)-1]
	h.slot = -1
	*q = old[:len(old)-1]
	return h
}

// place puts a host where it now belongs.
func (q *readyHosts) place(h *host) {
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

// burst is something to compute.
type burst struct {
	seconds float64
	host    int
}

// cores are given to bursts in their order; the deciding goroutine, which is one
// among as few as there are cores in the runtime's queues, waits for none.
type cores struct {
	free   int
	urgent []burst
	queue  []burst
	head   int
}

func (c *cores) add(b burst) {
	if b.host == decider {
		c.urgent = append(c.urgent, b)
	} else {
		c.queue = append(c.queue, b)
	}
}

// next takes the burst that is computed next; ok is false when no core is free or
// nothing is to be done.
func (c *cores) next() (b burst, ok bool) {
	switch {
	case c.free == 0:
		return b, false
	case len(c.urgent) > 0:
		b, c.urgent = c.urgent[0], c.urgent[:0]
	case c.head < len(c.queue):
		b = c.queue[c.head]
		if c.head++; c.head == len(c.queue) {
			c.queue, c.head = c.queue[:0], 0
		}
	default:
		return b, false
	}
	c.free--
	return b, true
}
