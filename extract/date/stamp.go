package date

import (
	"strings"
	"time"

	"framewatch/corpus"
)

// Stamp reads the value of an attribute or a field of data: all that [First]
// reads, what programs write besides (seconds or milliseconds since 1970,
// /Date(…)/, 20250530T140500Z), and a month or year alone.
func Stamp(s string, h Hint) (corpus.Date, bool) {
	s = strings.TrimSpace(s)
	if !mayHold(s) {
		return corpus.Date{}, false
	}
	r := &reader{s: s, toks: scan(s), hint: h}
	if d, ok := r.packed(); ok {
		return d, true
	}
	if found := r.dates(); len(found) > 0 {
		return found[0].Date, true
	}
	return r.coarse()
}

// packed reads numbers without marks between the parts of a date.
func (r *reader) packed() (corpus.Date, bool) {
	i := 0
	if len(r.toks) > 4 && r.markAt(0, "/") && r.wordAt(1, "date") && r.markAt(2, "(") {
		i = 3
	}
	if i >= len(r.toks) || r.toks[i].digits < 8 {
		return corpus.Date{}, false
	}
	t := r.toks[i]
	switch {
	case i == 3:
		return r.since1970(time.UnixMilli(t.value), i+1)
	case t.digits == 10 && len(r.toks) == 1 && t.value/1e6 < 1900 || t.digits == 10 && r.fraction(1):
		return r.since1970(time.Unix(t.value, 0), 1)
	case t.digits == 13 && (len(r.toks) == 1 || r.fraction(1)):
		return r.since1970(time.UnixMilli(t.value), 1)
	case t.digits == 8:
		d, ok := civil{gregorian, int(t.value / 10000), int(t.value / 100 % 100), int(t.value % 100)}.date()
		if !ok {
			return d, false
		}
		if j := i + 1; j < len(r.toks) {
			if r.wordAt(j, "t") {
				j++
			}
			if c, ok := r.packedClock(j); ok {
				return c.on(d), true
			}
			d, _ = r.clockAfter(d, i+1)
		}
		return d, true
	case t.digits == 14 || t.digits == 12:
		v := t.value
		c := clock{}
		if t.digits == 14 {
			c.second, c.seconds = int(v%100), true
			v /= 100
		}
		c.hour, c.minute = int(v/100%100), int(v%100)
		v /= 10000
		d, ok := civil{gregorian, int(v / 10000), int(v / 100 % 100), int(v % 100)}.date()
		if !ok || c.hour > 23 || c.minute > 59 {
			return d, false
		}
		c.zone, _ = r.zoneAt(1)
		return c.on(d), true
	}
	return corpus.Date{}, false
}

// fraction reports that only decimals follow.
func (r *reader) fraction(i int) bool {
	return len(r.toks) == i+2 && r.markAt(i, ".,") && r.toks[i+1].digits > 0
}

// packedClock reads 140500Z.
func (r *reader) packedClock(i int) (c clock, ok bool) {
	if i >= len(r.toks) || r.toks[i].digits != 4 && r.toks[i].digits != 6 {
		return c, false
	}
	v := int(r.toks[i].value)
	if r.toks[i].digits == 6 {
		c.second, c.seconds = v%100, true
		v /= 100
	}
	c.hour, c.minute = v/100, v%100
	c.zone, _ = r.zoneAt(i + 1)
	return c, c.hour < 24 && c.minute < 60
}

// since1970 is an instant, in the offset that follows it.
func (r *reader) since1970(t time.Time, next int) (corpus.Date, bool) {
	t = t.UTC()
	if z, _ := r.zoneAt(next); z.known && z.minutes != 0 {
		t = t.In(time.FixedZone("", z.minutes*60))
	}
	if t.Year() < 1971 || t.Year() > 2100 {
		return corpus.Date{}, false
	}
	return corpus.Date{Time: t.Truncate(time.Second), Precision: corpus.PrecisionSecond, HasOffset: true}, true
}

// coarse reads a string that is a month of a year, or a year.
func (r *reader) coarse() (corpus.Date, bool) {
	n := len(r.toks)
	if n == 0 || n > 6 {
		return corpus.Date{}, false
	}
	c := civil{day: 1}
	precision := corpus.PrecisionMonth
	switch {
	case n == 1 && r.isYear(0):
		c.year, c.month, precision = int(r.toks[0].value), 1, corpus.PrecisionYear
	case r.isYear(0):
		c.year = int(r.toks[0].value)
		if n < 3 || !r.markAt(1, "-/.") && !r.wordAt(1, yearWords...) {
			break
		}
		if m, ok := r.small(2); ok && (n == 3 || n == 4 && r.wordAt(3, monthWords...)) {
			c.month = m
		} else if cal, m, next := r.month(2, c.year); next == n {
			c.cal, c.month = cal, m
		}
	default:
		next := r.pastName(0)
		if next == 0 {
			break
		}
		if year, after := r.yearAfter(next, false); after == n && year > 100 {
			c.year = year
			c.cal, c.month, _ = r.month(0, year)
		}
	}
	if c.month == 0 || c.cal != gregorian || !gregorian.fits(c.year) {
		return corpus.Date{}, false
	}
	d, ok := c.date()
	d.Precision = precision
	return d, ok
}
