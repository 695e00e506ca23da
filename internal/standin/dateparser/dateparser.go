// Package dateparser stands in for github.com/markusmobius/go-dateparser, whose
// tables of 200 locales are built before main, in every command: .3 s of CPU and
// 100 MB (docs/decisions/0020-start-up.md). It has what go-htmldate names and
// reads no date: go-htmldate asks it in its extensive search alone, which is off
// here.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way of reading a date.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource is how an incomplete date would be completed.
type PreferredDateSource uint8

// Past would take the date before today.
const Past PreferredDateSource = 1

// Configuration is what go-htmldate sets and reads.
type Configuration struct {
	CurrentTime         time.Time
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser has the ways that go-htmldate asks for.
type Parser struct {
	ParserTypes []ParserType
}

// Date is what a reading would give.
type Date struct {
	Time time.Time
}

// Parse reads nothing: the time is zero, and there is an error always.
func (*Parser) Parse(*Configuration, string) (Date, error) {
	return Date{}, errors.New("dates are not searched with go-dateparser here")
}
