package translated

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/number"
)

// Numbers are the values that a text gives, each once and in order: digits of
// any script with separators of thousands and decimals, followed by million, 万
// and the like, and numbers in words in the languages of [number.In] that write them
// apart, in Chinese and in Japanese. Values under 3 are left out; they are in every text.
func Numbers(text, lang string) []float64 {
	base := corpus.BaseLang(lang)
	text = number.ASCII(text)
	words := number.In(base)
	var out []float64
	for start, end := range digitRuns(text) {
		if v, ok := parseDigits(text[start:end]); ok {
			out = append(out, v*scale(text[end:], words.Times))
		}
	}
	if base == "zh" || base == "ja" {
		for at, s := range runs(text, number.IsHan) {
			if at > 0 && isDigit(text[at-1]) {
				continue // the unit of a number in digits
			}
			if v, ok := number.Han(s); ok {
				out = append(out, v)
			}
		}
	} else if len(words.Values) > 0 && !words.Joins {
		out = append(out, inWords(text, words)...)
	}
	out = slices.DeleteFunc(out, func(v float64) bool { return v < leastNumber })
	slices.Sort(out)
	return slices.Compact(out)
}

const leastNumber = 3

// figure is what a text has at a digit: a number with groups of three, or plain;
// a decimal part last.
var figure = lazyregexp.New(`^(?:[0-9]{1,3}(?:[.,\x{a0}\x{202f} ][0-9]{3})+(?:[.,][0-9]{1,2})?\b|[0-9]+(?:[.,][0-9]+)?)`)

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// partOfNumber is the length of the digit or mark with which text begins, 0 for
// anything else.
func partOfNumber(text string) int {
	switch {
	case isDigit(text[0]), strings.IndexByte("., ", text[0]) >= 0:
		return 1
	case strings.HasPrefix(text, "\u00a0"):
		return len("\u00a0")
	case strings.HasPrefix(text, "\u202f"):
		return len("\u202f")
	}
	return 0
}

// digitRuns yields where numbers in digits begin and end. The expression sees
// little more than one number: over a whole text it costs ten times as much.
func digitRuns(text string) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		for i := 0; i < len(text); i++ {
			if !isDigit(text[i]) {
				continue
			}
			to := i
			for n := 1; n > 0 && to < len(text); to += n {
				n = partOfNumber(text[to:])
			}
			at := figure.FindStringIndex(text[i:min(to+1, len(text))])
			if at == nil { // cannot happen: there is a digit
				continue
			}
			if !yield(i, i+at[1]) {
				return
			}
			i += at[1] - 1
		}
	}
}

// runs yields the longest parts of a text that consist of certain characters, and
// where they begin.
func runs(text string, in func(rune) bool) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		start := -1
		for i, r := range text {
			switch {
			case in(r):
				if start < 0 {
					start = i
				}
			case start >= 0:
				if !yield(start, text[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(start, text[start:])
		}
	}
}

// parseDigits reads 1,200 and 1.200 and 1 200 as twelve hundred, 1.25 and 1,25
// as one and a quarter.
func parseDigits(s string) (float64, bool) {
	var groups []string
	start := 0
	var marks []rune
	for i, r := range s {
		if r < '0' || r > '9' {
			groups, marks = append(groups, s[start:i]), append(marks, r)
			start = i + utf8.RuneLen(r)
		}
	}
	groups = append(groups, s[start:])
	last := len(groups) - 1
	if last > 0 && (len(groups[last]) != 3 || last > 1 && marks[last-1] != marks[0]) {
		v, err := strconv.ParseFloat(strings.Join(groups[:last], "")+"."+groups[last], 64)
		return v, err == nil
	}
	v, err := strconv.ParseFloat(strings.Join(groups, ""), 64)
	return v, err == nil
}

// scale is what the word or the units after a figure multiply it by: million, 万, 千萬.
func scale(after string, times map[string]float64) float64 {
	after = strings.TrimLeft(after[:min(len(after), 48)], " \u00a0\u202f")
	if v := number.HanScale(after); v > 1 {
		return v
	}
	end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		end = len(after)
	}
	return multiple(strings.ToLower(after[:end]), times)
}

// multiple is what a word multiplies the number before it by, 1 where it does not: "m"
// is as often a metre.
func multiple(word string, times map[string]float64) float64 {
	if len(word) < 2 {
		return 1
	}
	return max(1, times[word])
}

// joints stand between tens and units: treinta y tres, vingt et un.
var joints = map[string]bool{"y": true, "et": true, "e": true}

// inWords reads thirty-three, trente-trois, treinta y tres and three hundred.
func inWords(text string, words number.Words) []float64 {
	values := words.Values
	var parts []string
	for _, w := range runs(strings.ToLower(text), func(r rune) bool {
		return r == '-' || 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLetter(r)
	}) {
		for w := range strings.SplitSeq(strings.Trim(w, "-"), "--") { // a dash, not a hyphen
			w = strings.Trim(w, "-")
			if _, whole := values[w]; whole {
				parts = append(parts, w)
				continue
			}
			w = strings.TrimPrefix(w, "و") // Arabic "and"
			for part := range strings.SplitSeq(w, "-") {
				parts = append(parts, part)
			}
		}
	}
	var out []float64
	for i := 0; i < len(parts); i++ {
		v, ok := values[parts[i]]
		if !ok {
			continue
		}
		if v >= 20 {
			next := i + 1
			if next < len(parts) && joints[parts[next]] {
				next++
			}
			if next < len(parts) && values[parts[next]] > 0 && values[parts[next]] < 10 {
				v += values[parts[next]]
				i = next
			}
		}
		for i+1 < len(parts) && multiple(parts[i+1], words.Times) > 1 {
			i++
			v *= words.Times[parts[i]]
		}
		out = append(out, v)
	}
	return out
}
