package pipeline

import (
	"context"
	"fmt"
	"io"
	"iter"

	"framewatch/corpus"
	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/streams"
	"framewatch/store"
)

// Again reads archived pages by the rules of the settings, as a run would.
type Again struct {
	cfg       extract.Config
	extractor *extract.Extractor
	sources   map[corpus.SourceID]*corpus.Source
}

// NewAgain readies extraction; pdfs may be nil.
func NewAgain(cfg *config.Loaded, pdfs extract.PDFReader) (*Again, error) {
	extractor, err := extract.New(cfg.Extract)
	if err != nil {
		return nil, fmt.Errorf("start extraction: %w", err)
	}
	if pdfs != nil {
		extractor = extractor.WithPDF(pdfs)
	}
	a := &Again{cfg: cfg.Extract, extractor: extractor, sources: map[corpus.SourceID]*corpus.Source{}}
	for i := range cfg.Sources {
		a.sources[cfg.Sources[i].ID] = &cfg.Sources[i]
	}
	return a, nil
}

// Archived yields the pages that lie in the archive of a dataset, in the order of a
// stream that [streams.Captures] reads. The dataset's outlets are known from then on,
// those that have left the lists among them.
func (a *Again) Archived(ctx context.Context, d *store.Dataset, in io.Reader) (iter.Seq2[streams.Given, error], error) {
	if err := addSources(ctx, d, a.sources); err != nil {
		return nil, err
	}
	return streams.Captures(ctx, in, func(c corpus.Capture) (corpus.Page, error) { return archivedPage(d, c) })
}

// archivedPage reads the page of a capture, which is fetched first where the dataset is
// in a bucket.
func archivedPage(d *store.Dataset, c corpus.Capture) (corpus.Page, error) {
	if err := d.Fetch(c.WARCFile); err != nil {
		return corpus.Page{}, err
	}
	page, err := crawl.ReadPage(d.Dir(), c)
	if err != nil {
		return page, fmt.Errorf("read page %s from %s: %w", c.URL, c.WARCFile, err)
	}
	return page, nil
}

// Extract reads the text of a page.
func (a *Again) Extract(ctx context.Context, page corpus.Page) (corpus.Document, error) {
	return a.extractor.Extract(ctx, page, a.sources[page.Source])
}

// Rules names the rules by which pages of a source are read, as column key of table
// derivations does in layer document.
func (a *Again) Rules(id corpus.SourceID) string { return readingRules(a.cfg, id, a.sources[id]) }
