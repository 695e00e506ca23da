package pipeline

import (
	"context"
	"errors"
	"fmt"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/internal/erased"
	"framewatch/store"
)

// Plan is what the next run would do beside crawling, and how long that would
// take as far as earlier runs tell.
type Plan struct {
	Data      string      `json:"data"`
	Sources   int         `json:"sources"`              // to crawl
	Known     int         `json:"known"`                // articles that are due to be asked for again, whatever lists name
	KnownNote string      `json:"known_note,omitempty"` // why that is not known
	Documents int64       `json:"documents"`            // of the dataset
	Changed   []string    `json:"changed"`              // lists and settings that the annotations are made of
	Annotate  int         `json:"annotate"`             // documents to annotate again for it
	Reread    int         `json:"reread"`               // pages whose source is read by other rules now
	Correct   int         `json:"correct"`              // documents that stand under other corrections
	Stages    []StagePlan `json:"stages"`
	Seconds   float64     `json:"seconds"` // of all this; pages that are new come on top
}

// StagePlan is a stage over all documents.
type StagePlan struct {
	Stage   string  `json:"stage"`
	Due     bool    `json:"due"`     // its inputs or settings have changed, or will have
	Seconds float64 `json:"seconds"` // that it took last
}

// Plan tells what a run would do. It writes nothing and takes no lock.
func (p *Pipeline) Plan(ctx context.Context) (Plan, error) {
	plan := Plan{Data: p.cfg.Data, Sources: len(p.cfg.Sources)}
	r, err := p.look(ctx)
	if errors.Is(err, store.ErrNoDataset) {
		return plan, nil // all is new
	}
	if err != nil {
		return plan, err
	}
	dataset := r.dataset
	if err := r.planKnown(ctx, &plan); err != nil {
		return plan, err
	}
	plan.Documents = dataset.Rows(store.DocumentRow{}.Table())
	change, err := r.recipeChange(ctx)
	if err != nil {
		return plan, err
	}
	if !change.None() {
		touched, err := r.touched(ctx, change)
		if err != nil {
			return plan, err
		}
		plan.Changed, plan.Annotate = change.Items, len(touched)
	}
	if len(r.corrections.lines)+len(r.corrections.table) > 0 {
		s, err := r.standing(ctx, dataset)
		if err != nil {
			return plan, err
		}
		plan.Correct = len(s.again)
	}
	plan.Reread = len(r.stale())
	plan.Seconds = float64(plan.Annotate+plan.Reread+plan.Correct) * r.secondsADocument()
	due := plan.Annotate+plan.Reread+plan.Correct > 0
	_, stages, err := r.overall(ctx, dataset)
	if err != nil {
		return plan, err
	}
	for _, s := range stages {
		stale := r.stages[s.name] != s.key(p.cfg, dataset)
		if s.months != nil && !stale {
			continue // one of the windows; which of them a document will touch is not known
		}
		due = due || stale
		stage := StagePlan{Stage: s.name, Due: due, Seconds: r.secondsOf(s.name)}
		plan.Stages = append(plan.Stages, stage)
		if due {
			plan.Seconds += stage.Seconds
		}
	}
	return plan, nil
}

// look opens the dataset as a run would, without a lock and without writing.
func (p *Pipeline) look(ctx context.Context) (*run, error) {
	dataset, err := store.Open(p.cfg.Data)
	if err != nil {
		return nil, err
	}
	r := newRun(p)
	r.dataset = dataset
	if r.erased, err = erased.Load(dataset.StateDir()); err != nil {
		return nil, err
	}
	if err := errors.Join(r.loadSources(ctx), r.loadStages(ctx), r.loadCorrections(ctx)); err != nil {
		return nil, err
	}
	return r, r.openReading(ctx)
}

// planKnown counts the known pages that are due.
func (r *run) planKnown(ctx context.Context, plan *Plan) error {
	c, err := crawl.New(r.p.cfg.Crawl, r.p.opt.Log, crawl.WithClock(r.p.opt.Clock))
	if err != nil {
		return fmt.Errorf("plan crawl: %w", err)
	}
	plan.Known, err = c.Due(crawl.Job{StateDir: r.dataset.StateDir(), WARCDir: r.dataset.WARCDir(), Sources: r.p.cfg.Sources, Erased: r.erased.URL, Known: r.knownPages(ctx)})
	if errors.Is(err, frontier.ErrLocked) {
		plan.KnownNote, err = "a run is under way", nil
	}
	return err
}

// secondsOf is how long a stage took in the newest run, if it was done in it.
func (r *run) secondsOf(stage string) float64 {
	for _, s := range r.last.Stages {
		if s.Stage == stage {
			return s.Seconds
		}
	}
	return 0
}

// secondsADocument is how long the newest run took for a document.
func (r *run) secondsADocument() float64 {
	for _, t := range r.last.Rows {
		if t.Table == (store.DocumentTargetRow{}).Table() && t.Rows > 0 { // a row for each target
			return r.secondsOf(stageDocuments) * float64(len(r.p.cfg.Annotate.Targets)) / float64(t.Rows)
		}
	}
	return 0
}

// loadSources adds the outlets that have left the lists: they stay known, as
// their captures do.
func (r *run) loadSources(ctx context.Context) error { return addSources(ctx, r.dataset, r.sources) }

func addSources(ctx context.Context, d *store.Dataset, to map[corpus.SourceID]*corpus.Source) error {
	for s, err := range store.Scan[store.SourceRow](ctx, d) {
		if err != nil {
			return err
		}
		if id := corpus.SourceID(s.SourceID); to[id] == nil {
			to[id] = s.Source()
		}
	}
	return nil
}
