package lang

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/nlp/internal/pack"
)

// modelData is written by nlp/lang/train, whose source is its format.
//
//go:embed data/model.zst
var modelData []byte

const (
	modelFormat = "framewatch lang 1"
	// steps is the quantisation of a cost: 1/16 nat.
	steps = 16
	// maxOrder is the longest n-gram, in letters; a key holds one a byte.
	maxOrder = 5
	// maxLetters bounds the work on long texts.
	maxLetters = 20_000
)

// model scores the languages of one alphabet.
type model struct {
	langs []string
	code  map[rune]uint64 // letter to its digit in a key
	low   [256]uint64     // the same for ASCII, for speed
	index grams
	costs []byte // row after row, one byte a language
	floor []byte // row of a letter that the alphabet lacks

	// Words that tell Indonesian from Malay, where this alphabet has both.
	words     map[string]bool
	id, malay int
	// closed are the columns of the languages that lack a word of a closed class.
	closed map[string][]int
}

// wordBonus is what a word of one standard is worth against the other: about
// as many nats as a frequent word's odds between the two.
const wordBonus = 3 * steps

// malayPrior is the cost of Malay before the first letter, in nats: Indonesian is
// written by several times as many people.
const malayPrior = 1.5

// loadModels reads the sections that hold a wanted language.
func loadModels(want map[string]bool) (map[string]*model, error) {
	raw, err := pack.Open(modelData, modelFormat)
	if err != nil {
		return nil, err
	}
	out := map[string]*model{}
	r := reader{pack.Reader{Data: raw}}
	for len(r.Data) > 0 && !r.Bad {
		code, m := r.section(want)
		if m != nil {
			out[code] = m
		}
	}
	return out, r.Err()
}

// reader adds to the plain values the sections of this file.
type reader struct{ pack.Reader }

func (r *reader) section(want map[string]bool) (string, *model) {
	script := r.String()
	langs := strings.Fields(r.String())
	alphabet := r.String()
	rows := r.Uvarint()
	keys := r.Data
	wanted := false
	for _, l := range langs {
		wanted = wanted || want[l]
	}
	last := uint64(0)
	m := &model{langs: langs, code: map[rune]uint64{}}
	if wanted {
		m.index = newGrams(int(min(rows, uint64(len(keys)))))
	}
	for i := uint64(0); i < rows && !r.Bad; i++ {
		last += r.Uvarint()
		if wanted {
			m.index.add(last, int32(i))
		}
	}
	columns := r.Bytes(rows * uint64(len(langs)))
	if !wanted || r.Bad {
		return script, nil
	}
	n := uint64(0)
	for _, letter := range alphabet {
		n++
		m.code[letter] = n
		if letter < 256 {
			m.low[letter] = n
		}
	}
	m.costs = make([]byte, len(columns))
	for i := range langs {
		for j := range int(rows) {
			m.costs[j*len(langs)+i] = columns[i*int(rows)+j]
		}
	}
	m.id, m.malay = slices.Index(langs, "id"), slices.Index(langs, "ms")
	if m.id >= 0 && m.malay >= 0 {
		m.words = loadMalay()
	}
	if script == scripts[latn].code {
		m.closed = loadClosed(langs)
	}
	m.floor = make([]byte, len(langs))
	for i := range m.floor {
		m.floor[i] = 12 * steps
	}
	return script, m
}

// evidence is what the letters of one script say of their language.
type evidence struct {
	costs   []float64 // by language, in nats
	letters int
	low     int // letters of words that are no names by their capitals
}

// score returns what the letters of one script cost in each language. Each
// letter costs what the longest n-gram that ends in it and lies within its word
// costs. Words that begin with a capital inside a sentence are mostly names,
// which are spelt as their bearers' languages want it: they count for little
// where the text has other words.
func (m *model) score(text string, in func(rune) bool) evidence {
	t := newTally(m)
	key := uint64(0)
	for len(text) > 0 && t.letters < maxLetters {
		if t.length == 0 {
			text = text[address(text):]
		}
		written, n := utf8.DecodeRuneInString(text)
		text = text[n:]
		r := unicode.ToLower(written)
		digit := m.digit(r)
		if digit == 0 && (!in(r) || !unicode.IsLetter(r)) {
			t.end(r)
			key = 0
			continue
		}
		row := m.floor
		if digit == 0 {
			key, t.run = 0, 0 // a letter no language has: start again after it
		} else {
			key = (key<<8 | digit) & (1<<(8*maxOrder) - 1)
			row = m.longest(key, min(t.run+1, maxOrder))
		}
		t.add(written, r, row)
	}
	return t.sum()
}

// known lets a whole word speak: for Indonesian or Malay, or for the languages
// of whose closed classes it is.
func (m *model) known(costs []int, word []byte) {
	for _, i := range m.closed[string(word)] {
		costs[i] += closedBonus
	}
	indonesian, known := m.words[string(word)]
	switch {
	case !known:
	case indonesian:
		costs[m.malay] += wordBonus
	default:
		costs[m.id] += wordBonus
	}
}

func (m *model) digit(r rune) uint64 {
	if r < 256 {
		return m.low[max(r, 0)]
	}
	return m.code[r]
}

// longest returns the row of the longest known n-gram that ends the key.
func (m *model) longest(key uint64, order int) []byte {
	for n := order; n > 0; n-- {
		if i, ok := m.index.find(key & (1<<(8*n) - 1)); ok {
			return m.costs[int(i)*len(m.langs):][:len(m.langs)]
		}
	}
	return m.floor
}
