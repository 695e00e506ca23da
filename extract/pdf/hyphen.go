package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/wordset"
)

// hyphens end a line within a word. U+0002 and U+FFFE are what PDFium gives for a
// hyphen at the end of a line, whether the file means it or a program broke the
// word; a soft hyphen only ever breaks one.
const (
	hyphens    = "-\u2010\u0002\ufffe" + softHyphen
	softHyphen = "\u00ad"
)

// words are those that a document writes within lines.
type words map[string]bool

// wordsOf gathers the words of a document, so that those that end a line in their
// middle are written as elsewhere.
func wordsOf(pages []Page) words {
	out := words{}
	for _, p := range pages {
		for _, l := range p.Lines {
			for _, w := range strings.Fields(l.Text) {
				w = strings.ToLower(strings.TrimFunc(w, unicode.IsPunct))
				if last, _ := utf8.DecodeLastRuneInString(w); w != "" && !strings.ContainsRune(hyphens, last) {
					out[w] = true
				}
			}
		}
	}
	return out
}

// joinLines puts the next line behind s: without a space in Chinese and
// Japanese, without the hyphen where it only parts a word.
func joinLines(s, next string, known words) string {
	s, next = strings.TrimRight(s, " "), strings.TrimLeft(next, " ")
	last, size := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(next)
	if strings.ContainsRune(hyphens, last) && size < len(s) {
		head := s[:len(s)-size]
		switch known.hyphen(head, last, next) {
		case joined:
			return head + next
		case suspended:
			return head + "- " + next
		case kept:
			return head + "-" + next
		}
	}
	if wide(last) || wide(first) && unicode.IsPunct(last) {
		return s + next
	}
	return s + " " + next
}

// What becomes of a hyphen at the end of a line.
const (
	joined    = iota // it parts a word
	kept             // it belongs to the word
	suspended        // it stands for the end of the next word: pre- and post-war
)

// hyphen judges a hyphen between head and next.
func (known words) hyphen(head string, mark rune, next string) int {
	before, _ := utf8.DecodeLastRuneInString(head)
	first, _ := utf8.DecodeRuneInString(next)
	a, b := lastWord(head), firstWord(next)
	tail := a[strings.LastIndexAny(a, "-\u2010")+1:]
	switch {
	case string(mark) == softHyphen:
		return joined
	case suspends[b]:
		return suspended
	case known[a+"-"+b]:
		return kept
	case known[a+b] || known[tail+b]:
		return joined
	case unicode.IsUpper(before) && unicode.IsUpper(first) && !(known[tail] && known[b]):
		return joined // in capitals
	case !unicode.IsLetter(before) || !unicode.IsLower(first):
		return kept // a range, a name
	case tail != a && links[tail], firstParts[tail], secondParts[b] && utf8.RuneCountInString(tail) > 2 && !prefixes[tail]:
		return kept
	}
	return joined
}

// suspends are the words before the second of two that share their end.
var suspends = wordset.Of("and und oder bzw sowie bis")

// links are words within compounds that are written with hyphens: state-of-the-art.
var links = wordset.Of("and of the to in on by up for as at a an de du en la le")

// firstParts are first parts of compounds that keep their hyphen, and hardly begin
// other words.
var firstParts = wordset.Of("well self quasi vice")

// secondParts are second parts of such compounds, and hardly end other words.
var secondParts = wordset.Of(`known based term made called style scale level year old owned backed sponsored brokered funded controlled held run
	speaking sharing solving related oriented friendly century depth minded ranking leading standing reaching looking growing being free wing party`)

// prefixes are written together with those.
var prefixes = wordset.Of("dis pre mis over under out sub inter non semi anti counter trans super fore with notwith post thresh house cor scaff")

func lastWord(s string) string {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimLeftFunc(fields[len(fields)-1], unicode.IsPunct))
}

func firstWord(s string) string {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimRightFunc(fields[0], unicode.IsPunct))
}
