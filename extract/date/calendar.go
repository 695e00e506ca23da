package date

import (
	"time"

	"framewatch/corpus"
)

// calendar is how years and months are counted.
type calendar byte

const (
	gregorian calendar = iota
	solar              // Solar Hijri, of Iran and Afghanistan
	hijri              // Umm al-Qura, of Saudi Arabia
)

// civil is a day of some calendar.
type civil struct {
	cal              calendar
	year, month, day int
}

// buddhist is how many years the Thai calendar is ahead.
const buddhist = 543

// date turns a day into a [corpus.Date]; false where the calendar has no such
// day or the year is none that a page of our time states.
func (c civil) date() (corpus.Date, bool) {
	if c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31 {
		return corpus.Date{}, false
	}
	var t time.Time
	switch c.cal {
	case solar:
		t = fromSolar(c.year, c.month, c.day)
	case hijri:
		t = fromHijri(c.year, c.month, c.day)
	default:
		if c.year >= 1900+buddhist && c.year <= 2100+buddhist {
			c.year -= buddhist
		}
		t = time.Date(c.year, time.Month(c.month), c.day, 0, 0, 0, 0, time.UTC)
		if t.Day() != c.day {
			return corpus.Date{}, false
		}
	}
	if t.IsZero() || t.Year() < 1900 || t.Year() > 2100 {
		return corpus.Date{}, false
	}
	return corpus.Date{Time: t, Precision: corpus.PrecisionDay}, true
}

// fits reports that a year is one of the calendar's.
func (c calendar) fits(year int) bool {
	switch c {
	case solar:
		return year >= 1320 && year <= 1472
	case hijri:
		return year >= hijriFirst && year < hijriFirst+len(hijriLong)
	default:
		return year >= 1900 && year <= 2100 || year >= 1900+buddhist && year <= 2100+buddhist
	}
}

// fromSolar counts leap years by the 33-year cycle, which agrees with the
// equinox from 1343 to 1472 (1964 to 2093); the zero time is no such day.
func fromSolar(year, month, day int) time.Time {
	leap := func(y int) bool {
		switch y % 33 {
		case 1, 5, 9, 13, 17, 22, 26, 30:
			return true
		}
		return false
	}
	if !solar.fits(year) || month > 6 && day > 30 || month == 12 && day > 29 && !leap(year) {
		return time.Time{}
	}
	days := day - 1 + 31*min(month-1, 6) + 30*max(month-7, 0)
	for y := 1320; y < year; y++ {
		days += 365
		if leap(y) {
			days++
		}
	}
	return time.Date(1941, 3, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

// hijriFirst is the first year of hijriLong.
const hijriFirst = 1400

// hijriLong has a year's months of 30 days as bits, the first month lowest: the
// Umm al-Qura calendar as Unicode ICU has it (Unicode License V3).
var hijriLong = [...]uint16{
	0xaa5, 0xa4b, 0x497, 0x937, 0x2b6, 0x975, 0xd69, 0xd52, 0xc95, 0x92b, 0x25b, 0x4db,
	0x9d5, 0x5d2, 0xda5, 0xd4a, 0xa95, 0x54d, 0xaad, 0x3aa, 0xbd2, 0xbc4, 0xb89, 0xa95,
	0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9, 0xd92, 0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55,
	0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a, 0x92e, 0x26e, 0x55d,
	0xada, 0x6d4, 0x6a5, 0xb27, 0xa4d, 0x4ad, 0x56d, 0xb5a, 0x754, 0xf49, 0xe92, 0xd26,
	0xa56, 0x356, 0x6b5, 0xbaa, 0xb92, 0xb25, 0x68b, 0xa9b, 0x55a, 0xada, 0x5b4, 0xda9,
	0xb52, 0xa9a, 0x536, 0x276, 0x575, 0xaf2, 0x6d4, 0x6a9, 0x555, 0x2ad, 0x4bd, 0x9ba,
	0x574, 0xb69, 0xb52, 0xa95, 0x52d, 0xa5d, 0x4da, 0xad9, 0x6b2, 0xe95, 0xe2a, 0xc96,
	0x92e, 0xaad, 0x56a, 0xd65, 0xd4a,
}

// fromHijri gives the day; the zero time where there is none.
func fromHijri(year, month, day int) time.Time {
	if !hijri.fits(year) {
		return time.Time{}
	}
	length := func(y, m int) int { return 29 + int(hijriLong[y-hijriFirst]>>(m-1)&1) }
	if day > length(year, month) {
		return time.Time{}
	}
	days := day - 1
	for m := 1; m < month; m++ {
		days += length(year, m)
	}
	for y := hijriFirst; y < year; y++ {
		for m := 1; m <= 12; m++ {
			days += length(y, m)
		}
	}
	return time.Date(1979, 11, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}
