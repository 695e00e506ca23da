package rendering

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/align"
)

const (
	// leastShare is the share of letters, Chinese characters counted hanWeight
	// times, that the smaller language of a bilingual document has.
	leastShare = .12
	hanWeight  = 3
	// sureLead is how many times as often the one half must name the target by
	// names that are right for it to be the original although it comes second.
	sureLead = 2.0
	// longestSentence is how long a sentence may be, in bytes, for its words to
	// be looked at; longer ones are tables, or no text at all.
	longestSentence = 6000
	// noticeBytes is how much of the beginning and of the end of a document is
	// searched for notices about its translation.
	noticeBytes = 3000
)

// half is one language of a bilingual document, or one document of a pair.
type half struct {
	text  Text
	lang  string // base language
	units []unit
	// vectors are what the units mean; nil where that is not known.
	vectors [][]float32
}

// unit is a sentence with what is found in it.
type unit struct {
	sentence  int // index into Annotations.Sentences
	in        corpus.Field
	span      corpus.Span
	paragraph int
	toks      []tok
	names     []name
	numbers   []align.Number // spans count in the field
}

// name is a place where the gazetteer or the tagger names something.
type name struct {
	span    corpus.Span
	entity  corpus.EntityID // empty where no gazetteer knows it
	label   corpus.Label
	variant corpus.Variant
	target  bool
	weak    bool // a description rather than a name: it may go untranslated
	nested  bool // inside the name of something else, such as a convention
}

// field is the title or the text of the half's document.
func (h *half) field(in corpus.Field) string {
	if in == corpus.InTitle {
		return h.text.Doc.Title
	}
	return h.text.Doc.Text
}

// place is a span of the field that a unit is in.
func (h *half) place(u *unit, span corpus.Span) Place {
	return Place{In: u.in, Span: span, Sentence: u.sentence, Text: span.Of(h.field(u.in))}
}

// writtenIn is the language of a sentence: that of its letters where they are
// Chinese characters or not, since short sentences are often taken for the
// other language.
func writtenIn(lang, text string) string {
	han, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.IsLetter(r):
			other++
		}
	}
	b := corpus.BaseLang(lang)
	switch {
	case b == "ja" || b == "ko":
		return b
	case han*hanWeight > other:
		return "zh"
	case b == "zh" || b == "und":
		if other == 0 {
			return ""
		}
		return "en"
	}
	return b
}

// whole is all of a document as one half; sentences in other languages than
// most of it stay in, as names in Latin letters often pass for them.
func (f *Finder) whole(t Text) *half {
	h := &half{text: t}
	weights := map[string]int{}
	for i, s := range t.Notes.Sentences {
		for _, p := range h.pieces(i, s) {
			weights[p.lang] += p.weight
			h.units = append(h.units, p.unit)
		}
	}
	h.lang = heaviest(weights)
	return h
}

// piece is a sentence, or a line of one, in one language.
type piece struct {
	unit
	lang   string
	weight int
}

// pieces cuts a sentence where a line is in another language than the line
// before it: headings that are translated on the next line have no full stop
// between.
func (h *half) pieces(i int, s corpus.Sentence) []piece {
	text := s.Span.Of(h.field(s.In()))
	var out []piece
	start := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		trimmed := strings.TrimSpace(line)
		at := start + strings.Index(line, trimmed)
		span := corpus.Span{Start: s.Span.Start + at, End: s.Span.Start + at + len(trimmed)}
		start += len(line)
		if trimmed == "" {
			continue
		}
		p := piece{unit{sentence: i, in: s.In(), span: span, paragraph: s.Paragraph}, writtenIn(s.Lang, trimmed), weight(trimmed)}
		if k := len(out) - 1; k >= 0 && (out[k].lang == p.lang || p.lang == "" || out[k].lang == "") {
			out[k].span.End = p.span.End
			out[k].lang = cmp.Or(out[k].lang, p.lang)
			out[k].weight += p.weight
			continue
		}
		out = append(out, p)
	}
	return out
}

// weight is how much of its language a text is: its letters, Chinese characters counted
// hanWeight times.
func weight(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			n += hanWeight
		case unicode.IsLetter(r):
			n++
		}
	}
	return n
}

// heaviest is the language of most weight, empty for none.
func heaviest(weights map[string]int) string {
	best := ""
	for _, l := range slices.Sorted(maps.Keys(weights)) {
		if l != "" && (best == "" || weights[l] > weights[best]) {
			best = l
		}
	}
	return best
}

// halves splits a bilingual document into original and translation. The
// original is the half that comes first on the whole, unless a notice says
// otherwise (then told is true) or the other one has far more of the target's
// right names.
func (f *Finder) halves(t Text) (source, target *half, told, ok bool) {
	whole := &half{text: t}
	weights, middle, total := map[string]int{}, map[string]float64{}, 0
	var all []piece
	for i, s := range t.Notes.Sentences {
		for _, p := range whole.pieces(i, s) {
			all = append(all, p)
			if p.lang != "" {
				middle[p.lang] += float64(len(all)) * float64(p.weight)
				weights[p.lang] += p.weight
				total += p.weight
			}
		}
	}
	a := heaviest(weights)
	rest := map[string]int{}
	for l, n := range weights {
		if l != a {
			rest[l] = n
		}
	}
	b := heaviest(rest)
	if b == "" || float64(weights[b]) < leastShare*float64(total) {
		return nil, nil, false, false
	}
	sides := map[string]*half{a: {text: t, lang: a}, b: {text: t, lang: b}}
	for _, p := range all {
		if h := sides[p.lang]; h != nil {
			h.units = append(h.units, p.unit)
		}
	}
	if middle[b]/float64(weights[b]) < middle[a]/float64(weights[a]) {
		a, b = b, a
	}
	source, target = sides[a], sides[b]
	switch saysOriginal(t.Doc) {
	case source.lang:
		return source, target, true, true
	case target.lang:
		return target, source, true, true
	}
	if n, m := f.rightNames(source), f.rightNames(target); float64(m) > sureLead*float64(n)+1 {
		source, target = target, source
	}
	return source, target, false, true
}

var (
	fromEnglish = lazyregexp.New(`英文(原文|原版|原稿)|原(文|版)(为|是|為)?英文|[译譯]自英文|英[译譯]中|中文([翻译翻譯]+|[译譯]文)|(?i:translated from (the )?english|english original|chinese translation)`)
	fromChinese = lazyregexp.New(`中文(原文|原版|原稿)|原(文|版)(为|是|為)?中文|[译譯]自中文|中[译譯]英|英文([翻译翻譯]+|[译譯]文)|(?i:translated from (the )?chinese|chinese original|english translation)`)
)

// saysOriginal is the language that a notice in the document calls that of the
// original (译自英文), empty where nothing or both is said.
func saysOriginal(doc *corpus.Document) string {
	text := doc.Text
	if len(text) > 2*noticeBytes {
		text = text[:noticeBytes] + text[len(text)-noticeBytes:]
	}
	en, zh := fromEnglish.MatchString(text), fromChinese.MatchString(text)
	switch {
	case en && !zh:
		return "en"
	case zh && !en:
		return "zh"
	}
	return ""
}

// rightNames counts the sentences that name the target by a name of their own
// language that is right.
func (f *Finder) rightNames(h *half) int {
	in := map[int]bool{}
	for _, u := range h.units {
		in[u.sentence] = true
	}
	n := 0
	for _, m := range h.text.Notes.Mentions {
		if m.Entity == f.target.ID && in[m.Sentence] && (m.Variant == corpus.VariantOfficial || m.Variant == corpus.VariantAbbreviation) &&
			(h.lang != "zh" || hasHan(m.Surface)) {
			n++
		}
	}
	return n
}

// read fills in what the units' sentences hold.
func (h *half) read(f *Finder, lexicon *align.Lexicon) {
	r := &reader{f: f, h: h, lexicon: lexicon, senses: map[string][]align.Key{}, full: h.hasFull(f)}
	mentions := map[int][]corpus.Mention{}
	for _, m := range h.text.Notes.Mentions {
		mentions[m.Sentence] = append(mentions[m.Sentence], m)
	}
	tokens := map[int][]corpus.Token{}
	for _, t := range h.text.Notes.Tokens {
		tokens[t.Sentence] = append(tokens[t.Sentence], t)
	}
	for i := range h.units {
		u := &h.units[i]
		if u.span.Len() > longestSentence {
			continue
		}
		u.names = r.names(u, mentions[u.sentence])
		if h.lang == "zh" {
			u.toks = r.chinese(u)
		} else {
			u.toks = r.spaced(u, tokens[u.sentence])
		}
		text := u.span.Of(h.field(u.in))
		u.numbers = align.Numbers(text)
		for k := range u.numbers {
			u.numbers[k].Span.Start += u.span.Start
			u.numbers[k].Span.End += u.span.Start
		}
		slices.SortStableFunc(u.numbers, func(a, b align.Number) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	}
}

// sentences gives the units in the form that package align reads.
func (h *half) sentences() []align.Sentence {
	out := make([]align.Sentence, len(h.units))
	for i := range h.units {
		u := &h.units[i]
		s := align.Sentence{Paragraph: u.paragraph}
		for _, r := range u.span.Of(h.field(u.in)) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				s.Length++
			}
		}
		for _, t := range u.toks {
			if len(t.keys) > 0 && !t.number {
				s.Words = append(s.Words, align.Word{Text: t.text, Keys: t.keys})
			}
		}
		for _, n := range u.numbers {
			k := n.Key()
			s.Words = append(s.Words, align.Word{Text: k.Text, Keys: []align.Key{k}})
		}
		for _, n := range u.names {
			if n.entity != "" && n.variant != corpus.VariantPronoun {
				k := align.Key{Text: "@" + string(n.entity), Weight: 1}
				s.Words = append(s.Words, align.Word{Text: k.Text, Keys: []align.Key{k}})
			}
		}
		if h.vectors != nil {
			s.Vector = h.vectors[i]
		}
		out[i] = s
	}
	return out
}
