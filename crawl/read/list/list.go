package list

import (
	"slices"
	"time"
)

// Bounds of what one list may name; the sitemap protocol allows 50,000.
const (
	MaxFeedEntries    = 2000
	MaxSitemapEntries = 50_000
)

// Bounds of one entry, in bytes.
const (
	maxAddress = 4 << 10
	maxWords   = 256 << 10
)

// Entry is what a list says of one page or one more list.
type Entry struct {
	// Loc is the address as the list writes it: absolute, or relative to the list.
	// Where the format has a base of its own (xml:base) it is resolved against that.
	Loc string
	// Index tells that Loc names a sitemap and no page.
	Index bool
	// Text is title, description and content of a feed's entry as one text without
	// markup; empty where there is only a title, and in sitemaps.
	Text string
	// Newest is the day or time of publication or change, whichever is later, in
	// UTC; zero where the list gives none that can be read.
	Newest time.Time
}

// Why says what is wrong with a list.
type Why string

// The faults of lists. Their entries are as good as can be had.
const (
	WhyCut      Why = "cut"      // it ends before its root does
	WhyEntities Why = "entities" // it declares entities of its own, which are not expanded
	WhyDepth    Why = "depth"    // it is nested deeper than any list
)

// List is what was read.
type List struct {
	Form    Form
	Entries []Entry // in the order of the list
	Why     Why     // the fault, empty when there is none
	More    bool    // there are further entries, beyond the bound
}

// Damaged reports whether something is wrong with the list.
func (l *List) Damaged() bool { return l.Why != "" }

// Place is where a list was found.
type Place struct {
	// URL is the address that it was read from.
	URL string
	// Slot tells that a list was expected there. Only then lines of URLs are one:
	// any plain text may contain some.
	Slot bool
}

// Parse reads a list of any form, decoded to UTF-8; what form that is, is told
// by the text alone. Form is None for a text that is no list; a list that names
// nothing is a list without entries.
func Parse(text []byte, at Place) List {
	from := &origin{Place: at}
	if isJSON(text) {
		return parseJSON(text, from)
	}
	w := walker{scanner: scanner{text: text}, origin: from}
	var l List
	switch l.Form = w.start(); l.Form {
	case Feed:
		r := feedReader{walker: &w, list: &l}
		r.read()
	case Sitemap:
		r := sitemapReader{walker: &w, list: &l}
		r.read()
	case None:
		if at.Slot {
			return lines(text, from)
		}
		return l
	}
	switch {
	case w.entities:
		l.Why = WhyEntities
	case w.deep:
		l.Why = WhyDepth
	case w.broken, !w.done && !l.More:
		l.Why = WhyCut
	}
	return l
}

// Newest keeps the n entries with the latest dates, the latest first; entries
// of one date keep their order, and those without come last. It reorders
// entries and returns a part of it.
func Newest(entries []Entry, n int) []Entry {
	slices.SortStableFunc(entries, func(a, b Entry) int { return b.Newest.Compare(a.Newest) })
	return entries[:max(0, min(n, len(entries)))]
}
