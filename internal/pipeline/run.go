package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/store"
)

// annotationTables are computed from documents by annotate.
var annotationTables = []string{"sentences", "mentions", "frame_hits", "document_frames", "document_targets", "quotes", "term_counts"}

// Run crawls the configured sources, reads what is new, compares everything and
// commits it as one run. Interrupted at any moment, the next call goes on.
func (p *Pipeline) Run(ctx context.Context) (*Result, error) {
	return p.do(ctx, func(r *run) error {
		if err := r.crawl(ctx, p.cfg.Sources); err != nil {
			return err
		}
		if err := r.reannotate(ctx); err != nil {
			return err
		}
		captures, total, err := r.crawled(ctx)
		if err != nil {
			return err
		}
		if err := r.ingest(ctx, captures, total); err != nil {
			return err
		}
		return errors.Join(r.keepCaptures(), r.over(ctx))
	})
}

// Crawl only fetches: captures, WARC files and failures. sources may be others
// than the configured ones (see [crawl.URLSource]).
func (p *Pipeline) Crawl(ctx context.Context, sources []corpus.Source) (*Result, error) {
	return p.do(ctx, func(r *run) error {
		for i, s := range sources {
			r.sources[s.ID] = &sources[i]
		}
		if err := r.crawl(ctx, sources); err != nil {
			return err
		}
		return r.keepCaptures()
	})
}

// Extract reads every stored page again, and computes everything that follows
// from it, without a single request.
func (p *Pipeline) Extract(ctx context.Context) (*Result, error) {
	return p.do(ctx, func(r *run) error {
		stored, records, total, err := r.stored(ctx)
		if err != nil {
			return err
		}
		r.batch.Replace(append([]string{"documents"}, annotationTables...)...)
		r.before, r.known, r.versions = map[corpus.DocID]bool{}, map[corpus.DocID]bool{}, map[string]int{}
		r.aliases, r.texts = map[string]corpus.DocID{}, newSyndication(p.cfg.Dedupe)
		if err := r.ingest(ctx, chain(records, stored), total); err != nil {
			return err
		}
		return r.over(ctx)
	})
}

// Annotate annotates every stored document again, and compares.
func (p *Pipeline) Annotate(ctx context.Context) (*Result, error) {
	return p.do(ctx, func(r *run) error {
		if err := r.annotateAll(ctx); err != nil {
			return err
		}
		return r.over(ctx)
	})
}

// Compare computes the estimates again from the stored tables.
func (p *Pipeline) Compare(ctx context.Context) (*Result, error) {
	return p.do(ctx, func(r *run) error { return r.over(ctx) })
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
	if r.result.Crawl == nil {
		return result, nil
	}
	// The journal has done its work once its rows are committed.
	if err := crawl.DropRun(r.dataset.StateDir(), r.id); err != nil {
		return nil, fmt.Errorf("end run %s: %w", r.id, err)
	}
	return result, nil
}

// crawl fetches. What it did is on disk when it returns, also with an error.
func (r *run) crawl(ctx context.Context, sources []corpus.Source) error {
	if err := r.remember(); err != nil {
		return err
	}
	c, err := crawl.New(r.p.cfg.Crawl, r.p.opt.Log)
	if err != nil {
		return fmt.Errorf("start crawl: %w", err)
	}
	summary, err := c.Run(ctx, crawl.Job{Run: r.id, StateDir: r.dataset.StateDir(), WARCDir: r.dataset.WARCDir(),
		Sources: sources, Erased: r.erased.URL, Progress: func(p crawl.Progress) {
			r.p.opt.Progress(Progress{Step: "crawl", Done: p.Fetched, Total: p.Fetched + p.Waiting,
				Note: fmt.Sprintf("%d of %d outlets done", p.SourcesDone, p.Sources)})
		}})
	if err != nil {
		return fmt.Errorf("crawl: %w", err)
	}
	r.result.Crawl = &summary
	return nil
}

// crawled yields the captures of this run that may be articles.
func (r *run) crawled(ctx context.Context) (iter.Seq2[given, error], int, error) {
	total := 0
	for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
		if err != nil {
			return nil, 0, fmt.Errorf("read journal: %w", err)
		}
		if r.readable(c) {
			total++
		}
	}
	return func(yield func(given, error) bool) {
		for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
			if err == nil && !r.readable(c) {
				continue
			}
			if !yield(given{capture: c}, err) || err != nil {
				return
			}
		}
	}, total, ctx.Err()
}

// readable holds for captures that extraction looks at. The start pages of a
// list lead to articles and are none; an address that somebody asked for by
// itself may be one.
func (r *run) readable(c corpus.Capture) bool {
	if !c.Outcome.Stored() || c.Outcome == corpus.OutcomeBlocked {
		return false
	}
	s := r.sources[c.Source]
	return c.Kind == crawl.KindPage || c.Kind == crawl.KindStart && s != nil && s.ListID == crawl.URLList
}

// keepCaptures appends the captures of this run, the failures among them and
// the verdict on each source.
func (r *run) keepCaptures() error {
	last := map[string]corpus.Capture{}
	var order []string
	for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		if note, ok := r.outcomes[c.ID]; ok {
			c.Outcome, c.ErrorCode = note.outcome, note.code
		}
		s := r.source(c.Source)
		s.Captures++
		// Only a page that gave a document is a document that has not changed.
		if _, ok := r.versions[string(c.Source)+" "+c.URL]; ok && (c.Outcome == corpus.OutcomeNotModified || c.ErrorCode == crawl.CodeNotDue) {
			s.Documents++
			r.result.Unchanged++
		}
		key := string(c.Source) + " " + c.URL
		if _, again := last[key]; !again {
			order = append(order, key)
		}
		last[key] = c
		if err := store.Append(r.batch, store.CaptureOf(c)); err != nil {
			return err
		}
	}
	for _, key := range order {
		if err := r.captureFailure(last[key]); err != nil {
			return err
		}
	}
	r.judgeSources()
	return nil
}

// captureFailure notes a URL whose last attempt failed. A page behind a robots
// rule or a budget is no failure: it was not wanted.
func (r *run) captureFailure(c corpus.Capture) error {
	switch c.Outcome {
	case corpus.OutcomeError, corpus.OutcomeGone, corpus.OutcomeBlocked:
		if _, told := r.outcomes[c.ID]; told {
			return nil
		}
		return r.fail(Failure{Stage: "crawl", Source: c.Source, URL: c.URL, Code: c.ErrorCode, Message: c.Message})
	default:
		return nil
	}
}

// judgeSources says which outlets failed: those that gave fewer documents than
// their floor, where documents were read at all, and those that gave nothing
// where something was asked for. Nothing was asked of those that were passed
// over.
func (r *run) judgeSources() {
	if r.result.Crawl == nil {
		return
	}
	for _, s := range r.result.Crawl.Sources {
		r.source(s.Source).NotDue = s.NotDue
	}
	for _, s := range r.bySource {
		known := r.sources[s.ID]
		if known != nil && r.ingested && !s.NotDue && s.Documents < known.MinArticles {
			s.Problem = fmt.Sprintf("%d documents, its floor is %d (min_articles)", s.Documents, known.MinArticles)
		}
	}
	for _, s := range r.result.Crawl.Sources {
		if !s.NotDue && s.Stored+s.Outcomes[corpus.OutcomeNotModified] == 0 {
			r.source(s.Source).Problem = "nothing could be fetched: " + why(r.result.Crawl.Starts, s.Source)
		}
	}
}

// why says how a source's first start page ended.
func why(starts []crawl.StartLine, id corpus.SourceID) string {
	for _, s := range starts {
		if s.Source == id {
			return fmt.Sprintf("%s: %s %s %s", s.URL, s.Outcome, s.ErrorCode, s.Message)
		}
	}
	return "no start page, feed or sitemap was reached"
}

// over computes what looks at all documents: groups of copies and estimates.
func (r *run) over(ctx context.Context) error {
	r.p.opt.Progress(Progress{Step: "compare"})
	r.batch.Replace("names", "syndication", "estimates")
	if err := r.writeDimensions(); err != nil {
		return err
	}
	now, err := r.batch.Snapshot()
	if err != nil {
		return err
	}
	if err := errors.Join(r.keepNames(ctx, now), r.keepSyndication(ctx, now)); err != nil {
		return err
	}
	if now, err = r.batch.Snapshot(); err != nil { // with the groups
		return err
	}
	estimates, err := compare.DefaultSuite(ctx, now, r.p.cfg.Compare)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	for i := range estimates {
		estimates[i].RunID = string(r.id)
	}
	return store.Append(r.batch, estimates...)
}
