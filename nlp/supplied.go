package nlp

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
	"framewatch/nlp/ner"
	"framewatch/nlp/quote"
	"framewatch/nlp/service"
)

// supplied are the layers that an annotator service gave for one document. Nil
// covers nothing.
type supplied struct {
	*service.Answer
	from *service.Client
}

// ask gets the service's layers where one of the document's languages is among
// those it is configured for.
func (a *Annotator) ask(ctx context.Context, doc *corpus.Document, sections []section, main string) (*supplied, error) {
	if a.service == nil {
		return nil, nil
	}
	wanted := a.service.CoversLang(main) || slices.ContainsFunc(sections, func(s section) bool { return a.service.CoversLang(s.result.Lang) })
	if !wanted || !hasWord(doc.Text) && !hasWord(doc.Title) {
		return nil, nil
	}
	asked := *doc
	asked.Lang = main
	answer, err := a.service.Annotate(ctx, &asked)
	if err != nil {
		return nil, err
	}
	return &supplied{answer, a.service}, nil
}

func (s *supplied) covers(layer, lang string) bool { return s != nil && s.from.Covers(layer, lang) }

// langs are the document's languages of which the service gave a layer.
func (s *supplied) langs(layer string, out *corpus.Annotations) []string {
	var langs []string
	for _, l := range append([]corpus.LangShare{{Lang: out.Lang}}, out.Langs...) {
		if s.covers(layer, l.Lang) {
			langs = append(langs, l.Lang)
		}
	}
	return langs
}

// spans cuts a section by the service's sentences; a sentence that reaches over
// the section's end is cut there. What it left outside is split by rest.
func (s *supplied) spans(text string, in corpus.Field, section corpus.Span, rest func(corpus.Span) []corpus.Span) []corpus.Span {
	return fill(text, section, placesIn(s.Sentences, in, section, func(p service.Place) service.Place { return p }), func(p service.Place) corpus.Span { return p.Span }, rest)
}

// tokens gives a sentence's words; what the service left outside is cut by rest.
func (s *supplied) tokens(text string, sentence corpus.Sentence, index int, rest func(corpus.Span) []corpus.Token, norm func(string) string) []corpus.Token {
	given := placesIn(s.Tokens, sentence.In(), sentence.Span, func(t service.Token) service.Place { return t.Place })
	var out []corpus.Token
	at := sentence.Span.Start
	between := func(to int) {
		if gap := (corpus.Span{Start: at, End: to}); gap.Len() > 0 && strings.TrimSpace(gap.Of(text)) != "" {
			out = append(out, rest(gap)...)
		}
	}
	for _, t := range given {
		span := corpus.Span{Start: max(t.Span.Start, sentence.Span.Start), End: min(t.Span.End, sentence.Span.End)}
		if strings.TrimSpace(span.Of(text)) == "" {
			continue // some tools make white space a token
		}
		between(span.Start)
		surface := span.Of(text)
		out = append(out, corpus.Token{Span: span, Sentence: index, POS: t.POS, Norm: norm(surface), Word: hasWord(surface)})
		at = span.End
	}
	between(sentence.Span.End)
	return out
}

// placesIn are the items of one field that share a byte with span; items are in
// text order without overlap, title first.
func placesIn[T any](items []T, in corpus.Field, span corpus.Span, place func(T) service.Place) []T {
	before := func(p service.Place, b int) bool {
		return p.In == corpus.InTitle && in == corpus.InText || p.In == in && p.Span.End <= b
	}
	from := sort.Search(len(items), func(i int) bool { return !before(place(items[i]), span.Start) })
	to := from
	for to < len(items) && place(items[to]).In == in && place(items[to]).Span.Start < span.End {
		to++
	}
	return items[from:to]
}

// fill cuts whole by the given items and lets rest cut the gaps that hold more
// than white space.
func fill[T any](text string, whole corpus.Span, items []T, place func(T) corpus.Span, rest func(corpus.Span) []corpus.Span) []corpus.Span {
	var out []corpus.Span
	at := whole.Start
	between := func(to int) {
		if gap := trimSpace(text, corpus.Span{Start: at, End: to}); gap.Len() > 0 {
			out = append(out, rest(gap)...)
		}
	}
	for _, item := range items {
		span := place(item)
		span = trimSpace(text, corpus.Span{Start: max(span.Start, whole.Start), End: min(span.End, whole.End)})
		if span.Len() == 0 {
			continue
		}
		between(span.Start)
		out, at = append(out, span), span.End
	}
	between(whole.End)
	return out
}

// trimSpace takes white space off both ends; an empty span stays where it is.
func trimSpace(text string, s corpus.Span) corpus.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(s.Of(text))
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(s.Of(text))
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// entities adds the service's names to those found in each sentence.
func (s *supplied) entities(out *corpus.Annotations, found [][]ner.Entity) {
	if s == nil {
		return
	}
	for _, e := range s.Entities {
		i := sentenceAt(out.Sentences, e.In, e.Span.Start)
		if i >= 0 && s.covers(service.Entities, out.Sentences[i].Lang) {
			found[i] = append(found[i], ner.Entity{Span: e.Span, Label: e.Label, Score: e.Score})
		}
	}
}

// quotes puts the service's quotations in the place of those that begin in
// sentences it covers. A speaker whom no gazetteer knows has no entity; where the
// service names none, the source may.
func (s *supplied) quotes(doc *corpus.Document, out *corpus.Annotations, linker *link.Linker) {
	if s == nil {
		return
	}
	covered := func(q corpus.Quote) bool {
		i := sentenceAt(out.Sentences, q.In, q.Content[0].Start)
		return i >= 0 && s.covers(service.Quotes, out.Sentences[i].Lang)
	}
	ours := slices.DeleteFunc(out.Quotes, covered)
	out.Quotes = nil
	for _, q := range s.Quotes {
		if covered(q) {
			if _, known := linker.Entity(q.Speaker); !known {
				q.Speaker = ""
			}
			whole := corpus.Span{Start: q.Content[0].Start, End: q.Content[len(q.Content)-1].End}
			q.ID = corpus.NewPartID(doc.ID, corpus.LayerQuote, q.In, whole, string(q.Type), s.from.Name())
			out.Quotes = append(out.Quotes, q)
		}
	}
	quote.Name(doc, out)
	out.Quotes = append(out.Quotes, ours...)
	slices.SortStableFunc(out.Quotes, func(a, b corpus.Quote) int {
		return order(a.In, b.In, a.Content[0].Start, b.Content[0].Start)
	})
}

// order sorts two places in text order, title first.
func order(a, b corpus.Field, from, to int) int {
	if a == b {
		return from - to
	}
	if a == corpus.InTitle {
		return -1
	}
	return 1
}

// frames puts the service's hits in the place of those in sentences it covers.
// They must be of frames that the codebook has. A hit counts for the target that
// it names, itself or a part of it, and where it names none for each of them.
func (s *supplied) frames(doc *corpus.Document, out *corpus.Annotations, book bookOf, targets []corpus.Target) error {
	if s == nil {
		return nil
	}
	out.Frames = slices.DeleteFunc(out.Frames, func(h corpus.FrameHit) bool {
		return s.covers(service.Frames, out.Sentences[h.Sentence].Lang)
	})
	seen := map[string]bool{}
	for _, f := range s.Frames {
		i := sentenceAt(out.Sentences, f.In, f.Span.Start)
		if i < 0 || !s.covers(service.Frames, out.Sentences[i].Lang) {
			continue
		}
		if !book.frames[f.Hit.Frame] {
			return &service.Error{Service: s.from.Name(), Doc: doc.ID, Err: fmt.Errorf("frame %q is not in codebook %s; the service must give frames of the configured codebook", f.Hit.Frame, book.id)}
		}
		for _, t := range targets {
			h := f.Hit
			if h.Target != "" && !t.Has(h.Target) {
				continue
			}
			h.ID, h.Target = frame.NewHitID(doc.ID, f.In, f.Span, book.id, h.Frame, h.Term, t.ID), t.ID
			h.Span, h.Sentence, h.Surface = f.Span, i, f.Span.Of(field(doc, f.In))
			h.Codebook, h.Version, h.Method = book.id, book.version, s.by()
			if !seen[h.ID] {
				seen[h.ID] = true
				out.Frames = append(out.Frames, h)
			}
		}
	}
	slices.SortStableFunc(out.Frames, func(a, b corpus.FrameHit) int {
		return order(out.Sentences[a.Sentence].In(), out.Sentences[b.Sentence].In(), a.Span.Start, b.Span.Start)
	})
	return nil
}

// by is who the columns evidence and method name.
func (s *supplied) by() string { return "service " + s.from.Name() }

// bookOf is what is known of the codebook.
type bookOf struct {
	id, version string
	frames      map[string]bool
}
