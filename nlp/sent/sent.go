package sent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
)

// Split returns the sentences of text. lang is its BCP 47 tag and chooses the
// abbreviations and the words that begin sentences; marks and brackets are understood in every script whatever
// lang says, as texts are mixed. An empty line always ends a sentence, a single
// line break where the line looks like a heading or a list item.
func Split(text, lang string) []corpus.Span {
	var out []corpus.Span
	s := &scanner{text: text, words: wordsOf(lang)}
	for _, p := range Paragraphs(text) {
		for _, block := range lines(text, p) {
			for _, item := range items(text, block) {
				out = s.sentences(out, item)
			}
		}
	}
	return out
}

// Paragraphs returns the stretches of text between empty lines, trimmed.
func Paragraphs(text string) []corpus.Span {
	var out []corpus.Span
	start := 0
	for i := 0; i < len(text); {
		n := lineBreak(text[i:])
		if n == 0 {
			i++
			continue
		}
		end := i
		i += n
		empty := text[end] == '\f' || strings.HasPrefix(text[end:], "\u2029")
		for i < len(text) {
			next := i + spaces(text[i:])
			n := lineBreak(text[next:])
			if n == 0 {
				break
			}
			i = next + n
			empty = true
		}
		if empty {
			out = appendTrimmed(out, text, start, end)
			start = i
		}
	}
	return appendTrimmed(out, text, start, len(text))
}

// maxBlank bounds how much white space may stand in an empty line, in bytes.
const maxBlank = 256

// spaces is the length of the white space within a line that s begins with.
func spaces(s string) int {
	s = s[:min(len(s), maxBlank)]
	for i, r := range s {
		switch r {
		case ' ', '\t', '\u00a0', '\u202f', '\u2009', '\u3000':
		default:
			return i
		}
	}
	return len(s)
}

// lineBreak is the length of the line break that s begins with.
func lineBreak(s string) int {
	switch {
	case s == "":
		return 0
	case s[0] == '\n', s[0] == '\f', s[0] == '\v':
		return 1
	case s[0] == '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	case strings.HasPrefix(s, "\u2028"), strings.HasPrefix(s, "\u2029"):
		return len("\u2028")
	}
	return 0
}

// appendTrimmed adds text[start:end] without the white space and control
// characters around it, unless nothing is left.
func appendTrimmed(out []corpus.Span, text string, start, end int) []corpus.Span {
	for start < end {
		r, n := utf8.DecodeRuneInString(text[start:end])
		if !blank(r) {
			break
		}
		start += n
	}
	for start < end {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !blank(r) {
			break
		}
		end -= n
	}
	if start == end {
		return out
	}
	return append(out, corpus.Span{Start: start, End: end})
}

// blank reports whether r can begin or end no sentence.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}
