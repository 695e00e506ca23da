// Package date reads the dates that a line of text states, in the languages
// and calendars of the press.
//
// In goes one string, a byline or the value of an attribute, with a [Hint]: the
// language of its page and the country of its outlet. Out come the dates in it,
// each with its place, what the words beside it say that it is the date of, and
// as much precision as is written: a month, a day, a minute, an offset from
// UTC. Nothing that is not written is filled in.
//
// [ReadLine] does this for running text, [Stamp] also for what programs write:
// seconds since 1970, /Date(…)/, 20250530T140500Z.
//
// It reads the figures of every script; the names of months in some ninety
// languages (names.txt, from Unicode CLDR); Gregorian, Buddhist, Minguo and
// Japanese years, Solar Hijri and, in Arabic, Umm al-Qura dates. Where both
// calendars are written, the Gregorian counts. An abbreviation of a time zone
// that names several is read by the country, or not at all; so is 04/05/2025.
//
// The tables are read when the first date is: importing the package costs
// nothing.
package date
