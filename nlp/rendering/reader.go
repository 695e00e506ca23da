package rendering

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/match"
)

// tok is a word of a sentence, in the folded form of package match.
type tok struct {
	span   corpus.Span // bytes of the field
	text   string      // folded
	keys   []align.Key
	word   bool // letters or digits
	latin  bool
	number bool
	verb   bool // Chinese: the dictionary has it as a verb only
	odd    bool // Chinese: the dictionary does not have it
	pos    string
	upper  bool // begins with a capital
}

// reader reads the sentences of a half: their words with what they mean (tok), and what
// is named in them.
type reader struct {
	f       *Finder
	h       *half
	lexicon *align.Lexicon
	senses  map[string][]align.Key
	full    bool // the half names the target in full
}

// partWeight is what the senses of a single character of a word are worth for the word;
// those of a longer part are worth twice that.
const partWeight = .4

// keysOf are the senses of a Chinese word; where the dictionary does not know
// the word, those of its parts.
func (r *reader) keysOf(word string) []align.Key {
	if keys, ok := r.senses[word]; ok {
		return keys
	}
	var keys []align.Key
	for _, s := range r.lexicon.Senses(word) {
		keys = append(keys, align.Key{Text: s.Stem, Weight: s.Weight})
	}
	if n := utf8.RuneCountInString(word); keys == nil && n > 1 {
		for _, part := range cut(word, r.lexicon, longestWord) {
			w := partWeight
			if utf8.RuneCountInString(part) > 1 {
				w = 2 * partWeight
			}
			for _, s := range r.lexicon.Senses(part) {
				keys = append(keys, align.Key{Text: s.Stem, Weight: s.Weight * w})
			}
		}
	}
	r.senses[word] = keys
	return keys
}

// chinese cuts a sentence of Chinese anew, in its folded form: without the
// readings that some pages put between characters, and simplified.
func (r *reader) chinese(u *unit) []tok {
	folded := match.Fold(u.span.Of(r.h.field(u.in)))
	text := folded.String(0, folded.Len())
	var out []tok
	at, rune0 := 0, 0 // byte of text, folded rune
	for _, s := range r.splitNames(text, splitAt(splitSuo(text, r.f.words.Segment(text)), r.f.names.edges(text))) {
		rune0 += utf8.RuneCountInString(text[at:s.Start])
		n := utf8.RuneCountInString(s.Of(text))
		span := folded.Span(rune0, rune0+n)
		out = append(out, r.chineseTok(u, s.Of(text), corpus.Span{Start: u.span.Start + span.Start, End: u.span.Start + span.End}))
		at, rune0 = s.End, rune0+n
	}
	r.compounds(out)
	return out
}

// splitSuo cuts 所在 and 所有 after a word of two characters or more: what goes
// before may be a name that ends in 所 (商会所|在). Before 的 and 地 it is the
// common word (总部所在地, 总部所在的城市).
func splitSuo(text string, words []corpus.Span) []corpus.Span {
	var out []corpus.Span
	for i, s := range words {
		next := text[s.End:]
		if w := s.Of(text); w != "所在" && w != "所有" || i == 0 || words[i-1].End != s.Start || utf8.RuneCountInString(words[i-1].Of(text)) < 2 ||
			chineseStop[words[i-1].Of(text)] || !unicode.Is(unicode.Han, firstRune(words[i-1].Of(text))) ||
			strings.HasPrefix(next, "的") || strings.HasPrefix(next, "地") || strings.HasPrefix(next, "之") {
			out = append(out, s)
			continue
		}
		suo := corpus.Span{Start: s.Start, End: s.Start + len("所")}
		out = append(out, suo, corpus.Span{Start: suo.End, End: s.End})
	}
	return out
}

// splitAt cuts words at bytes.
func splitAt(words []corpus.Span, at []int) []corpus.Span {
	var out []corpus.Span
	for _, s := range words {
		for _, b := range at {
			if s.Start < b && b < s.End {
				out = append(out, corpus.Span{Start: s.Start, End: b})
				s.Start = b
			}
		}
		out = append(out, s)
	}
	return out
}

// leastJoined is how many characters a word has at least that is several words of
// the dictionary, which a segmenter took for one of its own.
const leastJoined = 5

// splitNames cuts long words that no dictionary has and that hold a word of the
// target's names: wrong names are cut as right ones are.
func (r *reader) splitNames(text string, words []corpus.Span) []corpus.Span {
	var out []corpus.Span
	for _, s := range words {
		w := s.Of(text)
		if utf8.RuneCountInString(w) < leastJoined || r.lexicon.Senses(w) != nil || !slices.ContainsFunc(r.f.names.parts, func(p string) bool { return strings.Contains(w, p) }) {
			out = append(out, s)
			continue
		}
		at := s.Start
		for _, part := range cut(w, r.lexicon, longestWord) {
			out = append(out, corpus.Span{Start: at, End: at + len(part)})
			at += len(part)
		}
	}
	return out
}

// compounds gives words that the dictionary has together (国际 社会) the senses
// of the two.
func (r *reader) compounds(toks []tok) {
	for i := 1; i < len(toks); i++ {
		a, b := &toks[i-1], &toks[i]
		if !a.word || !b.word || a.latin || b.latin || a.number || b.number || a.span.End != b.span.Start {
			continue
		}
		for _, s := range r.lexicon.Senses(a.text + b.text) {
			k := align.Key{Text: s.Stem, Weight: s.Weight}
			a.keys, b.keys = append(slices.Clip(a.keys), k), append(slices.Clip(b.keys), k)
		}
	}
}

// chineseTok reads a word of folded Chinese that stands at span.
func (r *reader) chineseTok(u *unit, text string, span corpus.Span) tok {
	t := tok{span: span, text: text}
	first, _ := utf8.DecodeRuneInString(text)
	t.number = unicode.IsDigit(first)
	switch {
	case unicode.Is(unicode.Han, first):
		t.word = true
		if !chineseStop[text] {
			t.keys = r.keysOf(text)
			t.verb = r.lexicon.Verb(text)
			t.odd = r.lexicon.Senses(text) == nil
		}
	case unicode.IsLetter(first):
		t.word, t.latin = true, true
		t.upper = unicode.IsUpper(firstRune(span.Of(r.h.field(u.in))))
		t.keys = latinKeys(text)
	default:
		t.word = t.number
	}
	return t
}

// firstRune is the first character of a text.
func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// latinKeys are those of a word in Latin letters: itself, and its stem.
func latinKeys(lower string) []align.Key {
	keys := []align.Key{{Text: "=" + lower, Weight: 1}}
	if s := align.Stem(lower); s != "" && len(lower) > 3 {
		keys = append(keys, align.Key{Text: s, Weight: 1})
	}
	return keys
}

// spaced reads the words of a language that puts spaces between them.
func (r *reader) spaced(u *unit, tokens []corpus.Token) []tok {
	field := r.h.field(u.in)
	out := make([]tok, 0, len(tokens))
	for _, t := range tokens {
		if !u.span.Contains(t.Span) {
			continue
		}
		surface := t.Span.Of(field)
		lower := strings.ToLower(surface)
		x := tok{span: t.Span, text: lower, word: t.Word, pos: t.POS, latin: true, upper: unicode.IsUpper(firstRune(surface))}
		x.number = unicode.IsDigit(firstRune(surface))
		if t.Word && !x.number {
			if s := align.Stem(lower); s != "" && r.h.lang == "en" {
				x.keys = append(x.keys, align.Key{Text: s, Weight: 1})
			}
			if x.upper || r.h.lang != "en" && len(lower) > 3 {
				x.keys = append(x.keys, align.Key{Text: "=" + lower, Weight: 1})
			}
		}
		out = append(out, x)
	}
	return out
}

// names lists what is named in a sentence: the mentions that the linker and the
// tagger found, and the target's own names inside longer ones.
func (r *reader) names(u *unit, mentions []corpus.Mention) []name {
	var out []name
	for _, m := range mentions {
		if !u.span.Overlaps(m.Span) {
			continue
		}
		n := name{span: m.Span, entity: m.Entity, label: m.Label, variant: m.Variant, target: m.Entity == r.f.target.ID}
		n.weak = n.target && m.Variant == corpus.VariantAlias && !strings.ContainsFunc(m.Surface, func(c rune) bool {
			return unicode.IsUpper(c) || unicode.Is(unicode.Han, c)
		})
		out = append(out, n)
		if !n.target && m.Entity != "" {
			out = append(out, r.inside(m)...)
		}
	}
	if r.h.lang == "zh" && r.full {
		out = append(out, r.short(u, out)...)
	}
	return out
}

// short finds the target's Chinese names without their scope (调解院), which
// count where the document has them in full as well.
func (r *reader) short(u *unit, have []name) []name {
	text := match.Fold(u.span.Of(r.h.field(u.in)))
	var out []name
	r.f.short.Find(text, func(start, end int, _ []int) {
		s := text.Span(start, end)
		span := corpus.Span{Start: u.span.Start + s.Start, End: u.span.Start + s.End}
		for _, n := range have {
			if n.span.Overlaps(span) {
				return
			}
		}
		out = append(out, name{span: span, entity: r.f.target.ID, label: r.f.target.Label, variant: corpus.VariantAlias, target: true})
	})
	return out
}

// hasFull reports whether a half names the target in full, in Chinese.
func (h *half) hasFull(f *Finder) bool {
	for _, m := range h.text.Notes.Mentions {
		if m.Entity == f.target.ID && m.Variant == corpus.VariantOfficial && hasHan(m.Surface) {
			return true
		}
	}
	return false
}

// inside finds the target's names in the name of something else.
func (r *reader) inside(m corpus.Mention) []name {
	text := match.Fold(m.Surface)
	var out []name
	r.f.known.Find(text, func(start, end int, found []int) {
		if !text.Boundary(start) || !text.Boundary(end) {
			return
		}
		span := text.Span(start, end)
		n := name{span: corpus.Span{Start: m.Span.Start + span.Start, End: m.Span.Start + span.End}, entity: r.f.target.ID, label: r.f.target.Label,
			variant: r.f.target.Names[found[0]].Variant, target: true, nested: true}
		if k := len(out); k > 0 && out[k-1].span.Overlaps(n.span) {
			if n.span.Len() > out[k-1].span.Len() {
				out[k-1] = n
			}
			return
		}
		out = append(out, n)
	})
	return out
}
