package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"

	"framewatch/internal/config"
	"framewatch/store"
)

// stage is a step that computes tables over all documents. It is a derivation:
// where its key - its version, the settings that it reads and the files of the
// tables that it reads - is that of the run before, its tables are still right
// and nothing is done.
type stage struct {
	name     string
	version  int      // of its rules: one more makes everything that it wrote stale
	reads    []string // tables
	writes   []string // tables
	settings func(*config.Loaded) any
	do       func(*run, context.Context, *store.Dataset) error
}

// overall lists the stages over all documents in their order: each may read what
// the ones before have written.
func overall() []stage {
	return []stage{
		{name: "names", version: 1, reads: []string{"documents", "mentions"}, writes: []string{"names"},
			settings: func(*config.Loaded) any { return nil }, do: (*run).keepNames},
		{name: "syndication", version: 1, reads: []string{"documents", "mentions"}, writes: []string{"syndication"},
			settings: func(c *config.Loaded) any { return []any{c.Dedupe, c.Translations} }, do: (*run).keepSyndication},
		{name: "estimates", version: 1, reads: []string{"sources", "documents", "sentences", "mentions", "frame_hits", "document_frames", "document_targets",
			"quotes", "names", "syndication", "term_counts", "memberships", "events"}, writes: []string{"estimates"},
			settings: func(c *config.Loaded) any { return c.Compare }, do: (*run).keepEstimates},
	}
}

// over runs the stages over all documents whose keys have changed.
func (r *run) over(ctx context.Context) error {
	r.p.opt.Progress(Progress{Step: "compare"})
	if err := r.writeDimensions(ctx); err != nil {
		return err
	}
	for _, s := range overall() {
		if err := r.perform(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) perform(ctx context.Context, s stage) error {
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	key := s.key(r.p.cfg, now)
	began := r.p.opt.Now()
	if r.stages[s.name] != key {
		r.batch.Replace(s.writes...)
		if err := s.do(r, ctx, now); err != nil {
			return err
		}
	}
	r.done = append(r.done, store.StageRun{Stage: s.name, Key: key, Done: r.stages[s.name] != key, Seconds: r.p.opt.Now().Sub(began).Seconds()})
	return nil
}

// key names what a stage's tables are made from.
func (s stage) key(cfg *config.Loaded, d *store.Dataset) string {
	var files []string
	for _, t := range s.reads {
		for _, f := range d.Files(t) {
			files = append(files, f.SHA256)
		}
	}
	slices.Sort(files)
	return keyOf([]any{s.name, s.version, s.settings(cfg), strings.Join(files, " ")})
}

// loadStages reads the keys that the newest run has left.
func (r *run) loadStages(ctx context.Context) error {
	var newest store.RunRow
	for row, err := range store.Scan[store.RunRow](ctx, r.dataset) {
		if err != nil {
			return err
		}
		if len(row.Stages) > 0 && !row.Ended.Before(newest.Ended) {
			newest = row
		}
	}
	for _, s := range newest.Stages {
		r.stages[s.Stage] = s.Key
	}
	r.last = newest
	return nil
}

// redo is do for steps that work on what is stored: they make no dataset.
func (p *Pipeline) redo(ctx context.Context, work func(*run) error) (*Result, error) {
	if _, err := store.Open(p.cfg.Data); err != nil {
		return nil, err
	}
	return p.do(ctx, work)
}

// do wraps a step into a run: begin, work, commit.
func (p *Pipeline) do(ctx context.Context, work func(*run) error) (*Result, error) {
	r, err := p.begin(ctx)
	if err != nil {
		return nil, err
	}
	if err := work(r); err != nil {
		return nil, errors.Join(err, r.batch.Close())
	}
	result, err := r.commit(ctx)
	if err != nil {
		return nil, errors.Join(err, r.batch.Close())
	}
	return result, r.endCrawl()
}
