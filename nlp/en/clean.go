package en

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"

	"framewatch/corpus"
	"framewatch/nlp/word"
)

// cleaned is a sentence as prose understands it: straight quotes, single
// spaces, and spaces around the marks that it does not split off.
type cleaned struct {
	source string
	text   string
	orig   []int         // place in source of each byte of text, and of the end
	chunks []corpus.Span // what stands between spaces in text
}

// straight are the quotes that prose would rewrite itself, losing the offsets.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "‚", "'", "ʼ", "'")

// apart are marks that prose leaves glued to words.
const apart = "—–…«»‹›•·¡¿/|{}<>=+*~^"

func clean(sentence string) *cleaned {
	c := &cleaned{source: sentence, orig: make([]int, 0, len(sentence)+8)}
	text := make([]byte, 0, len(sentence)+8)
	put := func(s string, at int) {
		for i := range len(s) {
			c.orig = append(c.orig, at)
			text = append(text, s[i])
		}
	}
	last := glued
	for i := 0; i < len(sentence); {
		if b := sentence[i]; plain[b] && last < alone {
			text, c.orig, last = append(text, b), append(c.orig, i), glued
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(sentence[i:])
		kind := place(sentence, i, r, n)
		if (kind != glued || last >= alone) && (kind != picture || last != picture) && len(text) > 0 && text[len(text)-1] != ' ' {
			put(" ", i)
		}
		if kind != space {
			put(straight.Replace(sentence[i:i+n]), i)
		}
		last = kind
		i += n
	}
	c.orig = append(c.orig, len(sentence))
	c.text = string(text)
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && text[end] != ' ' {
			end++
		}
		if end > start {
			c.chunks = append(c.chunks, corpus.Span{Start: start, End: end})
		}
		start = end + 1
	}
	return c
}

// plain are the bytes that stay as they are: letters, digits and the marks that
// prose knows.
var plain = func() (out [256]bool) {
	for b := byte('!'); b < utf8.RuneSelf-1; b++ {
		out[b] = strings.IndexByte(apart, b) < 0
	}
	return out
}()

// How a character stands to its neighbours.
const (
	glued   = iota
	space   // not part of a token
	alone   // a token of its own
	picture // with its neighbours that are pictures, too, as the letters of a flag are
)

// pictorial reports emoji, and what makes one of several.
func pictorial(r rune) bool {
	return r >= 0x1f000 && r < 0x20000 || r >= 0x2600 && r < 0x27c0 || r >= 0x2b00 && r < 0x2c00 || r == '\u200d' || r == '\ufe0f' || r == '\u20e3'
}

func place(s string, i int, r rune, n int) int {
	switch {
	case r == utf8.RuneError && n <= 1, unicode.IsSpace(r), unicode.IsControl(r), r == '\u200b', r == '\ufeff':
		return space
	case r < utf8.RuneSelf && !strings.ContainsRune(apart, r):
		return glued
	case unicode.Is(unicode.Han, r):
		return alone
	case pictorial(r):
		return picture
	case strings.ContainsRune(apart, r):
		// 2019–20, and/or, km/h and addresses stay whole.
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+n:])
		if r == '–' && unicode.IsDigit(before) && unicode.IsDigit(after) || strings.ContainsRune("/=+~*|^", r) {
			return glued
		}
		return alone
	}
	return glued
}

// original maps a span of text to the sentence.
func (c *cleaned) original(s corpus.Span) corpus.Span {
	out := corpus.Span{Start: c.orig[s.Start], End: c.orig[s.End]}
	// The space after a chunk may stand for several characters that are none.
	last := c.orig[s.End-1]
	_, n := utf8.DecodeRuneInString(c.source[last:])
	out.End = min(out.End, last+n)
	return out
}

// Bounds on what one call gets: prose costs more than linear time on both.
const (
	maxChunk  = 100 // bytes; a longer one is no word
	maxChunks = 200
)

// pieces splits the chunks: by prose what it would split, the others are tokens
// as they are.
func (c *cleaned) pieces() []piece {
	out := make([]piece, 0, len(c.chunks)+8)
	for i := 0; i < len(c.chunks); {
		run := c.chunks[i]
		i++
		switch {
		case run.Len() > maxChunk: // finish makes of it what it can
		case whole(run.Of(c.text)):
			out = append(out, piece{span: run})
		default:
			for n := 1; n < maxChunks && i < len(c.chunks) && c.chunks[i].Len() <= maxChunk && !whole(c.chunks[i].Of(c.text)); n++ {
				run.End = c.chunks[i].End
				i++
			}
			doc, err := call(run.Of(c.text), prose.WithSegmentation(false), prose.WithTagging(false), prose.WithExtraction(false))
			if err == nil { // else finish splits by itself
				out = append(out, align(c.text, run.Start, doc.Tokens())...)
			}
		}
	}
	return out
}

// whole reports a chunk that prose returns as it is: it begins with none of the
// marks that prose splits off, ends with none, and has no apostrophe (nor the
// entity that prose reads as one).
func whole(chunk string) bool {
	return strings.IndexByte(`$("[`, chunk[0]) < 0 && strings.IndexByte(`,)"]!;.?:'`, chunk[len(chunk)-1]) < 0 &&
		strings.IndexByte(chunk, '\'') < 0 && strings.IndexByte(chunk, '&') < 0
}

// piece is a token of prose with its place in the cleaned text.
type piece struct {
	span corpus.Span
	tag  string
}

// align finds prose's tokens in text from byte at on. prose drops some tokens
// and never adds or reorders any.
func align(text string, at int, tokens []prose.Token) []piece {
	out := make([]piece, 0, len(tokens))
	for _, t := range tokens {
		i := strings.Index(text[at:], t.Text)
		if t.Text == "" || i < 0 || i > maxChunk {
			continue
		}
		out = append(out, piece{span: corpus.Span{Start: at + i, End: at + i + len(t.Text)}})
		at += i + len(t.Text)
	}
	return out
}

// finish gives the tokens their place in the sentence, and makes tokens of what
// prose did not return.
func (c *cleaned) finish(found []piece) []Token {
	out := make([]Token, 0, len(found)+4)
	at := 0
	gap := func(end int) {
		if strings.TrimSpace(c.text[at:end]) == "" {
			return
		}
		for _, w := range word.Words(c.text[at:end]) {
			span := corpus.Span{Start: at + w.Span.Start, End: at + w.Span.End}
			out = append(out, c.token(span, lost[strings.ToLower(span.Of(c.text))]))
		}
	}
	for _, p := range found {
		if p.span.Start < at {
			continue
		}
		gap(p.span.Start)
		out = append(out, c.token(p.span, p.tag))
		at = p.span.End
	}
	gap(len(c.text))
	return out
}

// lost are tokens that prose drops when they stand alone.
var lost = map[string]string{"'s": "POS", "'ll": "MD", "'re": "VBP", "'m": "VBP", "n't": "RB", "'": "''"}

// marks are the tags of punctuation, which prose's tagger guesses from the
// words around it.
var marks = map[string]string{
	".": ".", "!": ".", "?": ".", ",": ",", ":": ":", ";": ":", "—": ":", "–": ":", "-": ":", "…": ":", "...": ":",
	"(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")", "$": "$", "#": "#",
	"“": "``", "„": "``", "‘": "``", "«": "``", "”": "''", "»": "''",
}

func (c *cleaned) token(s corpus.Span, pos string) Token {
	t := Token{Span: c.original(s), POS: pos}
	surface := t.Span.Of(c.source)
	t.Word = strings.ContainsFunc(surface, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	switch mark, ok := marks[surface]; {
	case t.Word:
	case ok:
		t.POS = mark
	case surface == `"`:
		t.POS = "''"
		if t.Span.Start == 0 || c.source[t.Span.Start-1] <= ' ' || c.source[t.Span.Start-1] == '(' {
			t.POS = "``"
		}
	}
	return t
}
