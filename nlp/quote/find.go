package quote

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// Find finds the quotations of a document, direct, mixed and indirect, in text
// order, headline first. It reads a.Sentences (which give paragraphs and
// languages), a.Tokens (part-of-speech tags, where there are any) and
// a.Mentions (to name speakers).
func Find(doc *corpus.Document, a *corpus.Annotations) []corpus.Quote {
	var out []corpus.Quote
	for _, in := range []corpus.Field{corpus.InTitle, corpus.InText} {
		f := newFinder(doc, in, a)
		for i := range f.paragraphs {
			f.paragraph(i)
		}
		out = append(out, f.quotes()...)
	}
	return out
}

// draft is a quotation in the making.
type draft struct {
	content   []corpus.Span
	source    corpus.Span
	cue       corpus.Span
	kind      corpus.QuoteType
	class     corpus.VerbClass
	paragraph int  // index into finder.paragraphs; the next one's where it is continued there
	behind    bool // its cue stands behind its first content
	open      bool // its last passage was not closed
}

func (d *draft) end() int { return d.content[len(d.content)-1].End }

// paragraph is a run of sentences.
type paragraph struct {
	span      corpus.Span
	lang      string
	sentences []corpus.Sentence
}

// finder works on the title or the text of one document. The rules for a paragraph
// (spacedFinder, hanFinder) embed it, read its words and add to its drafts.
type finder struct {
	doc        *corpus.Document
	a          *corpus.Annotations
	in         corpus.Field
	src        string
	paragraphs []paragraph
	tags       map[int]string           // first byte of a token -> part of speech
	sentences  []int                    // indices into a.Sentences of those in this field
	mentions   map[int][]corpus.Mention // by sentence, of this field
	drafts     []draft
	people     map[string]bool // Chinese names that the document has shown to be people's
}

func newFinder(doc *corpus.Document, in corpus.Field, a *corpus.Annotations) *finder {
	f := &finder{doc: doc, a: a, in: in, src: doc.Text, tags: map[int]string{}, mentions: map[int][]corpus.Mention{}}
	if in == corpus.InTitle {
		f.src = doc.Title
	}
	for i, s := range a.Sentences {
		if s.In() != in {
			continue
		}
		f.sentences = append(f.sentences, i)
		n := len(f.paragraphs)
		if n == 0 || i > 0 && a.Sentences[i-1].Paragraph != s.Paragraph {
			f.paragraphs = append(f.paragraphs, paragraph{span: s.Span, lang: corpus.BaseLang(s.Lang)})
			n++
		}
		p := &f.paragraphs[n-1]
		p.span.End = max(p.span.End, s.Span.End)
		p.sentences = append(p.sentences, s)
	}
	for _, t := range a.Tokens {
		if t.POS != "" && a.Sentences[t.Sentence].In() == in {
			f.tags[t.Span.Start] = t.POS
		}
	}
	for _, m := range a.Mentions {
		if a.Sentences[m.Sentence].In() == in {
			f.mentions[m.Sentence] = append(f.mentions[m.Sentence], m)
		}
	}
	return f
}

// paragraph finds the quotations of paragraph i.
func (f *finder) paragraph(i int) {
	p := &f.paragraphs[i]
	ps := passages(f.src, p.span, i, p.lang == "de")
	if n := len(f.drafts); n > 0 && f.drafts[n-1].open && f.drafts[n-1].paragraph == i-1 && len(ps) > 0 && ps[0].span.Start == p.span.Start {
		ps[0].resumes = true
	}
	if len(ps) > 0 && ps[len(ps)-1].open && !f.goesOn(i) {
		ps = ps[:len(ps)-1]
	}
	switch p.lang {
	case "zh", "yue", "ja":
		f.chinese(i, ps)
	default:
		rules := profiles()[p.lang]
		if rules == nil {
			rules = &profile{}
		}
		s := spacedFinder{finder: f, profile: rules, number: i, english: p.lang == "en", passages: ps}
		s.direct(ps)
		if s.english {
			s.reports(ps)
			s.goOn()
		} else {
			s.indirect(ps)
		}
	}
}

// tag is the part of speech of a word, empty where nothing has tagged it.
func (f *finder) tag(w word) string { return f.tags[w.span.Start] }

// goesOn reports whether the paragraph after i begins with a quotation mark, as
// a quotation of several paragraphs does.
func (f *finder) goesOn(i int) bool {
	if i+1 >= len(f.paragraphs) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(f.src[f.paragraphs[i+1].span.Start:])
	return strings.ContainsRune("“\"「『«»„", next)
}

// quotes turns the drafts into quotes, in text order.
func (f *finder) quotes() []corpus.Quote {
	slices.SortStableFunc(f.drafts, func(a, b draft) int { return a.content[0].Start - b.content[0].Start })
	var out []corpus.Quote
	seen := map[string]int{} // two cues may have the same content
	for i, d := range f.drafts {
		whole := corpus.Span{Start: d.content[0].Start, End: d.end()}
		id := corpus.NewPartID(f.doc.ID, corpus.LayerQuote, f.in, whole, string(d.kind))
		if seen[id]++; seen[id] > 1 {
			id = corpus.NewPartID(f.doc.ID, corpus.LayerQuote, f.in, whole, string(d.kind)+" "+strconv.Itoa(seen[id]))
		}
		q := corpus.Quote{
			ID: id,
			In: f.in, Content: d.content, Type: d.kind, VerbClass: d.class,
		}
		if d.source.Len() > 0 {
			d.source = f.whole(d.source, append(slices.Clone(d.content), d.cue))
			q.Source = []corpus.Span{d.source}
			q.Speaker = f.speaker(i, d.source, whole)
		}
		if d.cue.Len() > 0 {
			q.Cue = []corpus.Span{d.cue}
		}
		out = append(out, q)
	}
	return out
}

// whole extends a source that ends inside the name of an entity to the end of
// the name, but not into the quotation's other parts.
func (f *finder) whole(source corpus.Span, others []corpus.Span) corpus.Span {
	for _, m := range f.mentions[f.sentenceOf(source.End-1)] {
		if m.Span.Start < source.End && source.End < m.Span.End && m.Span.Start >= source.Start &&
			!slices.ContainsFunc(others, func(c corpus.Span) bool { return c.Overlaps(m.Span) }) {
			source.End = m.Span.End
		}
	}
	return source
}

// last is the draft made last in paragraph n, nil when there is none.
func (f *finder) last(n int) *draft {
	if k := len(f.drafts); k > 0 && f.drafts[k-1].paragraph == n {
		return &f.drafts[k-1]
	}
	return nil
}

// lookBackQuoted is how many of the last drafts are looked at for one that covers a
// sentence, so that a text of nothing but quotations is read in linear time.
const lookBackQuoted = 63

// quoted reports whether a draft covers a part of span.
func (f *finder) quoted(span corpus.Span) bool {
	for i := len(f.drafts) - 1; i >= max(0, len(f.drafts)-lookBackQuoted); i-- {
		for _, c := range f.drafts[i].content {
			if c.Overlaps(span) {
				return true
			}
		}
	}
	return false
}

// trimmed is span without white space at its ends.
func trimmed(src string, span corpus.Span) corpus.Span {
	s := span.Of(src)
	span.Start += len(s) - len(strings.TrimLeft(s, " \t\n\r\u00a0\u3000"))
	span.End = span.Start + len(strings.TrimRight(span.Of(src), " \t\n\r\u00a0\u3000"))
	return span
}
