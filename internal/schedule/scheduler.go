package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"framewatch/corpus"
)

// Job is what one run is to do.
type Job struct {
	Sources []corpus.SourceID // to crawl; none where only the report is due
	Report  bool              // compare, and write the report
}

// Work is what a schedule drives.
type Work interface {
	// History gives the visits that are on record.
	History(context.Context) ([]Visit, error)
	// Run carries out a job. When ctx ends it stops, keeping what it has.
	Run(context.Context, Job) error
	// Busy holds for the error of a run that could not begin as another process has
	// the dataset.
	Busy(error) bool
}

// Clock tells the time on the wall.
type Clock interface{ Now() time.Time }

// Options are what a [Scheduler] needs beside its settings.
type Options struct {
	Sources  []corpus.SourceID
	Least    time.Duration // crawl.min_interval
	Reported time.Time     // when the report was last written; zero for never
	Clock    Clock
	Log      *slog.Logger
}

// State is where a schedule stands.
type State struct {
	Turns    []Turn    // nil until the history has been read
	Ticked   time.Time // as the clock gave it, so that what has passed since does not hang on the wall's
	Running  bool
	Busy     bool      // another process has the dataset, when it was last tried
	Next     time.Time // when the next run may begin; zero: at once
	Failures int       // runs in a row that ended with an error
	Stopped  bool
}

// Scheduler runs what is due, one thing after the other.
type Scheduler struct {
	cfg  Config
	work Work
	opt  Options

	tick sync.Mutex // held while one is under way

	mu          sync.Mutex // guards what follows
	state       State
	lastRun     time.Time
	hold        time.Time // nothing is tried before, after a run that failed
	unread      bool      // that history could not be read has been told
	interrupted error
}

// New makes a scheduler; nothing runs yet.
func New(cfg Config, work Work, opt Options) *Scheduler {
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	return &Scheduler{cfg: cfg, work: work, opt: opt}
}

// State is where the schedule stands. It may be called at any time.
func (s *Scheduler) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// maxHold is the longest rest after runs that failed.
const maxHold = time.Hour

// Tick looks whether something is due and does it. However long ago the last tick
// was, what is due is done once. An error of a run is logged, and the next one is
// tried after a rest that doubles with each; none ends the schedule.
func (s *Scheduler) Tick(ctx context.Context) {
	s.tick.Lock()
	defer s.tick.Unlock()
	now := s.now()
	// With the reading of the clock that nobody puts right: see Ticked.
	s.update(func(st *State) { st.Ticked = s.opt.Clock.Now() })
	if ctx.Err() != nil || waits(s.hold, now, maxHold) {
		return
	}
	job, ok := s.due(ctx, now)
	if !ok {
		return
	}
	s.opt.Log.Info("a run is due", "sources", len(job.Sources), "of", len(s.opt.Sources), "report", job.Report)
	s.update(func(st *State) { st.Running = true })
	err := s.work.Run(ctx, job)
	s.update(func(st *State) { st.Running = false })
	s.ended(ctx, job, now, err)
}

// due says what is to be done now.
func (s *Scheduler) due(ctx context.Context, now time.Time) (Job, bool) {
	if st := s.State(); st.Turns != nil && waits(st.Next, now, max(s.cfg.Longest, s.opt.Least)) && !s.reportDue(now) {
		return Job{}, false
	}
	if !s.read(ctx, now) {
		return Job{}, false
	}
	job := Job{Report: s.reportDue(now)}
	if !waits(s.lastRun.Add(s.cfg.Shortest), now, s.cfg.Shortest) {
		job.Sources = s.cfg.Ready(s.State().Turns, s.opt.Least, now)
	}
	switch {
	case s.cfg.Report == 0:
		job.Report = len(job.Sources) > 0
	case len(job.Sources) == 0 && waits(s.State().Next, now, s.cfg.Shortest):
		job.Report = false // the run that comes soon does it too
	}
	return job, job.Report || len(job.Sources) > 0
}

// read makes the plan from what is on record, where others may have written too.
func (s *Scheduler) read(ctx context.Context, now time.Time) bool {
	visits, err := s.work.History(ctx)
	if err != nil {
		if ctx.Err() == nil && !s.unread {
			s.opt.Log.Error("the history of the sources cannot be read; it is tried again each minute", "error", err)
			s.unread = true
		}
		return false
	}
	s.unread = false
	for _, v := range visits {
		if !v.At.After(now) {
			s.lastRun = latest(s.lastRun, v.At)
		}
	}
	if s.lastRun.After(now) { // the clock was put back
		s.lastRun = time.Time{}
	}
	turns := s.cfg.Plan(s.opt.Sources, visits, s.opt.Least, now)
	s.update(func(st *State) { st.Turns, st.Next = turns, s.cfg.Next(turns, s.lastRun) })
	return true
}

func (s *Scheduler) reportDue(now time.Time) bool {
	since := now.Sub(s.opt.Reported)
	return s.cfg.Report > 0 && (since >= s.cfg.Report || since < 0)
}

// ended notes how a run ended.
func (s *Scheduler) ended(ctx context.Context, job Job, began time.Time, err error) {
	now := s.now()
	switch {
	case err == nil:
		if s.State().Busy {
			s.opt.Log.Info("the dataset is free again")
		}
		if len(job.Sources) > 0 {
			s.lastRun = began
		}
		if job.Report {
			s.opt.Reported = began
		}
		s.hold = time.Time{}
		s.update(func(st *State) { st.Failures, st.Busy = 0, false })
		s.read(ctx, now)
	case ctx.Err() != nil:
		s.interrupted = fmt.Errorf("the run in hand was interrupted: %w", err)
	case s.work.Busy(err):
		if !s.State().Busy {
			s.opt.Log.Warn("another process has the dataset; what is due waits for it, and is tried each minute", "error", err)
		}
		s.update(func(st *State) { st.Busy = true })
	default:
		n := s.State().Failures
		rest := min(time.Minute<<min(n, 10), maxHold)
		s.hold = now.Add(rest)
		s.update(func(st *State) { st.Failures, st.Busy = n+1, false })
		s.opt.Log.Error("a run failed; the schedule goes on", "error", err, "failures_in_a_row", n+1, "next_try_in", rest)
	}
}

func (s *Scheduler) update(change func(*State)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.state)
}

// now is the time on the wall: how long the machine slept counts.
func (s *Scheduler) now() time.Time { return s.opt.Clock.Now().Round(0) }

// waits holds while a time has not come. One that lies farther ahead than most was
// set before the clock was put back.
func waits(until, now time.Time, most time.Duration) bool {
	return until.After(now) && until.Sub(now) <= most
}
