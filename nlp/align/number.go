package align

import (
	"strconv"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/number"
)

// Number is a number of a text with its value, thousands and units of ten
// thousand multiplied out.
type Number struct {
	Span  corpus.Span // bytes of the text
	Value float64
	// Sure is false for what may be a numeral or not: 一, "one", 十分.
	Sure bool
}

// Key is the number as a [Key] for aligning.
func (n Number) Key() Key {
	return Key{Text: "#" + strconv.FormatFloat(n.Value, 'g', 12, 64), Weight: 1}
}

var (
	digits = lazyregexp.New(`\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`)
	scaled = lazyregexp.New(`^[\s-]?(?:(hundred|thousand|million|billion|trillion|bn|mn|m)\b|(百万|千万|百萬|千萬|万亿|萬億|万|萬|亿|億|千|百))`)
	// wordy are numbers written in English words: thirty-three, two hundred.
	wordy   = lazyregexp.New(`(?i)\b(?:` + smallWords + `)(?:[ -](?:and )?(?:` + smallWords + `|hundred|thousand|million|billion))*\b`)
	hanzi   = lazyregexp.New(`[` + number.HanDigits + number.HanUnits + `]+`)
	months  = lazyregexp.New(`\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?:\s+\d)`)
	monthNo = map[string]float64{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
)

const smallWords = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|` +
	`twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth`

// ordinals are the small ordinals, which Chinese writes as numbers.
var ordinals = map[string]float64{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}

// Numbers finds the numbers of an English or Chinese text: digits with what
// scales them (HK$1.2 million, 120万), numerals in words, and the months of
// English dates, which Chinese writes as numbers.
func Numbers(text string) []Number {
	var out []Number
	for _, at := range digits.FindAllStringIndex(text, -1) {
		v, err := strconv.ParseFloat(strings.NewReplacer(",", "", "，", "").Replace(text[at[0]:at[1]]), 64)
		if err != nil {
			continue
		}
		end := at[1]
		if m := scaled.FindStringSubmatch(strings.ToLower(text[end:min(len(text), end+16)])); m != nil {
			end += len(m[0])
			v *= max(1, number.In("en").Times[m[1]]) * number.HanScale(m[2])
		}
		out = append(out, Number{corpus.Span{Start: at[0], End: end}, v, true})
	}
	for _, at := range wordy.FindAllStringIndex(text, -1) {
		v, n := inWords(text[at[0]:at[1]])
		out = append(out, Number{corpus.Span{Start: at[0], End: at[1]}, v, n > 1 || v > 10})
	}
	for _, at := range months.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, Number{corpus.Span{Start: at[2], End: at[3]}, monthNo[strings.ToLower(text[at[2]:at[2]+3])], false})
	}
	for _, at := range hanzi.FindAllStringIndex(text, -1) {
		if at[0] > 0 && '0' <= text[at[0]-1] && text[at[0]-1] <= '9' {
			continue // the unit of a number in digits
		}
		w := text[at[0]:at[1]]
		if v, ok := number.Han(w); ok {
			out = append(out, Number{corpus.Span{Start: at[0], End: at[1]}, v, len(w) > 6 || len(w) == 6 && strings.ContainsAny(w, "十百千")})
		}
	}
	return out
}

// inWords reads thirty-three, two hundred and five; n is the number of words.
func inWords(s string) (v float64, n int) {
	group, words := 0.0, number.In("en")
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '-' }) {
		x := words.Values[w] + words.Times[w] + ordinals[w] // it is in one of them
		n++
		switch {
		case w == "and":
			n--
		case x == 100:
			group = max(1, group) * 100
		case x >= 1000:
			v += max(1, group) * x
			group = 0
		default:
			group += x
		}
	}
	return v + group, n
}
