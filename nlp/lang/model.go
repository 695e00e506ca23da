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
}

// wordBonus is what a word of one standard is worth against the other: about
// as many nats as a frequent word's odds between the two.
const wordBonus = 3 * steps

// malayPrior is the cost of Malay before the first letter: Indonesian is
// written by several times as many people.
const malayPrior = 3 * steps / 2

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
	m.floor = make([]byte, len(langs))
	for i := range m.floor {
		m.floor[i] = 12 * steps
	}
	return script, m
}

// score returns what the letters of one script cost in each language, in
// nats, and how many there were. Each letter costs what the longest n-gram
// that ends in it and lies within its word costs.
func (m *model) score(text string, in func(rune) bool) ([]float64, int) {
	sums := make([]int, len(m.langs))
	letters, word := 0, 0
	key := uint64(0)
	var spelt []byte // the word so far, lower case, where word lists want it
	for len(text) > 0 && letters < maxLetters {
		if word == 0 {
			text = text[address(text):]
		}
		r, n := utf8.DecodeRuneInString(text)
		text = text[n:]
		r = unicode.ToLower(r)
		digit := m.digit(r)
		if digit == 0 && (!in(r) || !unicode.IsLetter(r)) {
			m.endWord(sums, spelt)
			key, word, spelt = 0, 0, spelt[:0]
			continue
		}
		if m.words != nil && len(spelt) < 32 {
			spelt = utf8.AppendRune(spelt, r)
		}
		word++
		letters++
		row := m.floor
		if digit == 0 {
			key, word = 0, 1 // a letter no language has: start again after it
		} else {
			key = (key<<8 | digit) & (1<<(8*maxOrder) - 1)
			row = m.longest(key, min(word, maxOrder))
		}
		for j, c := range row {
			sums[j] += int(c)
		}
	}
	m.endWord(sums, spelt)
	if m.words != nil {
		sums[m.malay] += malayPrior
	}
	costs := make([]float64, len(sums))
	for i, s := range sums {
		costs[i] = float64(s) / steps
	}
	return costs, letters
}

// endWord lets a whole word speak for Indonesian or Malay.
func (m *model) endWord(sums []int, word []byte) {
	indonesian, known := m.words[string(word)]
	switch {
	case !known:
	case indonesian:
		sums[m.malay] += wordBonus
	default:
		sums[m.id] += wordBonus
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
