package extract

import (
	"strconv"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// The forms in which pages write dates. A clock may follow each.
var (
	isoDate    = lazyregexp.New(`(?:^|[^\d])((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?(?:[-/.月]\s?(\d{1,2})(?:\s?[日号號])?)`)
	packedDate = lazyregexp.New(`^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?$`)
	dayFirst   = lazyregexp.New(`(?i)(?:^|[^\d\p{L}])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?\s*(?:de\s+|of\s+)?([\p{L}]{3,12})\.?,?\s*(?:de\s+|del\s+)?((?:19|20)\d\d)`)
	monthFirst = lazyregexp.New(`(?i)(?:^|[^\p{L}])([\p{L}]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:at\s+)?((?:19|20)\d\d)`)
	numeric    = lazyregexp.New(`(?:^|[^\d.])(\d{1,2})([./-])\s?(\d{1,2})([./-])\s?((?:19|20)\d\d|\d\d)(?:[^\d]|$)`)
	roc        = lazyregexp.New(`民國\s?(\d{2,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日`)
	hanDate    = lazyregexp.New(`([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日`)
	monthOnly  = lazyregexp.New(`^\s*((?:19|20)\d\d)[-/年](\d{1,2})月?\s*$`)
	yearOnly   = lazyregexp.New(`^\s*((?:19|20)\d\d)\s*$`)

	clock = lazyregexp.New(`(?i)^(?:T|[\s,;|·•–—-]|at|um|à|klo|às|a las|ore|uhr|星期.|周.|\(.{1,4}\)|（.{1,4}）|上午|下午|晚上|早上|凌晨|中午){0,8}?(上午|下午|晚上|凌晨|早上|中午)?\s*(\d{1,2})\s?(?:[:：.h时時點点]\s?)(\d{2})(?:[:：分]\s?(\d{2})(?:[.,]\d+)?)?分?秒?\s*(a\.?m\.?|p\.?m\.?)?\s*(Z\b|[+-]\d\d:?\d\d|\(?(?:UTC|GMT)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|CET|CEST|MEZ|MESZ|MSK|IST|HKT|SGT|JST|KST|AEST|AEDT|北京时间|香港时间)?`)
)

// zones are the offsets of abbreviations in minutes. CST and IST, which name
// several zones, are left out: the clock then has no offset.
var zones = map[string]int{
	"Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"BST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "MSK": 180, "HKT": 480, "SGT": 480, "JST": 540, "KST": 540,
	"AEST": 600, "AEDT": 660, "北京时间": 480, "香港时间": 480,
}

// months are the names of the months; three letters are enough where languages
// abbreviate so.
var months = buildMonths()

//nolint:misspell // names of months in other languages
func buildMonths() map[string]time.Month {
	out := map[string]time.Month{}
	for _, line := range []string{
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec", "x x x x x x x x sept x x x",
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jänner feber mrz x x x x x x okt x dez", "x x maerz x x x x x x x x x",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr x avr x x juil aout x x x déc", "x fevrier x x x x x x x x x decembre",
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene x x abr x x x ago setiembre x x dic",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen x x x mag giu lug x set ott x x",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"x fev x x mai x x x x out x x",
		"januari februari maart april mei juni juli augustus september oktober november december",
		"januari februari mars april maj juni juli augusti september oktober november december",
		"januar februar marts april maj juni juli august september oktober november desember",
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"ledna února března dubna května června července srpna září října listopadu prosince",
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"x x x ابريل x يونيه يوليه اغسطس x اكتوبر x x",
	} {
		for i, name := range strings.Fields(line) {
			if name != "x" {
				out[name] = time.Month(i + 1)
			}
		}
	}
	return out
}

// dateOrder says which number comes first in 04/05/2025.
type dateOrder int

const (
	orderUnknown dateOrder = iota
	orderDay
	orderMonth
)

// orderOf guesses from the page's language: Americans put the month first,
// nearly all others the day; plain "en" says nothing.
func orderOf(htmlLang string) dateOrder {
	l := strings.ToLower(strings.ReplaceAll(htmlLang, "_", "-"))
	switch l {
	case "en-us":
		return orderMonth
	case "", "en":
		return orderUnknown
	default:
		return orderDay
	}
}

// parseStamp reads the first date in s, with the clock and offset that follow
// it. It never fills in a part that is not there.
func parseStamp(s string, order dateOrder) (corpus.Date, bool) {
	if !strings.ContainsAny(s, "0123456789〇○零一二三四五六七八九十") {
		return corpus.Date{}, false // most of what is asked about
	}
	if m := packedDate.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		d, ok := makeDate(num(m[1]), num(m[2]), num(m[3]))
		if ok && m[4] != "" {
			d = withClock(d, num(m[4]), num(m[5]), m[6], m[7])
		}
		return d, ok
	}
	best, at := corpus.Date{}, len(s)+1
	try := func(loc []int, y, m, d int) {
		if loc == nil || loc[0] >= at {
			return
		}
		if made, ok := makeDate(y, m, d); ok {
			best, at = readClock(made, s[min(loc[1], len(s)):]), loc[0]
		}
	}
	part := func(loc []int, group int) string { return s[loc[2*group]:loc[2*group+1]] }
	if l := isoDate.FindStringSubmatchIndex(s); l != nil {
		try(l, num(part(l, 1)), num(part(l, 2)), num(part(l, 3)))
	}
	for _, l := range dayFirst.FindAllStringSubmatchIndex(s, 3) {
		try(l, num(part(l, 3)), monthNamed(part(l, 2)), num(part(l, 1)))
	}
	for _, l := range monthFirst.FindAllStringSubmatchIndex(s, 3) {
		try(l, num(part(l, 3)), monthNamed(part(l, 1)), num(part(l, 2)))
	}
	if l := numeric.FindStringSubmatchIndex(s); l != nil && part(l, 2) == part(l, 4) {
		if y, m, d, ok := numericDate(num(part(l, 1)), num(part(l, 3)), part(l, 5), part(l, 2), order); ok {
			l[1] = l[11]
			try(l, y, m, d)
		}
	}
	if l := roc.FindStringSubmatchIndex(s); l != nil {
		try(l, 1911+num(part(l, 1)), num(part(l, 2)), num(part(l, 3)))
	}
	if l := hanDate.FindStringSubmatchIndex(s); l != nil {
		try(l, hanNumber(part(l, 1)), hanNumber(part(l, 2)), hanNumber(part(l, 3)))
	}
	if at <= len(s) {
		return best, true
	}
	return coarseDate(s)
}

// coarseDate reads a bare month or year.
func coarseDate(s string) (corpus.Date, bool) {
	if m := monthOnly.FindStringSubmatch(s); m != nil {
		d, ok := makeDate(num(m[1]), num(m[2]), 1)
		d.Precision = corpus.PrecisionMonth
		return d, ok
	}
	if m := yearOnly.FindStringSubmatch(s); m != nil {
		d, ok := makeDate(num(m[1]), 1, 1)
		d.Precision = corpus.PrecisionYear
		return d, ok
	}
	return corpus.Date{}, false
}

// numericDate resolves 04/05/2025. Points are never American; a slash or
// hyphen is read only where the language or the numbers leave one reading.
func numericDate(a, b int, year, mark string, order dateOrder) (y, m, d int, ok bool) {
	y = num(year)
	if len(year) == 2 {
		if mark == "-" || mark == "/" && (order == orderUnknown || a <= 12) { // 04/05/06 has too many readings
			return 0, 0, 0, false
		}
		if y += 2000; y > 2060 {
			y -= 100
		}
	}
	switch {
	case mark == "." || a > 12 || a == b || order == orderDay:
		return y, b, a, true
	case b > 12 || order == orderMonth:
		return y, a, b, true
	}
	return 0, 0, 0, false
}

func makeDate(y, m, d int) (corpus.Date, bool) {
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return corpus.Date{}, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return corpus.Date{}, false
	}
	return corpus.Date{Time: t, Precision: corpus.PrecisionDay}, true
}

// readClock adds the time of day that rest begins with, if it does.
func readClock(d corpus.Date, rest string) corpus.Date {
	m := clock.FindStringSubmatch(rest)
	if m == nil {
		return d
	}
	hour, minute := num(m[2]), num(m[3])
	half := strings.ToLower(strings.ReplaceAll(m[5], ".", ""))
	switch {
	case hour < 12 && (half == "pm" || m[1] == "下午" || m[1] == "晚上"):
		hour += 12
	case hour == 12 && (half == "am" || m[1] == "凌晨"):
		hour = 0
	}
	return withClock(d, hour, minute, m[4], m[6])
}

func withClock(d corpus.Date, hour, minute int, second, zone string) corpus.Date {
	if hour > 23 || minute > 59 {
		return d
	}
	d.Precision = corpus.PrecisionMinute
	sec := 0
	if second != "" {
		if sec = num(second); sec > 59 {
			sec = 59
		}
		d.Precision = corpus.PrecisionSecond
	}
	loc := time.UTC
	if minutes, ok := zoneOffset(zone); ok {
		d.HasOffset = true
		if minutes != 0 {
			loc = time.FixedZone("", minutes*60)
		}
	}
	y, m, day := d.Time.Date()
	d.Time = time.Date(y, m, day, hour, minute, sec, 0, loc)
	return d
}

// zoneOffset reads "+08:00", "GMT+8" or an abbreviation, in minutes.
func zoneOffset(zone string) (int, bool) {
	zone = strings.ToUpper(strings.Trim(zone, "( "))
	if minutes, ok := zones[zone]; ok {
		return minutes, true
	}
	i := strings.IndexAny(zone, "+-")
	if i < 0 {
		return 0, false
	}
	digits := strings.NewReplacer(":", "", " ", "").Replace(zone[i+1:])
	hours, minutes := digits, "0"
	if len(digits) >= 3 {
		hours, minutes = digits[:len(digits)-2], digits[len(digits)-2:]
	}
	total := num(hours)*60 + num(minutes)
	if total > 14*60 {
		return 0, false
	}
	if zone[i] == '-' {
		total = -total
	}
	return total, true
}

func monthNamed(name string) int { return int(months[strings.ToLower(name)]) }

// num reads a short run of digits; 0 where it is none.
func num(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// hanNumber reads 二〇二五 digit by digit, and 二十一 as 21.
func hanNumber(s string) int {
	const digits = "〇一二三四五六七八九"
	n, last := 0, 0
	runes := []rune(s)
	for _, r := range runes {
		if r == '十' {
			n, last = max(last, 1)*10, 0
			continue
		}
		if r == '零' || r == '○' {
			r = '〇'
		}
		last = len([]rune(digits[:max(strings.IndexRune(digits, r), 0)]))
		if len(runes) == 4 {
			n = n*10 + last
		}
	}
	if len(runes) == 4 {
		return n
	}
	return n + last
}
