package translated

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
)

// Numbers are the values that a text gives, each once and in order: digits of
// any script with separators of thousands and decimals, followed by million, 万
// and the like, and in English, French, Spanish, Portuguese, Arabic and Chinese
// small numbers in words. Values under 3 are left out; they are in every text.
func Numbers(text, lang string) []float64 {
	base, _, _ := strings.Cut(lang, "-")
	text = asciiDigits(text)
	var out []float64
	for start, end := range digitRuns(text) {
		if v, ok := parseDigits(text[start:end]); ok {
			out = append(out, v*scale(text[end:]))
		}
	}
	if base == "zh" || base == "ja" {
		for s := range runs(text, func(r rune) bool { return r >= '〇' && strings.ContainsRune(hanNumerals, r) }) {
			out = append(out, parseHan(s))
		}
	} else if words := numberWords[base]; words != nil {
		out = append(out, inWords(text, words)...)
	}
	out = slices.DeleteFunc(out, func(v float64) bool { return v < leastNumber })
	slices.Sort(out)
	return slices.Compact(out)
}

const leastNumber = 3

// number is what a text has at a digit: a number with groups of three, or plain;
// a decimal part last.
var number = lazyregexp.New(`^(?:[0-9]{1,3}(?:[.,\x{a0}\x{202f} ][0-9]{3})+(?:[.,][0-9]{1,2})?\b|[0-9]+(?:[.,][0-9]+)?)`)

const hanNumerals = "零〇一二两兩三四五六七八九十百千"

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
			at := number.FindStringIndex(text[i:min(to+1, len(text))])
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

// runs yields the longest parts of a text that consist of certain characters.
func runs(text string, in func(rune) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i, r := range text {
			switch {
			case in(r):
				if start < 0 {
					start = i
				}
			case start >= 0:
				if !yield(text[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(text[start:])
		}
	}
}

// asciiDigits writes the digits of all scripts as ASCII, and the Arabic marks
// between them.
func asciiDigits(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsDigit(r) }) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '٫':
			return '.'
		case '٬':
			return ','
		}
		if r > unicode.MaxASCII && unicode.IsDigit(r) {
			// The ten digits of a script stand in a row that begins with zero.
			for zero := r; ; zero-- {
				if !unicode.IsDigit(zero-1) || r-zero == 9 {
					return '0' + (r - zero)
				}
			}
		}
		return r
	}, text)
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

// scales multiply the number before them.
var scales = []struct {
	word string
	by   float64
}{
	{"万", 1e4}, {"萬", 1e4}, {"亿", 1e8}, {"億", 1e8}, {"million", 1e6}, {"millón", 1e6}, {"millon", 1e6}, {"milhão", 1e6}, {"milhões", 1e6}, //nolint:misspell // Spanish
	{"billion", 1e9}, {"milliard", 1e9}, {"مليون", 1e6}, {"مليار", 1e9},
}

func scale(after string) float64 {
	after = strings.ToLower(strings.TrimLeft(after[:min(len(after), 32)], " \u00a0\u202f"))
	for _, s := range scales {
		if strings.HasPrefix(after, s.word) {
			return s.by
		}
	}
	return 1
}

var (
	hanDigits = map[rune]float64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '兩': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	hanUnits  = map[rune]float64{'十': 10, '百': 100, '千': 1000}
)

// parseHan reads 三十三 as thirty-three and 二〇二五 as 2025.
func parseHan(s string) float64 {
	sum, digit, plain := 0., 0., true
	for _, r := range s {
		if unit, ok := hanUnits[r]; ok {
			plain = false
			sum += max(digit, 1) * unit
			digit = 0
			continue
		}
		if plain {
			sum = sum*10 + hanDigits[r]
		} else {
			digit = hanDigits[r]
		}
		if plain && utf8.RuneCountInString(s) > 1 && strings.ContainsAny(s, "十百千") {
			digit, sum = hanDigits[r], 0
		}
	}
	if plain {
		return sum
	}
	return sum + digit
}

// numberWords are the words for small numbers by language.
var numberWords = map[string]map[string]float64{
	"en": count("- one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
		"twenty thirty forty fifty sixty seventy eighty ninety"),
	"fr": count("- un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
		"vingt trente quarante cinquante soixante - quatre-vingts -"), //nolint:misspell // French
	"es": count("- uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve",
		"veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
	"pt": count("- um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
		"vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"),
	"ar": {"ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9,
		"عشرة": 10, "عشرين": 20, "عشرون": 20, "ثلاثين": 30, "ثلاثون": 30, "أربعين": 40, "أربعون": 40, "خمسين": 50, "خمسون": 50, "ستين": 60, "ستون": 60,
		"سبعين": 70, "سبعون": 70, "ثمانين": 80, "ثمانون": 80, "تسعين": 90, "تسعون": 90},
}

func count(units, tens string) map[string]float64 {
	out := map[string]float64{}
	for i, w := range strings.Fields(units) {
		out[w] = float64(i)
	}
	for i, w := range strings.Fields(tens) {
		out[w] = float64(20 + 10*i)
	}
	delete(out, "-")
	return out
}

// joints stand between tens and units: treinta y tres, vingt et un.
var joints = map[string]bool{"y": true, "et": true, "e": true}

// inWords reads thirty-three, trente-trois and treinta y tres.
func inWords(text string, values map[string]float64) []float64 {
	var parts []string
	for w := range runs(strings.ToLower(text), func(r rune) bool {
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
		out = append(out, v)
	}
	return out
}
