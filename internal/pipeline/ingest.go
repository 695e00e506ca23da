package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/ordered"
	"framewatch/nlp"
	"framewatch/nlp/service"
	"framewatch/store"
)

// captureNote is what extraction found out about a capture that looked well
// when it was fetched.
type captureNote struct {
	outcome corpus.Outcome
	code    string
}

// article is one page on its way through extraction and annotation.
type article struct {
	capture corpus.Capture
	doc     corpus.Document
	failure *Failure
	notes   corpus.Annotations
	known   bool
	fault   error // of an annotator service that could not be reached
}

// given is a capture to read: its page lies in the WARC file unless it comes
// with it, or there is a ready document, or there is only a problem.
type given struct {
	capture corpus.Capture
	page    *corpus.Page
	doc     *corpus.Document
	problem *Failure
}

// ingest reads documents from captures, annotates those that are new and
// appends their rows.
func (r *run) ingest(ctx context.Context, captures iter.Seq2[given, error], total int) error {
	done := 0
	r.ingested = true
	err := ordered.Map(ctx, workers(), captures, r.read, func(a article) error {
		done++
		r.p.opt.Progress(Progress{Step: "extract", Done: done, Total: total, Note: string(a.capture.Source)})
		return r.keep(a)
	})
	if err != nil {
		return err
	}
	return errors.Join(r.reportSelectors(), r.reportHealth())
}

// read is the part of ingest that runs side by side: it must not change r.
func (r *run) read(ctx context.Context, g given) (article, error) {
	a := article{capture: g.capture, failure: g.problem}
	if g.problem != nil || !r.readable(g.capture) && g.doc == nil {
		return a, nil
	}
	if g.doc != nil {
		a.doc = *g.doc
	} else if err := r.extract(ctx, &a, g.page); err != nil || a.failure != nil {
		return a, err
	}
	if a.known = r.before[a.doc.ID] || a.doc.Blocked; a.known {
		return a, nil
	}
	err := r.annotate(ctx, &a)
	return a, err
}

// extract fills in the document of an article; page is nil when it lies in the
// WARC file only.
func (r *run) extract(ctx context.Context, a *article, page *corpus.Page) error {
	c := a.capture
	if page == nil {
		stored, err := crawl.ReadPage(r.dataset.Dir(), c)
		if err != nil {
			return fmt.Errorf("read page %s from %s: %w", c.URL, c.WARCFile, err)
		}
		page = &stored
	}
	doc, err := r.extractor.Extract(ctx, *page, r.sources[c.Source])
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

// annotate fills in the notes; a document that annotation cannot handle is a
// failure, not the end of the run.
func (r *run) annotate(ctx context.Context, a *article) error {
	notes, fault := r.annotator.Annotate(ctx, a.doc)
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
	a.notes = notes
	if notes.Lang != "" {
		a.doc.Lang, a.doc.Langs = notes.Lang, notes.Langs
	}
	return nil
}

// keep appends what came of an article; it is called in the order of captures.
func (r *run) keep(a article) error {
	if a.doc.ID == "" && a.failure == nil {
		return nil // a capture without anything to read
	}
	if a.failure != nil {
		// A start page is followed for its links; that it is no article is no
		// failure.
		if a.capture.Kind == crawl.KindStart && a.failure.Code == extract.CodeNotArticle {
			return nil
		}
		r.notePage(*a.failure)
		return r.fail(*a.failure)
	}
	if a.doc.Blocked {
		r.outcomes[a.capture.ID] = captureNote{corpus.OutcomeBlocked, "block-page"}
		return r.fail(Failure{Stage: "extract", Source: a.doc.Source, URL: a.doc.URL, Code: "blocked",
			Message: "a block, challenge or login page with the status of an article"})
	}
	if r.erased.URL(a.doc.URL) || r.erased.URL(a.doc.CanonicalURL) || r.erased.Document(a.doc.ID) {
		return r.fail(Failure{Stage: "extract", Source: a.doc.Source, Code: codeErased, Message: "removed from this dataset on request"})
	}
	r.countSelectors(a)
	s := r.source(a.doc.Source)
	s.Documents++
	if r.known[a.doc.ID] {
		r.result.Unchanged++
		return nil
	}
	alias := string(a.doc.Source) + " " + a.doc.TextSHA256
	if first, ok := r.aliases[alias]; ok {
		s.Documents--
		return r.fail(Failure{Stage: "extract", Source: a.doc.Source, URL: a.doc.URL, Code: "alias",
			Message: fmt.Sprintf("the same text as document %s of this outlet, under another address", first)})
	}
	r.aliases[alias], r.known[a.doc.ID] = a.doc.ID, true
	key := string(a.doc.Source) + " " + a.doc.URL
	r.versions[key]++
	a.doc.Version = r.versions[key]
	r.result.Documents++
	if h := r.healthOf(a.doc.Source); a.capture.Kind != KindRecord {
		h.now = append(h.now, readingOf(a.doc.URL, a.doc.Text, a.doc.Agreement, a.doc.Boilerplate))
	}
	return r.appendDocument(a.doc, a.notes)
}

// appendDocument writes a document with all that was found in it.
func (r *run) appendDocument(d corpus.Document, notes corpus.Annotations) error {
	words := 0
	for _, t := range notes.Tokens {
		if t.Word {
			words++
		}
	}
	row := store.DocumentOf(d, r.id, words, machineTranslated(d, notes))
	parts := store.RowsOf(d, notes, r.id)
	frames := store.DocumentFramesOf(d, notes, r.frames(), r.id)
	if first, ok := r.firstRun[d.ID]; ok {
		row.RunID = first
	} else {
		r.texts.add(knownDocument{DocID: row.DocID, PublishedAt: row.PublishedAt, WireCredit: row.WireCredit, OriginalURL: row.OriginalURL, Text: d.Text})
	}
	target := store.DocumentTargetOf(d, nlp.TargetUse(&notes, r.p.cfg.Annotate.Target), r.id)
	return errors.Join(store.Append(r.batch, row), store.Append(r.batch, target), store.Append(r.batch, parts.Sentences...), store.Append(r.batch, parts.Mentions...),
		store.Append(r.batch, parts.Frames...), store.Append(r.batch, frames...), store.Append(r.batch, parts.Quotes...),
		store.Append(r.batch, parts.Terms...))
}

// frames lists the frames of the codebook.
func (r *run) frames() []corpus.FrameRef {
	book := r.p.cfg.Codebook
	out := make([]corpus.FrameRef, len(book.Frames))
	for i, f := range book.Frames {
		out[i] = corpus.FrameRef{Codebook: book.ID, Frame: f.ID}
	}
	return out
}

// mtShare is the least share of letters that makes a page bilingual.
const mtShare = 0.2

// machineTranslated holds where a page has two languages and names the target
// wrongly: nobody who writes about a body gets its name wrong in half a dozen
// ways, a translation engine does.
func machineTranslated(d corpus.Document, notes corpus.Annotations) bool {
	bilingual := 0
	for _, l := range d.Langs {
		if l.Share >= mtShare {
			bilingual++
		}
	}
	for _, m := range notes.Mentions {
		if bilingual > 1 && m.Variant == corpus.VariantMistranslation {
			return true
		}
	}
	return false
}
