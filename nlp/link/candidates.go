package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
	"framewatch/nlp/match"
)

// shortHan is the longest Chinese name whose match is checked against word
// boundaries; longer ones are surer than any segmenter.
const shortHan = 3

// looseHangul is the shortest Korean name that may stand inside a longer word,
// as compounds are written without spaces.
const looseHangul = 4

// candidates lists every place where a form stands with proper boundaries and
// capitals.
func (l *Linker) candidates(f *field) []candidate {
	var out []candidate
	l.trie.Find(f.Text, func(start, end int, forms []int32) {
		for _, i := range forms {
			stop, ok := l.bounded(f.Text, start, end, &l.forms[i])
			if !ok {
				continue
			}
			c := candidate{form: i, start: start, end: stop, span: f.Span(start, stop)}
			if l.proper(f, &c, end) {
				c.written = c.span.Of(f.Source()) == l.forms[i].name.Text
				out = append(out, c)
			}
		}
	})
	return out
}

// bounded checks that words begin and end where the match does, and returns
// where the mention ends: behind a regular ending, before a particle.
func (l *Linker) bounded(t *match.Text, start, end int, f *form) (int, bool) {
	if !t.Boundary(start) {
		switch {
		case t.Arabic(start):
			from, ok := wordStart(t, start)
			if !ok || !clitics[t.String(from, start)] || end-start < 3 {
				return 0, false
			}
		case t.Hangul(start) && end-start >= looseHangul:
		default:
			return 0, false
		}
	}
	if t.Boundary(end) {
		return end, true
	}
	stop, ok := wordEnd(t, end)
	switch {
	case t.Hangul(end):
		return end, end-start >= looseHangul || ok && particles[t.String(end, stop)]
	case ok && f.name.Inflect && endings[corpus.BaseLang(f.name.Lang)][t.String(end, stop)]:
		return stop, true
	}
	return 0, false
}

// maxEnding is more runes than any ending, particle or clitic has. Looking no
// further keeps the time linear in text without a space.
const maxEnding = 8

// wordEnd is where the word that goes on at i ends, if it does so soon.
func wordEnd(t *match.Text, i int) (int, bool) {
	for stop := i; stop <= i+maxEnding; stop++ {
		if t.Boundary(stop) {
			return stop, true
		}
	}
	return 0, false
}

// wordStart is where the word that goes on before i begins, if it does so
// soon.
func wordStart(t *match.Text, i int) (int, bool) {
	for from := i; from >= i-maxEnding; from-- {
		if t.Boundary(from) {
			return from, true
		}
	}
	return 0, false
}

// proper checks capitals, language and neighbours of a match; end is where the
// form itself ends.
func (l *Linker) proper(f *field, c *candidate, end int) bool {
	fm := &l.forms[c.form]
	surface := c.span.Of(f.Source())
	switch {
	case fm.acronym:
		if !acronymLike(surface) {
			if fm.swapped || f.inAddress(c.span) {
				return false
			}
			c.loose = true
		}
		c.loose = c.loose || fm.beside
	case fm.name.Case == CaseUpper:
		if !match.AllUpper(f.Span(c.start, end).Of(f.Source())) {
			return false
		}
	case fm.capitals != nil:
		if !f.sameCapitals(c.start, fm.capitals) && !f.capitalLine(c.span.Start) {
			return false
		}
	}
	if lang := f.langAt(c.span.Start); fm.local && lang != "" && lang != "und" && lang != corpus.BaseLang(fm.name.Lang) || fm.foreign(lang) {
		return false
	}
	if n := c.end - c.start; n <= shortHan && f.Han(c.start, c.end) && f.CrossesWord(c.span) {
		return false
	}
	return !l.givenName(f, *c)
}

// foreign reports a Japanese name in Chinese text, where folding makes its
// characters the same as other words', and a Chinese one that is no sure name in
// Japanese text.
func (fm *form) foreign(lang string) bool {
	own := corpus.BaseLang(fm.name.Lang)
	return lang == "zh" && own == "ja" || lang == "ja" && own == "zh" && fm.name.Context
}

// inAddress reports a word of an address: iomed.example, @iomed.
func (f *field) inAddress(span corpus.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(f.Source()[:span.Start])
	after := f.Source()[span.End:]
	next, n := utf8.DecodeRuneInString(after)
	behind, _ := utf8.DecodeRuneInString(after[n:])
	return strings.ContainsRune("./@_#", before) || strings.ContainsRune("./@_", next) && unicode.IsLetter(behind)
}

// sameCapitals reports whether capitals stand where a form has them from rune start on.
func (f *field) sameCapitals(start int, want []bool) bool {
	for i, up := range want {
		if start+i >= f.Len() || f.Upper(start+i) != up {
			return false
		}
	}
	return true
}

// acronymLike reports a word that begins with two capitals and has three.
func acronymLike(s string) bool {
	n := 0
	for i, r := range []rune(s) {
		if unicode.IsUpper(r) {
			n++
		} else if i < 2 {
			return false
		}
	}
	return n >= 3
}

// givenName reports a country's or town's name that stands in a person's:
// "Michael Jordan", "Jordan B. Peterson", "Kenya Moore". Only names that the
// gazetteer marks case: exact or given are looked at, which is how editors mark
// confusable ones.
func (l *Linker) givenName(f *field, c candidate) bool {
	fm := &l.forms[c.form]
	if fm.name.Case != CaseExact && !fm.given || l.entities[fm.entity].Label != corpus.LOC || strings.Contains(fm.name.Text, " ") {
		return false
	}
	src := f.Source()
	if before := c.span.Start - 1; before > 0 && src[before] == ' ' && commonGiven[wordBefore(src, before)] {
		return true
	}
	after := c.span.End + 1
	if after >= len(src) || src[c.span.End] != ' ' {
		return false
	}
	next := wordAfter(src, after)
	r, n := utf8.DecodeRuneInString(next)
	if len(next) == n+1 && next[n] == '.' && unicode.IsUpper(r) {
		return true
	}
	s := f.Sentence(c.span.Start)
	return fm.given && !s.Headline && after < s.Span.End && unicode.IsUpper(r) && !match.AllUpper(next) && !placeRoles[next]
}

// placeRoles are the capitalised words that follow a country's name in the titles
// of its officers and in names of what is the country's.
var placeRoles = wordset.Of("President Prime Minister Premier Foreign External Vice Deputy Chief Governor Ambassador Secretary Attorney Government Ministry " +
	"High Supreme Parliament National Embassy Mission King Queen Prince Crown Defence Defense Finance Trade Justice Law Law-makers Monday Tuesday Wednesday " +
	"Thursday Friday Saturday Sunday And In On At For To Is Has Was Will")

// commonGiven are frequent given names of English-language news.
var commonGiven = wordset.Of("Michael Mike Robert Bob John James Jim David William Bill Richard Joseph Joe Thomas Tom Charles Charlie " +
	"Christopher Chris Daniel Dan Matthew Matt Anthony Tony Mark Donald Don Steven Steve Stephen Paul Andrew Andy Joshua Josh " +
	"Kenneth Ken Kevin Brian George Timothy Tim Ronald Ron Edward Ed Jason Jeffrey Jeff Ryan Jacob Gary Nicholas Nick Eric " +
	"Jonathan Larry Justin Scott Brandon Benjamin Ben Samuel Sam Gregory Greg Alexander Alex Frank Patrick Pat Raymond Ray Jack " +
	"Dennis Jerry Tyler Aaron Adam Nathan Henry Peter Kyle Walter Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica " +
	"Sarah Karen Lisa Nancy Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie " +
	"Rebecca Sharon Laura Cynthia Kathleen Amy Angela Anna Emma Nicole Helen Samantha Katherine Christine Rachel Maria Jane " +
	"Vernon Hamilton Barbara Jim Simon Neil Philip Louis Hal")
