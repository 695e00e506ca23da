package codes

import (
	"fmt"
	"slices"
)

// About says how far a text is about the target.
type About string

// The values of About; empty is not coded.
const (
	AboutMain    About = "main"
	AboutPassing About = "passing"
	AboutNo      About = "no"
)

// abouts are the values that a file may have.
func abouts() []string { return []string{string(AboutMain), string(AboutPassing), string(AboutNo)} }

// The kinds of units.
const (
	UnitDocument = "document"
	UnitSentence = "sentence"
)

// Unit is a text that is coded as one: a document or a sentence. Of all but ID
// and Text a file may leave blank what its makers keep from the coders.
type Unit struct {
	ID    string
	Kind  string // UnitDocument or UnitSentence
	Lang  string // BCP 47
	Title string
	Text  string
	// Published is a day as written, YYYY-MM-DD where framewatch wrote it.
	Published string
	Outlet    string
	Country   string
	Story     string // texts of one story never stand on both sides of a split
	Half      string // of a set that is divided, such as dev and test
	// Probability is the probability with which the unit was drawn; 0 is not known.
	Probability float64
	Codes       []Code // one for each coder
}

// Code is what one coder says of a unit.
type Code struct {
	Coder string
	About About
	// Present are the frames that are there, sorted.
	Present []string
	// Coded are the frames that the coder looked for, sorted; those that are not
	// present are absent. Nil stands for every frame of the codebook, an empty list
	// for none.
	Coded  []string
	Stance *int   // towards the target: -1, 0 or 1; nil is not coded
	Note   string // the coder's own words
	Place  string // where it was read, such as codes.csv:12
}

// Value tells whether a frame is present, and whether it was coded at all.
func (c Code) Value(frame string) (present, coded bool) {
	if slices.Contains(c.Present, frame) {
		return true, true
	}
	return false, c.Coded == nil || slices.Contains(c.Coded, frame)
}

// empty reports whether the coder has said nothing yet.
func (c Code) empty() bool {
	return c.About == "" && c.Stance == nil && c.Coded != nil && len(c.Coded) == 0
}

// Set is the content of one file, or of several joined.
type Set struct {
	Units []Unit
	// Frames are those that the files have columns for or that a coder found,
	// sorted.
	Frames []string
	// Notes tell what is no mistake but may not be meant, such as rows that are
	// half filled.
	Notes []string
}

// Coders lists who coded, sorted.
func (s *Set) Coders() []string {
	var out []string
	for _, u := range s.Units {
		for _, c := range u.Codes {
			out = append(out, c.Coder)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Join brings sets together: units with one ID become one, with the codes of
// all. The same coder twice for a unit, and a unit of which two sets tell
// different things, are errors, all of them at once.
func Join(sets ...*Set) (*Set, error) {
	j := newJoiner()
	for _, s := range sets {
		for _, u := range s.Units {
			j.add(u, unitPlace(u))
		}
		j.set.Frames = append(j.set.Frames, s.Frames...)
		j.set.Notes = append(j.set.Notes, s.Notes...)
	}
	return j.done()
}

// unitPlace names a unit by the place of its first code.
func unitPlace(u Unit) string {
	if len(u.Codes) > 0 {
		return u.Codes[0].Place
	}
	return fmt.Sprintf("unit %s", u.ID)
}
