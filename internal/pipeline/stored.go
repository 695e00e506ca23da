package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/ordered"
	"framewatch/store"
)

// KindRecord marks the capture of a document that was imported as text with its
// metadata: there is no page to read it from again.
const KindRecord = "record"

// stored yields every readable capture of the dataset in the order of outlet,
// address and time, and apart from them the documents without a page.
func (r *run) stored(ctx context.Context) (pages, records iter.Seq2[given, error], total int, err error) {
	var captures []corpus.Capture
	kinds := map[string]string{}
	masked := map[string]bool{} // addresses of documents that are not read from their pages again
	for d, err := range store.Scan[knownDocument](ctx, r.dataset) {
		if err != nil {
			return nil, nil, 0, err
		}
		if r.erased.IsMasked(corpus.DocID(d.DocID)) {
			masked[d.SourceID+" "+d.URL] = true
		}
	}
	for c, err := range store.Scan[store.CaptureRow](ctx, r.dataset) {
		if err != nil {
			return nil, nil, 0, err
		}
		kinds[c.CaptureID] = c.Kind
		if r.readable(c.Capture()) && !masked[c.SourceID+" "+c.URL] {
			captures = append(captures, c.Capture())
		}
	}
	slices.SortStableFunc(captures, func(a, b corpus.Capture) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.URL, b.URL), a.FetchedAt.Compare(b.FetchedAt))
	})
	pages = func(yield func(given, error) bool) {
		for _, c := range captures {
			if !yield(given{capture: c}, nil) {
				return
			}
		}
	}
	records = func(yield func(given, error) bool) {
		for d, err := range store.Scan[store.DocumentRow](ctx, r.dataset) {
			if err == nil && kinds[d.CaptureID] != KindRecord && !r.erased.IsMasked(corpus.DocID(d.DocID)) {
				continue
			}
			doc := d.Document()
			if !yield(given{doc: &doc, capture: corpus.Capture{ID: doc.Capture, Source: doc.Source, URL: doc.URL, Kind: KindRecord}}, err) {
				return
			}
		}
	}
	return pages, records, len(captures), nil
}

func chain(parts ...iter.Seq2[given, error]) iter.Seq2[given, error] {
	return func(yield func(given, error) bool) {
		for _, p := range parts {
			for g, err := range p {
				if !yield(g, err) {
					return
				}
			}
		}
	}
}

// reannotate annotates all documents again when the codebook or a gazetteer has
// changed since the last run: a comparison must not mix two codebooks.
func (r *run) reannotate(ctx context.Context) error {
	var last *store.RunRow
	for row, err := range store.Scan[store.RunRow](ctx, r.dataset) {
		if err != nil {
			return err
		}
		last = &row
	}
	if last == nil || len(r.before) == 0 ||
		(last.CodebookSHA256 == r.p.cfg.CodebookSHA256 && last.GazetteerSHA == r.p.cfg.GazetteersSHA256) {
		return nil
	}
	r.p.opt.Log.Info("codebook or gazetteers changed: annotating all documents again", "documents", len(r.before))
	return r.annotateAll(ctx)
}

// annotateAll replaces the documents' annotations; texts and IDs stay. When the
// annotator service cannot be reached it gives up, so that the annotations that
// are there stay.
func (r *run) annotateAll(ctx context.Context) error {
	r.batch.Replace(append([]string{"documents"}, annotationTables...)...)
	total, done := int(r.dataset.Rows("documents")), 0
	return ordered.Map(ctx, workers(), store.Scan[store.DocumentRow](ctx, r.dataset),
		func(ctx context.Context, d store.DocumentRow) (article, error) {
			a := article{doc: d.Document()}
			err := r.annotate(ctx, &a)
			if a.fault != nil {
				err = fmt.Errorf("annotate again, the dataset is as it was: %w", a.fault)
			}
			return a, err
		},
		func(a article) error {
			done++
			r.p.opt.Progress(Progress{Step: "annotate", Done: done, Total: total, Note: string(a.doc.Source)})
			if a.failure != nil {
				if err := r.fail(*a.failure); err != nil {
					return err
				}
			}
			return r.appendDocument(a.doc, a.notes)
		})
}
