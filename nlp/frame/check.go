package frame

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
)

var (
	frameID    = lazyregexp.New(`^[a-z][a-z0-9_]*$`)
	polarities = []string{"positive", "negative", "neutral", "mixed"}
	reaches    = []string{withinSentence, withinDocument}
	codedUnits = []string{"sentence", "document"}
)

// Validate reports every mistake in the codebook as *invalid.Field.
func (c *Codebook) Validate() error {
	var errs []error
	if c.ID == "" {
		errs = append(errs, invalid.Errorf("id", "", "is missing"))
	}
	if c.Version == "" {
		errs = append(errs, invalid.Errorf("version", "", "is missing"))
	}
	for i, lang := range c.Unvalidated {
		if len(c.Languages) > 0 && !among(c.Languages, lang) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("unvalidated[%d]", i), lang, "is not among the codebook's languages%s", invalid.Suggest(lang, c.Languages)))
		}
	}
	within := known{langs: c.Languages}
	for i, s := range c.Sets {
		errs = append(errs, invalid.Under(fmt.Sprintf("sets[%d]", i), s.validate(within.sets)))
		within.sets = append(within.sets, s.ID)
	}
	for _, f := range c.Frames {
		within.frames = append(within.frames, f.ID)
	}
	for i, f := range c.Frames {
		path := fmt.Sprintf("frames[%d]", i)
		if slices.Index(within.frames, f.ID) < i {
			errs = append(errs, invalid.Errorf(path+".id", f.ID, "is there twice"))
		}
		errs = append(errs, invalid.Under(path, f.validate(within)))
	}
	return errors.Join(errs...)
}

func (s *Set) validate(before []string) error {
	var errs []error
	switch {
	case s.ID == "":
		errs = append(errs, invalid.Errorf("id", "", "is missing"))
	case s.ID == anyEntity:
		errs = append(errs, invalid.Errorf("id", s.ID, "stands for every entity in terms; choose another name"))
	case slices.Contains(before, s.ID):
		errs = append(errs, invalid.Errorf("id", s.ID, "is there twice"))
	}
	switch {
	case len(s.Entities) == 0 && !s.Target:
		errs = append(errs, invalid.Errorf("entities", "", "has no entity"))
	case len(s.Entities) > 0 && s.Target:
		errs = append(errs, invalid.Errorf("entities", string(s.Entities[0]), "stands in the set of the target, which the settings name; leave entities out or target"))
	}
	return errors.Join(errs...)
}

// known are the names that a frame may use.
type known struct{ langs, sets, frames []string }

func (f *Frame) validate(k known) error {
	var errs []error
	if !frameID.MatchString(f.ID) {
		errs = append(errs, invalid.Errorf("id", f.ID, "is not a frame ID (small letters, digits, underscores)"))
	}
	errs = append(errs, checkPolarity(f.Polarity))
	if f.Unit != "" && !slices.Contains(codedUnits, f.Unit) {
		errs = append(errs, invalid.Errorf("unit", f.Unit, "is not known%s", invalid.Suggest(f.Unit, codedUnits)))
	}
	if len(f.Terms) == 0 && len(f.Groups) == 0 && !f.Residual {
		errs = append(errs, invalid.Errorf("terms", "", "has no term"))
	}
	errs = append(errs, k.terms("terms", f.Terms), k.terms("anti_terms", f.AntiTerms), k.requires(f.Requires))
	var groups []string
	for i, g := range f.Groups {
		path := fmt.Sprintf("groups[%d]", i)
		if slices.Contains(groups, g.ID) {
			errs = append(errs, invalid.Errorf(path+".id", g.ID, "is there twice"))
		}
		groups = append(groups, g.ID)
		errs = append(errs, invalid.Under(path, g.validate(k)))
	}
	for i, x := range f.Excludes {
		errs = append(errs, invalid.Under(fmt.Sprintf("excludes[%d]", i), x.validate(f.ID, k)))
	}
	return errors.Join(append(errs, k.languages("examples.include", f.Examples.Include), k.languages("examples.exclude", f.Examples.Exclude))...)
}

func (g *Group) validate(k known) error {
	var errs []error
	if !frameID.MatchString(g.ID) {
		errs = append(errs, invalid.Errorf("id", g.ID, "is not an ID (small letters, digits, underscores)"))
	}
	if len(g.Terms) == 0 {
		errs = append(errs, invalid.Errorf("terms", "", "has no term"))
	}
	return errors.Join(append(errs, checkPolarity(g.Polarity), k.terms("terms", g.Terms), k.terms("anti_terms", g.AntiTerms), k.requires(g.Requires))...)
}

func (x *Exclusion) validate(own string, k known) error {
	var errs []error
	switch {
	case x.Frame == own:
		errs = append(errs, invalid.Errorf("frame", x.Frame, "is the frame itself; name another"))
	case !slices.Contains(k.frames, x.Frame):
		errs = append(errs, invalid.Errorf("frame", x.Frame, "is not a frame of this codebook%s", invalid.Suggest(x.Frame, k.frames)))
	}
	if !slices.Contains(reaches, x.Within) {
		errs = append(errs, invalid.Errorf("within", x.Within, "is neither sentence nor document"))
	}
	return errors.Join(errs...)
}

func checkPolarity(p string) error {
	if p == "" || slices.Contains(polarities, p) {
		return nil
	}
	return invalid.Errorf("polarity", p, "is not known%s", invalid.Suggest(p, polarities))
}

func (k known) requires(all []Requirement) error {
	var errs []error
	for i, r := range all {
		path := fmt.Sprintf("requires[%d]", i)
		if !slices.Contains(k.sets, r.Set) {
			errs = append(errs, invalid.Errorf(path+".set", r.Set, "is not a set of this codebook%s", invalid.Suggest(r.Set, k.sets)))
		}
		if r.WithinSentences < 0 {
			errs = append(errs, invalid.Errorf(path+".within_sentences", fmt.Sprint(r.WithinSentences), "is below 0"))
		}
	}
	return errors.Join(errs...)
}

// languages checks the languages of lists of examples.
func (k known) languages(path string, lists Lists) error {
	var errs []error
	for _, lang := range slices.Sorted(maps.Keys(lists)) {
		if lang != open {
			errs = append(errs, k.language(path+"."+lang, lang))
		}
	}
	return errors.Join(errs...)
}

func (k known) language(path, lang string) error {
	if len(k.langs) == 0 || among(k.langs, lang) {
		return nil
	}
	return invalid.Errorf(path, lang, "is not among the codebook's languages%s", invalid.Suggest(lang, k.langs))
}

// among reports whether a language is one of a list, where zh is any Chinese.
func among(langs []string, lang string) bool {
	return slices.ContainsFunc(langs, func(l string) bool { return l == lang || corpus.BaseLang(l) == lang })
}

func (k known) terms(path string, terms map[string][]string) error {
	var errs []error
	for _, lang := range slices.Sorted(maps.Keys(terms)) {
		at := path + "." + lang
		errs = append(errs, k.language(at, lang))
		seen := make(map[string]bool, len(terms[lang]))
		for i, text := range terms[lang] {
			entry := fmt.Sprintf("%s[%d]", at, i)
			if seen[text] {
				errs = append(errs, invalid.Errorf(entry, text, "is there twice"))
				continue
			}
			seen[text] = true
			if _, err := parseTerm(text, lang, k.sets); err != nil {
				errs = append(errs, invalid.Errorf(entry, text, "%s", err))
			}
		}
	}
	return errors.Join(errs...)
}
