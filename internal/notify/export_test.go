package notify

import (
	"context"
	"time"
)

// WithoutWaiting makes a notifier try again at once.
func WithoutWaiting(n *Notifier) *Notifier {
	n.wait = func(context.Context, time.Duration) error { return nil }
	return n
}
