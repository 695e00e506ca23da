package sent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/quotes"
)

// Marks that end sentences, and those of them that do so wherever they stand:
// scripts that use them have no abbreviations to write with them.
const (
	marks   = ".!?…‥。！？．｡؟۔।॥‼⁇⁈⁉։።။។"
	certain = "。！？．｡؟۔।॥‼⁇⁈⁉։።။។"
)

func ends(r rune) bool { return strings.ContainsRune(marks, r) }

// scanner cuts one text.
type scanner struct {
	text  string
	words *vocabulary
	// quoted says that a straight quotation mark of the block is open.
	quoted bool
}

// sentences appends the sentences of one block.
func (s *scanner) sentences(out []corpus.Span, block corpus.Span) []corpus.Span {
	start := block.Start
	s.quoted = false
	for i := block.Start; i < block.End; {
		b := s.text[i]
		if b == '"' {
			s.quoted = !s.quoted
		}
		if b < utf8.RuneSelf && b != '.' && b != '!' && b != '?' && b != '(' && b != '[' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[i:block.End])
		if close := closing(r); close != 0 {
			n := s.bracket(s.text[i:block.End], close)
			s.quote(s.text[i : i+n])
			i += n
			continue
		}
		if !ends(r) {
			i += n
			continue
		}
		e := s.end(corpus.Span{Start: start, End: block.End}, i)
		if e.cut {
			out = appendTrimmed(out, s.text, start, e.next)
			start = e.next
		}
		s.quote(s.text[i:e.next])
		i = e.next
	}
	return appendTrimmed(out, s.text, start, block.End)
}

// quote notes the straight quotation marks in text that the scan leaps over.
func (s *scanner) quote(text string) {
	if strings.Count(text, `"`)%2 == 1 {
		s.quoted = !s.quoted
	}
}

// closing gives the bracket that closes r, 0 where r opens none. Quotation
// marks are not brackets: sentences inside a quotation are cut.
func closing(r rune) rune {
	switch r {
	case '(':
		return ')'
	case '[':
		return ']'
	case '（':
		return '）'
	case '【':
		return '】'
	case '《':
		return '》'
	case '〈':
		return '〉'
	}
	return 0
}

// maxBracket bounds the text in brackets that is not cut, in bytes; longer ones
// are passages of their own, or never closed.
const maxBracket = 400

// bracket is the length of the bracketed text that s begins with, or of the
// bracket alone. A bracket that holds a sentence to its end is left open, so
// that its last mark can end the sentence that it is.
func (s *scanner) bracket(text string, close rune) int {
	_, open := utf8.DecodeRuneInString(text)
	i := strings.IndexRune(text[:min(len(text), maxBracket)], close)
	if i < 0 {
		return open
	}
	last, n := utf8.DecodeLastRuneInString(text[:i])
	if ends(last) && strings.Trim(text[open:i], marks+" ") != "" {
		return i - n
	}
	return i + utf8.RuneLen(close)
}

// ending is what follows a mark: where the next sentence could begin and
// whether it does.
type ending struct {
	next int
	cut  bool
}

// maxMarker bounds a list item's marker with its bullet, in bytes.
const maxMarker = 16

// end judges the mark at byte i of the sentence that begins at rest.Start.
func (s *scanner) end(rest corpus.Span, i int) ending {
	t := s.text[:rest.End]
	m := readMarks(t, i)
	j := m.end
	closed := s.closersAt(t, j)
	j += closed
	j += footnotes(t[:i], t[j:])
	if j >= len(t) {
		return ending{next: len(t)}
	}
	gap := 0
	for k := j; k < len(t); {
		r, n := utf8.DecodeRuneInString(t[k:])
		if !blank(r) {
			break
		}
		k += n
		gap = k - j
	}
	e := ending{next: j + gap}
	if e.next >= len(t) {
		return e
	}
	c := &context{
		before: t[rest.Start:i], after: t[e.next:],
		mark: m, closed: closed > 0, gap: gap > 0, words: s.words,
	}
	if head := t[rest.Start:j]; len(head) < maxMarker {
		_, c.lead = parseMarker(head + " ")
	}
	c.first, _ = utf8.DecodeRuneInString(c.after)
	e.cut = c.cut()
	if !e.cut && gap == 0 {
		e.next = max(j, i+1)
	}
	return e
}

// run is a row of marks.
type run struct {
	first, last rune
	count       int  // full stops, three for an ellipsis
	dots        bool // nothing but stops
	spaced      bool // ". . ."
	end         int
}

// readMarks reads the marks at byte i, with the spaces in ". . .".
func readMarks(t string, i int) run {
	m := run{dots: true}
	m.first, _ = utf8.DecodeRuneInString(t[i:])
	for i < len(t) {
		r, n := utf8.DecodeRuneInString(t[i:])
		if !ends(r) {
			if r == ' ' && m.dots && m.last == '.' && i+1 < len(t) && t[i+1] == '.' && (i+2 == len(t) || !alnum(t[i+2])) {
				m.spaced = true
				i++
				continue
			}
			break
		}
		switch r {
		case '.':
			m.count++
		case '…':
			m.count += 3
		case '‥':
			m.count += 2
		default:
			m.dots = false
		}
		m.last = r
		i += n
	}
	m.end = i
	return m
}

// closersAt is the length of the closing quotes and brackets at byte i.
func (s *scanner) closersAt(t string, i int) int {
	from := i
	// French sets a space before the mark.
	if n := spaces(t[i:]); n > 0 {
		if r, size := utf8.DecodeRuneInString(t[i+n:]); (r == '»' || r == '›') && quotes.Closes(r, t[i+n+size:]) {
			i += n
		}
	}
	for i < len(t) {
		r, n := utf8.DecodeRuneInString(t[i:])
		if !quotes.Closes(r, t[i+n:]) {
			break
		}
		// A straight quote before a letter opens: he left."She said. Where no
		// spaces stand between words it closes what is open: "好。"她说。
		if next, _ := utf8.DecodeRuneInString(t[i+n:]); (r == '"' || r == '\'') && unicode.IsLetter(next) && !(r == '"' && s.quoted && isHan(next)) {
			break
		}
		i += n
	}
	return i - from
}

// footnotes is the length of the note signs that s begins with, directly after
// a sentence: [1][2], or 11 12 before a capital.
func footnotes(sentence, s string) int {
	i := 0
	for i < len(s) && s[i] == '[' {
		n := digits(s[i+1:])
		if n == 0 || i+1+n >= len(s) || s[i+1+n] != ']' {
			break
		}
		i += n + 2
	}
	if last, _ := utf8.DecodeLastRuneInString(sentence); i > 0 || !unicode.IsLetter(last) && last != ')' || len(lastWord(sentence)) == 1 {
		return i
	}
	for n := digits(s); n > 0 && i+n < len(s) && s[i+n] == ' '; n = digits(s[i:]) {
		i += n + 1
	}
	if i == 0 || i >= len(s) || s[i] < 'A' || s[i] > 'Z' {
		return 0
	}
	return i - 1
}

// digits is the number of digits that s begins with, 0 for more than three.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 3 {
		return 0
	}
	return n
}
