package kwic

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/internal/order"
	"framewatch/store"
)

// Place is a stretch of a document: Start and End are bytes of its text, or of
// its title where InTitle is set. The other fields say what stands there and
// are handed on to the line.
type Place struct {
	DocID      string
	InTitle    bool
	Start, End int
	Frame      string // empty for a place that is not a codebook hit
	Term       string // codebook term
	Variant    string // how a mention names its entity
	Voice      string // author, direct_quote or indirect_quote; empty when not known
	Speaker    string // as the text writes it
	// SentenceLang is the language of the sentence, empty when not known.
	SentenceLang string
}

// Line is a place with its context and where it comes from.
type Line struct {
	Place
	Before, Key, After string // After and Before end in an ellipsis where they were cut
	Lang               string // BCP 47, of the keyword
	Source, Outlet     string // source ID and name
	Country            string // ISO 3166-1 alpha-2
	Date               string // as far as it is known
	Title              string
	URL                string
	WARCFile           string // relative to the dataset; empty when the page was not archived
	WARCOffset         int64
}

// Query asks for the codebook hits behind a prevalence, or with Mentions for
// the places where the targets are named.
type Query struct {
	compare.Selection
	Codebook string // empty = any
	Frames   []string
	Voice    compare.Voice // empty = all
	Mentions bool
	Limit    int // lines; 0 = all
	Width    int // words on each side; 0 = [DefaultWidth]
}

// DefaultWidth is eight words, or twenty Han characters, on each side.
const DefaultWidth = 8

// Result holds the lines shown and how many places there are in all.
type Result struct {
	Lines     []Line
	Total     int // places
	Documents int // documents with a place
}

// Find gives the lines behind a number: negated hits and documents that do not
// count are left out, as they are in the number. Where there are more places
// than the limit, each document gives its first place before any gives its
// second; the order of documents is that of their IDs, which are hashes, so
// that the lines shown are an arbitrary and repeatable choice.
func Find(ctx context.Context, ds *store.Dataset, c *compare.Corpus, q Query) (Result, error) {
	var places []Place
	for p, err := range Places(ctx, ds, c, q) {
		if err != nil {
			return Result{}, fmt.Errorf("concordance: %w", err)
		}
		places = append(places, p)
	}
	r := Result{Total: len(places)}
	sortPlaces(places)
	rank := make(map[string]int, len(places))
	order := make([]int, len(places)) // 0 for a document's first place
	for i, p := range places {
		order[i] = rank[p.DocID]
		rank[p.DocID]++
	}
	r.Documents = len(rank)
	if q.Limit > 0 && len(places) > q.Limit {
		chosen := make([]int, len(places))
		for i := range chosen {
			chosen[i] = i
		}
		slices.SortStableFunc(chosen, func(i, j int) int { return order[i] - order[j] })
		shown := make([]Place, 0, q.Limit)
		for _, i := range chosen[:q.Limit] {
			shown = append(shown, places[i])
		}
		sortPlaces(shown)
		places = shown
	}
	texts, err := ReadTexts(ctx, ds, docsOf(places))
	if err != nil {
		return Result{}, fmt.Errorf("concordance: %w", err)
	}
	r.Lines, err = texts.Lines(ctx, ds, c, places, q.Width)
	return r, err
}

// docsOf yields the documents of places.
func docsOf(places []Place) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range places {
			if !yield(p.DocID) {
				return
			}
		}
	}
}

func sortPlaces(places []Place) {
	slices.SortStableFunc(places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.DocID, b.DocID), order.FalseFirst(b.InTitle, a.InTitle), cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.Term, b.Term))
	})
}

type hitBatch struct {
	Doc      store.Symbols `col:"doc_id"`
	InTitle  []bool        `col:"in_title"`
	Codebook store.Symbols `col:"codebook"`
	Frame    store.Symbols `col:"frame"`
	Term     store.Symbols `col:"term"`
	Start    []int64       `col:"start_byte"`
	End      []int64       `col:"end_byte"`
	Negated  []bool        `col:"negated"`
	Voice    store.Symbols `col:"voice"`
	Speaker  store.Symbols `col:"speaker"`
	Target   store.Symbols `col:"target_id"`
}

type mentionBatch struct {
	Doc      store.Symbols `col:"doc_id"`
	InTitle  []bool        `col:"in_title"`
	Sentence []string      `col:"sentence_id"`
	Entity   store.Symbols `col:"entity_id"`
	Variant  store.Symbols `col:"variant"`
	Start    []int64       `col:"start_byte"`
	End      []int64       `col:"end_byte"`
}

func (hitBatch) Table() string     { return store.FrameHitRow{}.Table() }
func (mentionBatch) Table() string { return store.MentionRow{}.Table() }

// voiced reports whether a hit's voice is the one asked for.
func voiced(v compare.Voice, hit string) bool {
	switch v {
	case compare.VoiceAuthor:
		return hit == "author"
	case compare.VoiceQuoted:
		return hit != "author"
	case compare.VoiceAll:
	}
	return true
}

// Places streams the places that a query is about, in the order of the table;
// Limit and Width do not matter. Hits of a codebook have no SentenceLang.
func Places(ctx context.Context, ds *store.Dataset, c *compare.Corpus, q Query) iter.Seq2[Place, error] {
	counted := map[string]bool{}
	selects := func(id string) bool {
		in, known := counted[id]
		if !known {
			in = c.Selects(q.Selection, id)
			counted[id] = in
		}
		return in
	}
	if q.Mentions {
		return mentions(ctx, ds, q, selects)
	}
	return func(yield func(Place, error) bool) {
		target, err := c.Target(q.Target)
		if err != nil {
			yield(Place{}, err)
			return
		}
		for h, err := range store.ScanColumns[hitBatch](ctx, ds) {
			if err != nil {
				yield(Place{}, fmt.Errorf("read frame_hits: %w", err))
				return
			}
			for i := range h.Negated {
				if h.asked(i, q) && c.Counts(target, h.Target.At(i)) && selects(h.Doc.At(i)) && !yield(h.place(i), nil) {
					return
				}
			}
		}
	}
}

// asked reports whether a hit is one that the query is about, whatever its
// document.
func (h *hitBatch) asked(i int, q Query) bool {
	return !h.Negated[i] && voiced(q.Voice, h.Voice.At(i)) && (q.Codebook == "" || h.Codebook.At(i) == q.Codebook) &&
		(len(q.Frames) == 0 || slices.Contains(q.Frames, h.Frame.At(i)))
}

func (h *hitBatch) place(i int) Place {
	return Place{DocID: h.Doc.At(i), InTitle: h.InTitle[i], Start: int(h.Start[i]), End: int(h.End[i]),
		Frame: h.Frame.At(i), Term: h.Term.At(i), Voice: h.Voice.At(i), Speaker: h.Speaker.At(i)}
}

// mentions reads all mentions of the targets before the first is yielded, since
// their languages stand in another table.
func mentions(ctx context.Context, ds *store.Dataset, q Query, selects func(string) bool) iter.Seq2[Place, error] {
	return func(yield func(Place, error) bool) {
		var found []Place
		var sentences []string
		for m, err := range store.ScanColumns[mentionBatch](ctx, ds) {
			if err != nil {
				yield(Place{}, fmt.Errorf("read mentions: %w", err))
				return
			}
			for i := range m.InTitle {
				if slices.Contains(q.Targets, m.Entity.At(i)) && selects(m.Doc.At(i)) {
					found = append(found, Place{DocID: m.Doc.At(i), InTitle: m.InTitle[i], Start: int(m.Start[i]), End: int(m.End[i]),
						Variant: m.Variant.At(i)})
					sentences = append(sentences, strings.Clone(m.Sentence[i]))
				}
			}
		}
		langs, err := compare.SentenceLangs(ctx, ds, sentences)
		if err != nil {
			yield(Place{}, err)
			return
		}
		for i, p := range found {
			p.SentenceLang = langs[i]
			if !yield(p, nil) {
				return
			}
		}
	}
}
