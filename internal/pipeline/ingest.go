package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/frontier"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/ordered"
	"framewatch/internal/streams"
	"framewatch/nlp/neardup"
	"framewatch/nlp/service"
	"framewatch/store"
)

// captureNote is what extraction found out about a capture that looked well
// when it was fetched.
type captureNote struct {
	outcome corpus.Outcome
	code    string
}

// item is one page on its way through extraction and annotation.
type item struct {
	capture corpus.Capture
	doc     corpus.Document
	failure *Failure
	unread  *Failure             // a part of it that could not be read
	notes   *streams.Annotation  // nil where it is not annotated
	lines   []*config.Correction // about it
	linked  [][]string           // of those about names: what the mentions stood for
	dealt   bool                 // other machines have worked on it
	fault   error                // of an annotator service that could not be reached
}

// given is a capture to read: its page lies in the WARC file unless it comes
// with it, or there is a ready document, or there is only a problem.
type given struct {
	capture corpus.Capture
	page    *corpus.Page
	doc     *corpus.Document
	problem *Failure
	unread  *Failure // a part of it that could not be read
}

// ingest reads documents from captures, annotates those that are new and
// appends their rows.
func (r *run) ingest(ctx context.Context, captures iter.Seq2[given, error], total int) error {
	if err := r.openReading(ctx); err != nil {
		return err
	}
	done, began := 0, r.p.opt.Clock.Now()
	r.ingested = true
	err := ordered.Map(ctx, workers(), captures, r.read, func(a item) error {
		done++
		r.p.opt.Progress(Progress{Step: "extract", Done: done, Total: total, Note: string(a.capture.Source)})
		return r.keep(ctx, a)
	})
	if err != nil {
		return err
	}
	if done > 0 {
		run := store.StageRun{Stage: stageDocuments, Done: true, Seconds: r.p.opt.Clock.Now().Sub(began).Seconds()}
		r.done = append(r.done, run)
		r.p.opt.Log.Info("stage", "stage", run.Stage, "pages", done, "new", r.result.Documents, "unchanged", r.result.Unchanged, "failures", len(r.result.Failures), "seconds", rounded(run.Seconds))
	}
	return nil
}

// stageDocuments is extraction and annotation together, as runs.stages has it.
const stageDocuments = "documents"

// endReading takes out what new readings have replaced.
func (r *run) endReading(ctx context.Context) error {
	gone := map[string]string{}
	for id, t := range r.superseded {
		gone[string(id)] = t.month
	}
	if _, err := r.batch.Drop(ctx, gone, store.DocumentTables()...); err != nil {
		return err
	}
	if err := r.endRekeyed(ctx); err != nil {
		return err
	}
	if err := r.endMoved(ctx); err != nil {
		return err
	}
	if err := r.endAmended(ctx); err != nil {
		return err
	}
	return r.endOutdated(ctx)
}

// endMoved writes the new addresses of documents whose text has not changed.
func (r *run) endMoved(ctx context.Context) error {
	docs, corrected := map[string]string{}, map[string]string{}
	for id, t := range r.moved {
		a := item{doc: corpus.Document{ID: id, URL: t.url, FinalURL: t.final, Article: t.article}}
		if len(r.correctionsOf(&a)) > 0 { // the new address may have some
			corrected[string(id)] = t.month
		} else {
			docs[string(id)] = t.month
		}
	}
	if len(corrected) > 0 {
		if err := r.annotateAgain(ctx, corrected); err != nil {
			return err
		}
	}
	for d, err := range r.documents(ctx, docs) {
		if err != nil {
			return err
		}
		d.FinalURL, d.Month = r.moved[corpus.DocID(d.DocID)].final, docs[d.DocID]
		if err := store.Append(r.batch, d); err != nil {
			return err
		}
	}
	_, err := r.batch.Drop(ctx, docs, store.DocumentRow{}.Table())
	return err
}

// read is the part of ingest that runs side by side: it must not change r.
func (r *run) read(ctx context.Context, g given) (item, error) {
	// A document without a page is not read elsewhere, and annotated here.
	a := item{capture: g.capture, failure: g.problem, unread: g.unread, dealt: r.parts != nil && g.doc == nil}
	if g.problem != nil || !r.readable(g.capture) && g.doc == nil {
		return a, nil
	}
	if g.doc != nil {
		a.doc = *g.doc
	} else if err := r.extract(ctx, &a, g.page); err != nil || a.failure != nil {
		return a, err
	}
	if a.doc.Blocked || r.seenBefore(a) {
		return a, nil
	}
	err := r.annotate(ctx, &a)
	return a, err
}

// seenBefore reports whether the dataset has a page's text already.
func (r *run) seenBefore(a item) bool {
	id, ok := r.articles.base.of(a.capture, a.doc)
	return r.articles.base.document(a.doc.ID) != nil || ok && r.articles.base.text(id, a.doc.TextSHA256) != nil
}

// extract fills in the document of an article; page is nil when it lies in the
// WARC file only.
func (r *run) extract(ctx context.Context, a *item, page *corpus.Page) error {
	c := a.capture
	if a.dealt {
		doc, err := r.parts.Document(c, streams.ReadKey(r.readingRules(c.Source), c))
		return a.extracted(doc, err)
	}
	if page == nil {
		stored, err := archivedPage(r.dataset, c)
		if err != nil {
			return err
		}
		page = &stored
	}
	doc, err := r.extractor.Extract(ctx, *page, r.sources[c.Source])
	return a.extracted(doc, err)
}

// extracted fills in what came of a page.
func (a *item) extracted(doc corpus.Document, err error) error {
	c := a.capture
	var failed *extract.Failure
	if errors.As(err, &failed) {
		a.failure = &Failure{Stage: "extract", Source: c.Source, URL: c.URL, Code: failed.Code, Message: failed.Message}
		return nil
	}
	if err != nil {
		return fmt.Errorf("extract %s: %w", c.URL, err)
	}
	a.doc = doc
	return nil
}

// annotate fills in the notes of the document as it will stand corrected; one
// that annotation cannot handle is a failure, not the end of the run.
func (r *run) annotate(ctx context.Context, a *item) error {
	a.lines = r.correctionsOf(a)
	if took, err := r.takeNotes(a); took || err != nil {
		return err
	}
	annotator, err := r.annotation()
	if err != nil {
		return err
	}
	notes, linked, fault := annotator.AnnotateRelinked(ctx, a.corrected(), a.relinks())
	a.linked = linked
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if fault != nil {
		if unserved := (*service.Error)(nil); errors.As(fault, &unserved) && unserved.Down {
			a.fault = fault
		}
		a.failure = &Failure{Stage: stageAnnotate, Source: a.doc.Source, URL: a.doc.URL, Code: "annotate", Message: fault.Error()}
		return nil
	}
	corrected := a.corrected()
	a.found(streams.AnnotationOf(corrected, &notes, r.targets))
	return nil
}

// found fills in what was found in the document.
func (a *item) found(notes *streams.Annotation) {
	a.notes = notes
	if notes.FoundLang == "" {
		return
	}
	a.doc.Lang, a.doc.Langs = notes.FoundLang, nil
	for _, l := range notes.FoundLangs {
		a.doc.Langs = append(a.doc.Langs, corpus.LangShare{Lang: l.Lang, Share: l.Share})
	}
}

// keep appends what came of a page; it is called in the order of captures.
func (r *run) keep(ctx context.Context, a item) error {
	if a.doc.ID == "" && a.failure == nil {
		return nil // a capture without anything to read
	}
	r.noteLooked(a)
	if a.failure != nil {
		return r.keepNone(a)
	}
	if a.doc.Blocked {
		r.outcomes[a.capture.ID] = captureNote{corpus.OutcomeBlocked, "block-page"}
		return r.fail(Failure{Stage: "extract", Source: a.doc.Source, URL: a.doc.URL, Code: "blocked",
			Message: "a block, challenge or login page with the status of an article"})
	}
	if r.erased.URL(a.doc.URL) || r.erased.URL(a.doc.CanonicalURL) || r.erased.Document(a.doc.ID) {
		return r.fail(Failure{Stage: "extract", Source: a.doc.Source, Code: codeErased, Message: "removed from this dataset on request"})
	}
	if a.capture.FinalURL != a.doc.URL {
		a.doc.FinalURL = a.capture.FinalURL
	}
	r.noteSelectors(a)
	is, old, err := r.judge(ctx, a)
	if err != nil {
		return err
	}
	s := r.source(a.doc.Source)
	if is != elsewhere && is != alias && a.capture.Via != frontier.ViaKnown { // the floor of a source is about what its lists name
		s.Documents++
	}
	if old != nil && is != alias {
		r.answered[old.article] = true
		r.noticed(a, old)
	}
	switch is {
	case elsewhere:
		return nil // see endArticles
	case part:
		return nil // see captureFailure
	case unchanged:
		r.result.Unchanged++
		return r.keepUnchanged(a, old)
	case alias:
		a.failure = &Failure{Stage: "extract", Source: a.doc.Source, URL: a.doc.URL, Code: "alias",
			Message: fmt.Sprintf("the same text as document %s of this outlet, under another address", old.doc)}
		return errors.Join(r.noted(a), r.fail(*a.failure))
	case newArticle:
		a.doc.Article, a.doc.Version = corpus.NewArticleID(a.doc.Source, a.doc.URL), 1
	case newVersion:
		a.doc.Article, a.doc.Version = old.article, old.version+1
	case reread:
		a.doc.Article, a.doc.Version, a.doc.Supersedes = old.article, old.version, old.doc
		r.superseded[old.doc] = old
		r.result.Reread++
	}
	if _, had := r.first[a.doc.ID]; had { // all are made again
		r.result.Unchanged++
	} else if is != reread {
		r.result.Documents++
	}
	if a.doc.Text != "" && a.notes == nil { // known when it was read, and not any more
		if err := r.annotate(ctx, &a); err != nil || a.failure != nil {
			return errors.Join(err, r.keepNone(a))
		}
	}
	month := store.MonthOf(a.corrected())
	r.outdates(a.doc.Source, a.capture.URL)
	r.articles.add(&text{doc: a.doc.ID, article: a.doc.Article, source: a.doc.Source, url: a.doc.URL, final: a.doc.FinalURL, version: a.doc.Version,
		sha256: a.doc.TextSHA256, capture: a.capture.ID, month: month, run: string(r.id), key: r.readingKey(a.doc.Source), notice: a.doc.CorrectionNotice})
	if r.origins[address(a.doc.Source, cmp.Or(a.doc.FinalURL, a.doc.URL))] {
		r.shapes[a.doc.ID] = neardup.SetOf(a.doc.Text)
	}
	r.noteDocument(a, is)
	return errors.Join(r.appendDocument(&a), r.derived(a.doc.Article, a.doc.ID, layerDocument, r.readingKey(a.doc.Source), month))
}

// keepNone notes that a page gave no document, and by which rules, so that it
// is not read again until they change.
func (r *run) keepNone(a item) error {
	if a.capture.ID != "" {
		if err := r.noted(a); err != nil {
			return err
		}
	}
	// A start page is followed for its links; that it is no article is no
	// failure.
	if a.capture.Kind == crawl.KindStart && a.failure.Code == extract.CodeNotArticle {
		return nil
	}
	return r.fail(*a.failure)
}

// keepUnchanged notes that other rules have read the same text, or that it has
// moved.
func (r *run) keepUnchanged(a item, t *text) error {
	if _, known := r.articles.at(t.source, cmp.Or(a.doc.FinalURL, a.doc.URL)); !known && t.month != "" && (t.run != string(r.id) || r.origins != nil) {
		moved := *r.articles.document(t.doc)
		moved.final = cmp.Or(a.doc.FinalURL, a.doc.URL)
		r.articles.add(&moved)
		if t.run == string(r.id) { // all is read again
			r.amended[t.doc] = &moved
		} else {
			r.moved[t.doc] = &moved
		}
	}
	key := r.readingKey(a.doc.Source)
	if t.key == key || t.month == "" || r.rekeyed[t.doc] != nil || string(r.id) == t.run {
		return nil
	}
	now := *t
	now.key = key
	r.rekeyed[t.doc] = &now
	return nil
}

// appendDocument writes a document as it stands corrected, with all that was
// found in it unless it is no article.
func (r *run) appendDocument(a *item) error {
	notes := a.notes
	if notes == nil {
		notes = &streams.Annotation{}
	}
	d, err := r.stands(a)
	if err != nil {
		return err
	}
	row := r.documentRow(d, notes.NTokens, notes.MachineTranslated)
	if d.Excluded != "" {
		return errors.Join(store.Append(r.batch, row), r.derived(d.Article, d.ID, layerAnnotations, r.annotationKey(), row.Month))
	}
	notes.Place(r.id, row.Month)
	return errors.Join(store.Append(r.batch, row), store.Append(r.batch, notes.Targets...), store.Append(r.batch, notes.Sentences...), store.Append(r.batch, notes.Mentions...),
		store.Append(r.batch, notes.Frames...), store.Append(r.batch, notes.Codes...), store.Append(r.batch, notes.Quotes...), store.Append(r.batch, notes.Clauses...), store.Append(r.batch, notes.Claims...), store.Append(r.batch, notes.Stances...),
		store.Append(r.batch, notes.Terms...), r.derivedLayers(d, notes.NotCoded, row.Month))
}

// documentRow is the row of a document; it names the run that first had it.
func (r *run) documentRow(d corpus.Document, words int64, machineTranslated bool) store.DocumentRow {
	row := store.DocumentOf(d, r.id, int(words), machineTranslated)
	if first, ok := r.first[d.ID]; ok {
		row.RunID = first
	}
	row.NotCounted = compare.NotCounted(&row, r.outdone[d.ID])
	row.Counted = row.NotCounted == ""
	return row
}
