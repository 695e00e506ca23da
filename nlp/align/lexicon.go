package align

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"sync"

	"framewatch/nlp/internal/pack"
)

// The dictionary, written by nlp/align/train.
//
//go:embed data/zh-en.zst
var lexiconData []byte

// Lexicon is a Chinese-English dictionary. It is safe for concurrent use.
type Lexicon struct {
	text  string
	lines []int32 // where each line of text begins, and its end
}

// Sense is a stem (see [Stem]) that an English translation of a word has.
// Weight is 1 where it is all of a translation, less where it is one word of
// several.
type Sense struct {
	Stem   string
	Weight float64
}

var loadOnce = sync.OnceValues(decodeLexicon)

// LoadLexicon returns the embedded dictionary, which the first call in a process
// unpacks (some ten milliseconds).
func LoadLexicon() (*Lexicon, error) { return loadOnce() }

func decodeLexicon() (*Lexicon, error) {
	raw, err := pack.Open(lexiconData, "")
	if err != nil {
		return nil, fmt.Errorf("load dictionary: %w", err)
	}
	l := &Lexicon{text: string(raw), lines: []int32{0}}
	for i := range len(l.text) {
		if l.text[i] == '\n' {
			l.lines = append(l.lines, int32(i+1))
		}
	}
	return l, nil
}

// VerbMark stands in the data file behind words that are verbs only.
const VerbMark = "!"

// find is the line of a word.
func (l *Lexicon) find(word string) (int, bool) {
	n := len(l.lines) - 1
	i := sort.Search(n, func(i int) bool { return l.key(i) >= word })
	return i, word != "" && i < n && l.key(i) == word
}

// Verb reports whether the dictionary glosses a Chinese word as a verb and
// nothing else.
func (l *Lexicon) Verb(word string) bool {
	i, ok := l.find(word)
	return ok && strings.HasSuffix(l.text[:l.lines[i+1]-1], VerbMark)
}

// Senses looks up a Chinese word, in simplified characters; nil when the
// dictionary has none.
func (l *Lexicon) Senses(word string) []Sense {
	i, ok := l.find(word)
	if !ok {
		return nil
	}
	line := strings.TrimSuffix(l.text[l.lines[i]+int32(len(word))+1:l.lines[i+1]-1], " "+VerbMark)
	out := make([]Sense, 0, strings.Count(line, " ")+1)
	for s := range strings.SplitSeq(line, " ") {
		sense := Sense{s, 1}
		if last := s[len(s)-1]; '2' <= last && last <= '9' {
			sense = Sense{s[:len(s)-1], 1 / float64(last-'0')}
		}
		out = append(out, sense)
	}
	return out
}

func (l *Lexicon) key(i int) string {
	line := l.text[l.lines[i]:l.lines[i+1]]
	return line[:strings.IndexByte(line, '\t')]
}
