package crawl

import (
	"context"
	"net"
	"sync"

	"framewatch/crawl/frontier"
)

// holds are the runs under way that another process can take over. They are asked
// as late as can be, when the first byte of a request is written: a process that was
// frozen may wake anywhere before that.
type holds struct {
	mu   sync.RWMutex
	runs map[frontier.Run]bool
}

// add notes a run until the function that it returns is called.
func (h *holds) add(run frontier.Run) (remove func()) {
	if run.Worker() == 0 {
		return func() {}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.runs == nil {
		h.runs = map[frontier.Run]bool{}
	}
	h.runs[run] = true
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.runs, run)
	}
}

// err is an error where a run is no longer this process's.
func (h *holds) err() error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for run := range h.runs {
		if err := run.Held(); err != nil {
			return err
		}
	}
	return nil
}

type dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

// over makes connections that refuse to be written to once a run is no longer this
// process's.
func (h *holds) over(dial dialer) dialer {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		h.mu.RLock()
		defer h.mu.RUnlock()
		if err != nil || len(h.runs) == 0 {
			return conn, err
		}
		return &heldConn{conn, h}, nil
	}
}

type heldConn struct {
	net.Conn
	holds *holds
}

// Write is for [net.Conn].
func (c *heldConn) Write(b []byte) (int, error) {
	if err := c.holds.err(); err != nil {
		return 0, err
	}
	return c.Conn.Write(b) //nolint:wrapcheck // it is that connection's error
}
