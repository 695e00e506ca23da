package statistics

import (
	"fmt"
	"time"
)

// unit is a stretch of the calendar.
type unit string

// units are those that --by takes.
const (
	byDay   unit = "day"
	byWeek  unit = "week" // from Monday
	byMonth unit = "month"
	byYear  unit = "year"
)

// day reads a date, as 2025-05-30 or with a time after it, whose day is that which
// is written, whatever the zone. ok is false for a month or a year alone, which has
// no day, and for an empty text.
func day(row Row, column string) (d time.Time, ok bool, err error) {
	text, err := optionalText(row, column)
	if err != nil || text == "" {
		return d, false, err
	}
	d, ok, err = parseDay(text)
	if err != nil {
		err = row.Errorf("%s is %w", column, err)
	}
	return d, ok, err
}

func parseDay(text string) (d time.Time, ok bool, err error) {
	for _, layout := range []string{"2006", "2006-01"} {
		if _, err := time.Parse(layout, text); err == nil {
			return d, false, nil
		}
	}
	first := text
	if len(first) > len(time.DateOnly) && (text[len(time.DateOnly)] == 'T' || text[len(time.DateOnly)] == ' ') {
		first = text[:len(time.DateOnly)]
	}
	d, err = time.Parse(time.DateOnly, first)
	if err != nil {
		return d, false, fmt.Errorf("%q, not a date such as 2025-05-30", text)
	}
	return d, true, nil
}

func (u unit) check() error {
	switch u {
	case byDay, byWeek, byMonth, byYear:
		return nil
	}
	return Usagef("--by %q: want day, week, month or year", string(u))
}

// start is the first day of the unit in which a day lies.
func (u unit) start(d time.Time) time.Time {
	switch u {
	case byWeek:
		return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
	case byMonth:
		return time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC)
	case byYear:
		return time.Date(d.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	case byDay:
	}
	return d
}

// next is the first day of the unit after that which begins on d.
func (u unit) next(d time.Time) time.Time {
	switch u {
	case byWeek:
		return d.AddDate(0, 0, 7)
	case byMonth:
		return d.AddDate(0, 1, 0)
	case byYear:
		return d.AddDate(1, 0, 0)
	case byDay:
	}
	return d.AddDate(0, 0, 1)
}

// name writes a unit that begins on d.
func (u unit) name(d time.Time) string {
	switch u {
	case byMonth:
		return d.Format("2006-01")
	case byYear:
		return d.Format("2006")
	case byDay, byWeek:
	}
	return d.Format(time.DateOnly)
}
