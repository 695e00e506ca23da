package coding

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/compare/sample"
	"framewatch/nlp/codes"
	"framewatch/store"
)

// Columns that the population is made from; texts are read when it is drawn.
type (
	originBatch struct {
		Doc    []string `col:"doc_id"`
		Origin []bool   `col:"is_origin"`
	}
	predictionBatch struct {
		Doc      []string      `col:"doc_id"`
		Frame    store.Symbols `col:"frame"`
		Codebook store.Symbols `col:"codebook"`
		Target   store.Symbols `col:"target_id"`
		Present  []bool        `col:"present"`
		Hits     []int64       `col:"n_hits"`
		Negated  []int64       `col:"n_negated"`
		P        []*float64    `col:"p_present"`
	}
	sentenceBatch struct {
		ID          []string `col:"sentence_id"`
		Doc         []string `col:"doc_id"`
		Boilerplate []bool   `col:"boilerplate"`
	}
	hitBatch struct {
		Sentence []string      `col:"sentence_id"`
		Doc      []string      `col:"doc_id"`
		Frame    store.Symbols `col:"frame"`
		Codebook store.Symbols `col:"codebook"`
		Target   store.Symbols `col:"target_id"`
		Negated  []bool        `col:"negated"`
	}
)

func (originBatch) Table() string     { return store.SyndicationRow{}.Table() }
func (predictionBatch) Table() string { return store.DocumentFrameRow{}.Table() }
func (sentenceBatch) Table() string   { return store.SentenceRow{}.Table() }
func (hitBatch) Table() string        { return store.FrameHitRow{}.Table() }

// story is a unit of the population: what is known of one story, by the document
// that stands for it.
type story struct {
	doc       compare.Doc
	documents int // that count, copies and translations
	frames    map[string]prediction
	sentences []sentence
	side      string
}

// prediction is what a coder of documents says of one frame.
type prediction struct {
	present bool
	hits    int64
	negated int64
	p       *float64
}

// sentence is one that may be drawn.
type sentence struct {
	id     string
	frames map[string]prediction
}

// population is all that may be drawn.
type population struct {
	spec      Spec
	corpus    *compare.Corpus
	stories   map[string]*story // by document
	documents int               // that count
	notCoded  int               // stories whose document nothing codes
}

// populate finds the stories of a dataset that a sample may be drawn from. A story
// is stood for by the copy that seems to be the first, or, where that does not
// count, by the one with the smallest ID; which one it is depends on no draw.
func populate(ctx context.Context, ds *store.Dataset, spec Spec) (*population, error) {
	c, err := compare.Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, err
	}
	spec.Selection.Target = spec.Target
	if books := c.Codebooks(); len(books) > 0 && !slices.Contains(books, spec.Book.ID) {
		return nil, fmt.Errorf("no document is coded by codebook %s, only by %s", spec.Book.ID, strings.Join(books, ", "))
	}
	p := &population{spec: spec, corpus: c, stories: map[string]*story{}}
	if err := p.choose(ctx, ds); err != nil {
		return nil, err
	}
	if err := p.predictions(ctx, ds); err != nil {
		return nil, err
	}
	if spec.Unit == codes.UnitSentence {
		if err := p.withSentences(ctx, ds); err != nil {
			return nil, err
		}
	}
	sideOf := p.sides()
	for _, s := range p.stories {
		s.side = sideOf(s.doc.ID)
		if len(s.frames) == 0 {
			p.notCoded++
		}
	}
	return p, nil
}

// BySides is the dimension of the two sides that the settings compare first.
const BySides = "sides"

// sides says on which side a document is.
func (p *population) sides() func(doc string) string {
	if p.spec.By != BySides {
		return func(doc string) string { return strings.Join(p.corpus.Groups(doc, p.spec.By), "+") }
	}
	a, b, ok := p.corpus.Sides(p.spec.Compare)
	return func(doc string) string {
		for _, f := range []compare.Filter{a, b} {
			if ok && p.corpus.Selects(p.spec.Compare.Side(f), doc) {
				return f.String()
			}
		}
		return compare.GroupNone
	}
}

// choose finds for each story the document that stands for it.
func (p *population) choose(ctx context.Context, ds *store.Dataset) error {
	origin := map[string]bool{}
	for b, err := range store.ScanColumns[originBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read syndication: %w", err)
		}
		for i, id := range b.Doc {
			if b.Origin[i] {
				origin[strings.Clone(id)] = true
			}
		}
	}
	chosen, count := map[string]compare.Doc{}, map[string]int{}
	for d := range p.corpus.All() {
		if !p.corpus.Selects(p.spec.Selection, d.ID) {
			continue
		}
		p.documents++
		count[d.Story]++
		old, ok := chosen[d.Story]
		if !ok || origin[d.ID] && !origin[old.ID] || origin[d.ID] == origin[old.ID] && d.ID < old.ID {
			chosen[d.Story] = d
		}
	}
	for id, d := range chosen {
		p.stories[d.ID] = &story{doc: d, documents: count[id], frames: map[string]prediction{}}
	}
	return nil
}

// wanted reports whether a row is about the codebook, target and frames of the
// sample.
func (p *population) wanted(codebook, target, frame string) bool {
	return codebook == p.spec.Book.ID && p.corpus.Counts(p.spec.Target, target) && (len(p.spec.Frames) == 0 || slices.Contains(p.spec.Frames, frame))
}

func (p *population) predictions(ctx context.Context, ds *store.Dataset) error {
	for b, err := range store.ScanColumns[predictionBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read document_frames: %w", err)
		}
		for i, id := range b.Doc {
			s := p.stories[id]
			if s == nil || !p.wanted(b.Codebook.At(i), b.Target.At(i), b.Frame.At(i)) {
				continue
			}
			s.frames[b.Frame.At(i)] = prediction{b.Present[i], b.Hits[i], b.Negated[i], b.P[i]}
		}
	}
	return nil
}

// withSentences reads the sentences of the stories, without text that is not the
// articles' own.
func (p *population) withSentences(ctx context.Context, ds *store.Dataset) error {
	found := map[string]map[string]prediction{} // by sentence
	for b, err := range store.ScanColumns[hitBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read frame_hits: %w", err)
		}
		for i, id := range b.Sentence {
			if p.stories[b.Doc[i]] == nil || !p.wanted(b.Codebook.At(i), b.Target.At(i), b.Frame.At(i)) {
				continue
			}
			of := found[id]
			if of == nil {
				of = map[string]prediction{}
				found[strings.Clone(id)] = of
			}
			now := of[b.Frame.At(i)]
			if b.Negated[i] {
				now.negated++
			} else {
				now.hits, now.present = now.hits+1, true
			}
			of[b.Frame.At(i)] = now
		}
	}
	for b, err := range store.ScanColumns[sentenceBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read sentences: %w", err)
		}
		for i, id := range b.ID {
			if s := p.stories[b.Doc[i]]; s != nil && !b.Boilerplate[i] {
				s.sentences = append(s.sentences, sentence{strings.Clone(id), found[id]})
			}
		}
	}
	for id, s := range p.stories {
		if len(s.sentences) == 0 {
			delete(p.stories, id)
			continue
		}
		slices.SortFunc(s.sentences, func(a, b sentence) int { return cmp.Compare(a.id, b.id) })
	}
	return nil
}

// commonness counts in how many stories each frame is present.
func (p *population) commonness() map[string]int {
	out := map[string]int{}
	for _, s := range p.stories {
		for f, v := range s.frames {
			if v.present {
				out[f]++
			}
		}
	}
	return out
}

// The labels of units without a frame.
const (
	labelNone     = "none"
	labelNotCoded = "not coded"
)

// label is the rarest frame that is predicted, so that a sample stratified by it
// reaches the rare ones.
func label(frames map[string]prediction, common map[string]int, coded bool) string {
	best := ""
	for _, f := range slices.Sorted(maps.Keys(frames)) {
		if frames[f].present && (best == "" || common[f] < common[best]) {
			best = f
		}
	}
	switch {
	case best != "":
		return best
	case !coded:
		return labelNotCoded
	}
	return labelNone
}

// What is expected of a document without a probability: rules are least sure
// where a single hit, or none but negated ones, decides.
const (
	pManyHits    = 0.9
	pOneHit      = 0.6
	pOnlyNegated = 0.3
	pNoHit       = 0.05
)

// information is the sum over frames of the variance of presence, p(1-p): what a
// code is expected to tell.
func information(frames map[string]prediction) float64 {
	sum := 0.0
	for _, f := range slices.Sorted(maps.Keys(frames)) { // in order, for sums depend on it
		p := frames[f].probability()
		sum += p * (1 - p)
	}
	return sum
}

func (f prediction) probability() float64 {
	switch {
	case f.p != nil:
		return *f.p
	case f.hits > 1:
		return pManyHits
	case f.hits == 1:
		return pOneHit
	case f.negated > 0:
		return pOnlyNegated
	}
	return pNoHit
}

// units are the stories as the drawing sees them.
func (p *population) units() []sample.Unit {
	common := p.commonness()
	var out []sample.Unit
	for id, s := range p.stories {
		out = append(out, sample.Unit{ID: id, Levels: []string{s.doc.Lang, s.side, label(s.frames, common, len(s.frames) > 0)}, Information: information(s.frames)})
	}
	return out
}
