package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"framewatch/compare"
	"framewatch/internal/country"
	"framewatch/internal/invalid"
)

// BlocFile is configs/blocs.yaml.
type BlocFile struct {
	Territories []Territory `yaml:"territories" json:"territories,omitempty"`
	Blocs       []Bloc      `yaml:"blocs" json:"blocs"`
}

// Territory is a country code that stands for a part of a state. What the state
// signed it has not signed, and is not outside of either: see compare.Territories.
type Territory struct {
	Country string `yaml:"country" json:"country" jsonschema:"pattern=^[A-Z]{2}$"`
	Parent  string `yaml:"parent" json:"parent" jsonschema:"pattern=^[A-Z]{2}$"`
	Note    string `yaml:"note" json:"note,omitempty"`
}

// Bloc is a group of states with dated memberships.
type Bloc struct {
	ID      string            `yaml:"id" json:"id"`
	Name    map[string]string `yaml:"name" json:"name"` // by language
	Source  string            `yaml:"source" json:"source,omitempty"`
	Note    string            `yaml:"note" json:"note,omitempty"`
	Members []Member          `yaml:"members" json:"members"`
}

// Member is a country's place in a bloc from one day (or year) until another.
type Member struct {
	Country string `yaml:"country" json:"country"`
	Status  string `yaml:"status" json:"status" jsonschema:"enum=member,enum=signatory,enum=ratified,enum=observer,enum=partner,enum=candidate"`
	From    string `yaml:"from" json:"from,omitempty"`
	To      string `yaml:"to" json:"to,omitempty"`
	Source  string `yaml:"source" json:"source,omitempty"`
	Note    string `yaml:"note" json:"note,omitempty"`
}

// EventFile is configs/events.yaml.
type EventFile struct {
	Events []Event `yaml:"events" json:"events"`
}

// Event is a dated event for time lines.
type Event struct {
	ID      string            `yaml:"id" json:"id"`
	Date    string            `yaml:"date" json:"date"`
	Label   map[string]string `yaml:"label" json:"label"`
	Source  string            `yaml:"source" json:"source"`
	Support string            `yaml:"support" json:"support,omitempty" jsonschema:"enum=A,enum=B,enum=C"`
	Note    string            `yaml:"note" json:"note,omitempty"`
}

var statuses = []string{"member", "signatory", "ratified", "observer", "partner", "candidate"}

// Validate reports every mistake in the blocs.
func (f BlocFile) Validate() error {
	var errs []error
	seen := map[string]bool{}
	parents := map[string]string{}
	for i, t := range f.Territories {
		at := fmt.Sprintf("territories[%d]", i)
		for _, code := range []struct{ field, value string }{{"country", t.Country}, {"parent", t.Parent}} {
			if err := country.Check(code.value); err != nil {
				errs = append(errs, invalid.Errorf(at+"."+code.field, code.value, "%s", err))
			}
		}
		if parents[t.Country] != "" {
			errs = append(errs, invalid.Errorf(at+".country", t.Country, "stands twice"))
		}
		parents[t.Country] = cmp.Or(t.Parent, "?")
	}
	for i, t := range f.Territories {
		if parents[t.Parent] != "" {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("territories[%d].parent", i), t.Parent, "is a territory itself: name the state"))
		}
	}
	for i, b := range f.Blocs {
		at := fmt.Sprintf("blocs[%d]", i)
		if !idPattern.MatchString(b.ID) {
			errs = append(errs, invalid.Errorf(at+".id", b.ID, "must be lower-case letters, digits and hyphens"))
		}
		if seen[b.ID] {
			errs = append(errs, invalid.Errorf(at+".id", b.ID, "stands twice"))
		}
		seen[b.ID] = true
		if b.Name["en"] == "" {
			errs = append(errs, invalid.Errorf(at+".name", "", "has no English name (en: ...)"))
		}
		if len(b.Members) == 0 {
			errs = append(errs, invalid.Errorf(at+".members", "", "has no member: no document could be of the bloc"))
		}
		for j, m := range b.Members {
			member := fmt.Sprintf("%s.members[%d]", at, j)
			errs = append(errs, invalid.Under(member, m.validate(b.Source)))
			if first := slices.IndexFunc(b.Members[:j], m.overlaps); first >= 0 {
				errs = append(errs, invalid.Errorf(member+".country", m.Country, "is %s at the same time by members[%d]; give one of them its end, or remove it", m.Status, first))
			}
		}
	}
	return errors.Join(errs...)
}

// overlaps reports whether two lines give a country one status at one time. A year
// reaches into another as far as both may be known: what ends in 2001 may end
// before what begins in it.
func (m Member) overlaps(o Member) bool {
	before := func(end, begin string) bool { // end is the first day on which it no longer held
		n := min(len(end), len(begin))
		return n > 0 && end[:n] <= begin[:n]
	}
	return m.Country == o.Country && m.Status == o.Status && !before(m.To, o.From) && !before(o.To, m.From)
}

func (m Member) validate(blocSource string) error {
	var errs []error
	if err := country.Check(m.Country); err != nil {
		errs = append(errs, invalid.Errorf("country", m.Country, "%s", err))
	}
	if !slices.Contains(statuses, m.Status) {
		errs = append(errs, invalid.Errorf("status", m.Status, "is not known%s", invalid.Suggest(m.Status, statuses)))
	}
	errs = append(errs, checkSpan("from", m.From, "to", m.To, func(s string) bool { return isDay(s) || isYear(s) }, "must be a day (YYYY-MM-DD) or a year"))
	if err := checkURL(cmp.Or(m.Source, blocSource)); err != nil {
		errs = append(errs, invalid.Errorf("source", m.Source, "every membership needs the address of a page that supports it, here or for the bloc"))
	}
	return errors.Join(errs...)
}

// Validate reports every mistake in the events.
func (f EventFile) Validate() error {
	var errs []error
	seen := map[string]bool{}
	for i, e := range f.Events {
		at := fmt.Sprintf("events[%d]", i)
		if e.ID == "" || seen[e.ID] {
			errs = append(errs, invalid.Errorf(at+".id", e.ID, "must be there and unique"))
		}
		seen[e.ID] = true
		if !isDay(e.Date) {
			errs = append(errs, invalid.Errorf(at+".date", e.Date, "must be a day, YYYY-MM-DD"))
		}
		if e.Label["en"] == "" {
			errs = append(errs, invalid.Errorf(at+".label", "", "has no English label (en: ...)"))
		}
		if err := checkURL(e.Source); err != nil {
			errs = append(errs, invalid.Errorf(at+".source", e.Source, "%s; every event needs a page that supports it", err))
		}
	}
	return errors.Join(errs...)
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isYear(s string) bool {
	_, err := time.Parse("2006", s)
	return err == nil
}

// BlocsOn lists the blocs to which a country belonged on a day, in the order of
// the file. Where a membership gives only a year, all of that year counts.
func BlocsOn(blocs []Bloc, country string, day time.Time) []string {
	on := day.UTC().Format(time.DateOnly)
	var out []string
	for _, b := range blocs {
		for _, m := range b.Members {
			if m.Country == country && slices.Contains(compare.CountingStatuses(), m.Status) &&
				m.From <= on && (m.To == "" || on < m.To) && !slices.Contains(out, b.ID) {
				out = append(out, b.ID)
			}
		}
	}
	return out
}
