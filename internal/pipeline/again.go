package pipeline

import (
	"context"
	"fmt"

	"framewatch/corpus"
	"framewatch/extract"
	"framewatch/internal/config"
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

// Extract reads the text of a page.
func (a *Again) Extract(ctx context.Context, page corpus.Page) (corpus.Document, error) {
	return a.extractor.Extract(ctx, page, a.sources[page.Source])
}

// Rules names the rules by which pages of a source are read, as column key of table
// derivations does in layer document.
func (a *Again) Rules(id corpus.SourceID) string { return readingRules(a.cfg, id, a.sources[id]) }
