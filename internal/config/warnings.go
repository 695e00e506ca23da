package config

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/link"
)

// verifiedDays is how long a check speaks for an address. Sites are rebuilt every
// few years and feeds are dropped without notice: a season is what an editor can
// keep up with.
const verifiedDays = 90

// Warnings says what an editor may want to look after although the run would go on:
// outlets with fewer than two independent ways in, addresses whose check is too old
// or saw something wrong, and how many were never checked; names that two entities
// share, and outlets of comparisons that no list has. now is the day of asking.
func (l *Loaded) Warnings(now time.Time) Mistakes {
	out := append(l.sharedNames(), l.unlistedOutlets()...)
	if len(l.Config.Codebooks) == 0 && originOf(l.Settings, "codebooks") == FromDefault {
		out = append(out, Mistake{File: l.File, Text: "codebooks: none is named, and the built-in one is about another target: no frame is coded; write codebooks: [] if none is meant"})
	}
	for _, each := range l.lists {
		var errs []error
		unchecked, all := 0, 0
		for i, s := range each.list.Sources {
			at := fmt.Sprintf("sources[%d]", i)
			errs = append(errs, invalid.Under(at, s.warnings(now)))
			for _, f := range s.fields() {
				for _, a := range f.addresses {
					if all++; a.Checked == "" && a.Verified == "" && !s.Verified {
						unchecked++
					}
				}
			}
		}
		out = append(out, locate(each.shown, each.tree, errors.Join(errs...)).sorted()...)
		if unchecked > 0 {
			out = append(out, Mistake{File: each.shown, Text: fmt.Sprintf("sources: %d of %d addresses were never checked; run framewatch sources check --write", unchecked, all)})
		}
	}
	return out
}

// sharedNames are names by which two entities are meant: a text that has one counts
// for the entity that it names otherwise too, else for the one that stands first.
func (l *Loaded) sharedNames() Mistakes {
	var out Mistakes
	for _, s := range link.SharedNames(l.written) {
		first := l.written[s.First.List].Entities[s.First.Entry].ID
		f := l.names[s.Second.List]
		out = append(out, locate(f.shown, f.tree, invalid.Errorf(fmt.Sprintf("entities[%d].names[%d].text", s.Second.Entry, s.Name), s.Text,
			"is a name of %s too (%s): a text with nothing else would count for that one; leave it out of one, or write context: true where it needs another name beside it", first, l.entry(s.First)))...)
	}
	return out
}

// unlistedOutlets are outlets that comparisons choose by and no source list has:
// only imported documents can be of them.
func (l *Loaded) unlistedOutlets() Mistakes {
	var known []string
	for _, s := range l.Sources {
		known = append(known, string(s.ID))
	}
	var errs []error
	filter := func(path, text string) {
		f, err := compare.ParseFilter(text)
		if err != nil {
			return // a mistake, which Load has told
		}
		for field, value := range f.Values() {
			if field == "outlet" && !slices.Contains(known, value) {
				errs = append(errs, invalid.Errorf(path, text, "names outlet %q, which is in no source list%s; only imported documents can be of it", value, invalid.Suggest(value, known)))
			}
		}
	}
	filter("compare.filter", l.Compare.Filter)
	for i, s := range l.Compare.Contrasts {
		filter(fmt.Sprintf("compare.contrasts[%d].a", i), s.A)
		filter(fmt.Sprintf("compare.contrasts[%d].b", i), s.B)
	}
	return locate(l.File, l.tree, errors.Join(errs...))
}

// warnings are those of one outlet.
func (s SourceEntry) warnings(now time.Time) error {
	var errs []error
	var good []string
	for _, f := range s.fields() {
		for i, a := range f.addresses {
			if a.good() {
				good = append(good, f.name)
			}
			if remedy := a.doubt(now); remedy != "" {
				errs = append(errs, invalid.Errorf(fmt.Sprintf("%s[%d]", f.name, i), a.URL, "%s", remedy))
			}
		}
	}
	if n := corpus.WaysIn(good); n < 2 && s.OneWay == "" {
		errs = append(errs, invalid.Errorf("id", s.ID, "has only %d of two independent ways in; add an address of another kind, such as a start page beside a feed, or say in one_way why there is none", n))
	}
	return errors.Join(errs...)
}

// good reports whether nothing speaks against an address.
func (a Address) good() bool { return a.Answer == "" || a.Answer == string(corpus.AnswerOK) }

// doubt says what a check of an address leaves to do.
func (a Address) doubt(now time.Time) string {
	if a.Answer == string(corpus.AnswerRefused) {
		return fmt.Sprintf("was refused when it was checked on %s; it need not be gone: ask the publisher, or leave it out", a.Checked)
	}
	if !a.good() {
		return fmt.Sprintf("was %s when it was checked on %s; correct or remove it, or check it again", a.Answer, a.Checked)
	}
	day, err := time.Parse(time.DateOnly, a.Verified)
	if err != nil {
		return ""
	}
	if days := int(now.Sub(day).Hours() / 24); days > verifiedDays {
		return fmt.Sprintf("was verified %d days ago; run framewatch sources check --write", days)
	}
	return ""
}
