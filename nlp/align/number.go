package align

import (
	"math"
	"strconv"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
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
	hanzi   = lazyregexp.New(`[零〇一二两兩三四五六七八九十百千万萬亿億]+`)
	months  = lazyregexp.New(`\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?(?:\s+\d)`)
	monthNo = map[string]float64{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
)

const smallWords = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|` +
	`twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth`

var wordValue = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "mn": 1e6, "m": 1e6,
}

var hanDigit = map[rune]float64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '兩': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var hanUnit = map[rune]float64{'十': 10, '百': 100, '千': 1e3, '万': 1e4, '萬': 1e4, '亿': 1e8, '億': 1e8}

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
			v *= max(1, wordValue[m[1]])
			for _, r := range m[2] {
				v *= hanUnit[r]
			}
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
		if v, ok := inHan(w); ok {
			out = append(out, Number{corpus.Span{Start: at[0], End: at[1]}, v, len(w) > 6 || len(w) == 6 && strings.ContainsAny(w, "十百千")})
		}
	}
	return out
}

// inWords reads thirty-three, two hundred and five; n is the number of words.
func inWords(s string) (v float64, n int) {
	group := 0.0
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == '-' }) {
		x := wordValue[w]
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

// inHan reads Chinese numerals, 十一 as well as 一一 and 二〇二五.
func inHan(s string) (float64, bool) {
	// total holds what stands before 亿, middle what stands before 万, section
	// the thousands under way.
	total, middle, section, digit, run := 0.0, 0.0, 0.0, -1.0, 0.0
	units := false
	for _, r := range s {
		if d, ok := hanDigit[r]; ok {
			digit, run = d, run*10+d
			continue
		}
		units = true
		switch u := hanUnit[r]; {
		case u >= 1e8:
			total = (total + middle + section + max(0, digit)) * u
			middle, section = 0, 0
		case u >= 1e4:
			middle = (middle + section + max(0, digit)) * u
			section = 0
		case digit < 0: // 十一
			section += u
		default:
			section += digit * u
		}
		digit = -1
	}
	if !units {
		return run, !math.IsInf(run, 0)
	}
	v := total + middle + section + max(0, digit)
	return v, v > 0 && !math.IsInf(v, 0)
}
