package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"framewatch/corpus"
	"framewatch/extract/date"
	"framewatch/internal/lazyregexp"
)

// seenDate is a date that a page shows. sure is set where a word calls it the
// day of publication, or of a change, and between headline and text; said where
// a word does.
type seenDate struct {
	corpus.Date
	sure, said bool
}

// seenDates are the dates that the article shows of itself, best first.
type seenDates struct{ published, changed []seenDate }

// pageOrder is the order that the page's dates in figures have, where some leave
// one reading and all of these agree.
func pageOrder(v *verdict) date.Order {
	found := date.NoOrder
	for _, b := range v.blocks {
		if b.letters > 60 {
			continue
		}
		switch order := date.OrderIn(b.text); {
		case order == date.NoOrder:
		case found != date.NoOrder && found != order:
			return date.NoOrder
		default:
			found = order
		}
	}
	return found
}

// visibleDates reads the lines that may state the article's date: those between
// headline and text, those that say so, the opening of the text, and its ends.
func visibleDates(v *verdict, hint date.Hint) seenDates {
	g := v.ground()
	first, last := g.first, g.last
	title := v.heading(first)
	var near, said, ends, out seenDates
	var label, above string // of the block before, which may be the label of a value
	for i, b := range v.blocks {
		above, label = label, ""
		if b.where.has(isComment|isRelated|isHidden|inNav) || b.letters > 200 {
			continue
		}
		line := date.ReadLine(b.text, hint)
		if len(line.Dates) == 0 {
			if b.letters <= 40 {
				label = b.text
			}
			continue
		}
		line = withClock(line, v.blocks[i:], hint)
		if f := &line.Dates[0]; f.Role <= date.Dated {
			f.Role = max(f.Role, date.LabelOf(above))
		}
		says := line.Leads != date.NoRole || gives(line, date.Published, date.Changed, date.Dated)
		foreign := b.furniture() && (i < title || i > last) || i < title && v.menuBetween(i, title)
		switch {
		case b.where.has(inAside) && line.Leads != date.Published && line.Leads != date.Changed && !gives(line, date.Published, date.Changed):
		case i > title && title >= 0 && i <= first+1 && i >= first-12 && b.letters <= 100 && (!b.keep || isDateline(b)):
			// A date within the text is about what it tells, not about itself.
			near = before(line, true, near)
		case foreign && !says, strings.ContainsRune(b.text, '°'):
			// A clock, the weather.
		case i <= first+1 && i >= first-12 && b.letters <= 100 && (!b.keep || isDateline(b)) && (title < 0 || i >= title-3 || says):
			near = before(line, false, near)
		case says && (i > last-2 && i <= last+40 || i < first || i > last && line.Dates[0].Role == date.Changed),
			line.Leads == date.Published && b.letters <= 120 && b.tag != atom.Li:
			said.add(line, false)
		case (i == last || i == last+1) && (b.linked == 0 || !b.where.has(inList)) && line.Rest <= 12 && (says || !endsAsLabel(b.text[:line.Dates[0].Start])):
			// Behind a label that is not known stands the date of something else.
			ends.add(line, false)
		}
	}
	out.published = slices.Concat(near.published, said.published, openingDate(v, first, hint), ends.published)
	out.changed = slices.Concat(near.changed, said.changed, ends.changed)
	slices.SortStableFunc(out.published, func(a, b seenDate) int { return b.rank() - a.rank() })
	return out
}

// rank is higher the more a page says that a date is the article's.
func (d seenDate) rank() int { return int(truth(d.sure) + truth(d.said)) }

// gives reports whether a line has a date in one of some roles.
func gives(line date.Line, roles ...date.Role) bool {
	return slices.ContainsFunc(line.Dates, func(f date.Found) bool { return slices.Contains(roles, f.Role) })
}

// add sorts the dates of a line by what they are the dates of.
func (s *seenDates) add(line date.Line, between bool) {
	for _, f := range line.Dates {
		switch {
		case f.Role == date.Other, f.Span && f.Role != date.Published:
		case f.Role == date.Changed:
			s.changed = append(s.changed, seenDate{f.Date, true, true})
		default:
			s.published = append(s.published, seenDate{f.Date, between || f.Role == date.Published, f.Role == date.Published})
		}
	}
}

// before puts a line's dates before others: the nearest to the text comes first.
func before(line date.Line, between bool, others seenDates) seenDates {
	var s seenDates
	s.add(line, between)
	return seenDates{slices.Concat(s.published, others.published), slices.Concat(s.changed, others.changed)}
}

// endsAsLabel reports that a text ends like a label.
func endsAsLabel(s string) bool {
	s = strings.TrimRight(s, " \t\n")
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

// withClock reads a day together with a clock in the block behind it.
func withClock(day date.Line, blocks []*block, hint date.Hint) date.Line {
	if len(blocks) < 2 || len(day.Dates) != 1 || day.Rest > 0 || day.Dates[0].Precision != corpus.PrecisionDay || blocks[1].letters > 14 || !mayTell(blocks[1].text) {
		return day
	}
	if both := date.ReadLine(blocks[0].text+" "+blocks[1].text, hint); len(both.Dates) == 1 && fine(both.Dates[0].Date) {
		return both
	}
	return day
}

// mayTell reports that a text may be a time of day.
func mayTell(s string) bool { return strings.ContainsAny(s, ":：.h時时시") }

// heading is the last heading before the text, -1 where there is none. The name
// of the site in its own header gives way to another heading.
func (v *verdict) heading(first int) int {
	at := -1
	for i, b := range v.blocks {
		if i > first+1 {
			break
		}
		if b.tag == atom.H1 || b.tag == atom.H2 && i >= first-6 && (at < 0 || v.blocks[at].furniture()) {
			at = i
		}
	}
	return at
}

// menuBetween reports that links stand between two blocks, as they do between the
// top of a page and its headline.
func (v *verdict) menuBetween(i, j int) bool {
	for k := i + 1; k < j; k++ {
		b := v.blocks[k]
		if b.where.has(inNav) || b.linked > 0 && b.linked*10 >= b.letters*9 && b.letters > 15 {
			return true
		}
	}
	return false
}

// furniture reports that a block stands in the header or footer of the site.
func (b *block) furniture() bool {
	return b.where.has(inHeader|inFooter) && !b.where.has(inArticle|inMain)
}

// openingDate reads the date with which a text begins: "29.11.2025 – ",
// "CITY, June 3, 2025 (AG) — ", 【湖报2025年5月30日讯】.
func openingDate(v *verdict, first int, hint date.Hint) []seenDate {
	for i := first; i < len(v.blocks) && i <= first+2; i++ {
		b := v.blocks[i]
		if !b.keep || b.letters < 60 && b.tag != atom.P {
			continue
		}
		line := date.ReadLine(beginning(b.text, 120), hint)
		if len(line.Dates) == 0 {
			continue
		}
		f := line.Dates[0]
		if f.Role != date.Other && !f.Span && f.Start <= 60 && leadsIn(b.text[:f.Start]) && breaksOff(b.text[:f.Start], b.text[f.End:]) {
			return []seenDate{{f.Date, true, false}}
		}
		return nil
	}
	return nil
}

// leadsIn reports that what stands before a date may be a place or an agency:
// nothing, or a few words without a small one that means something.
func leadsIn(s string) bool {
	words := strings.Fields(s)
	if len(words) > 6 {
		return false
	}
	for _, w := range words {
		if r := firstLetter(w); unicode.IsLower(r) && !date.Idle(w) {
			return false
		}
	}
	return true
}

func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}

// breakMark is what parts a dateline from the text: a dash, a colon, a bracket,
// perhaps behind the name of an agency.
var breakMark = lazyregexp.New(`^[\s)\]】）]*(?:(?:[(/（][^)）]{1,40}[)）/]\s*)?(?:[.,]?\s*[-–—|•·]|[:：】]|讯|訊|電|电)|[(/（][^)）]{1,40}[)）/]\s*[.。।۔])`)

// yearWord is a word for the year behind its figures.
var yearWord = lazyregexp.New(`^\s*(?:г\.|года|р\.|року)`)

// breaksOff reports that the text begins behind a date; after "Place, date" a
// full stop will do.
func breaksOff(before, after string) bool {
	after = after[len(yearWord.FindString(beginning(after, 20))):]
	return breakMark.MatchString(beginning(after, 80)) || strings.Contains(before, ",") && strings.HasPrefix(strings.TrimLeft(after, ")）]】"), ". ")
}
