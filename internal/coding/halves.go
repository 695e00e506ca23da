package coding

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/nlp/frame"
	"framewatch/store"
)

// alignedBatch are the columns that tell halves.
type alignedBatch struct {
	ID          []string      `col:"sentence_id"`
	Doc         []string      `col:"doc_id"`
	Lang        store.Symbols `col:"lang"`
	Aligned     store.Symbols `col:"aligned_to"`
	Boilerplate []bool        `col:"boilerplate"`
}

// Table names the table that is read.
func (alignedBatch) Table() string { return store.SentenceRow{}.Table() }

// half is the sentences of one language of a document.
type half struct{ sentences, aligned int }

// leastAligned is how many sentences of a half must have a counterpart: a lone
// quotation in another language makes no bilingual document.
const leastAligned = 3

// halves finds the bilingual documents.
func (p *parity) halves(ctx context.Context, ds *store.Dataset) ([]Pair, error) {
	docs, langOf := map[string]map[string]*half{}, map[string]string{} // langOf: by sentence
	for b, err := range store.ScanColumns[alignedBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		for i, id := range b.Doc {
			if b.Boilerplate[i] {
				continue
			}
			lang := b.Lang.At(i)
			if docs[id] == nil {
				docs[strings.Clone(id)] = map[string]*half{}
			}
			if docs[id][lang] == nil {
				docs[id][lang] = &half{}
			}
			h := docs[id][lang]
			h.sentences++
			if b.Aligned.At(i) != "" {
				h.aligned++
			}
		}
	}
	sides := map[string][2]string{}
	for id, halves := range docs {
		var langs []string
		for lang, h := range halves {
			if h.aligned >= leastAligned && 2*h.aligned >= h.sentences {
				langs = append(langs, lang)
			}
		}
		if d, ok := p.corpus.Doc(id); ok && len(langs) == 2 && baseLang(langs[0]) != baseLang(langs[1]) && !d.Superseded && !d.Blocked && !d.Excluded {
			slices.Sort(langs)
			sides[id] = [2]string{langs[0], langs[1]}
		}
	}
	if len(sides) == 0 {
		return nil, nil
	}
	for b, err := range store.ScanColumns[alignedBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		for i, id := range b.Doc {
			if _, ok := sides[id]; ok && !b.Boilerplate[i] {
				langOf[strings.Clone(b.ID[i])] = b.Lang.At(i)
			}
		}
	}
	return p.halfFrames(ctx, ds, sides, langOf)
}

// halfFrames finds the frames of halves by the language of the sentences in which
// hits are.
func (p *parity) halfFrames(ctx context.Context, ds *store.Dataset, sides map[string][2]string, langOf map[string]string) ([]Pair, error) {
	present := map[string]map[string]bool{} // document and language -> frames
	for b, err := range store.ScanColumns[hitBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read frame_hits: %w", err)
		}
		for i, id := range b.Doc {
			_, bilingual := sides[id]
			if !bilingual || b.Negated[i] || b.Codebook.At(i) != p.spec.Book.ID || !p.corpus.Counts(p.spec.Target, b.Target.At(i)) {
				continue
			}
			key := id + " " + langOf[b.Sentence[i]]
			if present[key] == nil {
				present[key] = map[string]bool{}
			}
			present[key][b.Frame.At(i)] = true
		}
	}
	var out []Pair
	for _, id := range slices.Sorted(maps.Keys(sides)) {
		d, _ := p.corpus.Doc(id)
		langs := sides[id]
		out = append(out, p.pair(Halves, d.Story, [2]string{id, id}, [2]found{{lang: langs[0], present: p.residual(present[id+" "+langs[0]])},
			{lang: langs[1], present: p.residual(present[id+" "+langs[1]])}}))
	}
	return out, nil
}

// residual adds the frames that are there where no other is, which have no hits
// of their own; in a half as in a document.
func (p *parity) residual(present map[string]bool) map[string]bool {
	out := maps.Clone(present)
	if out == nil {
		out = map[string]bool{}
	}
	for _, f := range p.spec.Book.Frames {
		if !f.Residual {
			continue
		}
		others := slices.ContainsFunc(p.spec.Book.Frames, func(o frame.Frame) bool { return !o.Residual && present[o.ID] })
		if others || len(f.Terms) == 0 {
			out[f.ID] = !others
		}
	}
	return out
}
