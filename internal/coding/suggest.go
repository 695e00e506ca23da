package coding

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/compare/sample"
	"framewatch/corpus"
	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
	"framewatch/store"
)

// Embedder gives sentences vectors of length one, as encode.Encoder does, for
// languages that it reads.
type Embedder struct {
	Embed func(sentences []string) [][]float32
	Reads func(lang string) bool
}

// Passage is a sentence that means what an example of a frame does.
type Passage struct {
	Frame      string  `json:"frame"`
	Lang       string  `json:"lang"`
	Text       string  `json:"text"`
	Doc        string  `json:"doc_id,omitempty"` // or unit
	Similarity float64 `json:"similarity"`       // to the nearest example
	Found      bool    `json:"found"`            // the rules find the frame in it

	hits map[string]prediction // of the rules, by frame
}

// Lesson is a document whose code would teach most.
type Lesson struct {
	Doc         string   `json:"doc_id"`
	Lang        string   `json:"lang"`
	Title       string   `json:"title"`
	URL         string   `json:"url"`
	Information float64  `json:"information"` // sum of p(1-p) over frames
	Frames      []string `json:"frames"`      // least sure first
}

// Suggestions are what a codebook's editor may take or leave.
type Suggestions struct {
	Terms    []Term
	Passages []Passage
	Lessons  []Lesson
	Notes    []string
}

// SuggestSpec says what to suggest from.
type SuggestSpec struct {
	Book      frame.Codebook
	Frames    []string // none = all
	Top       int      // terms of a frame, language and source, and lessons of a language
	Annotator Annotator
	Embedder  Embedder
	Sentences int // of a language that neighbours are looked for among
}

// frames are those that are asked for; a residual one has no terms.
func (s SuggestSpec) frames() []frame.Frame {
	var out []frame.Frame
	for _, f := range s.Book.Frames {
		if !f.Residual && (len(s.Frames) == 0 || slices.Contains(s.Frames, f.ID)) {
			out = append(out, f)
		}
	}
	return out
}

// leastTexts is how many texts must have a frame, and a term, for keyness.
const leastTexts = 3

// KeyTerms finds words and phrases that mark the texts to which coders gave a
// frame, against those of the same language to which they did not, copies of a
// story once. A text counts as most of its coders have it.
func KeyTerms(ctx context.Context, set *codes.Set, spec SuggestSpec) (*Suggestions, error) {
	texts := make([]map[string]map[string]bool, len(set.Units))
	stories := map[string]bool{}
	for i, u := range set.Units {
		if stories[storyOf(u)] || len(u.Codes) == 0 {
			continue
		}
		stories[storyOf(u)] = true
		doc := corpus.Document{ID: corpus.DocID(u.ID), Title: u.Title, Text: u.Text, Lang: u.Lang}
		notes, err := spec.Annotator.Annotate(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("annotate unit %s: %w", u.ID, err)
		}
		texts[i] = phrases(&notes)
	}
	out := &Suggestions{}
	for _, f := range spec.frames() {
		byLang := map[string]*contrast{}
		for i, u := range set.Units {
			present, coded := majority(u, f.ID)
			for lang, words := range texts[i] {
				if !coded || lang != corpus.BaseLang(u.Lang) && u.Lang != "" {
					continue
				}
				c := byLang[lang]
				if c == nil {
					c = &contrast{frame: f.ID, lang: lang, from: FromCodes, common: .5, known: knownTerms(f, lang), least: leastTexts}
					byLang[lang] = c
				}
				if present {
					c.present = append(c.present, words)
				} else {
					c.absent = append(c.absent, words)
				}
			}
		}
		for _, lang := range slices.Sorted(maps.Keys(byLang)) {
			c := byLang[lang]
			if n := len(c.present); n > 0 && n < leastTexts {
				out.Notes = append(out.Notes, fmt.Sprintf("%s: too few texts in %s for keyness: %d of %d", f.ID, lang, n, leastTexts))
			}
			out.Terms = append(out.Terms, c.terms(spec.Top)...)
		}
	}
	return out, nil
}

// majority is what most coders say of a frame; of as many on both sides nothing.
func majority(u codes.Unit, frame string) (present, coded bool) {
	yes, no := 0, 0
	for _, c := range u.Codes {
		if is, looked := c.Value(frame); is {
			yes++
		} else if looked {
			no++
		}
	}
	return yes > no, yes != no
}

// nearest is how near a sentence must be to an example, and mostNear how many of a
// language count as near at most.
const (
	nearest  = .45
	mostNear = 40
)

// Neighbours finds sentences in every language that mean what examples of frames
// do, which may be in one language, and the words and phrases that mark them
// against the other sentences of their language. Examples are the codebook's and
// sentences that were coded with the frame.
func Neighbours(ctx context.Context, sentences []Passage, coded *codes.Set, spec SuggestSpec) (*Suggestions, error) {
	out := &Suggestions{}
	byLang := map[string][]Passage{}
	for _, s := range sentences {
		if lang := corpus.BaseLang(s.Lang); spec.Embedder.Reads(lang) {
			byLang[lang] = append(byLang[lang], s)
		}
	}
	langs := slices.Sorted(maps.Keys(byLang))
	vectors, words := map[string][][]float32{}, map[string][]map[string]bool{}
	for _, lang := range langs {
		byLang[lang] = evenly(byLang[lang], spec.Sentences)
		var texts []string
		for _, s := range byLang[lang] {
			texts = append(texts, s.Text)
			doc := corpus.Document{Text: s.Text, Lang: s.Lang}
			notes, err := spec.Annotator.Annotate(ctx, doc)
			if err != nil {
				return nil, fmt.Errorf("annotate a sentence of %s: %w", s.Doc, err)
			}
			words[lang] = append(words[lang], phrases(&notes)[lang])
		}
		vectors[lang] = spec.Embedder.Embed(texts)
	}
	for _, f := range spec.frames() {
		examples := spec.Embedder.Embed(examplesOf(f, coded))
		if len(examples) == 0 {
			out.Notes = append(out.Notes, f.ID+": no example to look for neighbours of: the codebook has none, and no sentence is coded with it")
			continue
		}
		for _, lang := range langs {
			near := nearTo(examples, vectors[lang])
			c := contrast{frame: f.ID, lang: lang, from: FromNeighbours, common: .1, known: knownTerms(f, lang), least: leastTexts}
			for i, s := range near {
				if c.present = append(c.present, words[lang][s.at]); i < spec.Top {
					p := byLang[lang][s.at]
					p.Frame, p.Similarity, p.Found = f.ID, s.similarity, p.hits[f.ID].present
					out.Passages = append(out.Passages, p)
				}
			}
			for i := range byLang[lang] {
				if !slices.ContainsFunc(near, func(n neighbour) bool { return n.at == i }) {
					c.absent = append(c.absent, words[lang][i])
				}
			}
			out.Terms = append(out.Terms, c.terms(spec.Top)...)
		}
	}
	return out, nil
}

// examplesOf are the texts that show a frame.
func examplesOf(f frame.Frame, coded *codes.Set) []string {
	var out []string
	for _, lang := range slices.Sorted(maps.Keys(f.Examples.Include)) {
		out = append(out, f.Examples.Include[lang]...)
	}
	for _, u := range coded.Units {
		if present, _ := majority(u, f.ID); present && u.Kind == codes.UnitSentence {
			out = append(out, u.Text)
		}
	}
	return out
}

// neighbour is a sentence near an example.
type neighbour struct {
	at         int
	similarity float64
}

// nearTo are the sentences nearest to any example, the nearest first.
func nearTo(examples, sentences [][]float32) []neighbour {
	var out []neighbour
	for i, s := range sentences {
		best := 0.0
		for _, e := range examples {
			dot := 0.0
			for k := range e {
				dot += float64(e[k]) * float64(s[k])
			}
			best = max(best, dot)
		}
		if best >= nearest {
			out = append(out, neighbour{i, best})
		}
	}
	slices.SortStableFunc(out, func(a, b neighbour) int { return cmp.Compare(b.similarity, a.similarity) })
	return out[:min(len(out), mostNear)]
}

// evenly takes at most n of a list, at even distances.
func evenly[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	out := make([]T, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
}

// Sentences are those of a dataset's stories, each story by one document, with
// what the rules find in them: at most so many of a language, evenly over the
// documents, so that memory does not grow with the dataset's texts.
func Sentences(ctx context.Context, ds *store.Dataset, spec Spec, most int) ([]Passage, error) {
	spec.Unit = codes.UnitSentence
	p, err := populate(ctx, ds, spec)
	if err != nil {
		return nil, err
	}
	hits := map[string]map[string]prediction{}
	for _, s := range p.stories {
		for _, each := range s.sentences {
			hits[each.id] = each.frames
		}
	}
	byLang := map[string][]placeRow{}
	for row, err := range store.Scan[placeRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read sentences: %w", err)
		}
		if _, ok := hits[row.ID]; ok {
			byLang[corpus.BaseLang(row.Lang)] = append(byLang[corpus.BaseLang(row.Lang)], row)
		}
	}
	var places []placeRow
	texts := map[string]textRow{}
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		list := byLang[lang]
		slices.SortFunc(list, func(a, b placeRow) int { return cmp.Or(cmp.Compare(a.Doc, b.Doc), cmp.Compare(a.ID, b.ID)) })
		for _, row := range evenly(list, most) {
			places, texts[row.Doc] = append(places, row), textRow{}
		}
	}
	for row, err := range store.Scan[textRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		if _, ok := texts[row.Doc]; ok {
			texts[row.Doc] = row
		}
	}
	var out []Passage
	for _, row := range places {
		if text := row.of(texts[row.Doc]); text != "" {
			out = append(out, Passage{Lang: row.Lang, Text: text, Doc: row.Doc, hits: hits[row.ID]})
		}
	}
	return out, nil
}

// SentencesOf are those of coded texts.
func SentencesOf(ctx context.Context, set *codes.Set, a Annotator) ([]Passage, error) {
	var out []Passage
	for _, u := range set.Units {
		doc := corpus.Document{ID: corpus.DocID(u.ID), Text: u.Text, Lang: u.Lang}
		notes, err := a.Annotate(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("annotate unit %s: %w", u.ID, err)
		}
		for _, s := range notes.Sentences {
			if !s.Headline && !s.Boilerplate {
				out = append(out, Passage{Lang: s.Lang, Text: s.Span.Of(u.Text), Doc: u.ID})
			}
		}
	}
	return out, nil
}

// Lessons are the documents whose code would teach most: those of which it is least
// sure which frames they have, one a story and top a language, without those that
// are coded.
func Lessons(ctx context.Context, ds *store.Dataset, spec Spec, coded map[string]bool, top int) ([]Lesson, error) {
	spec.Spec, spec.Unit = sample.Spec{}, codes.UnitDocument
	p, err := populate(ctx, ds, spec)
	if err != nil {
		return nil, err
	}
	byLang := map[string][]Lesson{}
	for id, s := range p.stories {
		if coded[id] || len(s.frames) == 0 {
			continue
		}
		frames := slices.SortedFunc(maps.Keys(s.frames), func(a, b string) int {
			pa, pb := s.frames[a].probability(), s.frames[b].probability()
			return cmp.Or(cmp.Compare(pb*(1-pb), pa*(1-pa)), cmp.Compare(a, b))
		})
		const shown = 3
		byLang[s.doc.Lang] = append(byLang[s.doc.Lang], Lesson{Doc: strings.Clone(id), Lang: s.doc.Lang, Information: information(s.frames), Frames: frames[:min(shown, len(frames))]})
	}
	var out []Lesson
	for _, lang := range slices.Sorted(maps.Keys(byLang)) {
		list := byLang[lang]
		slices.SortFunc(list, func(a, b Lesson) int {
			return cmp.Or(cmp.Compare(b.Information, a.Information), cmp.Compare(a.Doc, b.Doc))
		})
		out = append(out, list[:min(top, len(list))]...)
	}
	for row, err := range store.Scan[textRow](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		for i := range out {
			if out[i].Doc == row.Doc {
				out[i].Title, out[i].URL = row.Title, row.URL
			}
		}
	}
	return out, nil
}
