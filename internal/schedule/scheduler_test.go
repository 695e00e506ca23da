package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/jumpclock"
	"framewatch/internal/schedule"
)

var errBusy = errors.New("held by another process")

// outlets stands for a pipeline over sources that publish at steady rates.
type outlets struct {
	clock  *jumpclock.Clock
	gap    map[corpus.SourceID]time.Duration // between two articles
	takes  time.Duration                     // a run
	fail   func(now time.Time) error
	visits []schedule.Visit
	jobs   []schedule.Job
	began  []time.Time
}

func (o *outlets) History(context.Context) ([]schedule.Visit, error) { return o.visits, nil }
func (o *outlets) Busy(err error) bool                               { return errors.Is(err, errBusy) }

func (o *outlets) Run(_ context.Context, job schedule.Job) error {
	now := o.clock.Now()
	if o.fail != nil {
		if err := o.fail(now); err != nil {
			return err
		}
	}
	o.jobs, o.began = append(o.jobs, job), append(o.began, now)
	for _, id := range job.Sources {
		last := start.Add(-30 * 24 * time.Hour)
		for _, v := range o.visits {
			if v.Source == id {
				last = v.At
			}
		}
		found := int(now.Sub(start)/o.gap[id]) - int(last.Sub(start)/o.gap[id])
		o.visits = append(o.visits, schedule.Visit{Source: id, At: now, New: max(found, 0)})
	}
	o.clock.Advance(o.takes)
	return nil
}

func (o *outlets) count(id corpus.SourceID, from, to time.Time) (n int) {
	for _, v := range o.visits {
		if v.Source == id && !v.At.Before(from) && v.At.Before(to) {
			n++
		}
	}
	return n
}

func newOutlets() *outlets {
	return &outlets{clock: jumpclock.New(start), takes: 20 * time.Second,
		gap: map[corpus.SourceID]time.Duration{"agency": 2 * time.Minute, "daily": time.Hour, "weekly": 30 * time.Hour, "monthly": 500 * time.Hour}}
}

// world is a schedule over outlets, and what it logs.
func world(o *outlets) (*schedule.Scheduler, *bytes.Buffer) {
	var log bytes.Buffer
	var ids []corpus.SourceID
	for id := range o.gap {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return schedule.New(schedule.Default(), o, schedule.Options{Sources: ids, Clock: o.clock, Log: slog.New(slog.NewTextHandler(&log, nil))}), &log
}

// until ticks once a minute.
func until(t *testing.T, s *schedule.Scheduler, o *outlets, end time.Time) {
	t.Helper()
	for o.clock.Now().Before(end) {
		s.Tick(t.Context())
		o.clock.Advance(time.Minute)
	}
}

const day = 24 * time.Hour

// TestAWeek: each outlet is asked as often as it publishes, no two runs begin within
// the shortest interval, and the report is written once a day.
func TestAWeek(t *testing.T) {
	o := newOutlets()
	s, _ := world(o)
	until(t, s, o, start.Add(7*day))
	for _, c := range []struct {
		id       corpus.SourceID
		from, to int // visits from the second day on
	}{{"agency", 500, 576}, {"daily", 120, 170}, {"weekly", 6, 12}, {"monthly", 6, 8}} {
		if n := o.count(c.id, start.Add(day), start.Add(7*day)); n < c.from || n > c.to {
			t.Errorf("%s was asked %d times in six days, want %d to %d", c.id, n, c.from, c.to)
		}
	}
	reports := 0
	for i, job := range o.jobs {
		if job.Report {
			reports++
		}
		if i > 0 && o.began[i].Sub(o.began[i-1]) < 15*time.Minute {
			t.Errorf("runs at %s and %s", o.began[i-1], o.began[i])
		}
	}
	if reports != 7 {
		t.Errorf("%d reports in seven days", reports)
	}
}

// TestMissedTurnsAreMadeUpForOnce: after three days of sleep one run does for all
// that was due, and then each source goes on at its pace.
func TestMissedTurnsAreMadeUpForOnce(t *testing.T) {
	o := newOutlets()
	s, _ := world(o)
	until(t, s, o, start.Add(2*day))
	before := len(o.jobs)
	o.clock.Advance(3 * day)
	woke := o.clock.Now()
	until(t, s, o, woke.Add(14*time.Minute))
	if jobs := o.jobs[before:]; len(jobs) != 1 || len(jobs[0].Sources) != 4 || !jobs[0].Report {
		t.Errorf("after waking: %+v", jobs)
	}
	until(t, s, o, woke.Add(3*time.Hour))
	if n := o.count("agency", woke, woke.Add(3*time.Hour)); n < 8 || n > 12 {
		t.Errorf("the agency was asked %d times in the three hours after", n)
	}
}

// TestAClockThatIsPutBack does not put off anything.
func TestAClockThatIsPutBack(t *testing.T) {
	o := newOutlets()
	s, _ := world(o)
	until(t, s, o, start.Add(day))
	o.clock = jumpclock.New(start.Add(-400 * day))
	visits := slices.Clone(o.visits)
	s2 := schedule.New(schedule.Default(), o, schedule.Options{Sources: []corpus.SourceID{"agency", "daily"}, Clock: o.clock, Reported: start})
	o.jobs, o.began = nil, nil
	until(t, s2, o, start.Add(-399*day))
	if len(o.jobs) < 60 || len(o.jobs) > 90 || !o.jobs[0].Report || len(o.jobs[0].Sources) != 2 {
		t.Errorf("%d runs in a day, %d visits before: %+v", len(o.jobs), len(visits), o.jobs)
	}
}

// TestADatasetThatIsHeld is told once, and waited for from tick to tick.
func TestADatasetThatIsHeld(t *testing.T) {
	o := newOutlets()
	held := start.Add(3 * time.Hour)
	o.fail = func(now time.Time) error {
		if now.Before(held) {
			return errBusy
		}
		return nil
	}
	s, log := world(o)
	until(t, s, o, held)
	if !s.State().Busy || len(o.jobs) > 0 {
		t.Errorf("%+v, %d runs", s.State(), len(o.jobs))
	}
	until(t, s, o, held.Add(5*time.Minute))
	if len(o.began) != 1 || o.began[0].Sub(held) > time.Minute || s.State().Busy {
		t.Errorf("runs at %s, %+v", o.began, s.State())
	}
	if n := strings.Count(log.String(), "another process has the dataset"); n != 1 || strings.Count(log.String(), "free again") != 1 {
		t.Errorf("told %d times:\n%s", n, log)
	}
}

// TestAFailingRunBacksOff and ends nothing.
func TestAFailingRunBacksOff(t *testing.T) {
	o := newOutlets()
	var tried []time.Time
	o.fail = func(now time.Time) error {
		tried = append(tried, now)
		if now.Before(start.Add(day)) {
			return errors.New("no space left on device")
		}
		return nil
	}
	s, log := world(o)
	until(t, s, o, start.Add(day))
	for i := range tried[1:] {
		if gap := tried[i+1].Sub(tried[i]); gap < min(time.Minute<<i, time.Hour) || gap > time.Hour+time.Minute {
			t.Errorf("tried again after %s", gap)
		}
	}
	if len(tried) < 25 || len(tried) > 35 || s.State().Failures != len(tried) || strings.Count(log.String(), "a run failed") != len(tried) {
		t.Errorf("tried %d times, %d failures", len(tried), s.State().Failures)
	}
	until(t, s, o, start.Add(day+90*time.Minute))
	if len(o.jobs) == 0 || s.State().Failures != 0 {
		t.Errorf("%d runs after the cause was gone, %+v", len(o.jobs), s.State())
	}
}

// TestARunByHandCounts: what another process fetched is not asked for again.
func TestARunByHandCounts(t *testing.T) {
	o := newOutlets()
	s, _ := world(o)
	until(t, s, o, start.Add(time.Hour))
	n := len(o.jobs)
	for id := range o.gap {
		o.visits = append(o.visits, schedule.Visit{Source: id, At: o.clock.Now()})
	}
	until(t, s, o, o.clock.Now().Add(14*time.Minute))
	if len(o.jobs) != n {
		t.Errorf("%+v", o.jobs[n:])
	}
}
