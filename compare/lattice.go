package compare

import (
	"strings"
	"unicode/utf8"
)

// lattice cuts a text without spaces into words of a list: into as few as there
// can be, with as few characters left over. The list is a document's own, so
// that hardly anything is left to choose.
type lattice struct {
	heads map[rune]int32 // by first character: place in list + 1
	list  []listed
	costs []int32 // from each byte on to the end of the text
	steps []int32 // the place in list of the word that begins there, -1 for a character left over
}

type listed struct {
	text string
	term int32
	next int32 // with the same first character: place in list + 1
}

// leftOver is what a character outside all words costs, in words.
const leftOver = 3

// begin forgets the words.
func (l *lattice) begin() {
	l.list = l.list[:0]
	clear(l.heads)
}

// learn adds a word.
func (l *lattice) learn(term int32, text string) {
	if l.heads == nil {
		l.heads = map[rune]int32{}
	}
	r, _ := utf8.DecodeRuneInString(text)
	l.list = append(l.list, listed{text, term, l.heads[r]})
	l.heads[r] = int32(len(l.list))
}

// segment yields the words of a text in order, and once for each character that
// is in none.
func (l *lattice) segment(text string, yield func(term int32, known bool)) {
	l.costs = append(l.costs[:0], make([]int32, len(text)+1)...)
	l.steps = append(l.steps[:0], make([]int32, len(text))...)
	for at := len(text); at > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:at])
		at -= n
		cost, step, longest := l.costs[at+n]+leftOver, int32(-1), 0
		for w := l.heads[r]; w > 0; w = l.list[w-1].next {
			word := l.list[w-1].text
			if !strings.HasPrefix(text[at:], word) {
				continue
			}
			if c := l.costs[at+len(word)] + 1; c < cost || c == cost && len(word) > longest {
				cost, step, longest = c, w-1, len(word)
			}
		}
		l.costs[at], l.steps[at] = cost, step
	}
	for at := 0; at < len(text); {
		if step := l.steps[at]; step >= 0 {
			yield(l.list[step].term, true)
			at += len(l.list[step].text)
			continue
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		if text[at] != ' ' || n != 1 {
			yield(-1, false)
		}
		at += n
	}
}
