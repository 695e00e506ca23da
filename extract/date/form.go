package date

import "strings"

// byFigures is the calendar of a year that stands without a month's name.
func (r *reader) byFigures(year int) (calendar, bool) {
	if gregorian.fits(year) {
		return gregorian, true
	}
	switch r.hint.base() {
	case "fa", "ps", "prs":
		return solar, solar.fits(year)
	case "ar":
		return hijri, hijri.fits(year)
	}
	return gregorian, false
}

var yearWords, monthWords, dayWords = []string{"年", "년"}, []string{"月", "월"}, []string{"日", "일", "号", "號"}

// yearFirst reads 2025-05-30, 2025年5月30日, 2025. május 30., 2025 May 30.
func (r *reader) yearFirst(i int) (civil, int) {
	year := int(r.toks[i].value)
	cal, ok := gregorian, false
	if r.toks[i].digits == 3 {
		year, ok = year+1911, year >= 90 && year <= 140
	} else {
		cal, ok = r.byFigures(year)
	}
	j := i + 1
	unit := r.wordAt(j, yearWords...)
	sep := rune(0)
	switch {
	case unit:
		j++
		if r.markAt(j, "(") { // 2025年（令和7年）5月30日
			for end := j + 3; end <= j+5; end++ {
				if r.markAt(end, ")") && r.wordAt(end-1, yearWords...) {
					j = end + 1
					break
				}
			}
		}
	case r.markAt(j, "-/."):
		sep = r.toks[j].mark
		j++
	}
	if c, next := r.namedAfterYear(j, year); next > 0 {
		return c, next
	}
	if !ok || !unit && sep == 0 {
		return civil{}, 0
	}
	month, ok := r.small(j)
	if !ok || !unit && sep != '.' && r.toks[j].spaced {
		return civil{}, 0
	}
	j++
	switch {
	case r.wordAt(j, monthWords...):
	case r.markAt(j, "-/.") && (unit || r.toks[j].mark == sep):
	default:
		return civil{}, 0
	}
	day, ok := r.small(j + 1)
	if !ok || !unit && sep != '.' && r.toks[j+1].spaced {
		return civil{}, 0
	}
	j += 2
	switch {
	case r.wordAt(j, dayWords...):
		j++
	case j < len(r.toks) && strings.HasPrefix(r.toks[j].word, "일"):
		j++
	case sep == '.' && r.markAt(j, ".") && !r.toks[j].spaced:
		if j+1 < len(r.toks) && r.toks[j+1].digits > 0 && !r.toks[j+1].spaced {
			return civil{}, 0 // a version
		}
		j++
	}
	return civil{cal, year, month, day}, j
}

// namedAfterYear reads "May 30" and "30 May" behind a year.
func (r *reader) namedAfterYear(j, year int) (civil, int) {
	for n := 0; n < 2 && (r.wordAt(j, "m", "g", "gada", "ж", "жылы", "жылғы", "г", "yil", "оны") || r.markAt(j, ".,-")); n++ {
		j++
	}
	day, early := r.small(j)
	if early {
		j++
		for r.markAt(j, ".-") {
			j++
		}
	}
	cal, month, next := r.month(j, year)
	if next == 0 {
		return civil{}, 0
	}
	j = next
	if !early {
		if r.markAt(j, "-/") {
			j++
		}
		if day, early = r.small(j); !early || r.markAt(j+1, ":") {
			return civil{}, 0
		}
		if j++; r.markAt(j, ".") {
			j++
		}
	}
	return civil{cal, year, month, day}, j
}

var ordinals = []string{"st", "nd", "rd", "th", "er", "e", "o", "a", "º", "ª", "re", "го", "й", "η", "ης"}

// dayAndName reads 30 May 2025, 30-May-25, 30 de mayo de 2025, 30 مايو/أيار 2025
// and ngày 30 tháng 5 năm 2025.
func (r *reader) dayAndName(i int) (civil, int) {
	day, _ := r.small(i)
	j := i + 1
	if r.wordAt(j, ordinals...) && !r.toks[j].spaced {
		j++
	}
	j = r.dot(j)
	if r.markAt(j, "ºª°") {
		j++
	}
	hyphen := r.markAt(j, "-/")
	if hyphen {
		j++
	}
	year, after := 0, 0
	find := func(k int) bool {
		year, after = r.yearAfter(k, hyphen)
		return after > 0
	}
	if month, next := r.counted(j); next > 0 {
		if find(next) {
			return civil{gregorian, year, month, day}, after
		}
		return civil{}, 0
	}
	for n := 0; n < 2 && r.wordAt(j, "de", "of", "del", "di", "do", "da", "dei", "ta", "ng", "d", "ที่", "من", "از", "ee"); n++ {
		if j++; r.markAt(j, "'") {
			j++
		}
	}
	next := r.pastName(j)
	if next == 0 || !find(r.secondName(next)) {
		return civil{}, 0
	}
	if year < 100 {
		if year += 2000; r.thai(j) {
			year += 500
		}
	}
	cal, month, _ := r.month(j, year)
	return civil{cal, year, month, day}, after
}

// thai reports that token i is a Thai word, whose years of two digits count
// from the Buddha.
func (r *reader) thai(i int) bool {
	return i < len(r.toks) && strings.HasPrefix(r.toks[i].word, "\xe0\xb8") || i < len(r.toks) && strings.HasPrefix(r.toks[i].word, "\xe0\xb9")
}

// counted reads a month that is a number with the word month before it:
// tháng 5, thg 5.
func (r *reader) counted(j int) (month, next int) {
	if r.markAt(j, ",-/") {
		j++
	}
	if !r.wordAt(j, "thang", "thg", "th") {
		return 0, 0
	}
	j = r.dot(j + 1)
	month, ok := r.small(j)
	if !ok {
		return 0, 0
	}
	return month, j + 1
}

// secondName passes over a second name of the month: مايو/أيار, Mei (May).
func (r *reader) secondName(j int) int {
	if !r.markAt(j, "/(-") {
		return j
	}
	next := r.pastName(j + 1)
	if next == 0 {
		return j
	}
	if r.markAt(next, ")") {
		next++
	}
	return next
}

// yearAfter reads the year behind a month: four digits or, after an apostrophe,
// a hyphen or at an end, two. A year of two digits is returned as it is.
func (r *reader) yearAfter(j int, hyphen bool) (year, next int) {
	for n := 0; n < 5; n++ {
		switch {
		case r.markAt(j, ",") || r.markAt(j, ".-/") && (hyphen || j+1 < len(r.toks) && r.toks[j+1].digits > 0):
			j++
			continue
		case r.wordAt(j, "de", "del", "of", "nam", "عام", "سنه", "سال", "ปี", "พ", "ค", "ศ", "year", "ano", "سن", "साल", "सन्", "dei", "in", "d", "e", "b", "be", "at"):
			j = r.dot(j + 1)
			continue
		}
		break
	}
	if r.isYear(j) {
		year, next = int(r.toks[j].value), j+1
		if r.wordAt(next, yearWords...) {
			next++
		}
		return year, next
	}
	quoted := r.markAt(j, "'")
	if quoted {
		j++
	}
	if j >= len(r.toks) || r.toks[j].digits != 2 {
		return 0, 0
	}
	y := int(r.toks[j].value)
	ends := j+1 == len(r.toks) || r.markAt(j+1, ",|)-") || r.toks[j+1].digits > 0
	if quoted || hyphen && !r.markAt(j+1, ":.") || r.thai(j-1) && !r.markAt(j+1, ":") || ends && j+2 < len(r.toks) && r.clockBegins(j+1) || ends && j+1 == len(r.toks) {
		return y, j + 1
	}
	return 0, 0
}

func (r *reader) clockBegins(i int) bool {
	for r.markAt(i, ",|-") {
		i++
	}
	_, next := r.clockAt(i)
	return next > 0
}

// nameAndDay reads May 30, 2025 and the C library's May 30 14:05:00 CST 2025.
func (r *reader) nameAndDay(i int) (c civil, at clock, next int) {
	j := r.pastName(i)
	if j == 0 {
		return c, at, 0
	}
	if r.markAt(j, "-/") {
		j++
	}
	day, ok := r.small(j)
	if !ok {
		return c, at, 0
	}
	j++
	if r.wordAt(j, ordinals...) && !r.toks[j].spaced {
		j++
	}
	year, next := 0, 0
	for k, n := j, 0; n < 4 && next == 0; n++ {
		switch {
		case r.isYear(k):
			year, next = int(r.toks[k].value), k+1
		case r.markAt(k, ",-.") || r.wordAt(k, "de", "del", "at", "of"):
			k++
		case r.markAt(k, "'") && k+1 < len(r.toks) && r.toks[k+1].digits == 2:
			year, next = 2000+int(r.toks[k+1].value), k+2
		default:
			n = 4
		}
	}
	if next == 0 {
		if at, next = r.clockAt(j); next == 0 || !r.isYear(next) {
			return c, clock{}, 0
		}
		year, at.end = int(r.toks[next].value), next+1
		next++
	}
	cal, month, _ := r.month(i, year)
	return civil{cal, year, month, day}, at, next
}

// numeric reads 30.05.2025, 30/5/25 and, by the hint, 05/30/2025.
func (r *reader) numeric(i int) (c civil, next int) {
	a, _ := r.small(i)
	if !r.markAt(i+1, "./-") || i+4 >= len(r.toks) {
		return c, 0
	}
	mark := r.toks[i+1].mark
	b, ok := r.small(i + 2)
	if !ok || !r.markAt(i+3, string(mark)) || r.toks[i+3].spaced && mark == '.' {
		return c, 0
	}
	y := r.toks[i+4]
	year := int(y.value)
	if y.digits != 4 && y.digits != 2 || i+5 < len(r.toks) && (r.toks[i+5].mark == mark || r.toks[i+5].mark == '.') && i+6 < len(r.toks) && r.toks[i+6].digits > 0 && !r.toks[i+6].spaced {
		return c, 0
	}
	if y.digits == 2 {
		// 04/05/06 has too many readings.
		if mark == '-' || mark == '/' && (r.hint.Order == NoOrder || a <= 12) || y.spaced {
			return c, 0
		}
		if year += 2000; year > 2060 {
			year -= 100
		}
	}
	cal, ok := r.byFigures(year)
	if !ok {
		return c, 0
	}
	next = i + 5
	switch {
	case mark == '.' || a > 12 || a == b || r.hint.Order == DayFirst:
		return civil{cal, year, b, a}, next
	case b > 12 || r.hint.Order == MonthFirst:
		return civil{cal, year, a, b}, next
	}
	return c, 0
}

// OrderIn is the order of the first date in s that is written in figures with
// slashes or hyphens and leaves one reading: 30/05/2025.
func OrderIn(s string) Order {
	if !strings.ContainsAny(s, "/-") {
		return NoOrder
	}
	r := &reader{s: s, toks: scan(s)}
	for i := range r.toks {
		a, ok := r.small(i)
		if !ok || !r.markAt(i+1, "/-") || i > 0 && r.continues(i) {
			continue
		}
		if _, next := r.numeric(i); next == 0 {
			continue
		}
		switch b, _ := r.small(i + 2); {
		case a > 12 && b <= 12:
			return DayFirst
		case b > 12 && a <= 12:
			return MonthFirst
		}
	}
	return NoOrder
}

// eras are the names before a year that counts from another beginning, with the
// year before its first.
var eras = []struct {
	name   string
	before int
}{{"民國", 1911}, {"民国", 1911}, {"令和", 2018}, {"平成", 1988}, {"昭和", 1925}}

// era reads 民國114年5月30日 and 令和7年5月30日.
func (r *reader) era(i int) (civil, int) {
	t := r.toks[i]
	for _, e := range eras {
		if !strings.HasPrefix(r.s[t.start:], e.name) || i+7 > len(r.toks) {
			continue
		}
		n := r.toks[i+2]
		month, isMonth := r.small(i + 4)
		day, isDay := r.small(i + 6)
		if n.digits == 0 || n.digits > 3 || !isMonth || !isDay || !r.wordAt(i+3, "年") || !r.wordAt(i+5, "月") {
			return civil{}, 0
		}
		next := i + 7
		if r.wordAt(next, "日") {
			next++
		}
		return civil{gregorian, e.before + int(n.value), month, day}, next
	}
	return civil{}, 0
}
