package schedule

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"framewatch/corpus"
)

// slow is work that lasts until it is let go, and tells of each beginning.
type slow struct {
	clock *clockwork.FakeClock
	began chan time.Time
	goOn  chan struct{}
	open  atomic.Int32
	most  atomic.Int32
}

func (w *slow) History(context.Context) ([]Visit, error) { return nil, nil }
func (w *slow) Busy(error) bool                          { return false }

func (w *slow) Run(ctx context.Context, _ Job) error {
	w.most.Store(max(w.most.Load(), w.open.Add(1)))
	defer w.open.Add(-1)
	w.began <- w.clock.Now()
	select {
	case <-w.goOn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func newSlow() (*slow, *Scheduler) {
	w := &slow{clock: clockwork.NewFakeClockAt(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)), began: make(chan time.Time), goOn: make(chan struct{})}
	return w, New(Config{Shortest: time.Minute, Longest: time.Hour}, w, Options{Sources: []corpus.SourceID{"a"}, Clock: w.clock})
}

// TestServeRunsOneThingAfterTheOther: however long a run takes, no other begins
// beside it, and the beats that passed meanwhile come to one.
func TestServeRunsOneThingAfterTheOther(t *testing.T) {
	w, s := newSlow()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.serve(ctx, w.clock) }()
	first := <-w.began
	w.clock.Advance(10 * time.Hour) // 600 beats pass while the first run works
	w.goOn <- struct{}{}
	if err := w.clock.BlockUntilContext(ctx, 1); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(beat)
	second := <-w.began
	w.goOn <- struct{}{}
	if err := w.clock.BlockUntilContext(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if gap := second.Sub(first); gap != 10*time.Hour+beat || w.most.Load() != 1 {
		t.Errorf("the second run began %s after the first, %d at once", gap, w.most.Load())
	}
	cancel()
	if err := <-ended; err != nil || !s.State().Stopped {
		t.Errorf("stopped between runs: %v", err)
	}
}

// TestServeWaitsForTheRunInHand, and says that it was interrupted.
func TestServeWaitsForTheRunInHand(t *testing.T) {
	w, s := newSlow()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.serve(ctx, w.clock) }()
	<-w.began
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) || w.open.Load() != 0 {
		t.Errorf("%v, %d runs under way", err, w.open.Load())
	}
}
