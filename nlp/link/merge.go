package link

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/invalid"
)

// Place is an entry of a list: the nth of the mth gazetteer.
type Place struct{ List, Entry int }

// Merge puts what entries say that extend others (extends: true) into those, which
// stand before them in the same or an earlier gazetteer. A name keeps the gazetteer
// that gave it. wrong has for each gazetteer what is mistaken in it as a joined
// *invalid.Field: an entity that two describe, or one that extends none. The words
// for the place of another entry come from where; nil names gazetteer and entry.
func Merge(gazetteers []Gazetteer, where func(Place) string) (merged []Gazetteer, wrong []error) {
	if where == nil {
		where = func(p Place) string {
			return fmt.Sprintf("entities[%d] of gazetteer %s", p.Entry, gazetteers[p.List].Header.ID)
		}
	}
	wrong = make([]error, len(gazetteers))
	first := map[corpus.EntityID]Place{} // in the lists as they are given
	at := map[corpus.EntityID]Place{}    // in the merged ones
	var known []string
	for i, g := range gazetteers {
		entities := make([]Entity, 0, len(g.Entities))
		merged = append(merged, g)
		for k, e := range g.Entities {
			path := fmt.Sprintf("entities[%d].id", k)
			begun, there := first[e.ID]
			switch {
			case e.Extends && there:
				p := at[e.ID]
				base := &merged[p.List].Entities
				if p.List == i {
					base = &entities
				}
				(*base)[p.Entry] = extended((*base)[p.Entry], e, by(g))
			case e.Extends:
				wrong[i] = errors.Join(wrong[i], invalid.Errorf(path, string(e.ID), "extends an entity that no list before has%s", invalid.Suggest(string(e.ID), known)))
			case there && begun.List != i: // within a list Validate has told it
				wrong[i] = errors.Join(wrong[i], invalid.Errorf(path, string(e.ID), "is in %s already; write extends: true to add names or offices to it, or remove one", where(begun)))
			case !there:
				first[e.ID], at[e.ID] = Place{i, k}, Place{i, len(entities)}
				known = append(known, string(e.ID))
				entities = append(entities, e)
			}
		}
		merged[i].Entities = entities
	}
	return merged, wrong
}

// by names a gazetteer.
func by(g Gazetteer) string { return g.Header.ID + "@" + g.Header.Version }

// extended is an entity with what an entry adds to it. A name that it has already
// stays as it is, so that a list may say what a later version of another says too.
func extended(e, more Entity, by string) Entity {
	e.Names = slices.Clone(e.Names)
	for _, n := range more.Names {
		if !slices.ContainsFunc(e.Names, func(o Name) bool { return o.Text == n.Text && o.Lang == n.Lang }) {
			n.By = by
			e.Names = append(e.Names, n)
		}
	}
	e.Holds = union(e.Holds, more.Holds)
	e.Owners, e.Scope, e.Others = union(e.Owners, more.Owners), union(e.Scope, more.Scope), union(e.Others, more.Others)
	e.Heads, e.Seat, e.Field = union(e.Heads, more.Heads), union(e.Seat, more.Seat), union(e.Field, more.Field)
	return e
}

// union is a list with what another has more.
func union[T comparable](list, more []T) []T {
	out := slices.Clone(list)
	for _, m := range more {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// SharedName is a name that two entities have by themselves, so that a text does
// not tell which of them it means.
type SharedName struct {
	Text          string
	First, Second Place
	Name          int // of the second entry
}

// SharedNames finds names that stand alone for two entities, in the order of the
// lists. Names that count only beside another one of their entity share theirs on
// purpose, and so do descriptions, which say what an entity is, and what only keeps
// text from others.
func SharedNames(gazetteers []Gazetteer) []SharedName {
	type form struct{ text, lang string }
	type owner struct {
		id    corpus.EntityID
		place Place
	}
	owners := map[form]owner{}
	var out []SharedName
	for i, g := range gazetteers {
		for k := range g.Entities {
			e := &g.Entities[k]
			for n, name := range e.Names {
				if e.Masks() || name.Context || name.Variant == corpus.VariantDescription {
					continue
				}
				f := form{strings.ToLower(name.Text), cmp.Or(strings.ToLower(name.Lang), "mul")}
				if o, met := owners[f]; met && o.id != e.ID {
					out = append(out, SharedName{name.Text, o.place, Place{i, k}, n})
				} else if !met {
					owners[f] = owner{e.ID, Place{i, k}}
				}
			}
		}
	}
	return out
}
