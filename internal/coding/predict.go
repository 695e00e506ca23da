package coding

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/corpus"
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
	found := map[string][]said{}
	for b, err := range store.ScanColumns[predictionBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read document_frames: %w", err)
		}
		for i, id := range b.Doc {
			if b.Codebook.At(i) != book.ID || !c.Counts(target, b.Target.At(i)) {
				continue
			}
			for _, unit := range documents[id] {
				now := said{b.Frame.At(i), b.Present[i], b.Hits[i], b.P[i]}
				if places.Sentence[unit] != "" { // its hits are still to come
					now = said{frame: now.frame}
				}
				found[unit] = append(found[unit], now)
			}
		}
	}
	v := newVerdicts(book)
	for unit, rows := range found {
		d, _ := c.Doc(places.Doc[unit])
		v.take(unit, d.Lang, rows)
	}
	if err := v.rules.sentences(ctx, ds, c, places, book, target); err != nil {
		return nil, err
	}
	return v.systems(), nil
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

// said is what a table or an annotator says of a frame: present at the end, hits
// of the rules, and, where a trained coder decided, its probability.
type said struct {
	frame   string
	present bool
	hits    int64
	p       *float64
}

// verdicts tells the codebook's rules from what they say with a trained coder.
type verdicts struct {
	book           frame.Codebook
	rules, trained System
	learnt         bool // a trained coder decided anything
}

func newVerdicts(book frame.Codebook) *verdicts {
	return &verdicts{book: book, rules: System{SystemCodebook, map[string]map[string]bool{}}, trained: System{SystemTrained, map[string]map[string]bool{}}}
}

// take notes what is said of a unit. Where the trained coder decided, the rules'
// verdict is whether they have a hit, if they have terms for the language at all.
func (v *verdicts) take(unit, lang string, rows []said) {
	learnt := slices.ContainsFunc(rows, func(r said) bool { return r.p != nil })
	v.learnt = v.learnt || learnt
	found := false
	for _, r := range rows {
		at := slices.IndexFunc(v.book.Frames, func(f frame.Frame) bool { return f.ID == r.frame })
		if at < 0 {
			continue
		}
		f := v.book.Frames[at]
		v.trained.set(unit, r.frame, r.present)
		switch {
		case !learnt || r.p == nil && !f.Residual:
			v.rules.set(unit, r.frame, r.present)
		case !f.Residual && hasTerms(f, lang):
			v.rules.set(unit, r.frame, r.hits > 0)
		}
		found = found || !f.Residual && v.rules.ByUnit[unit][r.frame]
	}
	for _, f := range v.book.Frames {
		if learnt && f.Residual && len(v.rules.ByUnit[unit]) > 0 {
			v.rules.set(unit, f.ID, !found)
		}
	}
}

// systems are the rules, and the trained coder where there is one.
func (v *verdicts) systems() []System {
	if !v.learnt {
		return []System{v.rules}
	}
	return []System{v.rules, v.trained}
}

// hasTerms reports whether a frame has terms in a language.
func hasTerms(f frame.Frame, lang string) bool {
	lists := []map[string][]string{f.Terms}
	for _, g := range f.Groups {
		lists = append(lists, g.Terms)
	}
	for _, terms := range lists {
		for l, list := range terms {
			if len(list) > 0 && corpus.BaseLang(l) == corpus.BaseLang(lang) {
				return true
			}
		}
	}
	return false
}

// Annotator is what annotates texts, such as an nlp.Annotator.
type Annotator interface {
	Annotate(ctx context.Context, doc corpus.Document) (corpus.Annotations, error)
}

// Annotated are the predictions for the texts of a set: those of the codebook's
// rules, and, where a coder was trained, theirs with it. A text in a language that
// nothing codes is not coded.
func Annotated(ctx context.Context, a Annotator, set *codes.Set, book frame.Codebook, target corpus.EntityID) ([]System, error) {
	v := newVerdicts(book)
	for _, u := range set.Units {
		doc := corpus.Document{ID: corpus.DocID(u.ID), Title: u.Title, Text: u.Text, Lang: u.Lang}
		if u.Kind == codes.UnitSentence {
			doc.Title = ""
		}
		notes, err := a.Annotate(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("annotate unit %s: %w", u.ID, err)
		}
		var rows []said
		for _, c := range notes.Codes {
			if c.Target == target && c.Codebook == book.ID {
				rows = append(rows, said{c.Frame, c.Present, int64(c.NHits), c.P})
			}
		}
		v.take(u.ID, notes.Lang, rows)
	}
	return v.systems(), nil
}
