package pipeline

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"framewatch/corpus"
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
	for id, t := range r.articles.base.documents {
		if r.erased.IsMasked(id) {
			masked[address(t.source, t.url)] = true
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
			doc := r.original(d)
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
