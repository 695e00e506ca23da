package report

import (
	"context"
	"fmt"

	"framewatch/compare/kwic"
	"framewatch/store"
)

// exampleList are sentences behind a number for which no cell of the concordance
// stands, such as those that name two bodies.
type exampleList struct {
	id, title, note string
	sentences       []string // sentence_id
	places          []kwic.Place
}

// exampleOf leads to the lines of sentences; it is empty without any.
func (b *builder) exampleOf(title, note string, sentences []string) string {
	if len(sentences) == 0 {
		return ""
	}
	e := &exampleList{id: b.index.slug("kwic-e-" + title), title: title, note: note, sentences: sentences}
	b.examples = append(b.examples, e)
	return b.index.href(e.id)
}

type sentencePlace struct {
	SentenceID string `col:"sentence_id"`
	DocID      string `col:"doc_id"`
	Lang       string `col:"lang"`
	StartByte  int64  `col:"start_byte"`
	EndByte    int64  `col:"end_byte"`
	IsHeadline bool   `col:"is_headline"`
}

func (sentencePlace) Table() string { return store.SentenceRow{}.Table() }

// placeExamples finds where the sentences of the examples stand.
func (b *builder) placeExamples(ctx context.Context, ds *store.Dataset) ([]kwic.Place, error) {
	wanted := map[string][]*exampleList{}
	for _, e := range b.examples {
		for _, id := range e.sentences {
			wanted[id] = append(wanted[id], e)
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	var out []kwic.Place
	for s, err := range store.Scan[sentencePlace](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		if len(wanted[s.SentenceID]) == 0 || ctx.Err() != nil {
			continue
		}
		p := kwic.Place{DocID: s.DocID, InTitle: s.IsHeadline, Start: int(s.StartByte), End: int(s.EndByte), SentenceLang: s.Lang}
		out = append(out, p)
		for _, e := range wanted[s.SentenceID] {
			e.places = append(e.places, p)
		}
	}
	return out, ctx.Err()
}

// exampleLines is the part of the concordance with the examples.
func (b *builder) exampleLines() (part linePart, ok bool) {
	part = linePart{ID: b.index.slug("kwic-examples"), Title: Label{EN: "Sentences behind other numbers"}}
	for _, e := range b.examples {
		g := lineGroup{ID: e.id, Title: e.title, Note: e.note, Lines: b.views(b.linesOf(e.places), nil)}
		part.Groups = append(part.Groups, g)
		part.Total += len(g.Lines)
	}
	return part, len(part.Groups) > 0
}
