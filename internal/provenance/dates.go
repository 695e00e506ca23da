package provenance

import (
	"time"

	"framewatch/corpus"
	"framewatch/extract/date"
)

// Precisions of a lag.
const (
	LagMinute = "minute"
	LagDay    = "day"
	LagMonth  = "month"
)

// grain is how much of a date can be compared with another outlet's.
type grain int

const (
	unknown grain = iota
	year
	month
	day
	minute
)

// stamp is a publication date: at each grain a number that grows with time.
type stamp struct {
	grain   grain
	minutes int64     // since 1970 in UTC
	local   time.Time // as the outlet's calendar has it
}

const secondsPerDay = 24 * 60 * 60

func stampOf(d corpus.Date, country string) stamp {
	s := stamp{local: d.Time}
	switch d.Precision {
	case corpus.PrecisionNone:
		return stamp{}
	case corpus.PrecisionYear:
		s.grain = year
	case corpus.PrecisionMonth:
		s.grain = month
	case corpus.PrecisionDay:
		s.grain = day
	case corpus.PrecisionMinute, corpus.PrecisionSecond:
		s.grain = day
		instant, known := d.Time, d.HasOffset
		if !known {
			instant, known = date.In(d.Time, country)
		}
		if known {
			s.grain, s.minutes = minute, floorDiv(instant.Unix(), 60)
		}
	}
	return s
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// at is the stamp in units of a grain.
func (s stamp) at(g grain) int64 {
	y, m, d := s.local.Date()
	switch g {
	case year:
		return int64(y)
	case month:
		return int64(y)*12 + int64(m)
	case day:
		return floorDiv(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), secondsPerDay)
	case minute:
		return s.minutes
	case unknown:
	}
	return 0
}

// before reports whether s is certainly earlier than t, at their common grain.
func (s stamp) before(t stamp) bool {
	g := min(s.grain, t.grain)
	return g != unknown && s.at(g) < t.at(g)
}

// lag is the time from s to t. ok is false where one of them is not known to the
// month, or t is the earlier one.
func (s stamp) lag(t stamp) (seconds int64, precision string, ok bool) {
	switch g := min(s.grain, t.grain); g {
	case minute:
		seconds, precision = 60*(t.at(g)-s.at(g)), LagMinute
	case day:
		seconds, precision = secondsPerDay*(t.at(g)-s.at(g)), LagDay
	case month:
		first := func(s stamp) int64 { return time.Date(s.local.Year(), s.local.Month(), 1, 0, 0, 0, 0, time.UTC).Unix() }
		seconds, precision = first(t)-first(s), LagMonth
	case unknown, year:
		return 0, "", false
	}
	return seconds, precision, seconds >= 0
}
