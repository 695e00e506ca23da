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
		if capture := c.Capture(); leads(capture) {
			r.lead(capture)
		}
		if r.readable(c.Capture()) && !masked[c.SourceID+" "+c.URL] {
			captures = append(captures, c.Capture())
		}
	}
	slices.SortStableFunc(captures, func(a, b corpus.Capture) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(r.origin(a), r.origin(b)), a.FetchedAt.Compare(b.FetchedAt), cmp.Compare(a.URL, b.URL))
	})
	captures = r.whole(captures)
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

// whole leaves out the parts of pages that are there whole, and of those that are not
// all parts but the last: the tables have one document for them.
func (r *run) whole(captures []corpus.Capture) []corpus.Capture {
	best := map[string]corpus.CaptureID{}
	of := func(c corpus.Capture) string { return address(c.Source, r.origin(c)) }
	for _, c := range captures {
		if !cutShort(c.Outcome, c.ErrorCode) {
			best[of(c)] = ""
		} else if id, ok := best[of(c)]; !ok || id != "" {
			best[of(c)] = c.ID
		}
	}
	return slices.DeleteFunc(captures, func(c corpus.Capture) bool { return cutShort(c.Outcome, c.ErrorCode) && best[of(c)] != c.ID })
}

// lead notes that a page has led to another, for when all pages are read again.
func (r *run) lead(c corpus.Capture) {
	if r.leads == nil {
		r.leads, r.origins = map[string][]string{}, map[string]bool{}
	}
	if to := address(c.Source, c.FinalURL); !slices.Contains(r.leads[to], c.URL) {
		r.leads[to] = append(r.leads[to], c.URL)
	}
	r.origins[address(c.Source, c.URL)] = true
}

// origin is the first address of a page that has moved, by which it is read with
// what it was before.
func (r *run) origin(c corpus.Capture) string {
	url := c.URL
	for range 10 { // two that lead to each other have no first one
		from := r.leads[address(c.Source, url)]
		if len(from) == 0 {
			break
		}
		url = from[0]
	}
	return url
}

// Captures yields what [Pipeline.Extract] reads of the archive, in the order of its
// files, for other machines to read. It writes nothing and takes no lock.
func (p *Pipeline) Captures(ctx context.Context) (iter.Seq2[corpus.Capture, error], error) {
	r, err := p.look(ctx)
	if err != nil {
		return nil, err
	}
	pages, _, total, err := r.stored(ctx)
	if err != nil {
		return nil, err
	}
	captures := make([]corpus.Capture, 0, total)
	for g, err := range pages {
		if err != nil {
			return nil, err
		}
		captures = append(captures, g.capture)
	}
	slices.SortStableFunc(captures, func(a, b corpus.Capture) int {
		return cmp.Or(cmp.Compare(a.WARCFile, b.WARCFile), cmp.Compare(a.WARCOffset, b.WARCOffset))
	})
	return func(yield func(corpus.Capture, error) bool) {
		for _, c := range captures {
			if !yield(c, ctx.Err()) {
				return
			}
		}
	}, nil
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
