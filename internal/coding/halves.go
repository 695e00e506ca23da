package coding

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
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
	docs, aligned := map[string]map[string]*half{}, map[string]alignedSentence{} // aligned: by ID
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
		if _, ok := p.chosen(id); ok && len(langs) == 2 && corpus.BaseLang(langs[0]) != corpus.BaseLang(langs[1]) {
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
			// What one half leaves out is no matter of the codebook.
			if _, ok := sides[id]; ok && !b.Boilerplate[i] && b.Aligned.At(i) != "" {
				aligned[strings.Clone(b.ID[i])] = alignedSentence{b.Lang.At(i), b.Aligned.At(i)}
			}
		}
	}
	return p.halfFrames(ctx, ds, sides, aligned)
}

// alignedSentence is a sentence of a half that the other half has too.
type alignedSentence struct{ lang, other string }

// halfHit is where a frame was found first in a half.
type halfHit struct{ sentence, term string }

// termedHitBatch are the columns of the hits of halves.
type termedHitBatch struct {
	Sentence []string      `col:"sentence_id"`
	Doc      []string      `col:"doc_id"`
	Frame    store.Symbols `col:"frame"`
	Codebook store.Symbols `col:"codebook"`
	Target   store.Symbols `col:"target_id"`
	Term     store.Symbols `col:"term"`
	Negated  []bool        `col:"negated"`
}

// Table names the table that is read.
func (termedHitBatch) Table() string { return store.FrameHitRow{}.Table() }

// halfFrames finds the frames of halves by the language of the sentences in which
// hits are.
func (p *parity) halfFrames(ctx context.Context, ds *store.Dataset, sides map[string][2]string, aligned map[string]alignedSentence) ([]Pair, error) {
	present := map[string]map[string]halfHit{} // document and language -> frames
	for b, err := range store.ScanColumns[termedHitBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read frame_hits: %w", err)
		}
		for i, id := range b.Doc {
			at, ok := aligned[b.Sentence[i]]
			if !ok || b.Negated[i] || b.Codebook.At(i) != p.spec.Book.ID || !p.corpus.Counts(p.spec.Target, b.Target.At(i)) {
				continue
			}
			key := id + " " + at.lang
			if present[key] == nil {
				present[key] = map[string]halfHit{}
			}
			if _, before := present[key][b.Frame.At(i)]; !before {
				present[key][b.Frame.At(i)] = halfHit{strings.Clone(b.Sentence[i]), b.Term.At(i)}
			}
		}
	}
	var out []Pair
	for _, id := range slices.Sorted(maps.Keys(sides)) {
		d, _ := p.corpus.Doc(id)
		langs := sides[id]
		pair := p.pair(Halves, d.Story, [2]string{id, id}, [2]found{{lang: langs[0], present: p.residual(present[id+" "+langs[0]])},
			{lang: langs[1], present: p.residual(present[id+" "+langs[1]])}})
		for i := range pair.Disagreement {
			d := &pair.Disagreement[i]
			hit := present[id+" "+d.In][d.Frame]
			d.Term, d.sentence, d.other = hit.term, hit.sentence, aligned[hit.sentence].other
		}
		out = append(out, pair)
	}
	return out, p.quote(ctx, ds, out)
}

// quote gives disagreements the sentence that has the frame, and the one that says
// the same without it.
func (p *parity) quote(ctx context.Context, ds *store.Dataset, pairs []Pair) error {
	wanted, docs := map[string]string{}, map[string]textRow{}
	for _, pair := range pairs {
		for _, d := range pair.Disagreement {
			wanted[d.sentence], wanted[d.other] = "", ""
			docs[pair.Docs[0]] = textRow{}
		}
	}
	delete(wanted, "") // residual frames have no sentence
	for row, err := range store.Scan[textRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read documents: %w", err)
		}
		if _, ok := docs[row.Doc]; ok {
			docs[row.Doc] = row
		}
	}
	for row, err := range store.Scan[placeRow](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read sentences: %w", err)
		}
		if _, ok := wanted[row.ID]; ok {
			wanted[row.ID] = row.of(docs[row.Doc])
		}
	}
	for _, pair := range pairs {
		for i := range pair.Disagreement {
			d := &pair.Disagreement[i]
			d.Sentence, d.Counterpart = wanted[d.sentence], wanted[d.other]
		}
	}
	return nil
}

// residual adds the frames that are there where no other is, which have no hits
// of their own; in a half as in a document.
func (p *parity) residual(hits map[string]halfHit) map[string]bool {
	out := map[string]bool{}
	for f := range hits {
		out[f] = true
	}
	for _, f := range p.spec.Book.Frames {
		if !f.Residual {
			continue
		}
		others := slices.ContainsFunc(p.spec.Book.Frames, func(o frame.Frame) bool { return !o.Residual && out[o.ID] })
		if others || len(f.Terms) == 0 {
			out[f.ID] = !others
		}
	}
	return out
}
