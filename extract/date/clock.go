package date

import (
	"time"

	"framewatch/corpus"
)

// clock is a time of day and the offset behind it.
type clock struct {
	hour, minute, second int
	seconds              bool
	zone                 zone
	start, end           int // tokens
}

// on puts the clock onto a day.
func (c clock) on(d corpus.Date) corpus.Date {
	d.Precision = corpus.PrecisionMinute
	if c.seconds {
		d.Precision = corpus.PrecisionSecond
	}
	loc := time.UTC
	if minutes, ok := c.zone.on(d.Time); ok {
		d.HasOffset = true
		if minutes != 0 {
			loc = time.FixedZone("", minutes*60)
		}
	}
	y, m, day := d.Time.Date()
	d.Time = time.Date(y, m, day, c.hour, c.minute, min(c.second, 59), 0, loc)
	return d
}

// between is what may stand between a date and its clock.
const between = ",;|·•-()[]【】/、丨"

// clockAfter reads the clock behind a date, past its weekday; next is the token
// behind the last that belongs to it.
func (r *reader) clockAfter(d corpus.Date, next int) (corpus.Date, int) {
	half := 0
	for i, n := next, 0; n < 10 && i < len(r.toks); n++ {
		if c, end := r.clockHalved(i, half); end > 0 {
			return c.on(d), end
		}
		if after := r.weekday(i); after > 0 {
			i = after
			if r.markAt(i, ")") {
				i++
			}
			next = i
			continue
		}
		if h, after := r.half(i); after > 0 && after < len(r.toks) && r.toks[after].digits > 0 && !ascii(r.toks[i].word) {
			half, i = h, after
			continue
		}
		if r.toks[i].word == "t" && n == 0 || r.markAt(i, between) {
			i++
			continue
		}
		if _, after := r.phrase(i, aJoint, aJoint); after > 0 {
			i = r.dot(after)
			continue
		}
		break
	}
	return d, next
}

// clockAt reads a clock that stands by itself, hours and minutes.
func (r *reader) clockAt(i int) (clock, int) {
	half := 0
	start := i
	if h, after := r.half(i); after > 0 && after < len(r.toks) && r.toks[after].digits > 0 && !ascii(r.toks[i].word) {
		half, i = h, after
	}
	if i+2 >= len(r.toks) || r.toks[i].digits == 0 || !r.markAt(i+1, ":") {
		return clock{}, 0
	}
	c, end := r.clockHalved(i, half)
	c.start = start
	return c, end
}

// clockHalved reads a clock; half is 1 where a word before it said morning, 2
// for the afternoon, 3 night.
func (r *reader) clockHalved(i, half int) (c clock, next int) {
	hour, ok := r.small(i)
	if !ok || hour > 23 {
		return c, 0
	}
	c.start, c.hour = i, hour
	j := i + 1
	pair := func(k int) bool { return k < len(r.toks) && r.toks[k].digits == 2 && r.toks[k].value < 60 }
	sure := false
	switch {
	case r.markAt(j, ":") && pair(j+1):
		c.minute = int(r.toks[j+1].value)
		j += 2
		if r.markAt(j, ":") && pair(j+1) {
			c.second, c.seconds = int(r.toks[j+1].value), true
			j += 2
			if r.markAt(j, ".,") && !r.toks[j].spaced && j+1 < len(r.toks) && r.toks[j+1].digits > 0 && !r.toks[j+1].spaced {
				j += 2
			}
		}
		sure = true
	case r.markAt(j, ".") && !r.toks[j].spaced && pair(j+1) && !r.toks[j+1].spaced && !r.number(j+2):
		c.minute = int(r.toks[j+1].value)
		j += 2
		sure = true
	case r.wordAt(j, "h", "u", "ч", "時", "时", "點", "点", "시", "g"):
		unit := r.toks[j].word
		if j++; unit == "ч" {
			j = r.dot(j)
		}
		if pair(j) || unit != "u" && unit != "g" && j < len(r.toks) && r.toks[j].digits == 1 && r.wordAt(j+1, "分", "분") {
			c.minute = int(r.toks[j].value)
			j++
		} else if unit == "u" || unit == "g" {
			return c, 0
		}
		if r.wordAt(j, "分", "분", "min", "m", "мин") {
			j++
			if pair(j) && r.wordAt(j+1, "秒", "초") {
				c.second, c.seconds = int(r.toks[j].value), true
				j += 2
			}
		}
		sure = true
	case r.wordAt(j, "uhr"):
		j++
		if pair(j) {
			c.minute = int(r.toks[j].value)
			j++
		}
		sure = true
	}
	if half == 0 {
		if h, after := r.half(j); after > 0 {
			half, j, sure = h, after, true
		}
	}
	if !sure {
		return c, 0
	}
	switch {
	case half == 2 && c.hour < 12, half == 3 && c.hour >= 6 && c.hour < 12:
		c.hour += 12
	case half == 1 && c.hour == 12:
		c.hour = 0
	}
	for r.wordAt(j, "uhr", "h", "hrs", "hours", "น", "ч", "บาท", "बजे", "uur", "เวลา", "بجے", "horas", "hs", "hod", "wib时") {
		j = r.dot(j + 1)
	}
	c.zone, j = r.zoneAt(j)
	c.end = j
	return c, j
}

// number reports that a decimal goes on: 12.50.1.
func (r *reader) number(i int) bool {
	return r.markAt(i, ".") && !r.toks[i].spaced && i+1 < len(r.toks) && r.toks[i+1].digits > 0 && !r.toks[i+1].spaced
}

// half reads a word for the half of the day: 1 before noon, 2 after, 3 at night.
func (r *reader) half(i int) (half, next int) {
	if i >= len(r.toks) || r.toks[i].word == "" {
		return 0, 0
	}
	at, next := r.phrase(i, aForenoon, aNight)
	for ; at != 0; at = words().senses[at].next {
		s := words().senses[at]
		if s.kind < aForenoon || s.kind > aNight {
			continue
		}
		// Some languages' abbreviations are words of others.
		if s.lang == "en" || s.lang == r.hint.base() || !ascii(r.toks[i].word) {
			return int(s.kind-aForenoon) + 1, r.dot(next)
		}
	}
	return 0, 0
}

func ascii(s string) bool { return s != "" && s[0] < 0x80 }

// dayLetters stand for weekdays within brackets.
var dayLetters = map[string]bool{
	"月": true, "火": true, "水": true, "木": true, "金": true, "土": true, "日": true, "一": true, "二": true, "三": true, "四": true, "五": true, "六": true,
	"월": true, "화": true, "수": true, "목": true, "금": true, "토": true, "일": true,
}

// weekday is the token behind the weekday at i, 0 where there is none.
func (r *reader) weekday(i int) int {
	if r.markAt(i, "([") {
		// （金）
		if i+2 < len(r.toks) && r.markAt(i+2, ")]") && dayLetters[r.toks[i+1].word] {
			return i + 3
		}
		i++
	}
	if i >= len(r.toks) || r.toks[i].word == "" {
		return 0
	}
	at, next := r.phrase(i, aWeekday, aWeekday)
	if next == 0 {
		return 0
	}
	// "to" and "me" are Thursday and Wednesday in some languages, words in most.
	if word := r.toks[i].word; ascii(word) && len(word) < 3 && words().senses[at].lang != r.hint.base() {
		return 0
	}
	return r.dot(next)
}

// weekdayBefore is the first token of the weekday before a date, i where there
// is none.
func (r *reader) weekdayBefore(i int) int {
	for back := 1; back <= 4 && i-back >= 0; back++ {
		if next := r.weekday(i - back); next > 0 && r.idle(next, i) {
			first := i - back
			for first > 0 && r.longerWeekday(first-1, next) {
				first--
			}
			return first
		}
	}
	return i
}

func (r *reader) longerWeekday(i, next int) bool { return r.weekday(i) == next }

// idle reports that the tokens from one to another say nothing.
func (r *reader) idle(from, to int) bool {
	for i := from; i < to; {
		if r.markAt(i, between+".") {
			i++
			continue
		}
		if next := r.weekday(i); next > 0 {
			i = next
			continue
		}
		_, next := r.phrase(i, aJoint, aJoint)
		if next == 0 {
			return false
		}
		i = r.dot(next)
	}
	return true
}

// idleBytes is idle for what stands between two places of the string.
func (r *reader) idleBytes(from, to int) bool {
	a, b := r.tokenAt(from), r.tokenAt(to)
	return b-a <= 8 && r.idle(a, b)
}

// tokenAt is the first token that begins at a byte or later.
func (r *reader) tokenAt(at int) int {
	i := 0
	for i < len(r.toks) && r.toks[i].start < at {
		i++
	}
	return i
}

// rangeWords stand between the ends of a time.
var rangeWords = []string{"to", "until", "through", "bis", "al", "au", "à", "a", "ao", "à", "do", "по", "до", "tot", "till", "và", "and", "und", "y", "e", "et", "đến", "den", "至", "到", "から", "まで", "부터", "ถึง", "hingga", "sampai", "hadi", "الى", "تا", "से", "থেকে", "ile", "i"}

// joined reports that nothing but a dash or a word of range stands between two
// dates.
func (r *reader) joined(from, to int) bool {
	a, b := r.tokenAt(from), r.tokenAt(to)
	return b-a == 1 && (r.markAt(a, "-~〜～→") || r.wordAt(a, rangeWords...))
}

// spanBefore reports that the day at i ends a time that begins on another day
// of the same month: 3-5 June 2025, 3. bis 5. Juni.
func (r *reader) spanBefore(i int) bool {
	j := i - 1
	if r.toks[i].digits == 0 {
		return false
	}
	if j < 0 || !r.markAt(j, "-~/〜～&") && !r.wordAt(j, rangeWords...) {
		return false
	}
	if j--; j >= 0 && r.markAt(j, ".") {
		j--
	}
	day, ok := 0, false
	if j >= 0 {
		day, ok = r.small(j)
	}
	return ok && day >= 1 && day <= 31 && (j == 0 || !r.markAt(j-1, ":"))
}
