package date

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed names.txt
var nameTable string

//go:embed words.txt
var wordTable string

// kind is what a word of the tables stands for.
type kind byte

const (
	aMonth kind = iota + 1 // Gregorian
	aSolar                 // month of the Solar Hijri calendar
	aHijri
	aWeekday
	aForenoon
	anAfternoon
	aNight
	saysPublished
	saysChanged
	saysOther
	saysDate
	aJoint
)

var kinds = map[string]kind{
	"m": aMonth, "s": aSolar, "h": aHijri, "w": aWeekday, "a": aForenoon, "p": anAfternoon, "n": aNight,
	"published": saysPublished, "changed": saysChanged, "other": saysOther, "date": saysDate, "join": aJoint,
}

// sense is one meaning of a word.
type sense struct {
	kind  kind
	month int8
	lang  string
	next  int32 // the next meaning of the same word, 0 for none
}

// lexicon holds the tables, a word of several parts with spaces between them.
type lexicon struct {
	first  map[string]int32
	senses []sense
	glued  []gluedWord // words of scripts that are written without spaces
}

type gluedWord struct {
	text string
	kind kind
}

// words reads the tables when they are first needed.
var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{first: make(map[string]int32, 5000), senses: make([]sense, 1, 7000)}
	for line := range strings.Lines(nameTable) {
		field := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(field) != 3 {
			continue // a comment
		}
		n := int8(0)
		for name := range strings.SplitSeq(field[2], "|") {
			n++
			if name != "-" {
				l.add(name, sense{kind: kinds[field[1]], month: n, lang: field[0]})
			}
		}
	}
	for line := range strings.Lines(wordTable) {
		name, list, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue
		}
		for word := range strings.SplitSeq(list, "|") {
			k := kinds[name]
			l.add(word, sense{kind: k})
			if k != aJoint && unspaced(word) && len(word) > 6 {
				l.glued = append(l.glued, gluedWord{fold(word), k})
			}
		}
	}
	return l
})

func (l *lexicon) add(name string, s sense) {
	key := keyOf(scan(name))
	for at := l.first[key]; at != 0; at = l.senses[at].next {
		if old := l.senses[at]; old.kind == s.kind && old.month == s.month && old.lang == s.lang {
			return
		}
		if l.senses[at].next == 0 {
			l.senses[at].next = int32(len(l.senses))
			l.senses = append(l.senses, s)
			return
		}
	}
	if l.first[key] == 0 {
		l.first[key] = int32(len(l.senses))
		l.senses = append(l.senses, s)
	}
}

func keyOf(toks []token) string {
	var b strings.Builder
	for _, t := range toks {
		if t.word == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.word)
	}
	return b.String()
}

// unspaced reports that a word's script has no spaces between words.
func unspaced(s string) bool {
	for _, r := range s {
		return r >= 0xE00 && r < 0x10A0 || r >= 0x1780 && r < 0x1800 || r >= 0x3040 && r < 0x3100 || r >= 0xAC00 && r < 0xD7B0
	}
	return false
}

// longest is the greatest number of words that a phrase of the tables has.
const longest = 6

// phrase finds the longest phrase of the tables that begins at token i and has
// a meaning of one of the kinds from lo to hi: its first such meaning and the
// token behind it.
func (r *reader) phrase(i int, lo, hi kind) (at int32, next int) {
	var key [longest]string
	var ends [longest]int
	n := 0
	for j := i; j < len(r.toks) && n < longest; j++ {
		t := r.toks[j]
		if t.word == "" {
			// "p.m.", "พ.ค.", "al-awwal"
			if n == 0 || t.mark != '.' && t.mark != '-' && t.mark != '\'' || t.spaced {
				break
			}
			continue
		}
		key[n], ends[n] = t.word, j+1
		n++
	}
	for ; n > 0; n-- {
		name := key[0]
		if n > 1 {
			name = strings.Join(key[:n], " ")
		}
		for at := words().first[name]; at != 0; at = words().senses[at].next {
			if k := words().senses[at].kind; k >= lo && k <= hi {
				return at, ends[n-1]
			}
		}
	}
	return 0, 0
}

// dot passes over the point of an abbreviation.
func (r *reader) dot(i int) int {
	if r.markAt(i, ".") && !r.toks[i].spaced {
		return i + 1
	}
	return i
}
