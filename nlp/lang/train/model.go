package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/nlp/internal/pack"
)

// The model's alphabets and the languages that share each. Those outside the
// default settings are there to be configured, and to say "not one of yours".
var alphabets = []struct {
	script string
	langs  string
	share  int // of the Latin row budget, in percent
}{
	{"Latn", "ca cs da de en es fi fr hr hu id it ms nb nl pl pt ro sq sv sw tl tr vi", 100},
	{"Arab", "ar fa ur", 33},
	{"Cyrl", "be bg kk mk mn ru sr uk", 33},
	{"Deva", "hi mr", 10},
}

// The scoring rule, shared with package lang, which reads rows that already
// hold it: an n-gram that a language lacks costs what its longest known
// suffix costs plus backoff for each letter dropped, and floor at worst.
const (
	backoff = -1.0
	floor   = -12.0
	steps   = 16 // quantisation: 1/16 nat, so that a byte reaches -15.9
)

// confusable pairs earn their n-grams more room in the table.
var confusable = map[string]float64{"id ms": 25, "es pt": 2, "ca es": 1.5, "da nb": 2, "ar fa": 1.5, "fa ur": 1.5, "ru uk": 1.5, "mk sr": 1.5}

// frequent languages are the default settings of package lang.
var frequent = strings.Fields("ar de en es fa fr hi id ms pt ru sw tr uk ur vi")

// section is one alphabet's part of the model before it is written.
type section struct {
	script string
	langs  []string
	tables []table
	rows   map[string][]float64 // kept n-grams
}

func buildModel(models string, budget int) ([]byte, error) {
	var raw []byte
	raw = append(raw, "framewatch lang 1\n"...)
	for _, a := range alphabets {
		s := section{script: a.script, langs: strings.Fields(a.langs), rows: map[string][]float64{}}
		for _, l := range s.langs {
			t, err := readTable(models, l)
			if err != nil {
				return nil, err
			}
			s.tables = append(s.tables, t)
		}
		s.choose(budget * a.share / 100)
		before := len(raw)
		raw = s.encode(raw)
		fmt.Fprintf(os.Stderr, "%s: %d languages, %d n-grams, %d bytes before compression\n", a.script, len(s.langs), len(s.rows), len(raw)-before)
	}
	return pack.Write(raw, "")
}

// choose keeps all single letters and the n-grams that tell languages apart
// best, each weighed by how often it is met.
func (s *section) choose(budget int) {
	type candidate struct {
		gram string
		gain float64
	}
	for order := 1; order <= maxOrder; order++ {
		for g := range s.union(order) {
			if order == 1 {
				s.rows[g] = s.row(g)
			}
		}
	}
	weights := s.weights()
	// Each order is judged against the rows that the shorter ones left; longer
	// n-grams get the larger parts of the budget, as they are more.
	for _, step := range []struct{ order, part int }{{2, 6}, {3, 24}, {4, 40}, {5, 30}} {
		var all []candidate
		for g, joint := range s.union(step.order) {
			if gain := s.gain(g, joint, weights); gain > 0 {
				all = append(all, candidate{g, gain})
			}
		}
		slices.SortFunc(all, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.gram, b.gram))
		})
		for _, c := range all[:min(len(all), budget*step.part/100)] {
			s.rows[c.gram] = s.row(c.gram)
		}
	}
}

// union lists the n-grams of an order in any language, with each language's
// joint probability (zero where the language lacks it).
func (s *section) union(order int) map[string][]float64 {
	out := map[string][]float64{}
	for i, t := range s.tables {
		for g := range t[order-1] {
			if out[g] == nil {
				out[g] = make([]float64, len(s.tables))
			}
			out[g][i] = joint(t, g)
		}
	}
	return out
}

// joint is the probability of the whole n-gram.
func joint(t table, gram string) float64 {
	sum := 0.0
	for order, end := 1, 0; end < len(gram); order++ {
		_, n := utf8.DecodeRuneInString(gram[end:])
		end += n
		p, ok := t[order-1][gram[:end]]
		if !ok {
			p = backoff * 4
		}
		sum += p
	}
	return math.Exp(sum)
}

// row gives the cost of the n-gram's last letter in each language.
func (s *section) row(gram string) []float64 {
	row := make([]float64, len(s.tables))
	for i, t := range s.tables {
		row[i] = floor
		penalty := 0.0
		for g := gram; g != ""; {
			if p, ok := t[utf8.RuneCountInString(g)-1][g]; ok {
				row[i] = max(p+penalty, floor)
				break
			}
			penalty += backoff
			_, n := utf8.DecodeRuneInString(g)
			g = g[n:]
		}
	}
	return row
}

// weights of the language pairs, by index.
func (s *section) weights() [][]float64 {
	w := make([][]float64, len(s.langs))
	for i, a := range s.langs {
		w[i] = make([]float64, len(s.langs))
		for j, b := range s.langs {
			w[i][j] = 1
			if !slices.Contains(frequent, a) || !slices.Contains(frequent, b) {
				w[i][j] = 0.2
			}
			if c := confusable[min(a, b)+" "+max(a, b)]; c > 0 {
				w[i][j] = c
			}
		}
	}
	return w
}

// gain is how much the table would say better with the n-gram than with the
// longest suffix it has already: for each pair of languages, the change of
// their difference, weighed by the n-gram's frequency in either.
func (s *section) gain(gram string, joint []float64, w [][]float64) float64 {
	row, base := s.row(gram), s.kept(gram)
	total := 0.0
	for i := range row {
		if joint[i] == 0 {
			continue
		}
		for j := range row {
			change := math.Abs((row[i] - base[i]) - (row[j] - base[j]))
			total += w[i][j] * joint[i] * min(change, 3)
		}
	}
	return total
}

// kept is the row of the longest proper suffix in the table.
func (s *section) kept(gram string) []float64 {
	for {
		_, n := utf8.DecodeRuneInString(gram)
		gram = gram[n:]
		if row, ok := s.rows[gram]; ok || gram == "" {
			return row
		}
	}
}

// encode writes the section: script, languages, alphabet, then the n-grams as
// ascending keys (each letter one base-256 digit, first letter highest) in
// differences, then the rows language by language, which compresses best.
func (s *section) encode(raw []byte) []byte {
	letters := map[rune]bool{}
	for g := range s.rows {
		for _, r := range g {
			letters[r] = true
		}
	}
	alphabet := make([]rune, 0, len(letters))
	for r := range letters {
		alphabet = append(alphabet, r)
	}
	slices.Sort(alphabet)
	if len(alphabet) > 255 {
		panic("an alphabet of over 255 letters does not fit the keys") // a build-time assertion
	}
	code := map[rune]uint64{}
	for i, r := range alphabet {
		code[r] = uint64(i + 1)
	}
	keys := map[uint64][]float64{}
	for g, row := range s.rows {
		var k uint64
		for _, r := range g {
			k = k<<8 | code[r]
		}
		keys[k] = row
	}
	raw = appendString(raw, s.script)
	raw = appendString(raw, strings.Join(s.langs, " "))
	raw = appendString(raw, string(alphabet))
	raw = binary.AppendUvarint(raw, uint64(len(keys)))
	sorted := make([]uint64, 0, len(keys))
	for k := range keys {
		sorted = append(sorted, k)
	}
	slices.Sort(sorted)
	last := uint64(0)
	for _, k := range sorted {
		raw = binary.AppendUvarint(raw, k-last)
		last = k
	}
	for i := range s.langs {
		for _, k := range sorted {
			raw = append(raw, byte(math.Round(-keys[k][i]*steps)))
		}
	}
	return raw
}

func appendString(raw []byte, s string) []byte {
	return append(binary.AppendUvarint(raw, uint64(len(s))), s...)
}
