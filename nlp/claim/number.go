package claim

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"framewatch/corpus"
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

const (
	months = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	ones   = `(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)`
	tens   = `(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)`
	small  = `(?:` + tens + `(?:[- ]` + ones + `)?|` + ones + `)`
	lower  = `(?:more than|at least|no fewer than|no less than|upwards of|over)`
	rough  = `(?:about|around|roughly|approximately|nearly|almost|close to|some)`
	han    = `[〇零一二两兩三四五六七八九十百千]`
)

// grammar is how a language writes dates and numbers, as regular expressions
// with named groups.
type grammar struct{ date, number *regexp.Regexp }

func english() grammar {
	return grammar{
		date: regexp.MustCompile(`(?i)\b(?:(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})|(?P<d2>\d{1,2})(?:st|nd|rd|th)? (?P<M2>` + months + `)(?:,? (?P<y2>\d{4}))?` +
			`|(?P<M3>` + months + `) (?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?:,? (?P<y3>\d{4}))?|(?P<M4>` + months + `) (?P<y4>\d{4}))\b`),
		number: regexp.MustCompile(`(?i)(?:\b(?:(?P<low>` + lower + `)|(?P<about>` + rough + `)) )?\b(?:(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: ?(?P<scale>thousand|million|billion|m|bn))?` +
			`|(?P<w>(?:` + ones + ` hundred(?: and)? )?` + small + `|` + ones + ` hundred))\b`),
	}
}

func chinese() grammar {
	return grammar{
		date: regexp.MustCompile(`(?:(?P<y>\d{4}) ?年)? ?(?P<m>\d{1,2}) ?月(?: ?(?P<d>\d{1,2}) ?[日号號])?|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})`),
		number: regexp.MustCompile(`(?:(?P<low>超过|超過|逾|至少|不少于|不少於|多于|多於)|(?P<about>大约|大約|约有|約有|约|約|将近|將近|接近|近))? ?(?P<ord>第 ?)?` +
			`(?:(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<w>` + han + `+)) ?(?P<scale>[万萬亿億])?(?P<more>[多余餘])?`),
	}
}

// group returns the first of the named groups of a match that holds something.
func group(re *regexp.Regexp, text string, at []int, names ...string) string {
	for i, n := range re.SubexpNames() {
		if slices.Contains(names, n) && at[2*i] >= 0 {
			return text[at[2*i]:at[2*i+1]]
		}
	}
	return ""
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
		span := corpus.Span{Start: at[0], End: at[1]}
		for span.Start < span.End && text[span.Start] == ' ' {
			span.Start++
		}
		inDate := slices.ContainsFunc(out, func(s stated) bool { return s.date != "" && s.span.Start < span.End && span.Start < s.span.End })
		if s, ok := g.amount(text, at); ok && !inDate {
			s.span = span
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b stated) int { return a.span.Start - b.span.Start })
	return out
}

func (g grammar) day(text string, at []int) (stated, bool) {
	year, month := group(g.date, text, at, "y", "y2", "y3", "y4"), 0
	if name := group(g.date, text, at, "M2", "M3", "M4"); name != "" {
		month = 1 + strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))/3
	} else {
		month, _ = strconv.Atoi(group(g.date, text, at, "m", "m2"))
	}
	day, _ := strconv.Atoi(group(g.date, text, at, "d", "d2", "d3"))
	s := stated{span: corpus.Span{Start: at[0], End: at[1]}, bound: corpus.BoundExact}
	switch {
	case month < 1 || month > 12 || day > 31 || year == "" && day == 0:
		return s, false
	case year == "":
		s.date = fmt.Sprintf("--%02d-%02d", month, day)
	case day == 0:
		s.date = fmt.Sprintf("%s-%02d", year, month)
	default:
		s.date = fmt.Sprintf("%s-%02d-%02d", year, month, day)
	}
	return s, true
}

func (g grammar) amount(text string, at []int) (stated, bool) {
	s := stated{bound: corpus.BoundExact}
	switch {
	case group(g.number, text, at, "ord") != "":
		return s, false
	case group(g.number, text, at, "low", "more") != "":
		s.bound = corpus.BoundAtLeast
	case group(g.number, text, at, "about") != "":
		s.bound = corpus.BoundAbout
	}
	if digits := group(g.number, text, at, "n"); digits != "" {
		s.num, _ = strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
	} else {
		s.num = wordsOf(group(g.number, text, at, "w"))
	}
	switch strings.ToLower(group(g.number, text, at, "scale")) {
	case "thousand":
		s.num *= 1e3
	case "万", "萬":
		s.num *= 1e4
	case "million", "m":
		s.num *= 1e6
	case "亿", "億":
		s.num *= 1e8
	case "billion", "bn":
		s.num *= 1e9
	}
	s.num = math.Round(s.num*100) / 100 // 4.666亿 is no sum in binary fractions
	return s, true
}

// wordsOf reads a number in English or Chinese words, up to the thousands.
func wordsOf(words string) float64 {
	if strings.ContainsAny(words, "〇零一二两兩三四五六七八九十百千") {
		return hanNumber(words)
	}
	names := strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	decades := strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
	sum := 0
	for _, w := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return r == ' ' || r == '-' }) {
		if i := slices.Index(names, w); i >= 0 {
			sum += i + 1
		} else if i := slices.Index(decades, w); i >= 0 {
			sum += 10 * (i + 2)
		} else if w == "hundred" {
			sum *= 100
		}
	}
	return float64(sum)
}

func hanNumber(words string) float64 {
	digits := []rune("〇一二三四五六七八九")
	sum, digit, plain := 0, 0, 0
	for _, r := range words {
		switch i := slices.Index(digits, r); {
		case r == '零':
			digit, plain = 0, plain*10
		case r == '两' || r == '兩':
			digit, plain = 2, plain*10+2
		case i >= 0:
			digit, plain = i, plain*10+i
		default:
			unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			sum, digit = sum+max(digit, 1)*unit, 0
			plain = 0
		}
	}
	if sum == 0 { // digit after digit, as in 二〇二五
		return float64(plain)
	}
	return float64(sum + digit)
}
