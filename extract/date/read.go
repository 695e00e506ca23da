package date

import (
	"strings"

	"framewatch/corpus"
)

// Order says which number comes first in 04/05/2025.
type Order byte

// The orders; with NoOrder only numbers that leave one reading are read.
const (
	NoOrder Order = iota
	DayFirst
	MonthFirst
)

// Hint is what is known of the place where a date is written.
type Hint struct {
	Lang    string // BCP 47, as in <html lang>; empty where not known
	Country string // ISO 3166-1 alpha-2 of the outlet; empty where not known
	Order   Order
}

// base is the language alone, in lower case.
func (h Hint) base() string {
	l, _, _ := strings.Cut(strings.ReplaceAll(h.Lang, "_", "-"), "-")
	return strings.ToLower(l)
}

// Role is what a date is the date of, by the words beside it.
type Role byte

// The roles. Dated is a date that is only called one; Other is the date of an
// event, a deadline, a visit and the like, or of today.
const (
	NoRole Role = iota
	Dated
	Published
	Changed
	Other
)

// Found is a date in a line.
type Found struct {
	corpus.Date
	// Start and End are the bytes of it, its weekday, clock and zone included.
	Start, End int
	Role       Role
	// Span is set on both ends of a time that lasts days: 3-5 June 2025.
	Span bool

	cal calendar
}

// First is the first date in s; of two that name one day in two calendars the
// Gregorian.
func First(s string, h Hint) (Found, bool) {
	if !mayHold(s) {
		return Found{}, false
	}
	r := &reader{s: s, toks: scan(s), hint: h}
	if found := r.dates(); len(found) > 0 {
		return found[0], true
	}
	return Found{}, false
}

// mayHold reports that s has a figure.
func mayHold(s string) bool {
	for _, c := range s {
		switch {
		case c < 0x80:
			if '0' <= c && c <= '9' {
				return true
			}
		case c == '年' || digit(c) >= 0:
			return true
		}
	}
	return false
}

// reader reads one string.
type reader struct {
	s    string
	toks []token
	hint Hint
}

// dates finds the dates from left to right.
func (r *reader) dates() []Found {
	var out []Found
	var early clock // one that stands before its date
	for i := 0; i < len(r.toks); {
		f, next, ok := r.dateAt(i)
		if !ok {
			if c, next := r.clockAt(i); next > 0 {
				early, i = c, next
				continue
			}
			i++
			continue
		}
		first := r.weekdayBefore(i)
		if early.end > 0 && r.idle(early.end, first) && f.Precision == corpus.PrecisionDay {
			f.Date, first = early.on(f.Date), early.start
		}
		early = clock{}
		f.Start, f.End = r.toks[first].start, r.toks[next-1].end
		f.Span = r.spanBefore(i)
		if n := len(out); n > 0 {
			last := &out[n-1]
			if r.joined(last.End, f.Start) && f.Role == 0 {
				last.Span, f.Span = true, true
			}
			if near := f.Time.Sub(last.Time).Abs().Hours() <= 72; near && last.cal != f.cal && r.idleBytes(last.End, f.Start) {
				if f.cal == gregorian {
					f.Start, f.Span = last.Start, false
					*last = f
				} else {
					last.End = f.End
				}
				last.Span = false
				i = next
				continue
			}
		}
		out = append(out, f)
		i = next
	}
	return out
}

// dateAt reads the date that begins at token i, with its clock.
func (r *reader) dateAt(i int) (f Found, next int, ok bool) {
	t := r.toks[i]
	var c civil
	if t.digits > 0 {
		if i > 0 && r.continues(i) {
			return f, 0, false
		}
		switch {
		case t.digits == 4:
			c, next = r.yearFirst(i)
		case t.digits <= 2:
			if c, next = r.dayAndName(i); next == 0 {
				c, next = r.numeric(i)
			}
		case t.digits == 3 && r.minguo():
			c, next = r.yearFirst(i)
		}
	} else if t.word != "" {
		if c, next = r.era(i); next == 0 {
			var at clock
			if c, at, next = r.nameAndDay(i); next > 0 && at.end > 0 {
				d, ok := c.date()
				f.Date = at.on(d)
				return f, next, ok
			}
		}
	}
	if next == 0 {
		return f, 0, false
	}
	if f.Date, ok = c.date(); !ok {
		return f, 0, false
	}
	f.cal = c.cal
	f.Date, next = r.clockAfter(f.Date, next)
	return f, next, true
}

// continues reports that the number at i goes on from a number before it, as in
// a version or a telephone number.
func (r *reader) continues(i int) bool {
	t, before := r.toks[i], r.toks[i-1]
	if t.spaced || before.mark == 0 || before.spaced || i < 2 || r.toks[i-2].digits == 0 {
		return false
	}
	return strings.ContainsRune("./", before.mark) || before.mark == '-' && t.digits == r.toks[i-2].digits && t.digits == 4
}

// minguo reports that a year of three digits may count from 1912.
func (r *reader) minguo() bool {
	l := strings.ToLower(strings.ReplaceAll(r.hint.Lang, "_", "-"))
	return r.hint.Country == "TW" || l == "zh-tw" || strings.HasPrefix(l, "zh-hant") && r.hint.Country == ""
}

func (r *reader) markAt(i int, set string) bool {
	return i < len(r.toks) && r.toks[i].mark != 0 && strings.ContainsRune(set, r.toks[i].mark)
}

func (r *reader) wordAt(i int, any ...string) bool {
	if i >= len(r.toks) || r.toks[i].word == "" {
		return false
	}
	for _, w := range any {
		if r.toks[i].word == w {
			return true
		}
	}
	return false
}

// small is a number of one or two digits, a day or a month.
func (r *reader) small(i int) (int, bool) {
	if i < len(r.toks) && (r.toks[i].digits == 1 || r.toks[i].digits == 2) {
		return int(r.toks[i].value), true
	}
	return 0, false
}

// isYear reports whether token i is a year of four digits.
func (r *reader) isYear(i int) bool {
	if i >= len(r.toks) || r.toks[i].digits != 4 {
		return false
	}
	y := int(r.toks[i].value)
	return gregorian.fits(y) || solar.fits(y) || hijri.fits(y)
}
