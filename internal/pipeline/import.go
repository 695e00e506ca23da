package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"path"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/crawl/warc"
	"framewatch/internal/imports"
	"framewatch/internal/ordered"
	"framewatch/store"
)

// Import reads documents that were not crawled here. Each becomes a capture
// with a WARC record, as if it had been fetched, and then a document.
func (p *Pipeline) Import(ctx context.Context, opt imports.Options) (*Result, error) {
	return p.do(ctx, func(r *run) (err error) {
		items, err := imports.Read(ctx, opt)
		if err != nil {
			return err
		}
		if err := errors.Join(r.openParts(ctx), r.openReading(ctx)); err != nil {
			return err
		}
		w, err := newArchive(r)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		done := 0
		err = ordered.Map(ctx, workers(), w.store(items), r.read, func(a item) error {
			done++
			p.opt.Progress(Progress{Step: "extract", Done: done, Note: a.capture.URL})
			return r.keepImported(ctx, a)
		})
		if err != nil {
			return err
		}
		if err := r.reannotate(ctx); err != nil {
			return err
		}
		if err := r.endReading(ctx); err != nil {
			return err
		}
		return errors.Join(r.over(ctx), r.keepHealth(ctx, false))
	})
}

// stageImport names the stage in table failures.
const stageImport = "import"

// keepImported appends an imported page's capture and what came of it.
func (r *run) keepImported(ctx context.Context, a item) error {
	if a.capture.ID == "" { // never was a page
		return r.fail(*a.failure)
	}
	if a.unread != nil {
		if err := r.fail(*a.unread); err != nil {
			return err
		}
	}
	if a.failure == nil && a.doc.Blocked {
		a.capture.Outcome, a.capture.ErrorCode = corpus.OutcomeBlocked, "block-page"
	}
	if r.sources[a.capture.Source] == nil && r.imported[a.capture.Source] == nil {
		r.imported[a.capture.Source] = &corpus.Source{ID: a.capture.Source, Name: string(a.capture.Source), Domain: "file",
			Country: "ZZ", OwnerType: corpus.Aggregator, Note: "made by framewatch import"}
	}
	r.source(a.capture.Source).Captures++
	return errors.Join(store.Append(r.batch, store.CaptureOf(a.capture)), r.keep(ctx, a))
}

// archive writes imported items to WARC.
type archive struct {
	r       *run
	w       *warc.Writer
	encoder *warc.Encoder
	name    string
	seen    map[string]int // attempts by address
}

func newArchive(r *run) (*archive, error) {
	name := "import-" + string(r.id)
	w, err := warc.NewWriter(r.dataset.WARCDir(), name, warc.Position{}, 0, r.p.opt.Clock.Now,
		warc.Field{Name: "software", Value: "framewatch/" + r.p.opt.Version}, warc.Field{Name: "format", Value: "WARC File Format 1.1"})
	if err != nil {
		return nil, fmt.Errorf("start archive: %w", err)
	}
	e, err := warc.NewEncoder()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start archive: %w", err), w.Close())
	}
	return &archive{r: r, w: w, encoder: e, name: name, seen: map[string]int{}}, nil
}

// Close ends the last file.
func (a *archive) Close() error { return a.w.Close() }

// store turns items into captures with their pages, writing each to the WARC
// file on its way.
func (a *archive) store(items iter.Seq2[imports.Item, error]) iter.Seq2[given, error] {
	return func(yield func(given, error) bool) {
		for i, err := range items {
			var g given
			if err == nil {
				g, err = a.put(i)
			}
			if !yield(g, err) || err != nil {
				return
			}
		}
	}
}

func (a *archive) put(i imports.Item) (given, error) {
	if i.Problem != nil {
		return given{problem: &Failure{Stage: stageImport, Source: i.Source, URL: i.URL, Code: i.Problem.Code, Message: i.Problem.Message}}, nil
	}
	if a.r.erased.URL(i.URL) || a.r.erased.URL(today(i.URL)) {
		return given{problem: &Failure{Stage: stageImport, Source: i.Source, Code: codeErased, Message: "removed from this dataset on request"}}, nil
	}
	fetched := i.FetchedAt
	if fetched.IsZero() {
		fetched = a.r.p.opt.Clock.Now().UTC()
	}
	record := warc.New(warc.TypeResource, i.URL, fetched, i.ContentType, i.Body, i.Body)
	if i.HTTP != nil {
		record = warc.New(warc.TypeResponse, i.URL, fetched, warc.HTTPResponse, i.HTTP, i.Body)
	}
	member, err := a.encoder.Encode(nil, record)
	if err != nil {
		return given{}, fmt.Errorf("archive %s: %w", i.Path, err)
	}
	at, err := a.w.Append(member)
	if err != nil {
		return given{}, fmt.Errorf("archive %s: %w", i.Path, err)
	}
	a.seen[i.URL]++
	c := corpus.Capture{ID: corpus.NewCaptureID(a.r.id, i.URL, a.seen[i.URL]), Run: a.r.id, Source: i.Source, URL: i.URL, FinalURL: i.URL,
		Attempt: a.seen[i.URL], FetchedAt: fetched, Status: i.Status, Outcome: outcomeOf(i.Status), ContentType: i.ContentType,
		BodySHA256: corpus.SHA256(i.Body), Bytes: int64(len(i.Body)), Kind: crawl.KindPage,
		WARCFile: path.Join("warc", warc.FileName(a.name, at.Seq)), WARCOffset: at.Offset}
	g := given{capture: c, page: &corpus.Page{Capture: c, Body: i.Body}}
	if i.Doc != nil {
		g.capture.Kind = KindRecord
		doc := *i.Doc
		doc.Source, doc.Capture, doc.FetchedAt = i.Source, c.ID, fetched
		doc.ID = corpus.NewDocID(doc.Source, doc.URL, doc.TextSHA256)
		// Journals are dated months ahead; a day after a year from now is a slip of
		// whoever wrote the record, and would stand behind all others in every series.
		if when := doc.Published; when.Time.After(a.r.started.AddDate(1, 0, 0)) {
			doc.Published = corpus.Date{}
			g.unread = &Failure{Stage: stageImport, Source: i.Source, URL: i.URL, Code: "bad-field", Message: fmt.Sprintf("%s: published: %s lies in the future; the document is kept without a date", i.Path, when)}
		}
		g.doc = &doc
	}
	return g, nil
}

// outcomeOf judges an archived response by its status; a saved file has none.
func outcomeOf(status int) corpus.Outcome {
	switch {
	case status == 0, status >= 200 && status < 300:
		return corpus.OutcomeOK
	case status == http.StatusNotFound, status == http.StatusGone:
		return corpus.OutcomeGone
	case status == http.StatusNotModified:
		return corpus.OutcomeNotModified
	}
	return corpus.OutcomeError
}
