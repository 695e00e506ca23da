package health_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/internal/health"
	"framewatch/store"
)

// BenchmarkNightOfAYear reads a year of nightly rows of 100 sources and judges each
// of them, which every run does.
func BenchmarkNightOfAYear(b *testing.B) {
	const sources, nights = 100, 365
	d, err := store.Create(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	at := firstNight
	batch, err := d.Begin(store.RunRow{RunID: string(corpus.NewRunID(at)), Command: "test", Started: at})
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for n := range nights {
		at = firstNight.AddDate(0, 0, n)
		for s := range sources {
			looked, articles := rng.Int64N(9), rng.Int64N(5)
			row := store.SourceRunRow{SourceID: fmt.Sprintf("outlet-%03d", s), RunID: at.Format("20060102T150405Z-0000"), Started: at, Read: true, Lists: 2, Fresh: rng.Int64N(4),
				Looked: &looked, Articles: &articles, Empty: new(int64), Charsets: []store.CharsetUse{{Charset: "utf-8", Pages: looked}},
				Selectors: []store.SelectorUse{{Selector: "text", CSS: "article", Pages: articles, Found: articles}}, Month: at.Format("2006-01")}
			if err := store.Append(batch, row); err != nil {
				b.Fatal(err)
			}
		}
	}
	if _, err := batch.Commit(b.Context(), at); err != nil {
		b.Fatal(err)
	}
	if d, err = store.Open(d.Dir()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		began := time.Now()
		all, err := health.Load(b.Context(), d, at)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms-to-read")
		for _, h := range all {
			h.Judge()
		}
	}
}
