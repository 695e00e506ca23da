package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"
)

// beat is how often a schedule looks at the clock on the wall. Timers count the time
// that a machine is awake; looking again and again is what notices that it slept.
const beat = time.Minute

// Serve ticks once a minute until ctx ends, the first time at once. A run that is
// under way then stops with ctx, and Serve returns when it has: with the error that
// it was interrupted, or nil if there was none or it could still end.
func (s *Scheduler) Serve(ctx context.Context) error { return s.serve(ctx, clockwork.NewRealClock()) }

func (s *Scheduler) serve(ctx context.Context, timers clockwork.Clock) error {
	// What happens within the library is of interest only when it goes wrong.
	cron, err := gocron.NewScheduler(gocron.WithClock(timers), gocron.WithLocation(time.UTC), gocron.WithLogger(faults{s.opt.Log}))
	if err != nil {
		return fmt.Errorf("start the schedule: %w", err)
	}
	// The next beat is counted from the end of the last: none is ever under way
	// beside another, and a clock that is put back stops none.
	_, err = cron.NewJob(gocron.DurationJob(beat), gocron.NewTask(s.Tick, ctx), gocron.WithIntervalFromCompletion(),
		gocron.WithStartAt(gocron.WithStartImmediately()))
	if err != nil {
		return errors.Join(fmt.Errorf("start the schedule: %w", err), cron.Shutdown())
	}
	cron.Start()
	<-ctx.Done()
	s.tick.Lock() // a run in hand comes to its end, however long that takes
	s.update(func(st *State) { st.Stopped = true })
	interrupted := s.interrupted
	s.tick.Unlock()
	if err := cron.Shutdown(); err != nil {
		return errors.Join(interrupted, fmt.Errorf("stop the schedule: %w", err))
	}
	return interrupted
}

// faults passes on what a library says is wrong.
type faults struct{ log *slog.Logger }

func (faults) Debug(string, ...any)                {}
func (faults) Info(string, ...any)                 {}
func (f faults) Warn(message string, args ...any)  { f.log.Warn(message, args...) }
func (f faults) Error(message string, args ...any) { f.log.Error(message, args...) }
