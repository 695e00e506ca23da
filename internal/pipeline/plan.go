package pipeline

import (
	"context"
	"errors"
	"slices"

	"framewatch/internal/config"
	"framewatch/internal/streams"
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
	months   []string // of those tables that it reads; nil for all
	writes   []string // tables, of which it writes everything; nil where do says what it replaces
	settings func(*config.Loaded) any
	do       func(context.Context, *store.Dataset) error
}

// overall lists the stages over all documents in their order: each may read what
// the ones before have written. There is one for each window of months.
func (r *run) overall(ctx context.Context, now *store.Dataset) (*stories, []stage, error) {
	bonds, err := r.bonds(ctx, now)
	if err != nil {
		return nil, nil, err
	}
	s := newStories(r, bonds)
	stages := []stage{{name: "names", version: 2, reads: []string{"documents", "mentions"}, writes: []string{"names"},
		settings: func(*config.Loaded) any { return nil }, do: r.keepNames}}
	months := monthsOf(now, store.DocumentRow{}.Table())
	documents := map[string]int64{}
	for _, f := range now.Files(store.DocumentRow{}.Table()) {
		documents[f.Month()] += f.Rows
	}
	for _, month := range months {
		stages = append(stages, s.windowStage(month, windowOf(month, months, documents)))
	}
	return s, append(stages, s.originStage(),
		stage{name: "syndication", version: storiesVersion, reads: []string{"documents", "story_links"},
			settings: func(c *config.Loaded) any { return []any{storySettings(c), originRules, s.originSettings(c)} }, do: s.keepSyndication},
		r.outletStage(),
		stage{name: stageEstimates, version: 2, reads: []string{"sources", "documents", "sentences", "mentions", "frame_hits", "document_frames", "document_targets",
			"quotes", "names", "syndication", "outlet_months", "term_counts", "memberships", "events"}, writes: []string{"estimates"},
			settings: func(c *config.Loaded) any { return c.Comparisons() }, do: r.keepEstimates}), nil
}

// stageEstimates names the stage that compares.
const stageEstimates = "estimates"

// over runs the stages over all documents whose keys have changed.
func (r *run) over(ctx context.Context) error {
	r.p.opt.Progress(Progress{Step: "compare"})
	return r.overWhere(ctx, func(string) bool { return true })
}

// overCollected is over without the comparison, whose tables stay as they are. What
// they were made from is noted again, so that the next run knows it.
func (r *run) overCollected(ctx context.Context) error {
	if key, ok := r.stages[stageEstimates]; ok {
		r.done = append(r.done, store.StageRun{Stage: stageEstimates, Key: key})
	}
	return r.overWhere(ctx, func(name string) bool { return name != stageEstimates })
}

func (r *run) overWhere(ctx context.Context, wanted func(stage string) bool) error {
	if err := errors.Join(r.writeDimensions(ctx), r.writeLists(ctx)); err != nil {
		return err
	}
	if err := r.performAll(ctx, wanted); err != nil {
		return err
	}
	return r.noteCorrections(ctx)
}

// performAll runs those stages whose names are wanted.
func (r *run) performAll(ctx context.Context, wanted func(name string) bool) error {
	// First: a document with another date lies in another month.
	if wanted(stageCorrections) {
		if err := r.perform(ctx, r.correctionStage()); err != nil {
			return err
		}
	}
	if err := r.keepCounted(ctx); err != nil {
		return err
	}
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	windows, stages, err := r.overall(ctx, now)
	if err != nil {
		return err
	}
	if err := windows.forgetWindows(ctx, now, monthsOf(now, store.DocumentRow{}.Table())); err != nil {
		return err
	}
	for _, s := range stages {
		if !wanted(s.name) {
			continue
		}
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
	began := r.p.opt.Clock.Now()
	if r.stages[s.name] != key {
		r.batch.Replace(s.writes...)
		if err := s.do(ctx, now); err != nil {
			return err
		}
	}
	done := store.StageRun{Stage: s.name, Key: key, Done: r.stages[s.name] != key, Seconds: r.p.opt.Clock.Now().Sub(began).Seconds()}
	r.done = append(r.done, done)
	r.p.opt.Log.Info("stage", "stage", done.Stage, "made_again", done.Done, "seconds", rounded(done.Seconds))
	return nil
}

// key names what a stage's tables are made from. It stays when files are merged.
func (s stage) key(cfg *config.Loaded, d *store.Dataset) string {
	var files []store.File
	for _, t := range s.reads {
		for _, f := range d.Files(t) {
			if s.months == nil || slices.Contains(s.months, f.Month()) {
				files = append(files, f)
			}
		}
	}
	return streams.KeyOf([]any{s.name, s.version, s.settings(cfg), store.Origin(files)})
}

// monthsOf lists the months of a table's files in their order; that of a table
// without partitions is "".
func monthsOf(d *store.Dataset, table string) []string {
	var out []string
	for _, f := range d.Files(table) {
		out = append(out, f.Month())
	}
	slices.Sort(out)
	return slices.Compact(out)
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
func (p *Pipeline) do(ctx context.Context, work func(*run) error) (result *Result, err error) {
	r, err := p.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.closeParts()) }()
	if err := work(r); err != nil {
		return nil, errors.Join(err, r.batch.Close())
	}
	if result, err = r.commit(ctx); err != nil {
		return nil, errors.Join(err, r.batch.Close())
	}
	return result, r.endCrawl()
}
