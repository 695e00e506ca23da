package pipeline

import (
	"context"
	"fmt"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/nlp/neardup"
)

// reading is what a run needs to make documents of pages.
type reading struct {
	extractor  *extract.Extractor
	articles   *articles                           // its base is what the dataset had
	first      map[corpus.DocID]string             // run that first saw a document
	outdone    map[corpus.DocID]bool               // documents whose article had a later version; see keepCounted
	captures   map[corpus.CaptureID]corpus.Capture // of texts whose rules have changed; nil until one is looked for
	keys       map[corpus.SourceID]string          // of the rules by which a source's pages are read
	cut        map[corpus.CaptureID]bool           // that hold a part of a page; nil until they are needed
	superseded map[corpus.DocID]*text              // documents whose place another takes
	moved      map[corpus.DocID]*text              // documents that stay, met under another address
	rekeyed    map[corpus.DocID]*text              // documents that stay, read by other rules
	outdated   map[corpus.ArticleID]bool           // pages that gave no document before, and have given one
	moves      []move                              // of addresses of articles, in this run
	leads      map[string][]string                 // by source and address of a page: addresses of articles that lead to it
	origins    map[string]bool                     // those by source and address, where all is read again
	shapes     map[corpus.DocID]neardup.Set        // of texts that pages at other addresses are held against
	amended    map[corpus.DocID]*text              // documents that stay, of which something else is known now
	answered   map[corpus.ArticleID]bool           // articles that pages of this run are states of
	newNotices []newNotice                         // notices that have come in this run
}

// openReading readies extraction and reads what is known of articles.
func (r *run) openReading(ctx context.Context) (err error) {
	if r.articles != nil {
		return nil
	}
	if r.extractor, err = extract.New(r.p.cfg.Extract); err != nil {
		return fmt.Errorf("start extraction: %w", err)
	}
	if r.p.opt.PDF != nil {
		r.extractor = r.extractor.WithPDF(r.p.opt.PDF)
	}
	r.outdated, r.outdone = map[corpus.ArticleID]bool{}, map[corpus.DocID]bool{}
	r.first, r.keys = map[corpus.DocID]string{}, map[corpus.SourceID]string{}
	r.superseded, r.rekeyed, r.moved = map[corpus.DocID]*text{}, map[corpus.DocID]*text{}, map[corpus.DocID]*text{}
	r.shapes, r.amended, r.answered = map[corpus.DocID]neardup.Set{}, map[corpus.DocID]*text{}, map[corpus.ArticleID]bool{}
	base, err := loadArticles(ctx, r.dataset, r.corrections.sources, func(b *knownDocument, i int, t *text) {
		r.first[t.doc] = b.Run.At(i)
		if b.NotCounted.At(i) == compare.NotSuperseded {
			r.outdone[t.doc] = true
		}
		r.noteKnown(b, i, t)
	})
	r.articles = newArticles(base)
	return err
}

// forget starts as if the dataset had no documents: all are made again.
func (r *run) forget() { r.articles = newArticles(newArticles(nil)) }
