package invented

import (
	"context"
	"errors"
	"fmt"
	"time"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/store"
)

// Run is the row of an invented run; more may be set.
func Run(number int) store.RunRow {
	started := first.AddDate(0, 0, days).Add(time.Duration(number) * time.Minute)
	return store.RunRow{RunID: started.Format("20060102T150405Z-") + fmt.Sprintf("%04x", number), Command: "invented", Version: "1", Started: started}
}

// Write makes a dataset of n articles in dir.
func (w *World) Write(ctx context.Context, dir string, n int, run store.RunRow) error {
	d, err := store.Create(dir)
	if err != nil {
		return err
	}
	b, err := d.Begin(run)
	if err != nil {
		return err
	}
	for _, s := range w.sources {
		row := store.SourceRow{SourceID: string(s.ID), Name: s.Name, Domain: s.Domain, Country: s.Country, OwnerType: string(s.OwnerType), Langs: s.Langs, Demo: s.Demo, RunID: run.RunID}
		if err := store.Append(b, row); err != nil {
			return errors.Join(err, b.Close())
		}
	}
	// Month by month, so that a month is written at once.
	months := map[string][]int{}
	for i := range n {
		m := w.Day(i).Format("2006-01")
		months[m] = append(months[m], i)
	}
	for day := first; day.Before(first.AddDate(0, 0, days)); day = day.AddDate(0, 1, 0) {
		for _, i := range months[day.Format("2006-01")] {
			if err := errors.Join(Append(b, w.Article(i)), ctx.Err()); err != nil {
				return errors.Join(err, b.Close())
			}
		}
	}
	_, err = b.Commit(ctx, run.Started.Add(time.Minute))
	return err
}

// Append adds an article to the tables of a run.
func Append(b *store.Batch, a Article) error {
	run := b.Run()
	a.Capture.Run, a.Capture.ID = run, corpus.NewCaptureID(run, a.Capture.URL, 1)
	a.Document.Capture = a.Capture.ID
	rows := store.RowsOf(a.Document, a.Notes, run)
	words := 0
	for _, t := range a.Notes.Terms {
		words += t.N
	}
	month := store.MonthOf(a.Document)
	derived := func(layer string) store.DerivationRow {
		return store.DerivationRow{ArticleID: string(a.Document.Article), DocID: string(a.Document.ID), Layer: layer, Key: "invented@1", Status: "done", RunID: string(run), Month: month}
	}
	return errors.Join(store.Append(b, store.CaptureOf(a.Capture)), store.Append(b, store.DocumentOf(a.Document, run, words, false)),
		store.Append(b, store.DocumentTargetOf(a.Document, nlp.TargetUse(&a.Notes, corpus.Target{ID: Target, Set: []corpus.EntityID{Target}}), run)), store.Append(b, rows.Sentences...), store.Append(b, rows.Mentions...),
		store.Append(b, rows.Frames...), store.Append(b, store.DocumentFramesOf(a.Document, a.Notes, run)...), store.Append(b, rows.Quotes...), store.Append(b, rows.Clauses...),
		store.Append(b, rows.Terms...), store.Append(b, derived("document"), derived("annotations"), derived(nlp.LayerEntities), derived(nlp.LayerFrames), derived(nlp.LayerClaims)))
}
