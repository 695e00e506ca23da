package feature

import (
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/zh"
)

// Chinese makes the features of Chinese. Lexicon maps words ([Key] of the
// simplified word) to a tag ([TagName] and those that follow), and characters
// ([RoleKey]) to how often names have them.
type Chinese struct{ Lexicon *crf.Table }

// The tags of words that names consist of; other words have greater ones.
const (
	TagName    = iota + 1 // family and given name
	TagForeign            // transliterated name
	TagPlace
	TagBody
	TagOther // other proper name
	nameTags
)

// RoleKey is the key under which the lexicon has the roles of a character: two
// bits each for how often it is a family name, part of a given name and part of
// a transliterated name.
func RoleKey(char rune) uint32 { return Key("^" + string(char)) }

// Chars is one Chinese sentence, prepared.
type Chars struct {
	Units []Unit
	chars []charInfo
	words []lexeme
}

type charInfo struct {
	char, kind uint64
	part       uint64 // B, I, E or S of its word, as crf.Begin ...
	word       int
	role       uint64 // see RoleKey
	list       uint64 // longest listed name over it: tag and part
}

type lexeme struct{ text, tag, size, head, tail uint64 }

// maxWord is the length of the longest listed name, in characters.
const maxWord = 12

// Prepare takes a sentence apart. Tokens' spans count in text.
func (c *Chinese) Prepare(text string, tokens []corpus.Token) *Chars {
	s := &Chars{}
	for _, t := range tokens {
		folded, orig := zh.Fold(t.Span.Of(text))
		s.words = append(s.words, c.lexeme(folded))
		from := len(s.chars)
		for i, r := range folded {
			_, n := utf8.DecodeRuneInString(folded[i:])
			end := orig[i+n]
			s.Units = append(s.Units, Unit{
				Span: corpus.Span{Start: t.Span.Start + orig[i], End: t.Span.Start + end},
				Key:  uint64(r) + 0x20000, // a character alone says too little to be remembered as a name
			})
			s.chars = append(s.chars, charInfo{
				char: uint64(r), kind: kind(r), word: len(s.words) - 1, role: uint64(c.Lexicon.Get(RoleKey(r))),
			})
		}
		for k := from; k < len(s.chars); k++ {
			s.chars[k].part = place(k, from, len(s.chars))
		}
	}
	c.lists(s)
	return s
}

func (c *Chinese) lexeme(word string) lexeme {
	l := lexeme{text: hashString(word), tag: uint64(c.Lexicon.Get(Key(word))), size: uint64(min(utf8.RuneCountInString(word), 6))}
	head, _ := utf8.DecodeRuneInString(word)
	tail, _ := utf8.DecodeLastRuneInString(word)
	l.head, l.tail = uint64(head), uint64(tail)
	return l
}

// kind is the kind of a character.
func kind(r rune) uint64 {
	switch {
	case unicode.Is(unicode.Han, r):
		return 1
	case unicode.IsDigit(r):
		return 2
	case unicode.IsUpper(r):
		return 3
	case unicode.IsLetter(r):
		return 4
	case r == '·' || r == '•' || r == '・':
		return 5
	case unicode.IsPunct(r):
		return 6
	}
	return 7
}

// lists marks the characters of listed names, whatever the words are; longer
// ones win.
func (c *Chinese) lists(s *Chars) {
	reach := 0
	var buf [utf8.UTFMax]byte
	for i := range s.chars {
		text := noBytes
		for n := 1; n <= maxWord && i+n <= len(s.chars); n++ {
			for _, b := range buf[:utf8.EncodeRune(buf[:], rune(s.chars[i+n-1].char))] {
				text = addByte(text, b)
			}
			if i+n <= reach || n == 1 {
				continue
			}
			tag := c.Lexicon.Get(uint32(mix(text) >> 32))
			if tag == 0 || tag >= nameTags {
				continue
			}
			reach = i + n
			for k := i; k < i+n; k++ {
				s.chars[k].list = uint64(tag)<<8 | uint64(min(n, 6))<<2 | place(k, i, i+n)
			}
		}
	}
}

func (s *Chars) char(i int) uint64 {
	switch {
	case i < 0:
		return before
	case i >= len(s.chars):
		return after
	}
	return s.chars[i].char
}

func (s *Chars) list(i int) uint64 {
	if i < 0 || i >= len(s.chars) {
		return 0
	}
	return s.chars[i].list
}

func (s *Chars) role(i int) uint64 {
	if i < 0 || i >= len(s.chars) {
		return before
	}
	return s.chars[i].role
}

var outside = lexeme{text: before, tag: before, head: before, tail: before}

func (s *Chars) lex(i int) *lexeme {
	if i < 0 || i >= len(s.words) {
		return &outside
	}
	return &s.words[i]
}

// Local writes the features of all characters into f.
func (s *Chars) Local(f *crf.Features) {
	f.Reset()
	for i := range s.chars {
		a := adder{f}
		s.around(a, i)
		s.word(a, i)
		f.Next()
	}
}

func (s *Chars) around(a adder, i int) {
	x := &s.chars[i]
	c := [7]uint64{s.char(i - 3), s.char(i - 2), s.char(i - 1), x.char, s.char(i + 1), s.char(i + 2), s.char(i + 3)}
	a.add1(1, 0)
	for k, v := range c[1:6] {
		a.add1(2+uint64(k), v)
	}
	a.add2(10, c[2], c[3])
	a.add2(11, c[3], c[4])
	a.add2(12, c[2], c[4])
	a.add2(13, c[1], c[2])
	a.add2(14, c[4], c[5])
	a.add3(15, c[1], c[2], c[3])
	a.add3(16, c[2], c[3], c[4])
	a.add3(17, c[3], c[4], c[5])
	a.add3(18, c[4], c[5], c[6])
	a.add3(19, c[0], c[1], c[2])
	a.add2(51, x.part, x.role)
	a.add3(52, s.role(i-1), x.role, s.role(i+1))
	a.add3(53, s.role(i-2), s.role(i-1), x.role)
	a.add3(54, x.role, s.role(i+1), s.role(i+2))
	kinds := uint64(0)
	for d := -1; d <= 1; d++ {
		kinds *= 8
		if j := i + d; j >= 0 && j < len(s.chars) {
			kinds += s.chars[j].kind
		}
	}
	a.add1(20, kinds)
	if x.list != 0 || s.list(i-1) != 0 || s.list(i+1) != 0 {
		a.add1(21, x.list)
		a.add2(22, s.list(i-1), x.list)
		a.add2(23, x.list, s.list(i+1))
		a.add2(24, x.list, x.char)
	}
}

func (s *Chars) word(a adder, i int) {
	x := &s.chars[i]
	w, l, r := s.lex(x.word), s.lex(x.word-1), s.lex(x.word+1)
	ll, rr := s.lex(x.word-2), s.lex(x.word+2)
	a.add2(30, x.part, w.text)
	a.add2(31, x.part, w.tag)
	a.add3(32, x.part, w.size, w.tag)
	a.add2(33, x.part, l.text)
	a.add2(34, x.part, r.text)
	a.add3(35, x.part, l.tag, w.tag)
	a.add3(36, x.part, w.tag, r.tag)
	a.add(37, x.part, l.tag, w.tag, r.tag)
	a.add2(38, x.part, x.char)
	a.add3(39, x.part, w.tail, w.size)
	a.add3(40, x.part, w.head, w.size)
	a.add2(41, x.part, r.tail)
	a.add2(42, x.part, l.tail)
	a.add3(43, x.part, l.text, r.text)
	a.add2(44, x.part, ll.text)
	a.add2(45, x.part, rr.text)
	a.add3(46, x.part, w.text, r.text)
	a.add3(47, x.part, l.text, w.text)
	a.add(48, x.part, w.size, l.size, r.size)
	a.add3(49, x.part, r.tag, rr.tag)
	a.add3(50, x.part, ll.tag, l.tag)
	if w.tag == 0 {
		a.add3(55, x.part, w.size, s.role(i))
		a.add3(56, x.part, w.size, l.tag)
		a.add3(57, x.part, w.size, r.tag)
	}
}
