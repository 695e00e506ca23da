package nlp

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/claim"
	"framewatch/nlp/clause"
	"framewatch/nlp/en"
	vectors "framewatch/nlp/encode"
	"framewatch/nlp/frame"
	"framewatch/nlp/lang"
	"framewatch/nlp/link"
	"framewatch/nlp/names"
	"framewatch/nlp/ner"
	"framewatch/nlp/quote"
	"framewatch/nlp/rendering"
	"framewatch/nlp/service"
	"framewatch/nlp/stance"
	"framewatch/nlp/trained"
	"framewatch/nlp/zh"
)

// version names the rules of this package and the layers below; it changes when
// the same document would be annotated otherwise.
const version = "7"

// Annotator annotates documents. It is safe for concurrent use.
type Annotator struct {
	cfg     Config
	langs   *lang.Identifier
	english *en.Tagger
	chinese *zh.Segmenter
	tagger  *ner.Tagger // nil where Config.NER is not tagger
	linker  *link.Linker
	coders  []*frame.Coder            // one a codebook
	trained map[string]*trained.Coder // by codebook, of those that have a model
	claims  []*claim.Finder           // one a register
	books   []bookOf
	stance  *stance.Judge                 // nil where it is off
	judge   func() (*stance.Judge, error) // for places that are asked for
	service *service.Client               // nil without a service

	targets    []corpus.Target
	renderings []renderer // one for each target that the gazetteers have
	by         string
}

// New loads the models and compiles the resources.
func New(cfg Config, res Resources, log *slog.Logger) (*Annotator, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("annotation settings: %w", err)
	}
	start := time.Now()
	a := &Annotator{cfg: cfg, targets: Targets(res.Gazetteers, cfg.Targets), trained: map[string]*trained.Coder{}, judge: sync.OnceValues(stance.Load)}
	var err error
	if a.langs, err = lang.New(lang.Config{Langs: cfg.Langs}); err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	if a.linker, err = link.New(res.Gazetteers, cfg.Targets...); err != nil {
		return nil, err
	}
	words, by := a.linker.Words(), append([]string{"annotate@" + version}, a.linker.By()...)
	for _, book := range res.Codebooks {
		c, err := frame.New(withParts(book, res.Gazetteers), a.targets)
		if err != nil {
			return nil, err
		}
		words, by = append(words, c.Words()...), append(by, c.By())
		a.coders, a.books = append(a.coders, c), append(a.books, newBookOf(book))
		for _, m := range res.Models {
			if m.Codebook != book.ID || cfg.Frames == FramesRules {
				continue
			}
			load := func() (trained.Embedder, error) { return vectors.Load() }
			t, err := trained.NewCoder(m, book, vectors.Version, vectors.Reads, load)
			if err != nil {
				return nil, err
			}
			a.trained[book.ID] = t
			by = append(by, t.By())
		}
	}
	for _, r := range res.Registers {
		f, err := claim.New(r)
		if err != nil {
			return nil, err
		}
		a.claims, by = append(a.claims, f), append(by, f.By())
	}
	if cfg.Stance == StanceOn && len(a.targets) > 0 {
		if a.stance, err = a.judge(); err != nil {
			return nil, err
		}
		by = append(by, stance.By)
	}
	if a.chinese, err = zh.New(words); err != nil {
		return nil, fmt.Errorf("load Chinese segmenter: %w", err)
	}
	for _, t := range a.targets {
		if entity, ok := a.linker.Entity(t.ID); ok {
			a.renderings = append(a.renderings, renderer{rendering.New(entity, a.chinese, meaningOf(cfg)), entity})
		}
	}
	if a.english, err = en.New(); err != nil {
		return nil, fmt.Errorf("load English tagger: %w", err)
	}
	if cfg.NER == NERTagger {
		if a.tagger, err = ner.Load(); err != nil {
			return nil, err
		}
	}
	if cfg.Service.On() {
		if a.service, err = service.New(cfg.Service); err != nil {
			return nil, err
		}
		by = append(by, a.service.Name())
	}
	a.by = strings.Join(by, " ")
	log.Debug("annotator ready", "by", a.by, "ner", cfg.NER, "took", time.Since(start))
	return a, nil
}

// frameRefs are the frames of the codebooks, in their order.
func (a *Annotator) frameRefs() []corpus.FrameRef {
	var out []corpus.FrameRef
	for _, c := range a.coders {
		out = append(out, c.Frames()...)
	}
	return out
}

// withParts is the codebook with sets in which each entity brings what is part
// of it along.
func withParts(book frame.Codebook, gazetteers []link.Gazetteer) frame.Codebook {
	book.Sets = slices.Clone(book.Sets)
	for i, set := range book.Sets {
		entities := slices.Clone(set.Entities)
		for _, id := range set.Entities {
			for _, part := range link.Set(gazetteers, id)[1:] {
				if !slices.Contains(entities, part) {
					entities = append(entities, part)
				}
			}
		}
		book.Sets[i].Entities = entities
	}
	return book
}

// Annotate finds everything in one document. The error is ctx's, or a
// [service.Error] where an annotator service is configured; a text of any bytes
// is annotated, if with little.
func (a *Annotator) Annotate(ctx context.Context, doc corpus.Document) (corpus.Annotations, error) {
	notes, _, err := a.AnnotateRelinked(ctx, doc, nil)
	return notes, err
}

// step finds one layer; given is what an annotator service has found instead.
type step func(doc *corpus.Document, out *corpus.Annotations, given *supplied) error

// annotate runs the layers that all others need, then more.
func (a *Annotator) annotate(ctx context.Context, doc corpus.Document, more ...step) (corpus.Annotations, error) {
	out := corpus.Annotations{Doc: doc.ID, By: a.by}
	parts := a.divide(&doc, &out)
	given, err := a.ask(ctx, &doc, parts.text, out.Lang)
	if err != nil {
		return corpus.Annotations{}, fmt.Errorf("annotate: %w", err)
	}
	steps := append([]step{parts.sentences, a.tokens, a.mentions}, more...)
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return corpus.Annotations{}, fmt.Errorf("annotate document %s: %w", doc.ID, err)
		}
		if err := step(&doc, &out, given); err != nil {
			return corpus.Annotations{}, fmt.Errorf("annotate: %w", err)
		}
	}
	return out, nil
}

// mentions links entities and adds what the recogniser finds beside them.
func (a *Annotator) mentions(doc *corpus.Document, out *corpus.Annotations, given *supplied) error {
	out.Mentions = a.linker.Mentions(doc, out)
	if a.cfg.NER == NERProse {
		a.recognise(doc, out, given)
	}
	a.tag(doc, out, given)
	return nil
}

// quotes finds quotations.
func (a *Annotator) quotes(doc *corpus.Document, out *corpus.Annotations, given *supplied) error {
	out.Quotes = quote.Find(doc, out)
	given.quotes(doc, out, a.linker)
	addSpeakers(doc, out)
	return nil
}

// names gives people and bodies that no gazetteer knows their names in full,
// and says of speakers what is known.
func (a *Annotator) names(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	names.Resolve(out)
	resolvePronouns(doc, out)
	day := ""
	if doc.Published.Known() && doc.Published.Precision != corpus.PrecisionYear && doc.Published.Precision != corpus.PrecisionMonth {
		day = doc.Published.Time.Format(time.DateOnly)
	}
	a.posts(doc, out, day)
	return nil
}

// clauses reads the sentences as clauses, and marks those that are wholly a
// quotation's words.
func clauses(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	out.Clauses = clause.Read(doc, out)
	for _, c := range out.Clauses {
		if c.Kind == corpus.ClauseSentence {
			out.Sentences[c.Sentence].InQuote = c.Voice == corpus.VoiceDirect
		}
	}
	index := clause.NewIndex(out)
	for i := range out.Quotes {
		q := &out.Quotes[i]
		at := sentenceAt(out.Sentences, q.In, q.Content[0].Start)
		if at < 0 {
			continue
		}
		first := q.Content[0]
		first.End = min(first.End, out.Sentences[at].Span.End)
		if c := index.At(at, first); c != nil {
			q.Clause = c.ID
		}
	}
	return nil
}

func (a *Annotator) frames(doc *corpus.Document, out *corpus.Annotations, given *supplied) error {
	for _, c := range a.coders {
		out.Frames = append(out.Frames, c.Hits(doc, out)...)
	}
	if len(a.coders) > 1 {
		sortHits(out)
	}
	if err := given.frames(doc, out, a.books, a.targets); err != nil {
		return err
	}
	index := clause.NewIndex(out)
	for i := range out.Frames {
		if h := &out.Frames[i]; h.Clause == "" {
			if c := index.At(h.Sentence, h.Span); c != nil {
				h.Clause = c.ID
				if h.Voice != corpus.VoiceAuthor {
					h.Quote = c.Quote
				}
			}
		}
	}
	for _, t := range a.targets {
		for i, c := range a.coders {
			codes := c.Codes(doc, out, t.ID, given.langs(service.Frames, out)...)
			if m := a.trained[a.books[i].id]; m != nil {
				var err error
				if codes, err = m.Codes(doc, out, t, codes); err != nil {
					return err
				}
			}
			out.Codes = append(out.Codes, codes...)
		}
	}
	return nil
}

// claimed holds the numbers about targets against the registers.
func (a *Annotator) claimed(doc *corpus.Document, out *corpus.Annotations, _ *supplied) error {
	for _, f := range a.claims {
		out.Claims = append(out.Claims, f.Find(doc, out)...)
	}
	slices.SortStableFunc(out.Claims, func(a, b corpus.Claim) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return nil
}

// nested is how many mentions of other targets a rendering may hold.
const nested = 8

// mentionsIn lists the mentions that overlap span, in text order. Mentions of two
// targets may overlap each other.
func mentionsIn(out *corpus.Annotations, in corpus.Field, span corpus.Span) []corpus.Mention {
	all := out.Mentions
	first, _ := slices.BinarySearchFunc(all, span.Start, func(m corpus.Mention, start int) int {
		switch f := out.Sentences[m.Sentence].In(); {
		case f != in && in == corpus.InText, f == in && m.Span.Start < start:
			return -1
		}
		return 1
	})
	from := first
	for i := first - 1; i >= max(0, first-nested) && out.Sentences[all[i].Sentence].In() == in; i-- {
		if all[i].Span.End > span.Start {
			from = i
		}
	}
	to := first
	for to < len(all) && out.Sentences[all[to].Sentence].In() == in && all[to].Span.Start < span.End {
		to++
	}
	if !slices.ContainsFunc(all[from:first], func(m corpus.Mention) bool { return m.Span.End <= span.Start }) {
		return all[from:to]
	}
	return slices.DeleteFunc(slices.Clone(all[from:to]), func(m corpus.Mention) bool { return m.Span.End <= span.Start })
}
