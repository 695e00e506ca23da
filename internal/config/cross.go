package config

import (
	"errors"
	"fmt"

	"slices"
	"strings"

	"golang.org/x/text/language"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/country"
	"framewatch/internal/invalid"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
)

// mergeGazetteers puts the entries that extend others into those, as the linker
// would, and says with file and line where an entity stands twice.
func (l *loader) mergeGazetteers() {
	if len(l.out.Gazetteers) < len(l.out.Config.Gazetteers) {
		return // one is broken, and told of
	}
	l.out.written = l.out.Gazetteers
	merged, wrong := link.Merge(l.out.written, l.out.entry)
	for i, err := range wrong {
		l.add(locate(l.out.names[i].shown, l.out.names[i].tree, err))
	}
	l.out.Gazetteers = merged
}

// entry names an entry of a gazetteer by file and line.
func (l *Loaded) entry(p link.Place) string {
	f := l.names[p.List]
	return fmt.Sprintf("%s:%d", f.shown, lineOf(f.tree, fmt.Sprintf("entities[%d].id", p.Entry)))
}

// crossEntities checks the entities that the entries of the gazetteers name. A list
// that the binary carries may name offices of another one that the settings leave out.
func (l *loader) crossEntities(entities map[string]bool, ids []string) {
	for i, g := range l.out.written {
		if strings.HasPrefix(l.out.names[i].shown, builtin) {
			continue
		}
		var errs []error
		check := func(path string, id corpus.EntityID) {
			if id != "" && !entities[string(id)] {
				errs = append(errs, invalid.Errorf(path, string(id), "is in no gazetteer%s", invalid.Suggest(string(id), ids)))
			}
		}
		for k, e := range g.Entities {
			at := fmt.Sprintf("entities[%d].", k)
			check(at+"part_of", e.PartOf)
			for n, h := range e.Holds {
				check(fmt.Sprintf("%sholds[%d].office", at, n), h.Office)
			}
		}
		l.add(locate(l.out.names[i].shown, l.out.names[i].tree, errors.Join(errs...)))
	}
}

// targetSet is what codebooks call the set of the target where they list it.
const targetSet = "TARGET"

// heldTargets finds a set TARGET that lists other entities than the targets: no
// frame that requires it would ever count.
func (l *loader) heldTargets(sets []frame.Set) error {
	marked := slices.ContainsFunc(sets, func(s frame.Set) bool { return s.Target })
	at := slices.IndexFunc(sets, func(s frame.Set) bool { return s.ID == targetSet })
	if marked || at < 0 {
		return nil
	}
	targets := l.out.Targets()
	for _, e := range sets[at].Entities {
		begin, many := strings.CutSuffix(string(e), "*")
		for _, t := range targets {
			if slices.ContainsFunc(t.Set, func(id corpus.EntityID) bool { return id == e || many && strings.HasPrefix(string(id), begin) }) {
				return nil
			}
		}
	}
	var ids []string
	for _, t := range targets {
		ids = append(ids, string(t.ID))
	}
	return invalid.Errorf(fmt.Sprintf("codebook.sets[%d].entities", at), "", "set %s does not hold %s (annotate.targets), so that no frame would count for it; write target: true in place of entities", targetSet, strings.Join(ids, ", "))
}

// crossFilters checks the values by which comparisons choose documents, and the
// entities that they ask about.
func (l *loader) crossFilters(blocs []string, entities map[string]bool, ids []string) {
	var errs []error
	c := l.out.Compare
	filter := func(path, text string) {
		f, err := compare.ParseFilter(text)
		if err != nil {
			return // told already
		}
		for field, value := range f.Values() {
			if remedy := l.checkValue(field, value, blocs); remedy != "" {
				errs = append(errs, invalid.Errorf(path, text, "names %s %q, which %s", field, value, remedy))
			}
		}
	}
	filter("compare.filter", c.Filter)
	for i, s := range c.Contrasts {
		filter(fmt.Sprintf("compare.contrasts[%d].a", i), s.A)
		filter(fmt.Sprintf("compare.contrasts[%d].b", i), s.B)
	}
	for name, list := range map[string][]string{"targets": c.Targets, "conflicts": c.Conflicts} {
		for i, id := range list {
			if id != "" && !entities[id] {
				errs = append(errs, invalid.Errorf(fmt.Sprintf("compare.%s[%d]", name, i), id, "is in no gazetteer%s", invalid.Suggest(id, ids)))
			}
		}
	}
	l.add(locate(l.out.File, l.trees[""], errors.Join(errs...)))
}

// checkValue says what is wrong with a value of a field that has a closed
// vocabulary. Outlets have none: imported documents bring their own (see Warnings).
func (l *loader) checkValue(field, value string, blocs []string) (remedy string) {
	switch field {
	case "country":
		if err := country.CheckOrUnknown(value); err != nil {
			return err.Error()
		}
	case "bloc", "bloc_ever":
		if known := append([]string{compare.GroupNone, compare.GroupTerritory}, blocs...); !slices.Contains(known, value) {
			if l.out.Config.Blocs == "" {
				return "is in no list: the settings name no blocs"
			}
			return fmt.Sprintf("is not in %s%s", l.shown(l.out.Config.Blocs), invalid.Suggest(value, known))
		}
	case "owner_type":
		if known := append(ownerTypes(), compare.GroupUnknown); !slices.Contains(known, value) {
			return "is not known" + invalid.Suggest(value, known)
		}
	case "lang":
		if _, err := language.Parse(value); err != nil && value != compare.GroupUnknown {
			return "is not a BCP 47 tag, such as en, fr or zh-Hans"
		}
	case "month":
		if !isMonth.MatchString(value) && value != compare.GroupUndated {
			return "is not a month (YYYY-MM)"
		}
	}
	return ""
}

var isMonth = lazyregexp.New(`^\d{4}-(0[1-9]|1[0-2])$`)
