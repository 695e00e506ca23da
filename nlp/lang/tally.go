package lang

import (
	"strings"
	"unicode/utf8"
)

// tally adds up what the words of a text cost, names apart from other words.
type tally struct {
	m            *model
	words, names []int // cost by language
	now          []int // of the word that is being read
	letters, low int
	length, run  int    // letters of the word, and since one that no language has
	spelt        []byte // the word so far, lower case
	capital      bool   // the word begins with a capital
	opening      bool   // it opens a sentence
	joined       bool   // a hyphen or an apostrophe ties it to a name
	name         bool   // the word before is part of a name

	// held are words of which the next one decides whether they are part of a
	// name: the "da" of Lula da Silva, the first word of a sentence.
	held     []int
	heldLow  int
	heldSome bool
}

// nameShare is the weight of names beside other words.
const nameShare = .25

// particles link the parts of names in several languages.
var particles = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("al bin binti da das de del della den der di do dos du el la las le los of san ter van von y zu") {
		out[w] = true
	}
	return out
}()

// maxSpelt bounds a word that lists are asked for, in bytes.
const maxSpelt = 32

func newTally(m *model) *tally {
	n := len(m.langs)
	sums := make([]int, 4*n)
	return &tally{m: m, words: sums[:n], names: sums[n : 2*n], now: sums[2*n : 3*n], held: sums[3*n:], opening: true}
}

// add takes a letter of a word with what it costs.
func (t *tally) add(written, small rune, row []byte) {
	if t.length == 0 {
		t.capital = written != small
	}
	if len(t.spelt) < maxSpelt {
		t.spelt = utf8.AppendRune(t.spelt, small)
	}
	t.length++
	t.run++
	t.letters++
	for j, c := range row {
		t.now[j] += int(c)
	}
}

// end closes the word, if there is one, before a mark.
func (t *tally) end(mark rune) {
	if t.length > 0 {
		t.close()
		t.length, t.run, t.spelt = 0, 0, t.spelt[:0]
		clear(t.now)
		t.opening = false
		t.joined = t.name && (mark == '-' || mark == '\'' || mark == '’' || mark == '\u2010' || mark == '\u2011')
	} else {
		t.joined = false
	}
	switch mark {
	case ' ', '-', '\'', '’':
		return
	case '.', '!', '?', ':', '\n', '"', '“', '«', '„', '(':
		t.opening = true
	}
	t.release(false)
	t.name = false
}

// close files a word under names or under words.
func (t *tally) close() {
	t.m.known(t.now, t.spelt)
	switch {
	case t.capital && t.opening:
		t.release(false)
		t.hold()
		t.name = false
	case t.capital || t.joined:
		t.release(true)
		addTo(t.names, t.now)
		t.name = true
	case t.name && particles[string(t.spelt)]:
		t.hold()
	default:
		t.release(false)
		addTo(t.words, t.now)
		t.low += t.length
		t.name = false
	}
}

func (t *tally) hold() {
	addTo(t.held, t.now)
	t.heldLow += t.length
	t.heldSome = true
}

// release files what is held.
func (t *tally) release(name bool) {
	switch {
	case !t.heldSome:
		return
	case name:
		addTo(t.names, t.held)
	default:
		addTo(t.words, t.held)
		t.low += t.heldLow
	}
	clear(t.held)
	t.heldLow, t.heldSome = 0, false
}

func addTo(sums, costs []int) {
	for i, c := range costs {
		sums[i] += c
	}
}

// names reports a text that is all but names.
func (e *evidence) names() bool { return 4*e.low < e.letters }

func (t *tally) sum() evidence {
	t.end('\n')
	e := evidence{costs: make([]float64, len(t.words)), letters: t.letters, low: t.low}
	share := nameShare
	if t.low == 0 {
		share = 1
	}
	for i := range e.costs {
		e.costs[i] = (float64(t.words[i]) + share*float64(t.names[i])) / steps
	}
	if t.m.words != nil {
		e.costs[t.m.malay] += malayPrior
	}
	return e
}
