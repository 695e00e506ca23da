package exposure

import (
	"hash/maphash"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/word"
)

// Text is the words of an article's headline and text, in this order. A word is
// one of package nlp/word: in scripts with spaces what stands between them, and a
// single character where there are none (Han, kana). So a Chinese word of which a
// stretch shows a half counts by half, and no dictionary's version moves the figure.
// Marks are no words.
type Text struct {
	DocID  string
	Lang   string
	words  []corpus.Span // of the headline, then of the text
	hashes []uint64      // of the words in lower case
	title  int           // words of the headline
	han    []bool
}

var seed = maphash.MakeSeed() // hashes live as long as the process

// NewText reads the words of an article.
func NewText(docID, lang, title, text string) *Text {
	t := &Text{DocID: docID, Lang: lang}
	t.add(title)
	t.title = len(t.words)
	t.add(text)
	return t
}

func (t *Text) add(text string) {
	for _, w := range word.Words(text) {
		if w.Word {
			s := w.Span.Of(text)
			r, _ := utf8.DecodeRuneInString(s)
			t.words = append(t.words, w.Span)
			t.hashes = append(t.hashes, maphash.String(seed, strings.ToLower(s)))
			t.han = append(t.han, unicode.In(r, unicode.Han, unicode.Hiragana))
		}
	}
}

// Words is the number of words in headline and text.
func (t *Text) Words() int { return len(t.words) }

// Range is a range of an article's words, the end exclusive.
type Range struct{ From, To int }

// Len is the number of words in the range.
func (r Range) Len() int { return max(0, r.To-r.From) }

// Title is the range of the headline, and All that of the whole article.
func (t *Text) Title() Range { return Range{0, t.title} }

// All is the range of all words.
func (t *Text) All() Range { return Range{0, len(t.words)} }

// Range finds the words that bytes start to end of the headline or the text
// touch: one of which a part shows is counted whole.
func (t *Text) Range(inTitle bool, start, end int) Range {
	from, to := t.title, len(t.words)
	if inTitle {
		from, to = 0, t.title
	}
	words := t.words[from:to]
	first := sort.Search(len(words), func(i int) bool { return words[i].End > start })
	last := sort.Search(len(words), func(i int) bool { return words[i].Start >= end })
	return Range{from + first, from + max(first, last)}
}

// Named are the words of the headline that an address has in its path, as
// addresses are often made of headlines.
func (t *Text) Named(path string) []Range {
	path = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, path)
	in := map[uint64]bool{}
	for _, w := range word.Words(path) {
		in[maphash.String(seed, strings.ToLower(w.Span.Of(path)))] = true
	}
	var out []Range
	for i, h := range t.hashes[:t.title] {
		if in[h] {
			out = append(out, Range{i, i + 1})
		}
	}
	return out
}
