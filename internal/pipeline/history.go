package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/internal/health"
	"framewatch/store"
)

// loadHistory reads what earlier runs noted of the sources.
func (r *run) loadHistory(ctx context.Context) (err error) {
	if r.history != nil {
		return nil
	}
	r.runs = map[string]pastRun{}
	for p, err := range store.Scan[pastRun](ctx, r.dataset) {
		if err != nil {
			return err
		}
		r.runs[p.ID] = p
	}
	r.history, err = health.Load(ctx, r.dataset, r.started)
	return err
}

// startOf is when a run began, this one or an earlier one, and not after this one.
func (r *run) startOf(run string) time.Time {
	if p, ok := r.runs[run]; ok && p.Started.Before(r.started) {
		return p.Started
	}
	return r.started
}

// openHistory readies the history of the sources. A dataset that an older version
// wrote has none: as far as its captures and documents tell, it is made up for, so
// that nothing has to be learnt anew. [run.openReading] comes before.
func (r *run) openHistory(ctx context.Context) error {
	first := r.history == nil
	if err := r.loadHistory(ctx); err != nil {
		return err
	}
	if !first && r.backfilled || r.dataset.Rows(store.SourceRunRow{}.Table()) > 0 {
		return nil
	}
	r.backfilled = true
	return r.backfill(ctx)
}

// pastRun is what is known of a run that wrote no history.
type pastRun struct {
	ID      string    `col:"run_id"`
	Command string    `col:"command"`
	Started time.Time `col:"started"`
}

func (pastRun) Table() string { return store.RunRow{}.Table() }

// pastCapture is what counts of a capture.
type pastCapture struct {
	Source  string `col:"source_id"`
	URL     string `col:"url"`
	Run     string `col:"run_id"`
	Kind    string `col:"kind"`
	Outcome string `col:"outcome"`
	Code    string `col:"error_code,null"`
	Charset string `col:"charset,null"`
}

func (pastCapture) Table() string { return store.CaptureRow{}.Table() }

// pastSource names a source in a run.
type pastSource struct {
	source corpus.SourceID
	run    string
}

// backfill makes the rows of table source_runs that earlier versions did not write.
// What they looked at without finding an article, and what selectors found, is not
// known any more.
func (r *run) backfill(ctx context.Context) error {
	runs := r.runs
	rows, err := r.pastRows(ctx)
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b pastSource) int {
		return cmp.Or(runs[a.run].Started.Compare(runs[b.run].Started), compareIDs(a.run, b.run), compareIDs(a.source, b.source))
	})
	added := map[pastSource][]knownHealth{}
	for id, h := range r.health {
		for _, d := range h.documents {
			if d.version <= 1 && d.run != string(r.id) {
				added[pastSource{id, d.run}] = append(added[pastSource{id, d.run}], d)
			}
		}
	}
	for _, k := range keys {
		row, run := rows[k], runs[k.run]
		if s := r.sources[k.source]; run.ID == "" || s == nil || s.ListID == crawl.URLList {
			continue // of a run that was compacted away, or of an address by itself
		}
		row.SourceID, row.RunID, row.Started, row.Month = string(k.source), k.run, run.Started, run.Started.Format("2006-01")
		row.Read = row.Lists > 0 && run.Command != "crawl"
		h := r.history[k.source]
		if h == nil {
			h = &health.History{}
			r.history[k.source] = h
		}
		last := health.LastRead(h.Runs)
		for _, d := range added[k] {
			row.Documents++
			if row.Lists > 0 && fresh(d.published, last) {
				row.Fresh++
			}
		}
		h.Runs = append(h.Runs, *row)
		if err := store.Append(r.batch, *row); err != nil {
			return err
		}
	}
	return nil
}

// pastRows counts the captures of each source and run; of an address the last attempt
// of a run counts, as they come in their order.
func (r *run) pastRows(ctx context.Context) (map[pastSource]*store.SourceRunRow, error) {
	rows, charsets := map[pastSource]*store.SourceRunRow{}, map[pastSource]map[string]int64{}
	var last pastCapture
	settle := func() {
		if last.Run == "" {
			return
		}
		k := pastSource{corpus.SourceID(last.Source), last.Run}
		if rows[k] == nil {
			rows[k], charsets[k] = &store.SourceRunRow{}, map[string]int64{}
		}
		countCapture(rows[k], charsets[k], last.Kind, corpus.Outcome(last.Outcome), last.Code, last.Charset)
	}
	for c, err := range store.Scan[pastCapture](ctx, r.dataset) {
		if err != nil {
			return nil, err
		}
		if c.Run != last.Run || c.Source != last.Source || c.URL != last.URL {
			settle()
		}
		last = c
	}
	settle()
	for k, n := range charsets {
		rows[k].Charsets = charsetUses(n)
	}
	return rows, nil
}

// resting are the sources that are left alone for a while, as they have failed for
// long. One that somebody asks for by name is asked.
func (r *run) resting(ctx context.Context, sources []corpus.Source) (map[corpus.SourceID]bool, error) {
	out := map[corpus.SourceID]bool{}
	if len(sources) < len(r.p.cfg.Sources) {
		return out, nil
	}
	if err := r.loadHistory(ctx); err != nil {
		return nil, err
	}
	for id, h := range r.history {
		if until := health.RestUntil(h.Runs); r.started.Before(until) {
			out[id] = true
			r.p.opt.Log.Info("source left alone", "source", id, "until", until, "failing_since", health.FailingSince(h.Runs))
		}
	}
	return out, nil
}
