package health_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/health"
	"framewatch/store"
)

// plain is usual, with texts of one kind, so that no chance finding is among the
// planted ones.
func plain() page {
	p := usual()
	p.spread, p.noise = 0.3, 0.2
	return p
}

// TestPlantedFaultsAreToldOnce: what changes on day 120 and is mended on day 150 is
// told once when it begins and once when it ends, of large outlets within days, of
// small ones as soon as there is enough to tell; and nothing else is.
func TestPlantedFaultsAreToldOnce(t *testing.T) {
	const from, to = 120, 150
	change := func(of func(*page)) func(d int) page {
		return func(d int) page {
			p := plain()
			if d >= from && d < to {
				of(&p)
			}
			return p
		}
	}
	planted := map[string]func(*page){
		health.Silent:      func(p *page) { p.silent = true },
		health.Length:      func(p *page) { p.chars = 200 },
		health.Agreement:   func(p *page) { p.agreement = 0.2 },
		health.Boilerplate: func(p *page) { p.boilerplate = 0.5 },
		health.Language:    func(p *page) { p.lang = "fr" },
		health.Charset:     func(p *page) { p.charset = "gb18030" },
		health.Articles:    func(p *page) { p.articles = 0.1 },
		health.Selector:    func(p *page) { p.author = 0 },
	}
	for _, o := range []struct {
		outlet
		days int // within which a fault and its end are told
	}{{outlet{"large", steady(20), day}, 3}, {outlet{"small", weekdays(1, 0), day}, 21}} {
		for code, of := range planted {
			t.Run(o.name+" "+code, func(t *testing.T) {
				w := &world{rng: rand.New(rand.NewPCG(2, 2))}
				w.live(o.outlet, 200, change(of))
				expectOnce(t, w.began, code, firstNight.Add(from*day), o.days)
				expectOnce(t, w.ended, code, firstNight.Add(to*day), o.days)
			})
		}
	}
}

// expectOnce wants one event of the code, soon after a day.
func expectOnce(t *testing.T, events []store.SourceEventRow, code string, after time.Time, days int) {
	t.Helper()
	var codes []string
	for _, e := range events {
		codes = append(codes, e.Code)
		t.Logf("%s %s %s: %s (%s; %s)", e.NoticedAt.Format(time.DateOnly), e.Phase, e.Code, e.Message, e.Expected, e.Observed)
		if e.Code == code && (e.NoticedAt.Before(after) || e.NoticedAt.Sub(after) > time.Duration(days)*day) {
			t.Errorf("told on %s, want within %d days after %s", e.NoticedAt.Format(time.DateOnly), days, after.Format(time.DateOnly))
		}
	}
	if diff := cmp.Diff([]string{code}, codes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFewerArticles: an outlet of which one of two feeds falls silent.
func TestFewerArticles(t *testing.T) {
	w := &world{rng: rand.New(rand.NewPCG(3, 3))}
	rate := func(_ *rand.Rand, d int, _ time.Time) float64 {
		if d >= 120 && d < 160 {
			return 5
		}
		return 20
	}
	w.live(outlet{"two feeds", rate, day}, 200, func(int) page { return plain() })
	expectOnce(t, w.began, health.Fewer, firstNight.Add(120*day), 14)
	expectOnce(t, w.ended, health.Fewer, firstNight.Add(160*day), 14)
}

// TestWhatLastsBecomesUsual: a redesign that stays is told once, then taken for how
// the outlet is, and what comes after is held against that.
func TestWhatLastsBecomesUsual(t *testing.T) {
	w := &world{rng: rand.New(rand.NewPCG(4, 4))}
	w.live(outlet{"redesigned", steady(3), day}, 365, func(d int) page {
		p := plain()
		switch {
		case d >= 280:
			p.chars = 3000
		case d >= 120:
			p.chars = 400
		}
		return p
	})
	var told []string
	for _, e := range w.Events {
		told = append(told, e.Code+" "+e.Phase)
		if e.Phase == store.PhaseEnded && len(told) == 2 && !e.Accepted {
			t.Errorf("an end of what is there: %s", e.Message)
		}
	}
	if diff := cmp.Diff([]string{"length began", "length ended", "length began", "length ended"}, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOutagesAreNoSilence: nights on which no list could be read say nothing of
// what the outlet published.
func TestOutagesAreNoSilence(t *testing.T) {
	w := &world{rng: rand.New(rand.NewPCG(5, 5))}
	w.live(outlet{"steady", steady(5), day}, 60, func(int) page { return plain() })
	at := w.Runs[len(w.Runs)-1].Started
	for _, row := range []store.SourceRunRow{{Read: true, Lists: 2, ListsFailed: 2}, {}, {Lists: 2}} {
		for range 10 {
			at = at.Add(day)
			row.Started = at
			w.Runs = append(w.Runs, row)
			if w.Judges(health.Silent) {
				t.Errorf("%+v judges silence", row)
			}
		}
	}
	w.run(at.Add(day), 5, usual())
	for _, e := range w.began {
		if e.Code == health.Silent || e.Code == health.Fewer {
			t.Errorf("event %+v", e)
		}
	}
}

// TestTell: what goes on is neither begun nor ended, also where its reason changes
// or nothing was asked.
func TestTell(t *testing.T) {
	at := firstNight
	list := func(code string) health.Noted {
		return health.Noted{Fault: health.Fault{Code: code, Broken: true, Message: code}, URL: "http://quay.test/feed"}
	}
	whole := health.Noted{Fault: health.Fault{Code: health.Silent, Broken: true, Message: "no new article"}}
	var events []store.SourceEventRow
	for i, c := range []struct {
		now                 []health.Noted
		judged              bool
		began, ended, going int
	}{
		{[]health.Noted{list("timeout")}, true, 1, 0, 0},
		{[]health.Noted{list("status-503"), whole}, true, 1, 0, 1},
		{nil, false, 0, 0, 2},
		{[]health.Noted{whole, whole}, true, 0, 1, 1},
		{nil, true, 0, 1, 0},
		{nil, true, 0, 0, 0},
		{[]health.Noted{whole, whole}, true, 1, 0, 0},
	} {
		at = at.Add(day)
		told := health.Tell(health.Open(events), c.now, nil, func(store.SourceEventRow) bool { return c.judged }, "quay", "run", at)
		if len(told.Began) != c.began || len(told.Ended) != c.ended || len(told.On) != c.going {
			t.Errorf("run %d: %d began, %d ended, %d go on; want %d, %d, %d", i, len(told.Began), len(told.Ended), len(told.On), c.began, c.ended, c.going)
		}
		events = append(append(events, told.Ended...), told.Began...)
	}
}

// TestRest: a source that fails is asked ever more seldom, at last once a day, and
// never given up; one night, and one list of several, are no reason.
func TestRest(t *testing.T) {
	failed := func(at time.Time) store.SourceRunRow {
		return store.SourceRunRow{Started: at, Lists: 2, ListsFailed: 2}
	}
	asked, last := firstNight, time.Duration(0)
	rows := []store.SourceRunRow{{Started: asked.Add(-day), Lists: 2, Answered: 1}, failed(asked)}
	for range 60 {
		until := health.RestUntil(rows)
		next := asked.Add(time.Hour)
		for next.Before(until) {
			next = next.Add(time.Hour)
		}
		gap := next.Sub(asked)
		if gap < last || gap > day {
			t.Fatalf("after %s asked again after %s, before after %s", asked.Sub(firstNight), gap, last)
		}
		asked, last = next, gap
		rows = append(rows, failed(asked))
	}
	if last != 20*time.Hour {
		t.Errorf("at last asked after %s", last)
	}
	if since := health.FailingSince(rows); !since.Equal(firstNight) {
		t.Errorf("failing since %s, want %s", since, firstNight)
	}
	rows = append(rows, store.SourceRunRow{Started: asked.Add(day), Lists: 2, ListsFailed: 1})
	if until := health.RestUntil(rows); !until.IsZero() {
		t.Errorf("a source of which one list came rests until %s", until)
	}
}
