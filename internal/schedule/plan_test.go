package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/internal/schedule"
)

var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// every gives visits of source a, so far apart, each with so many new articles.
func every(gap time.Duration, found ...int) []schedule.Visit {
	var out []schedule.Visit
	for i, n := range found {
		out = append(out, schedule.Visit{Source: "a", At: start.Add(time.Duration(i) * gap), New: max(n, 0), Failed: n < 0})
	}
	return out
}

func repeat(n, times int) (out []int) {
	for range times {
		out = append(out, n)
	}
	return out
}

// TestIntervalFollowsTheSource: as often as it publishes, within bounds. -1 is a
// visit at which nothing could be read.
func TestIntervalFollowsTheSource(t *testing.T) {
	const failed = -1
	for _, c := range []struct {
		name   string
		visits []schedule.Visit
		least  time.Duration
		want   time.Duration // of the interval
		within time.Duration
	}{
		{name: "nothing known", want: 6 * time.Hour},
		{name: "the first visit finds what was there before", visits: every(time.Hour, 500), want: 6 * time.Hour},
		{name: "two an hour for a day", visits: every(time.Hour, append([]int{300}, repeat(2, 24)...)...), want: 37 * time.Minute, within: time.Minute},
		{name: "an agency", visits: every(15*time.Minute, repeat(30, 50)...), want: 15 * time.Minute},
		{name: "four a day for a week", visits: every(6*time.Hour, repeat(1, 29)...), want: 6 * time.Hour},
		{name: "one a month", visits: every(24*time.Hour, append(repeat(0, 27), 1)...), want: 24 * time.Hour},
		{name: "busy a year ago", visits: append(every(time.Hour, repeat(20, 50)...),
			schedule.Visit{Source: "a", At: start.Add(364 * 24 * time.Hour)}, schedule.Visit{Source: "a", At: start.Add(365 * 24 * time.Hour)}), want: 24 * time.Hour},
		{name: "failed once", visits: every(6*time.Hour, append(repeat(1, 28), failed)...), want: 6*time.Hour + 13*time.Minute, within: time.Minute},
		{name: "back after a failure", visits: every(6*time.Hour, append(repeat(1, 25), failed, failed, 3)...), want: 6 * time.Hour, within: time.Minute},
		{name: "the crawl leaves it alone", visits: every(15*time.Minute, repeat(30, 50)...), least: 2 * time.Hour, want: 2 * time.Hour},
	} {
		now := start
		if n := len(c.visits); n > 0 {
			now = c.visits[n-1].At
		}
		turn := schedule.Default().Plan([]corpus.SourceID{"a"}, c.visits, c.least, now)[0]
		if d := (turn.Interval - c.want).Abs(); d > c.within {
			t.Errorf("%s: every %s, want %s", c.name, turn.Interval, c.want)
		}
		if len(c.visits) == 0 {
			if !turn.Due.IsZero() {
				t.Errorf("%s: due at %s, want at once", c.name, turn.Due)
			}
			continue
		}
		if wait := turn.Due.Sub(now); wait > turn.Interval || wait < max(turn.Interval*9/10, c.least, 15*time.Minute) {
			t.Errorf("%s: due in %s, every %s", c.name, wait, turn.Interval)
		}
	}
}

// TestASourceThatRests is not asked before, not even where others are.
func TestASourceThatRests(t *testing.T) {
	cfg, now := schedule.Default(), start.Add(10*time.Hour)
	visits := []schedule.Visit{{Source: "a", At: start, Failed: true, Rest: start.Add(11 * time.Hour)}}
	turns := cfg.Plan([]corpus.SourceID{"a", "new"}, visits, 0, now)
	if !turns[0].Due.Equal(start.Add(11*time.Hour)) || turns[0].Failures != 1 || fmt.Sprint(cfg.Ready(turns, 0, now)) != "[new]" {
		t.Errorf("%+v, ready %v", turns[0], cfg.Ready(turns, 0, now))
	}
}

// TestPlanIsAFunction: the order in which visits were written does not matter, nor
// do visits that a wrong clock puts into what is still to come.
func TestPlanIsAFunction(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	visits := every(time.Hour, repeat(1, 40)...)
	now := start.Add(40 * time.Hour)
	want := schedule.Default().Plan([]corpus.SourceID{"a", "b"}, visits, 0, now)
	visits = append(visits, schedule.Visit{Source: "a", At: now.Add(1000 * time.Hour)})
	rng.Shuffle(len(visits), func(i, j int) { visits[i], visits[j] = visits[j], visits[i] })
	if diff := cmp.Diff(want, schedule.Default().Plan([]corpus.SourceID{"a", "b"}, visits, 0, now)); diff != "" {
		t.Error(diff)
	}
}

// TestSourcesDoNotKeepStep: two hundred that publish alike are spread over the part
// of the interval that chance may take.
func TestSourcesDoNotKeepStep(t *testing.T) {
	var ids []corpus.SourceID
	var visits []schedule.Visit
	for i := range 200 {
		ids = append(ids, corpus.SourceID(fmt.Sprintf("source%d", i)))
		visits = append(visits, schedule.Visit{Source: ids[i], At: start, New: 9})
	}
	tenths := map[int]int{}
	for _, turn := range schedule.Default().Plan(ids, visits, 0, start) {
		tenths[int(10*float64(turn.Due.Sub(start)-turn.Interval*9/10)/float64(turn.Interval/10+1))]++
	}
	for i := range 10 {
		if tenths[i] < 5 {
			t.Errorf("%d of 200 sources in tenth %d: %v", tenths[i], i, tenths)
		}
	}
}

// TestReadyTakesAlongWhatIsDueSoon, if anything is due, and nothing that the crawl
// would pass over.
func TestReadyTakesAlongWhatIsDueSoon(t *testing.T) {
	turn := func(id corpus.SourceID, due time.Duration) schedule.Turn {
		return schedule.Turn{Source: id, Interval: 10 * time.Hour, Last: start, Due: start.Add(due)}
	}
	turns := []schedule.Turn{turn("late", 8*time.Hour), turn("now", 9*time.Hour), turn("soon", 590*time.Minute), turn("later", 11*time.Hour)}
	cfg := schedule.Default()
	for _, c := range []struct {
		at, least time.Duration
		want      string
	}{{7 * time.Hour, 0, "[]"}, {9 * time.Hour, 0, "[late now soon]"}, {9 * time.Hour, 9*time.Hour + time.Minute, "[late now]"}, {99 * time.Hour, 0, "[late now soon later]"}} {
		if got := fmt.Sprint(cfg.Ready(turns, c.least, start.Add(c.at))); got != c.want {
			t.Errorf("after %s: %s, want %s", c.at, got, c.want)
		}
	}
}

func TestSettingsThatCannotWork(t *testing.T) {
	for _, c := range []struct {
		change func(*schedule.Config)
		want   string
	}{
		{func(*schedule.Config) {}, ""},
		{func(c *schedule.Config) { c.Shortest = 0 }, `shortest: "0s" must be from 1s to a year`},
		{func(c *schedule.Config) { c.Longest = 10 * time.Minute }, `longest: "10m0s" is below schedule.shortest, 15m0s`},
		{func(c *schedule.Config) { c.Report = -time.Hour }, `report: "-1h0m0s" must be from 0s to a year`},
	} {
		cfg := schedule.Default()
		c.change(&cfg)
		got := ""
		if err := cfg.Validate(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", cfg, got, c.want)
		}
	}
}
