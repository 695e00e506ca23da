package codes

import (
	"errors"
	"slices"
	"strings"

	"framewatch/internal/invalid"
)

// joiner brings the rows of a unit together.
type joiner struct {
	set    Set
	at     map[string]int // unit ID -> index
	places []string       // where each unit was first read
	errs   []error
}

func newJoiner() *joiner { return &joiner{at: map[string]int{}} }

func (j *joiner) wrong(place, value, remedy string, args ...any) {
	j.errs = append(j.errs, invalid.Errorf(place, value, remedy, args...))
}

// add takes a unit, or one more row of it.
func (j *joiner) add(u Unit, place string) {
	i, known := j.at[u.ID]
	if !known {
		j.at[u.ID] = len(j.set.Units)
		codes := u.Codes
		u.Codes = nil
		j.set.Units = append(j.set.Units, u)
		j.places = append(j.places, place)
		i, u.Codes = len(j.set.Units)-1, codes
	}
	old := &j.set.Units[i]
	if known {
		j.complete(old, u, place, j.places[i])
	}
	for _, c := range u.Codes {
		if at := slices.IndexFunc(old.Codes, func(o Code) bool { return o.Coder == c.Coder }); at >= 0 {
			j.wrong(c.Place, c.Coder, "has coded unit %s already (%s): leave one of the two, or name a second coder", u.ID, old.Codes[at].Place)
			continue
		}
		old.Codes = append(old.Codes, c)
	}
}

// complete fills what the rows before left blank; what they have must agree.
func (j *joiner) complete(old *Unit, u Unit, place, first string) {
	for _, f := range []struct {
		name     string
		old, got *string
	}{
		{"unit", &old.Kind, &u.Kind}, {"lang", &old.Lang, &u.Lang}, {"title", &old.Title, &u.Title}, {"text", &old.Text, &u.Text},
		{"published", &old.Published, &u.Published}, {"outlet", &old.Outlet, &u.Outlet}, {"country", &old.Country, &u.Country},
		{"story", &old.Story, &u.Story}, {"half", &old.Half, &u.Half},
	} {
		switch {
		case *f.old == "":
			*f.old = *f.got
		case *f.got != "" && plain(*f.got) != plain(*f.old):
			j.wrong(place, short(*f.got), "is another %s of unit %s than %s has; rows of one unit have one", f.name, u.ID, first)
		}
	}
	switch {
	case old.Probability == 0:
		old.Probability = u.Probability
	case u.Probability != 0 && u.Probability != old.Probability:
		j.wrong(place, "", "unit %s has another inclusion_probability than at %s", u.ID, first)
	}
}

// done gives the set, or every mistake.
func (j *joiner) done() (*Set, error) {
	if err := errors.Join(j.errs...); err != nil {
		return nil, err
	}
	for _, u := range j.set.Units {
		for _, c := range u.Codes {
			j.set.Frames = append(append(j.set.Frames, c.Present...), c.Coded...)
		}
	}
	slices.Sort(j.set.Frames)
	j.set.Frames = slices.Compact(j.set.Frames)
	return &j.set, nil
}

// plain is a text as every form hands it on: spreadsheet programs change line
// breaks and white space at the ends.
func plain(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// short is the beginning of a text, for messages.
func short(s string) string {
	const most = 40
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
