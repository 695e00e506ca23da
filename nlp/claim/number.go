package claim

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/number"
)

// stated is a number or date of a sentence, with what qualifies it.
type stated struct {
	span  corpus.Span // in the text, with the qualifying words
	bound corpus.Bound
	num   float64
	date  string // YYYY-MM-DD, YYYY-MM, or --MM-DD where the year is not given
}

// value is the number as tables have it.
func (s stated) value() string {
	if s.date != "" {
		return s.date
	}
	return strconv.FormatFloat(s.num, 'f', -1, 64)
}

// grammar is how a language writes dates and numbers, as regular expressions
// with named groups; digits behind a name only tell alternatives apart.
type grammar struct {
	date, number *regexp.Regexp
	months       [12]string
	scales       map[string]float64
	spoken       spoken // empty in Chinese and Japanese
	point        string // decimal mark
	glued        bool   // words stand next to digits
}

// group returns the group of that name that holds something, and where it begins.
func group(re *regexp.Regexp, text string, at []int, name string) (string, int) {
	for i, n := range re.SubexpNames() {
		if strings.TrimRight(n, "0123456789") == name && at[2*i] >= 0 {
			return text[at[2*i]:at[2*i+1]], at[2*i]
		}
	}
	return "", -1
}

// mayRead says, quickly, whether a text in small letters may have a number: it
// has a digit or a word for one, in a language with such words and spaces.
func (g grammar) mayRead(low string) bool {
	return g.glued || strings.ContainsFunc(low, unicode.IsDigit) || g.spoken.part != nil && g.spoken.mayStand(low)
}

// read lists the dates and numbers of a text in order; a number inside a date is
// none.
func (g grammar) read(text string) []stated {
	var out []stated
	for _, at := range g.date.FindAllStringSubmatchIndex(text, -1) {
		if s, ok := g.day(text, at); ok {
			out = append(out, s)
		}
	}
	for _, at := range g.number.FindAllStringSubmatchIndex(text, -1) {
		s, ok := g.amount(text, at)
		inDate := slices.ContainsFunc(out, func(d stated) bool { return d.date != "" && d.span.Start < s.span.End && s.span.Start < d.span.End })
		if ok && !inDate {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b stated) int { return a.span.Start - b.span.Start })
	return out
}

func (g grammar) day(text string, at []int) (stated, bool) {
	year, _ := group(g.date, text, at, "y")
	name, _ := group(g.date, text, at, "M")
	month, day := g.month(name), 0
	if name == "" {
		m, _ := group(g.date, text, at, "m")
		month = whole(m)
	}
	d, _ := group(g.date, text, at, "d")
	day = whole(d)
	end := at[0] + len(strings.TrimSuffix(text[at[0]:at[1]], ".")) // of "21 Oct." the sentence's
	s := stated{span: corpus.Span{Start: at[0], End: end}, bound: corpus.BoundExact}
	switch {
	case month < 1 || month > 12 || day > 31 || year == "" && day == 0 || !g.bounded(text, s.span):
		return s, false
	case year == "":
		s.date = fmt.Sprintf("--%02d-%02d", month, day)
	case day == 0:
		s.date = fmt.Sprintf("%04d-%02d", whole(year), month)
	default:
		s.date = fmt.Sprintf("%04d-%02d-%02d", whole(year), month, day)
	}
	return s, true
}

// month is the number of a month's name, 0 where it is none.
func (g grammar) month(name string) int {
	name = strings.ToLower(name)
	for i, names := range g.months {
		for n := range strings.SplitSeq(names, "|") {
			stem, open := strings.CutSuffix(n, "*")
			if n == name || open && strings.HasPrefix(name, stem) {
				return i + 1
			}
		}
	}
	return 0
}

// bounded says that a number or date is no part of a longer word: 33rd, 3rd2.
func (g grammar) bounded(text string, s corpus.Span) bool {
	inWord := func(r rune) bool {
		return unicode.IsDigit(r) || unicode.IsLetter(r) && (!g.glued || r < utf8.RuneSelf)
	}
	before, _ := utf8.DecodeLastRuneInString(text[:s.Start])
	after, _ := utf8.DecodeRuneInString(text[s.End:])
	return !inWord(before) && !inWord(after)
}

func (g grammar) amount(text string, at []int) (stated, bool) {
	s := stated{bound: corpus.BoundExact, span: corpus.Span{Start: at[1], End: at[1]}}
	found := map[string]string{}
	for _, name := range []string{"low", "about", "ord", "n", "w", "scale", "more"} {
		var start int
		if found[name], start = group(g.number, text, at, name); start >= 0 {
			s.span.Start = min(s.span.Start, start)
		}
	}
	if cut := len(found["scale"]); cut > 0 && !g.bounded(text, s.span) { // the m of "33 members"
		found["scale"], s.span.End = "", s.span.End-cut
		s.span.End = s.span.Start + len(strings.TrimRight(text[s.span.Start:s.span.End], " "))
	}
	if found["w"] != "" {
		for last := g.spoken.last(found["w"]); last > 0 && !g.bounded(text, s.span); last = g.spoken.last(found["w"]) {
			s.span.End -= len(found["w"]) - last
			found["w"] = found["w"][:last]
		}
	}
	switch {
	case found["ord"] != "" || !g.bounded(text, s.span):
		return s, false
	case found["low"] != "" || found["more"] != "":
		s.bound = corpus.BoundAtLeast
	case found["about"] != "":
		s.bound = corpus.BoundAbout
	}
	if found["n"] != "" {
		s.num = g.figure(found["n"])
	} else if n, ok := g.said(found["w"]); ok {
		s.num = n
	} else {
		return s, false
	}
	if scale, ok := g.scales[strings.ToLower(found["scale"])]; ok {
		s.num *= scale
	}
	s.num = math.Round(s.num*100) / 100 // 4.666亿 is no sum in binary fractions
	return s, true
}

// said reads a number in words.
func (g grammar) said(words string) (float64, bool) {
	if g.spoken.part == nil {
		return number.Han(words)
	}
	return g.spoken.value(words)
}

// figure reads digits with marks of grouping and of decimals.
func (g grammar) figure(s string) float64 {
	n, _ := strconv.ParseFloat(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return r
		case string(r) == g.point:
			return '.'
		}
		return -1
	}, number.ASCII(s)), 64)
	return n
}

func whole(s string) int { return int(grammar{}.figure(s)) }
