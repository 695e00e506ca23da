package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/compare/kwic"
)

// place is where a phrase stands in a text, in bytes.
type place struct{ start, end int }

// partial is a phrase of which some words have been met.
type partial struct {
	of    int // phrase
	met   int // words
	start int // byte
}

// places finds the phrases in a text as FTS5 does: by the same tokens. Of phrases
// that overlap the first counts, and of two that begin together the longer one.
func places(text string, phrases []phrase) []place {
	var out []place
	var open, still []partial
	tokens(text, func(start, end int, token []byte) {
		still = still[:0]
		for i := range phrases {
			if phrases[i].words[0][0] == token[0] { // most do not begin here
				open = append(open, partial{of: i, start: start})
			}
		}
		for _, m := range open {
			ph := &phrases[m.of]
			last := m.met == len(ph.words)-1
			word := ph.words[m.met]
			switch {
			case string(token) != word && !(last && ph.prefix && len(token) > len(word) && string(token[:len(word)]) == word):
			case last:
				out = append(out, place{m.start, end})
			default:
				m.met++
				still = append(still, m)
			}
		}
		open, still = still, open
	})
	slices.SortFunc(out, func(a, b place) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	last := -1
	return slices.DeleteFunc(out, func(p place) bool {
		if p.start < last {
			return true
		}
		last = p.end
		return false
	})
}

// shown is what lines are cut from.
type shown struct {
	title, text string
	lang        string
	langs       []langAt
}

// langAt is a language from a code point of the text on.
type langAt struct {
	At   int    `json:"a"`
	Lang string `json:"l"`
}

// lines cuts up to n concordance lines, the title's first; more are those left out.
func (s shown) lines(phrases []phrase, n, width int) (lines []Line, more int) {
	for _, inTitle := range []bool{true, false} {
		text := s.text
		if inTitle {
			text = s.title
		}
		byteAt, pointAt := 0, 0
		for _, p := range places(text, phrases) {
			if len(lines) == n {
				more++
				continue
			}
			pointAt += utf8.RuneCountInString(text[byteAt:p.start])
			byteAt = p.start
			l := Line{Start: pointAt, InTitle: inTitle, Lang: s.lang}
			l.End = pointAt + utf8.RuneCountInString(text[p.start:p.end])
			l.Before, l.Key, l.After = kwic.Cut(text, p.start, p.end, width)
			if !inTitle {
				l.Lang = s.langAt(pointAt)
			}
			lines = append(lines, l)
		}
	}
	return lines, more
}

func (s shown) langAt(point int) string {
	lang := s.lang
	for _, l := range s.langs {
		if l.At > point {
			break
		}
		lang = l.Lang
	}
	return strings.Clone(lang)
}
