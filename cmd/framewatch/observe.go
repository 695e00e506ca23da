package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/health"
	"framewatch/internal/metrics"
	"framewatch/internal/notify"
	"framewatch/internal/pipeline"
	"framewatch/internal/schedule"
	"framewatch/store"
)

// lastRun is how a run ended, for metrics. Without a result nothing was committed.
func lastRun(r *pipeline.Result, began, ended time.Time, code int) *metrics.Run {
	m := &metrics.Run{Began: began, Ended: ended, Code: code, Failures: map[metrics.Reason]int{}}
	if r == nil {
		return m
	}
	m.New, m.Unchanged = r.Documents, r.Unchanged
	if r.Crawl != nil {
		m.Requests, m.Bytes = r.Crawl.Captures, r.Crawl.Bytes
	}
	for _, f := range r.Failures {
		m.Failures[metrics.Reason{Stage: f.Stage, Code: f.Code}]++
	}
	return m
}

// sourceIDs lists the sources of the settings.
func sourceIDs(cfg *config.Loaded) []corpus.SourceID {
	ids := make([]corpus.SourceID, len(cfg.Sources))
	for i, s := range cfg.Sources {
		ids[i] = s.ID
	}
	return ids
}

// record is what a dataset has on record of its sources.
type record struct {
	ds     *store.Dataset // nil for one that is not there yet
	visits []schedule.Visit
	broken map[corpus.SourceID]bool // a fault holds for which runs end with 3
}

func recordOf(ctx context.Context, cfg *config.Loaded, now time.Time) (r record, err error) {
	r.broken = map[corpus.SourceID]bool{}
	r.ds, err = store.Open(cfg.Data)
	if errors.Is(err, store.ErrNoDataset) {
		return record{}, nil
	}
	if err != nil {
		return r, err
	}
	if r.visits, err = schedule.History(ctx, r.ds, now); err != nil {
		return r, err
	}
	events := map[corpus.SourceID][]store.SourceEventRow{}
	for e, err := range store.Scan[store.SourceEventRow](ctx, r.ds) {
		if err != nil {
			return r, err
		}
		id := corpus.SourceID(e.SourceID)
		events[id] = append(events[id], e)
	}
	for id, of := range events {
		slices.SortStableFunc(of, func(a, b store.SourceEventRow) int { return a.NoticedAt.Compare(b.NoticedAt) })
		r.broken[id] = slices.ContainsFunc(health.Open(of), func(e store.SourceEventRow) bool { return e.Broken })
	}
	return r, nil
}

// standing is what metrics tell of a dataset and its sources.
func (r record) standing(turns []schedule.Turn) metrics.Snapshot {
	s := metrics.Snapshot{Version: version()}
	if r.ds != nil {
		s.Success, s.Documents = r.ds.Generation().Ended, r.ds.Rows(store.DocumentRow{}.Table())
	}
	for _, t := range turns {
		s.Sources = append(s.Sources, metrics.Source{ID: t.Source, Success: t.Success, New: t.New, Broken: r.broken[t.Source], Due: t.Due})
	}
	return s
}

// writeTextfile writes how a run ended for node_exporter, also when it could not even
// read its settings, of which cfg is nil then.
func writeTextfile(ctx context.Context, path string, cfg *config.Loaded, r *pipeline.Result, began time.Time, code int) error {
	s := metrics.Snapshot{Version: version()}
	if cfg != nil {
		// The run may have been interrupted; what is told of it is not.
		now := time.Now()
		known, err := recordOf(context.WithoutCancel(ctx), cfg, now)
		if err == nil {
			s = known.standing(cfg.Schedule.Plan(sourceIDs(cfg), known.visits, cfg.Crawl.MinInterval, now))
		} // else the file says that there was no success, and the run's own error why
	}
	s.Last = lastRun(r, began, time.Now(), code)
	return metrics.WriteFile(path, s)
}

// toldAgain is how far back changes are told again, with the IDs that they had, when
// the clock was put back behind what was told last.
const toldAgain = 24 * time.Hour

// maxTelling bounds how long a run may wait for the receiver of its news.
const maxTelling = 90 * time.Second

// tell sends what has begun and ended to the webhook, if there is one. A run does not
// fail for it: what could not be sent is kept, and the error is for people.
func tell(ctx context.Context, cfg *config.Loaded, r *pipeline.Result, now time.Time) error {
	if !cfg.Notify.On() {
		return nil
	}
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return err
	}
	n := notify.New(cfg.Notify, filepath.Join(ds.StateDir(), "told.json"), os.Getenv(cfg.Notify.SecretEnv))
	since, err := n.Since()
	if err != nil {
		return err
	}
	if since.After(now) { // the clock was put back: better told twice than never
		since = now.Add(-toldAgain)
	}
	var changes []notify.Change
	until := since
	for e, err := range store.Scan[store.SourceEventRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read the changes of health: %w", err)
		}
		// A receiver that is new is not told of what was before it, and what a clock that
		// was ahead has dated after today was told by its run.
		ahead := e.NoticedAt.After(now)
		if e.RunID == string(r.RunID) || !since.IsZero() && e.NoticedAt.After(since) && !ahead {
			changes = append(changes, changeOf(e))
		}
		if e.NoticedAt.After(until) && !ahead {
			until = e.NoticedAt
		}
	}
	slices.SortStableFunc(changes, func(a, b notify.Change) int { return cmp.Or(a.Noticed.Compare(b.Noticed), cmp.Compare(a.ID, b.ID)) })
	ctx, cancel := context.WithTimeout(ctx, maxTelling)
	defer cancel()
	return n.Tell(ctx, notify.Message{Version: version(), Data: cfg.Data, Run: r.RunID, Changes: changes}, until)
}

func changeOf(e store.SourceEventRow) notify.Change {
	return notify.Change{ID: strings.Join([]string{e.RunID, e.SourceID, e.Code, e.URL, e.Phase}, " "), Source: corpus.SourceID(e.SourceID), URL: e.URL,
		Code: e.Code, Phase: e.Phase, Broken: e.Broken, Message: e.Message, Noticed: e.NoticedAt, Since: e.Since}
}
