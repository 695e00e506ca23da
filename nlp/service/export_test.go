package service

import (
	"context"
	"time"
)

// Waits makes the client tell its gaps instead of waiting.
func (c *Client) Waits(tell func(time.Duration)) {
	c.wait = func(ctx context.Context, d time.Duration) error {
		tell(d)
		return ctx.Err()
	}
}

// SetNow gives the client another clock.
func (c *Client) SetNow(now func() time.Time) { c.now = now }
