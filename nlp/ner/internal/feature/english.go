package feature

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
)

// English makes the features of English. Clusters maps words in lower case to
// 1 + a cluster whose upper ten bits name a coarser one; Names maps phrases
// ([PhraseKey]) to sets of [Class].
type English struct{ Clusters, Names *crf.Table }

// Class is a set of lists that a phrase is on.
type Class uint16

// The lists of names.
const (
	Place Class = 1 << iota
	State
	People
	Body
	City
	Region
	Person
	Surname
)

// clusterBits is how many bits of a cluster the coarser one lacks.
const clusterBits = 4

// Words is one English sentence, prepared.
type Words struct {
	Units []Unit
	words []wordInfo
}

type wordInfo struct {
	raw, low, shape, short, pos uint64
	pre, suf                    [3]uint64 // of 2, 3, 4 bytes
	cluster, coarse             uint64    // 0 for unknown
	list, listWide              uint64    // what starts or goes on here
	upper, title, letters       bool
	linker                      bool
	runFrom, runTo              int // the run of capitalised words that it is in; empty for none
}

// Prepare cuts the tokens of a sentence into units and looks up what each of
// them is. Tokens' spans count in text.
func (e *English) Prepare(text string, tokens []corpus.Token) *Words {
	w := &Words{Units: make([]Unit, 0, len(tokens)+4)}
	w.words = make([]wordInfo, 0, len(tokens)+4)
	for _, t := range tokens {
		pos := hashString(t.POS)
		for _, s := range pieces(text, t.Span) {
			surface := s.Of(text)
			info := e.look(surface)
			info.pos = pos
			w.words = append(w.words, info)
			w.Units = append(w.Units, Unit{Span: s, Key: info.raw, Name: info.title})
		}
	}
	e.lists(w)
	w.runs()
	return w
}

// pieces cuts a token at the hyphens between letters and digits: US-China.
func pieces(text string, s corpus.Span) []corpus.Span {
	surface := s.Of(text)
	if s.Len() < 3 || !strings.ContainsAny(surface[1:len(surface)-1], "-–/") {
		return []corpus.Span{s}
	}
	var out []corpus.Span
	from := s.Start
	for i, r := range surface {
		if (r == '-' || r == '–' || r == '/') && i > 0 && i+utf8.RuneLen(r) < len(surface) {
			at := s.Start + i
			if from < at {
				out = append(out, corpus.Span{Start: from, End: at})
			}
			from = at + utf8.RuneLen(r)
			out = append(out, corpus.Span{Start: at, End: from})
		}
	}
	return append(out, corpus.Span{Start: from, End: s.End})
}

// linkers are the words that names have inside.
var linkers = map[string]bool{
	"of": true, "for": true, "the": true, "and": true, "de": true, "del": true, "la": true, "al": true,
	"bin": true, "van": true, "von": true, "da": true, "do": true, "dos": true, "on": true, "&": true, "'s": true, "’s": true,
}

func (e *English) look(surface string) wordInfo {
	low := strings.ToLower(surface)
	info := wordInfo{raw: hashString(surface), low: hashString(digits(low)), linker: linkers[low]}
	shape, short := shapes(surface)
	info.shape, info.short = hashString(shape), hashString(short)
	for k := range info.pre {
		n := min(k+2, len(low))
		info.pre[k], info.suf[k] = hashString(low[:n]), hashString(low[len(low)-n:])
	}
	if c := e.Clusters.Get(Key(low)); c > 0 {
		info.cluster, info.coarse = uint64(c), uint64(c-1)>>clusterBits+1
	}
	r, _ := utf8.DecodeRuneInString(surface)
	info.title = unicode.IsUpper(r) || unicode.IsTitle(r)
	info.letters = strings.ContainsFunc(low, unicode.IsLetter)
	info.upper = info.letters && !strings.ContainsFunc(surface, func(r rune) bool { return unicode.ToUpper(r) != r })
	return info
}

// digits writes every digit as 0.
func digits(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, s)
}

// shapes are the kinds of characters of a word, at most eight, and the same
// without repeats.
func shapes(s string) (shape, short string) {
	var a, b [16]byte
	n, m, last := 0, 0, byte(0)
	for _, r := range s {
		k := byte('.')
		switch {
		case unicode.IsUpper(r):
			k = 'X'
		case unicode.IsLower(r):
			k = 'x'
		case unicode.IsDigit(r):
			k = '0'
		case unicode.IsLetter(r):
			k = 'o'
		case r < utf8.RuneSelf:
			k = byte(r)
		}
		if n < 8 {
			a[n] = k
			n++
		}
		if m < len(b) && k != last {
			b[m] = k
			m++
		}
		last = k
	}
	return string(a[:n]), string(b[:m])
}

// maxPhrase is how many words a listed name has at most.
const maxPhrase = 6

// lists marks the words of phrases that are on lists; longer ones win.
func (e *English) lists(w *Words) {
	reach := 0
	for i := range w.words {
		if !w.words[i].title {
			continue
		}
		h := phraseStart
		for n := 1; n <= maxPhrase && i+n <= len(w.words); n++ {
			h = join(h, w.words[i+n-1].low)
			class := e.Names.Get(phraseKey(h))
			if class == 0 || i+n <= reach {
				continue
			}
			reach = i + n
			for k := i; k < i+n; k++ {
				part := uint64(1)
				switch {
				case n == 1:
					part = 0
				case k > i:
					part = 2
				}
				w.words[k].list = uint64(class)<<4 | part<<2 | 1
				w.words[k].listWide = uint64(class) + 1
			}
		}
	}
}

// runs finds the runs of capitalised words.
func (w *Words) runs() {
	for from := 0; from < len(w.words); from++ {
		to := from
		for to < len(w.words) && w.words[to].title {
			to++
		}
		for i := from; i < to; i++ {
			w.words[i].runFrom, w.words[i].runTo = from, to
		}
		from = max(from, to-1)
	}
}
