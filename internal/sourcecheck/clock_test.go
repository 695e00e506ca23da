package sourcecheck_test

import (
	"sync"
	"time"
)

// jumpClock is a clock on which waiting takes no time.
type jumpClock struct {
	mu     sync.Mutex
	passed time.Duration
}

func (c *jumpClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC).Add(c.passed)
}

func (c *jumpClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	c.passed += max(d, 0)
	c.mu.Unlock()
	ch := make(chan time.Time, 1)
	ch <- c.Now()
	return ch
}
