package zh

import (
	"math"
	"sync"
	"unicode/utf8"

	"framewatch/nlp/internal/pack"
)

// names says what a person's name costs that no dictionary has, in nats.
type names struct {
	surname, first, last, only map[string]float64  // by role in a Chinese name
	pairs                      map[[2]rune]float64 // second character after the first in a foreign name
	begins                     charSet             // first characters of surnames
	opens                      charSet             // first characters of foreign names
}

// What the two lengths of a given name cost beyond their characters: single
// ones are fewer, and much easier to see where there are none.
const (
	givenOne = 5.0
	givenTwo = 3.0
)

// maxForeign bounds the length of a transliterated name, in characters.
const maxForeign = 8

// Edges of a foreign name in the table of pairs.
const (
	nameStart = '^'
	nameEnd   = '$'
)

// loadNames reads the embedded tables once for the process.
var loadNames = sync.OnceValues(func() (*names, error) {
	raw, err := pack.Open(nameData, "framewatch zh names 1")
	if err != nil {
		return nil, err
	}
	r := &reader{pack.Reader{Data: raw}}
	n := &names{surname: r.costs(), first: r.costs(), last: r.costs(), only: r.costs(), pairs: map[[2]rune]float64{}}
	after := map[rune]float64{}
	r.counts(func(key string, count float64) {
		a, size := utf8.DecodeRuneInString(key)
		b, _ := utf8.DecodeRuneInString(key[size:])
		n.pairs[[2]rune{a, b}] = count
		after[a] += count
	})
	for surname := range n.surname {
		r, _ := utf8.DecodeRuneInString(surname)
		n.begins.add(r)
	}
	for pair, count := range n.pairs {
		if pair[0] == nameStart {
			n.opens.add(pair[1])
		}
		n.pairs[pair] = math.Log(after[pair[0]]) - math.Log(count)
	}
	if r.Bad || len(r.Data) > 0 {
		return nil, pack.ErrDamaged
	}
	return n, nil
})

// chinese calls found with the length and cost of each Chinese name that text
// begins with: a surname of one or two characters, a given name of one or two.
func (n *names) chinese(text []rune, found func(length int, cost float64)) {
	if !n.begins.may(text[0]) {
		return
	}
	for s := 1; s <= 2 && s < len(text); s++ {
		surname, ok := n.surname[string(text[:s])]
		if !ok {
			continue
		}
		given := string(text[s])
		if cost, ok := n.only[given]; ok {
			found(s+1, surname+cost+givenOne)
		}
		if s+1 == len(text) {
			continue
		}
		first, ok := n.first[given]
		last, ok2 := n.last[string(text[s+1])]
		if ok && ok2 {
			found(s+2, surname+first+last+givenTwo)
		}
	}
}

// foreign does the same for transliterated names.
func (n *names) foreign(text []rune, found func(length int, cost float64)) {
	if !n.opens.may(text[0]) {
		return
	}
	sum, last := 0.0, rune(nameStart)
	for i, r := range text[:min(len(text), maxForeign)] {
		cost, ok := n.pairs[[2]rune{last, r}]
		if !ok {
			return
		}
		sum += cost
		last = r
		if end, ok := n.pairs[[2]rune{r, nameEnd}]; ok && i > 0 {
			found(i+1, sum+end)
		}
	}
}
