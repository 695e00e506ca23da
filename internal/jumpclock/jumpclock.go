// Package jumpclock is a clock for tests on which waiting takes no time: whoever
// waits moves it on by as long. Nights, weeks and years of a crawler pass on it as
// fast as the machine works.
package jumpclock

import (
	"sync"
	"time"
)

// Clock is such a clock, for the crawler and for the pipeline; it may be shared.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// New starts a clock.
func New(at time.Time) *Clock { return &Clock{now: at} }

// Now is the time that has come.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// After moves the clock on by d and has fired when it returns.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	ch := make(chan time.Time, 1)
	ch <- c.Advance(d)
	return ch
}

// Advance moves the clock on by d, and never back.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(d, 0))
	return c.now
}

// AdvanceTo moves the clock on to a time, and never back.
func (c *Clock) AdvanceTo(at time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.After(c.now) {
		c.now = at
	}
	return c.now
}
