package coding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// Places say where the units of a set lie in a dataset: document by unit, and
// sentence for units that are one.
type Places struct {
	Doc, Sentence map[string]string
}

// PlacesOf finds the units: by their keys, or, for units that have none, as a
// document whose ID the unit's is.
func PlacesOf(set *codes.Set, keys map[string]Key, c *compare.Corpus) Places {
	out := Places{map[string]string{}, map[string]string{}}
	for _, u := range set.Units {
		if k, ok := keys[u.ID]; ok {
			out.Doc[u.ID] = k.Doc
			if k.Sentence != "" {
				out.Sentence[u.ID] = k.Sentence
			}
		} else if _, ok := c.Doc(u.ID); ok {
			out.Doc[u.ID] = u.ID
		}
	}
	return out
}

// Stored are the predictions of a dataset for units: those of the codebook's
// rules, and, where a coder was trained, those that the tables hold.
func Stored(ctx context.Context, ds *store.Dataset, c *compare.Corpus, places Places, book frame.Codebook, target string) ([]System, error) {
	target, err := c.Target(target)
	if err != nil {
		return nil, err
	}
	documents := map[string][]string{} // units by document
	for unit, doc := range places.Doc {
		documents[doc] = append(documents[doc], unit)
	}
	rules, trained := System{SystemCodebook, map[string]map[string]bool{}}, System{SystemTrained, map[string]map[string]bool{}}
	for b, err := range store.ScanColumns[predictionBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read document_frames: %w", err)
		}
		for i, id := range b.Doc {
			if b.Codebook.At(i) != book.ID || !c.Counts(target, b.Target.At(i)) {
				continue
			}
			for _, unit := range documents[id] {
				sentence := places.Sentence[unit] != ""
				rules.set(unit, b.Frame.At(i), b.Hits[i] > 0 && !sentence)
				if b.P[i] != nil && !sentence {
					trained.set(unit, b.Frame.At(i), b.Present[i])
				}
			}
		}
	}
	if err := rules.sentences(ctx, ds, c, places, book, target); err != nil {
		return nil, err
	}
	if len(trained.ByUnit) == 0 {
		return []System{rules}, nil
	}
	return []System{rules, trained}, nil
}

// sentences finds the hits of units that are sentences.
func (s *System) sentences(ctx context.Context, ds *store.Dataset, c *compare.Corpus, places Places, book frame.Codebook, target string) error {
	units := map[string][]string{}
	for unit, id := range places.Sentence {
		units[id] = append(units[id], unit)
	}
	if len(units) == 0 {
		return nil
	}
	for b, err := range store.ScanColumns[hitBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read frame_hits: %w", err)
		}
		for i, id := range b.Sentence {
			if b.Negated[i] || b.Codebook.At(i) != book.ID || !c.Counts(target, b.Target.At(i)) {
				continue
			}
			for _, unit := range units[id] {
				s.set(unit, b.Frame.At(i), true)
			}
		}
	}
	return nil
}

// set notes what the system says of a frame of a unit.
func (s *System) set(unit, frame string, present bool) {
	if s.ByUnit[unit] == nil {
		s.ByUnit[unit] = map[string]bool{}
	}
	s.ByUnit[unit][strings.Clone(frame)] = present
}

// Annotator is what annotates texts, such as an [nlp.Annotator].
type Annotator interface {
	Annotate(ctx context.Context, doc corpus.Document) (corpus.Annotations, error)
}

// Annotated are the predictions of the codebook's rules for the texts of a set. A
// text in a language that nothing codes is not coded.
func Annotated(ctx context.Context, a Annotator, set *codes.Set, book frame.Codebook, target corpus.EntityID) (System, error) {
	out := System{SystemCodebook, map[string]map[string]bool{}}
	var refs []corpus.FrameRef
	for _, f := range book.Frames {
		refs = append(refs, corpus.FrameRef{Codebook: book.ID, Frame: f.ID})
	}
	for _, u := range set.Units {
		doc := corpus.Document{ID: corpus.DocID(u.ID), Title: u.Title, Text: u.Text, Lang: u.Lang}
		if u.Kind == codes.UnitSentence {
			doc.Title = ""
		}
		notes, err := a.Annotate(ctx, doc)
		if err != nil {
			return out, fmt.Errorf("annotate unit %s: %w", u.ID, err)
		}
		if slices.ContainsFunc(notes.Unmade, func(x corpus.Unmade) bool { return x.Layer == nlp.LayerFrames }) {
			continue
		}
		for _, row := range store.DocumentFramesOf(doc, notes, target, refs, "") {
			out.set(u.ID, row.Frame, row.Present)
		}
	}
	return out, nil
}
