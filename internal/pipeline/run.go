package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"path/filepath"
	"slices"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/crawl/reason"
	"framewatch/store"
)

// Run crawls the configured sources, reads what is new, compares everything and
// commits it as one run. Interrupted at any moment, the next call goes on.
func (p *Pipeline) Run(ctx context.Context) (*Result, error) {
	return p.collect(ctx, (*run).over)
}

// Collect is [Pipeline.Run] without the comparison, which costs more than a crawl of
// few sources: the estimates stay those of the last run that compared, and the next
// one finds that they are of fewer documents.
func (p *Pipeline) Collect(ctx context.Context) (*Result, error) {
	return p.collect(ctx, (*run).overCollected)
}

// collect crawls, reads what is new, and ends with what is computed over all
// documents.
func (p *Pipeline) collect(ctx context.Context, over func(*run, context.Context) error) (*Result, error) {
	if err := p.cfg.Crawl.CheckContact(p.cfg.Sources...); err != nil {
		return nil, err
	}
	return p.do(ctx, func(r *run) error {
		if err := r.crawl(ctx, p.cfg.Sources); err != nil {
			return err
		}
		captures, total, err := r.crawled(ctx)
		if err != nil {
			return err
		}
		if err := r.ingest(ctx, captures, total); err != nil {
			return err
		}
		// After the pages: what they have replaced is not annotated again.
		if err := r.reannotate(ctx); err != nil {
			return err
		}
		if err := r.endArticles(ctx); err != nil {
			return err
		}
		if err := r.endReading(ctx); err != nil {
			return err
		}
		return errors.Join(r.keepCaptures(ctx), over(r, ctx), r.keepHealth(ctx, true))
	})
}

// Crawl only fetches: captures, WARC files and failures. sources may be others
// than the configured ones (see [crawl.URLSource]).
func (p *Pipeline) Crawl(ctx context.Context, sources []corpus.Source) (*Result, error) {
	if err := p.cfg.Crawl.CheckContact(sources...); err != nil {
		return nil, err
	}
	return p.do(ctx, func(r *run) error {
		for i, s := range sources {
			r.sources[s.ID] = &sources[i]
		}
		if err := r.crawl(ctx, sources); err != nil {
			return err
		}
		if err := r.openReading(ctx); err != nil {
			return err
		}
		return errors.Join(r.keepCaptures(ctx), r.writeDimensions(ctx), r.keepHealth(ctx, false))
	})
}

// Extract reads every stored page again, or takes what other machines have read in
// them, and computes everything that follows from it, without a single request.
func (p *Pipeline) Extract(ctx context.Context) (*Result, error) {
	return p.redo(ctx, func(r *run) error {
		if err := errors.Join(r.openParts(ctx), r.openReading(ctx)); err != nil {
			return err
		}
		stored, records, total, err := r.stored(ctx)
		if err != nil {
			return err
		}
		r.forget()
		r.batch.Replace(store.DocumentTables()...)
		if err := errors.Join(r.saveRecipe(), r.ingest(ctx, chain(records, stored), total)); err != nil {
			return err
		}
		return errors.Join(r.endReading(ctx), r.over(ctx))
	})
}

// Annotate annotates every stored document again, or takes what other machines have
// found in them, and compares.
func (p *Pipeline) Annotate(ctx context.Context) (*Result, error) {
	return p.redo(ctx, func(r *run) error {
		if err := r.openParts(ctx); err != nil {
			return err
		}
		all := map[string]string{}
		for _, f := range r.dataset.Files(store.DocumentRow{}.Table()) {
			for d, err := range store.Scan[docID](ctx, r.dataset.Only(f)) {
				if err != nil {
					return err
				}
				all[d.DocID] = f.Month()
			}
		}
		if err := errors.Join(r.saveRecipe(), r.annotateDealt(ctx, all)); err != nil {
			return err
		}
		return r.over(ctx)
	})
}

type docID struct {
	DocID string `col:"doc_id"`
}

func (docID) Table() string { return store.DocumentRow{}.Table() }

// Compare computes the estimates again from the stored tables, if anything that
// they are made of has changed.
func (p *Pipeline) Compare(ctx context.Context) (*Result, error) {
	return p.redo(ctx, func(r *run) error { return r.over(ctx) })
}

// endCrawl forgets the crawl's journal, which has done its work once its rows
// are committed.
func (r *run) endCrawl() error {
	if r.result.Crawl == nil {
		return nil
	}
	if err := crawl.DropRun(r.dataset.StateDir(), r.id); err != nil {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("forget the journal of run %s: %v; it does no harm", r.id, err))
	}
	return nil
}

// crawl fetches. What it did is on disk when it returns, also with an error.
func (r *run) crawl(ctx context.Context, sources []corpus.Source) error {
	if err := r.remember(); err != nil {
		return err
	}
	if err := r.missingArchives(ctx); err != nil {
		return err
	}
	c, err := crawl.New(r.p.cfg.Crawl, r.p.opt.Log, crawl.WithClock(r.p.opt.Clock))
	if err != nil {
		return fmt.Errorf("start crawl: %w", err)
	}
	begun, err := crawl.Begun(r.dataset.StateDir())
	if err == nil {
		err = c.Settle(r.dataset.StateDir())
	}
	if err != nil {
		return fmt.Errorf("start crawl: %w", err)
	}
	if !begun {
		r.p.opt.First()
	}
	if err := crawl.Respell(r.dataset.StateDir(), r.metURLs(ctx)); err != nil {
		return fmt.Errorf("start crawl: %w", err)
	}
	rest, err := r.resting(ctx, sources)
	if err != nil {
		return fmt.Errorf("start crawl: %w", err)
	}
	for _, s := range sources {
		if due := r.p.opt.Due; due != nil && !due(s.ID) {
			rest[s.ID] = true
		}
	}
	summary, err := c.Run(ctx, crawl.Job{Run: r.id, StateDir: r.dataset.StateDir(), WARCDir: r.dataset.WARCDir(),
		Sources: r.inForce(sources), Erased: r.erased.URL, Rest: rest, Known: r.knownPages(ctx), Alone: true, Progress: func(p crawl.Progress) {
			r.p.opt.Progress(Progress{Step: "crawl", Done: p.Fetched, Total: p.Fetched + p.Waiting,
				Note: cmp.Or(p.Note, fmt.Sprintf("%d of %d outlets done", p.SourcesDone, p.Sources))})
		}})
	if err != nil {
		return fmt.Errorf("crawl: %w", err)
	}
	r.result.Crawl = &summary
	return nil
}

// archiveOf is the archive file of a capture.
type archiveOf struct {
	File string `col:"warc_file,null"`
}

func (archiveOf) Table() string { return store.CaptureRow{}.Table() }

// missingArchives tells of archive files that are gone: what they held cannot be
// read again, and what is fetched anew may not be the same.
func (r *run) missingArchives(ctx context.Context) error {
	named := map[string]bool{}
	for c, err := range store.Scan[archiveOf](ctx, r.dataset) {
		if err != nil {
			return err
		}
		if c.File != "" {
			named[c.File] = true
		}
	}
	there, err := r.dataset.FS().List(filepath.Base(r.dataset.WARCDir()))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("list archive files: %w", err)
	}
	present := map[string]bool{}
	for _, e := range there {
		present[e.Name] = true
	}
	var gone []string
	for file := range named {
		if !present[path.Base(file)] {
			gone = append(gone, file)
		}
	}
	if len(gone) > 0 {
		r.result.Notes = append(r.result.Notes, fmt.Sprintf("%d of %d archive files of earlier runs are gone, such as %s: their pages cannot be read again, and are asked for anew where they are still online; put them back from a copy", len(gone), len(named), slices.Min(gone)))
	}
	return nil
}

// urlsOf are the addresses of a capture.
type urlsOf struct {
	URL      string `col:"url"`
	FinalURL string `col:"final_url"`
}

func (urlsOf) Table() string { return store.CaptureRow{}.Table() }

// metURLs yields the addresses that earlier runs met.
func (r *run) metURLs(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for c, err := range store.Scan[urlsOf](ctx, r.dataset) {
			if !yield(c.URL, err) || err == nil && !yield(c.FinalURL, nil) {
				return
			}
		}
	}
}

// crawled yields the captures of this run that may be articles, those that have
// not changed but are in no table among them, and the pages of articles whose
// source has other rules now.
func (r *run) crawled(ctx context.Context) (iter.Seq2[given, error], int, error) {
	if err := errors.Join(r.openReading(ctx), r.openHistory(ctx)); err != nil {
		return nil, 0, err
	}
	var all []given
	var lost []corpus.Capture
	met := map[corpus.ArticleID]bool{}
	at := map[string]corpus.Capture{} // pages whose body was not sent again
	for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
		if err != nil {
			return nil, 0, fmt.Errorf("read journal: %w", err)
		}
		if r.readable(c) {
			all = append(all, given{capture: c})
			if id, ok := r.articles.at(c.Source, c.FinalURL, c.URL); ok {
				met[id] = true
			}
		} else if r.lost(c) {
			lost = append(lost, c)
		} else if c.Kind == crawl.KindPage && (c.Outcome == corpus.OutcomeNotModified || c.ErrorCode == crawl.CodeNotDue) && len(c.Redirects) == 0 {
			at[address(c.Source, c.URL)] = c
		}
		if m, ok := r.moveOf(c); ok {
			r.moves = append(r.moves, m)
		}
	}
	for _, m := range r.moves { // what was read at the new address before was taken for a copy
		if c, ok := at[address(m.capture.Source, m.to)]; ok && r.articleAt(c.Source, c.URL) == "" {
			lost = append(lost, c)
		}
	}
	if err := r.settleMoves(ctx); err != nil {
		return nil, 0, err
	}
	kept, err := crawl.Kept(r.dataset.StateDir(), lost) // the journal is closed by now
	if err != nil {
		return nil, 0, fmt.Errorf("read state: %w", err)
	}
	for _, c := range kept {
		r.kept[c.ID] = c
		all = append(all, given{capture: c})
	}
	for _, t := range r.stale() {
		if met[t.article] {
			continue
		}
		c, ok, err := r.captureOf(ctx, t.capture)
		if err != nil {
			return nil, 0, err
		}
		if ok && r.readable(c) {
			all = append(all, given{capture: c})
		}
	}
	return func(yield func(given, error) bool) {
		for _, g := range all {
			if !yield(g, nil) {
				return
			}
		}
	}, len(all), ctx.Err()
}

// lost holds for a page that the crawler knows and that no table has: its
// document is made from what is stored. Tables may be older than the state, as
// after a backup was put back.
func (r *run) lost(c corpus.Capture) bool {
	if c.Kind != crawl.KindPage || c.Outcome != corpus.OutcomeNotModified && c.ErrorCode != crawl.CodeNotDue {
		return false
	}
	if _, known := r.articles.at(c.Source, c.FinalURL, c.URL); known {
		return false
	}
	key, read := r.articles.page(c.Source, c.URL)
	return !read || key != r.readingKey(c.Source)
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
func (r *run) keepCaptures(ctx context.Context) error {
	last := map[string]corpus.Capture{}
	var order []string
	for c, err := range crawl.Captures(r.dataset.StateDir(), r.id) {
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		if kept, ok := r.kept[c.ID]; ok {
			c = kept // it says where the body lies
		}
		if note, ok := r.outcomes[c.ID]; ok {
			c.Outcome, c.ErrorCode = note.outcome, note.code
		}
		s := r.source(c.Source)
		s.Captures++
		// Only a page that gave a document is a document that has not changed.
		if _, ok := r.articles.at(c.Source, c.URL); ok && c.Via != frontier.ViaKnown && (c.Outcome == corpus.OutcomeNotModified || c.ErrorCode == crawl.CodeNotDue) {
			s.Documents++
			r.result.Unchanged++
		}
		key := attempted(c.Source, c.URL)
		if _, again := last[key]; !again {
			order = append(order, key)
		}
		last[key] = c
		if err := store.Append(r.batch, store.CaptureOf(c)); err != nil {
			return err
		}
	}
	judged, err := r.judgeSources(ctx)
	if err != nil {
		return err
	}
	for _, key := range order {
		r.noteCapture(last[key])
		if judged[key] { // it is told with what to do about it
			continue
		}
		if err := r.captureFailure(last[key]); err != nil {
			return err
		}
	}
	return nil
}

// attempted names an address of a source.
func attempted(id corpus.SourceID, url string) string { return string(id) + " " + url }

// captureFailure notes a URL whose last attempt failed, a page of which a part is
// lost, and a list that is none or damaged. A page behind a robots rule or a budget is
// no failure: it was not wanted.
func (r *run) captureFailure(c corpus.Capture) error {
	damaged := (c.Outcome.Stored() || c.Outcome == corpus.OutcomeNotModified) && reason.Damaged(c.ErrorCode)
	switch {
	case c.Via == frontier.ViaKnown && c.Outcome == corpus.OutcomeGone:
		return nil // see endArticles
	case damaged, c.Outcome == corpus.OutcomeError || c.Outcome == corpus.OutcomeGone || c.Outcome == corpus.OutcomeBlocked || c.Outcome == corpus.OutcomeFlagged && reason.OfList(c.ErrorCode):
		if _, told := r.outcomes[c.ID]; told {
			return nil
		}
		return r.fail(Failure{Stage: "crawl", Source: c.Source, URL: c.URL, Code: c.ErrorCode, Message: c.Message})
	default:
		return nil
	}
}

// keepEstimates computes the published numbers; the report shows the same ones.
func (r *run) keepEstimates(ctx context.Context, now *store.Dataset) (err error) {
	if r.result.Studies, err = compare.RunEach(ctx, now, r.p.cfg.Comparisons()); err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	var estimates []store.EstimateRow
	for _, s := range r.result.Studies {
		estimates = append(estimates, s.Suite.Rows()...)
	}
	for i := range estimates {
		estimates[i].RunID = string(r.id)
	}
	return store.Append(r.batch, estimates...)
}
