package health_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"framewatch/internal/health"
	"framewatch/store"
)

const day = 24 * time.Hour

// outlet is an invented outlet: how many articles are to be expected of it on a day,
// and how often it is asked.
type outlet struct {
	name string
	rate func(rng *rand.Rand, d int, at time.Time) float64
	runs time.Duration
}

func steady(rate float64) func(*rand.Rand, int, time.Time) float64 {
	return func(*rand.Rand, int, time.Time) float64 { return rate }
}

func weekdays(rate, weekend float64) func(*rand.Rand, int, time.Time) float64 {
	return func(_ *rand.Rand, _ int, at time.Time) float64 {
		if w := at.Weekday(); w == time.Saturday || w == time.Sunday {
			return weekend
		}
		return rate
	}
}

// weekly has rates that differ from week to week, exponentially: overdispersed
// counts.
func weekly(mean float64) func(*rand.Rand, int, time.Time) float64 {
	week, now := -1, 0.0
	return func(rng *rand.Rand, d int, _ time.Time) float64 {
		if d/7 != week {
			week, now = d/7, mean*rng.ExpFloat64()
		}
		return now
	}
}

// bursts has busy times and lulls that last for days.
func bursts(mean, stay float64) func(*rand.Rand, int, time.Time) float64 {
	busy := false
	return func(rng *rand.Rand, _ int, _ time.Time) float64 {
		if rng.Float64() > stay {
			busy = !busy
		}
		if busy {
			return 1.8 * mean
		}
		return 0.2 * mean
	}
}

// quietOutlets do not change, each in its own way.
func quietOutlets() []outlet {
	return []outlet{
		{"one a month", steady(1.0 / 30), day}, {"one in ten days", steady(0.1), day}, {"three a week", steady(0.4), day}, {"one a day", steady(1), day},
		{"ten a day", steady(10), day}, {"a hundred a day", steady(100), day},
		{"weekdays", weekdays(1.4, 0), day}, {"weekdays, many", weekdays(30, 2), day}, {"weekdays, few", weekdays(0.3, 0), day},
		{"overdispersed", weekly(1), day}, {"overdispersed, few", weekly(0.3), day}, {"bursts", bursts(1, 0.9), day}, {"bursts, few", bursts(0.2, 0.95), day},
		{"asked once a week", steady(0.5), 7 * day}, {"asked twice a day", weekdays(5, 1), 12 * time.Hour},
	}
}

func poisson(rng *rand.Rand, mean float64) int {
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*rng.NormFloat64())))
	}
	n, p := 0, rng.Float64()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

// page is what an outlet's pages are like.
type page struct {
	chars       float64 // median
	agreement   float64
	boilerplate float64
	lang        string
	charset     string
	articles    float64 // share of the pages
	author      float64 // share of the articles on which the selector finds one
	silent      bool
	spread      float64 // of the logarithm of lengths
	noise       float64 // of the share of boilerplate
}

func usual() page {
	return page{chars: 3000, agreement: 0.7, boilerplate: 0.2, lang: "en", charset: "utf-8", articles: 0.85, author: 0.9, spread: 0.8, noise: 0.5}
}

// world is an outlet's history in the making.
type world struct {
	health.History
	rng    *rand.Rand
	began  []store.SourceEventRow
	ended  []store.SourceEventRow
	checks int
}

var firstNight = time.Date(2026, 1, 5, 3, 0, 0, 0, time.UTC)

// live runs an outlet for so many days; look says what its pages are on a day.
func (w *world) live(o outlet, days int, look func(d int) page) {
	n := 0
	next := firstNight
	for d := range days {
		today := firstNight.Add(time.Duration(d) * day)
		hours := make([]int, 24)
		for range poisson(w.rng, o.rate(w.rng, d, today)) {
			hours[w.rng.IntN(24)]++
		}
		for hour, came := range hours {
			if at := today.Add(time.Duration(hour) * time.Hour); !at.Before(next) {
				w.run(at, n, look(d))
				next, n = at.Add(o.runs), 0
			}
			n += came
		}
	}
}

// run adds a run with n new articles, and judges.
func (w *world) run(at time.Time, n int, p page) {
	if p.silent {
		n = 0
	}
	row := store.SourceRunRow{RunID: at.Format("20060102T150405Z"), Started: at, Read: true, Lists: 1, Fresh: int64(n), Documents: int64(n)}
	looked, articles := 0, 0
	for articles < n {
		if looked++; w.rng.Float64() < p.articles {
			articles++
		}
		if looked > 10*n { // hardly one is an article
			break
		}
	}
	author := store.SelectorUse{Selector: "author", CSS: ".byline", Pages: int64(articles)}
	for range articles {
		a, b, lang := p.agreement+0.3*w.rng.Float64(), p.boilerplate+p.noise*w.rng.Float64(), p.lang
		if w.rng.Float64() < 0.08 {
			lang = "zh-Hans"
		}
		if w.rng.Float64() < p.author {
			author.Found++
		}
		w.Documents = append(w.Documents, health.Document{At: at, Chars: int(p.chars * math.Exp(p.spread*w.rng.NormFloat64())), Agreement: &a, Boilerplate: &b, Lang: lang})
	}
	all, read := int64(looked), int64(articles)
	row.Looked, row.Articles, row.Stored, row.Selectors = &all, &read, all, []store.SelectorUse{author}
	if looked > 0 {
		row.Charsets = []store.CharsetUse{{Charset: p.charset, Pages: all}}
	}
	w.Runs = append(w.Runs, row)
	w.checks++
	faults, accepted := w.Judge()
	noted := make([]health.Noted, len(faults))
	for i, f := range faults {
		noted[i].Fault = f
	}
	told := health.Tell(health.Open(w.Events), noted, accepted, func(e store.SourceEventRow) bool { return w.Judges(e.Code) }, "quay", row.RunID, at)
	w.Events = append(append(w.Events, told.Ended...), told.Began...)
	w.began, w.ended = append(w.began, told.Began...), append(w.ended, told.Ended...)
}

// TestQuietOutletsAreLeftInPeace: over a year of nights, outlets that do not change
// are told of no more often than [health.Level] promises, each kind of outlet and of
// fault for itself, within what so few can differ by chance.
func TestQuietOutletsAreLeftInPeace(t *testing.T) {
	const each = 4
	pooled, all := map[string]int{}, 0
	for i, o := range quietOutlets() {
		began, checks := map[string]int{}, 0
		for seed := range uint64(each) {
			w := &world{rng: rand.New(rand.NewPCG(uint64(i), seed))}
			w.live(o, 365, func(int) page { return usual() })
			for _, e := range w.began {
				began[e.Code]++
				pooled[e.Code]++
			}
			checks += w.checks
		}
		all += checks
		promised := health.Level * float64(checks)
		for code, n := range began {
			if float64(n) > promised+3*math.Sqrt(promised)+1 {
				t.Errorf("%s: %d times %s in %d checks, where %.1f are promised at most", o.name, n, code, checks, promised)
			}
		}
	}
	t.Logf("%d checks, false alarms %v, promised at most %.0f of each", all, pooled, health.Level*float64(all))
	for code, n := range pooled {
		if float64(n) > health.Level*float64(all) {
			t.Errorf("%d times %s in %d checks", n, code, all)
		}
	}
}
