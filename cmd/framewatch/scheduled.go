package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/internal/config"
	"framewatch/internal/metrics"
	"framewatch/internal/pipeline"
	"framewatch/internal/schedule"
	"framewatch/store"
)

// scheduled is the work that a schedule drives: runs of the pipeline over the sources
// that are due, told to people, Prometheus and a webhook.
type scheduled struct {
	g       *global
	cfg     *config.Loaded
	opt     pipeline.Options
	waiting atomic.Int64 // addresses of the crawl under way

	mu    sync.Mutex // guards what follows, which metrics read
	last  *metrics.Run
	runs  map[int]int // by exit code
	known record      // as last read
}

func newScheduled(c *cobra.Command, g *global, cfg *config.Loaded) (*scheduled, error) {
	w := &scheduled{g: g, cfg: cfg, runs: map[int]int{}}
	opt, err := g.pipelineOptions(c, g.stderr, func(p pipeline.Progress) {
		if p.Step == "crawl" {
			w.waiting.Store(int64(p.Total - p.Done))
		}
	})
	opt.Clock = crawl.SystemClock()
	opt.First = func() { firstCrawl(g.stderr, cfg.Crawl) }
	w.opt = opt
	return w, err
}

// History is for [schedule.Work].
func (w *scheduled) History(ctx context.Context) ([]schedule.Visit, error) {
	known, err := recordOf(ctx, w.cfg, w.opt.Clock.Now())
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known = known
	return known.visits, nil
}

// Busy is for [schedule.Work].
func (w *scheduled) Busy(err error) bool {
	return errors.Is(err, store.ErrLocked) || errors.Is(err, frontier.ErrLocked) || errors.Is(err, frontier.ErrTaken)
}

// Run is for [schedule.Work]. That a source failed, or that nothing was collected, is
// no failure of the run: the verdict is told, and the sources' next turns follow from
// their history.
func (w *scheduled) Run(ctx context.Context, job schedule.Job) error {
	began := w.opt.Clock.Now()
	result, err := w.run(ctx, job)
	w.waiting.Store(0)
	if w.Busy(err) {
		return err
	}
	if err == nil && len(job.Sources) > 0 {
		err = w.g.verdict(result, "")
	}
	code := exitOK
	if err != nil {
		code = exitCode(ctx, err)
	}
	w.ended(result, began, code)
	if result == nil {
		return err
	}
	fmt.Fprintf(w.g.text(), "%s run %s: %s\n", w.opt.Clock.Now().UTC().Format(time.DateTime), result.RunID, saidOf(job, result, code))
	for _, n := range result.Notes {
		w.opt.Log.Warn("of the dataset", "run", string(result.RunID), "note", n)
	}
	if told := tell(ctx, w.cfg, result, w.opt.Clock.Now()); told != nil {
		w.opt.Log.Warn("the webhook was not told", "error", told)
	}
	if code == exitSource || code == exitNothing {
		w.opt.Log.Warn("a run ended with a verdict", "run", string(result.RunID), "exit_code", code, "verdict", err.Error())
		return nil
	}
	return err
}

func (w *scheduled) run(ctx context.Context, job schedule.Job) (*pipeline.Result, error) {
	due := map[corpus.SourceID]bool{}
	for _, id := range job.Sources {
		due[id] = true
	}
	opt := w.opt
	opt.Due = func(id corpus.SourceID) bool { return due[id] }
	p := pipeline.New(w.cfg, opt)
	step := p.Collect
	switch {
	case job.Report && len(job.Sources) == 0:
		step = p.Compare
	case job.Report:
		step = p.Run
	}
	result, err := step(ctx)
	if err == nil && job.Report {
		_, err = w.g.writeReport(ctx, w.cfg, result.Studies, "")
	}
	return result, err
}

// ended notes how a run ended, for metrics.
func (w *scheduled) ended(r *pipeline.Result, began time.Time, code int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = lastRun(r, began, w.opt.Clock.Now(), code)
	w.runs[code]++
}

// snapshot is for metrics; it may be called at any time.
func (w *scheduled) snapshot(st schedule.State) metrics.Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.known.standing(st.Turns)
	s.Last = w.last
	s.Schedule = &metrics.Schedule{Running: st.Running, Busy: st.Busy, Waiting: int(w.waiting.Load()), Next: st.Next, Failures: st.Failures, Runs: maps.Clone(w.runs)}
	return s
}

// saidOf is the line about a run.
func saidOf(job schedule.Job, r *pipeline.Result, code int) string {
	said := "report"
	if n := len(job.Sources); n > 0 {
		said = fmt.Sprintf("%d sources, %d new documents, %d unchanged, %d in all", n, r.Documents, r.Unchanged, r.Total)
		if n := len(r.Failures); n > 0 {
			said += fmt.Sprintf(", %d not read", n)
		}
		if job.Report {
			said += ", report"
		}
	}
	if code != exitOK {
		said += fmt.Sprintf(" (exit code %d)", code)
	}
	return said
}
