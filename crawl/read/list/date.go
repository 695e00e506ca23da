package list

import (
	"bytes"
	"time"
)

// parseDate reads the dates that lists give, in UTC: W3C and ISO 8601 with
// short fields or a space before the time, RFC 822, 850 and 1123, the C
// library's, and seconds or milliseconds since 1970. Of dates in figures alone
// it reads those of which day and month cannot be mistaken for each other. What
// it cannot read, and years before 1990, which programs write for want of a
// date, are the zero time.
func parseDate(text []byte) time.Time {
	if text = trim(text); len(text) == 0 || len(text) > 64 {
		return time.Time{}
	}
	s := stamp{rest: text}
	for len(s.rest) > 0 {
		s.step()
	}
	d, ok := s.time()
	if !ok || d.Year() < 1990 || d.Year() > 9999 {
		return time.Time{}
	}
	return d
}

// figure is a run of digits.
type figure struct{ value, len int }

// stamp is what was found of a date. What is neither figure nor word is passed
// over, as are words that say nothing.
type stamp struct {
	rest []byte

	figures [3]figure // those outside the clock
	n       int       // how many
	month   time.Month

	clocked                     bool
	hour, minute, second, nanos int
	half                        byte // a or p
	offset                      int  // seconds east of Greenwich
}

func (s *stamp) step() {
	c := s.rest[0]
	switch {
	case isDigit(c):
		f := s.figure()
		switch {
		case len(s.rest) > 1 && s.rest[0] == ':' && isDigit(s.rest[1]) && !s.clocked:
			s.clock(f.value)
		case s.n == 1 && s.figures[0].len == 8 && f.len == 6: // 20250930T101500
			s.clocked, s.hour, s.minute, s.second = true, f.value/10000, f.value/100%100, f.value%100
		case s.n < len(s.figures):
			s.figures[s.n] = f
			s.n++
		}
	case isLetter(c):
		s.word()
	case (c == '+' || c == '-') && s.clocked && len(s.rest) > 1 && isDigit(s.rest[1]):
		s.zone(c)
	default:
		s.rest = s.rest[1:]
	}
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func (s *stamp) figure() (f figure) {
	for f.len < len(s.rest) && isDigit(s.rest[f.len]) {
		if f.len < 15 {
			f.value = 10*f.value + int(s.rest[f.len]-'0')
		}
		f.len++
	}
	s.rest = s.rest[f.len:]
	return f
}

// clock reads what stands behind an hour.
func (s *stamp) clock(hour int) {
	s.clocked, s.hour = true, hour
	s.rest = s.rest[1:]
	s.minute = s.figure().value
	if len(s.rest) < 2 || s.rest[0] != ':' || !isDigit(s.rest[1]) {
		return
	}
	s.rest = s.rest[1:]
	s.second = s.figure().value
	if len(s.rest) < 2 || s.rest[0] != '.' && s.rest[0] != ',' || !isDigit(s.rest[1]) {
		return
	}
	s.rest = s.rest[1:]
	f := s.figure()
	if f.len > 9 {
		return
	}
	for ; f.len < 9; f.len++ {
		f.value *= 10
	}
	s.nanos = f.value
}

// zone reads an offset: +0800, +08:00, +8.
func (s *stamp) zone(sign byte) {
	s.rest = s.rest[1:]
	f := s.figure()
	hours, minutes := f.value, 0
	if f.len > 2 {
		hours, minutes = f.value/100, f.value%100
	} else if len(s.rest) > 1 && s.rest[0] == ':' && isDigit(s.rest[1]) {
		s.rest = s.rest[1:]
		minutes = s.figure().value
	}
	if hours > 14 || minutes > 59 {
		return
	}
	if s.offset = hours*3600 + minutes*60; sign == '-' {
		s.offset = -s.offset
	}
}

var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// zones are the names of RFC 822 and of those that outlets use, in hours east
// of Greenwich.
var zones = map[string]int{
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"cet": 1, "cest": 2, "eet": 2, "eest": 3, "bst": 1, "msk": 3, "sast": 2, "wat": 1, "eat": 3, "pkt": 5, "wib": 7, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
}

func (s *stamp) word() {
	n := 1
	for n < len(s.rest) && isLetter(s.rest[n]) {
		n++
	}
	word := bytes.ToLower(s.rest[:n])
	s.rest = s.rest[n:]
	if s.clocked {
		if hours, ok := zones[string(word)]; ok {
			s.offset = hours * 3600
			return
		}
		if s.half == 0 && (string(word) == "am" || string(word) == "pm") {
			s.half = word[0]
			return
		}
	}
	if s.month == 0 && n >= 3 {
		for i, name := range months {
			if len(name) >= n && name[:n] == string(word) {
				s.month = time.Month(i + 1)
			}
		}
	}
}

// time puts the parts together.
func (s *stamp) time() (time.Time, bool) {
	a, b, c := s.figures[0], s.figures[1], s.figures[2]
	var year, day int
	month := s.month
	switch {
	case s.n == 1 && month == 0 && a.len == 10:
		return time.Unix(int64(a.value), 0).UTC(), !s.clocked
	case s.n == 1 && month == 0 && a.len == 13:
		return time.UnixMilli(int64(a.value)).UTC(), !s.clocked
	case s.n == 1 && month == 0 && a.len == 8:
		year, month, day = a.value/10000, time.Month(a.value/100%100), a.value%100
	case month != 0 && s.n >= 2: // 30 May 2025, May 30 2025, 2025 May 30
		if a.len == 4 {
			a, b = b, a
		}
		year, day = fullYear(b), a.value
	case month != 0:
		return time.Time{}, false
	case s.n > 0 && a.len == 4: // 2025, 2025-05, 2025-05-30
		year, month, day = a.value, time.January, 1
		if s.n > 1 {
			month = time.Month(b.value)
		}
		if s.n > 2 {
			day = c.value
		}
	case s.n == 3 && c.len == 4 && (a.value > 12 || a.value == b.value): // 31/01/2019
		year, month, day = c.value, time.Month(b.value), a.value
	case s.n == 3 && c.len == 4 && b.value > 12: // 01/31/2019
		year, month, day = c.value, time.Month(a.value), b.value
	default:
		return time.Time{}, false
	}
	if s.half != 0 && s.hour <= 12 {
		s.hour %= 12
		if s.half == 'p' {
			s.hour += 12
		}
	}
	if s.hour > 24 || s.minute > 59 || s.second > 60 {
		return time.Time{}, false
	}
	d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if d.Month() != month || d.Day() != day {
		return time.Time{}, false
	}
	return time.Date(year, month, day, s.hour, s.minute, s.second, s.nanos, time.UTC).Add(-time.Duration(s.offset) * time.Second), true
}

// fullYear gives the year that two digits stand for.
func fullYear(f figure) int {
	switch {
	case f.len > 2:
		return f.value
	case f.value < 70:
		return 2000 + f.value
	}
	return 1900 + f.value
}
