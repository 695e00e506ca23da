package link

import (
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/heads"
	"framewatch/nlp/match"
)

// classesOf are the classes of body that an entity may be called, by language: as
// it says, else as its names call it, unless it is an office or part of another body.
func classesOf(e *Entity) map[string][]heads.Class {
	out := map[string][]heads.Class{}
	if len(e.Heads) > 0 {
		out[""] = e.Heads
	}
	if len(e.Heads) > 0 || e.PartOf != "" || e.Kind == "office" {
		return out
	}
	for _, n := range e.Names {
		if n.Context || n.Variant != corpus.VariantOfficial && n.Variant != corpus.VariantAlias {
			continue
		}
		lang := corpus.BaseLang(n.Lang)
		_, classes := heads.OfName(lang, match.Folded(n.Text))
		for _, c := range classes {
			if !slices.Contains(out[lang], c) {
				out[lang] = append(out[lang], c)
			}
		}
	}
	return out
}

// classesIn are the classes of body that an entity may be called in a language:
// where its names there say none, what it says itself, or its names in English.
func (l *Linker) classesIn(id corpus.EntityID, lang string) []heads.Class {
	by := l.classes[id]
	for _, k := range []string{lang, "", "en"} {
		if len(by[k]) > 0 {
			return by[k]
		}
	}
	return nil
}

// descriptions are what an entity is called by its seat and field; a target also
// by the field that its official names say.
func (l *Linker) descriptions(e *Entity, target bool) []Name {
	if e.Label != corpus.ORG {
		return nil
	}
	type words struct{ seats, fields []string }
	by := map[string]*words{}
	in := func(lang string) *words {
		if by[lang] == nil {
			by[lang] = &words{}
		}
		return by[lang]
	}
	have := map[string]bool{}
	for _, w := range e.Seat {
		in(corpus.BaseLang(w.Lang)).seats = append(in(corpus.BaseLang(w.Lang)).seats, w.Text)
	}
	for _, w := range e.Field {
		in(corpus.BaseLang(w.Lang)).fields = append(in(corpus.BaseLang(w.Lang)).fields, w.Text)
	}
	for _, n := range e.Names {
		have[match.Folded(n.Text)] = true
		if lang := corpus.BaseLang(n.Lang); target && len(e.Field) == 0 && n.Variant == corpus.VariantOfficial && lang != "mul" {
			if f := heads.Field(lang, match.Folded(n.Text)); f != "" && !slices.Contains(in(lang).fields, f) {
				in(lang).fields = append(in(lang).fields, f)
			}
		}
	}
	var out []Name
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		classes := append([]heads.Class{heads.Organisation}, l.classesIn(e.ID, lang)...)
		for _, text := range heads.Of(lang).Descriptions(classes, by[lang].seats, by[lang].fields) {
			if key := match.Folded(text); !have[key] {
				have[key], l.made[text] = true, true
				out = append(out, Name{Text: text, Lang: lang, Variant: corpus.VariantDescription, Context: true})
			}
		}
	}
	return out
}

// called reports a reference to a class of body of which a name or a phrase of a
// sentence is not: what is called a court is not meant by "the bank".
func called(lang, text string, refs []reference) bool {
	l, text := heads.Of(lang), match.Folded(text)
	classes := l.Classes(text)
	if _, more := heads.OfName(lang, text); len(classes) == 0 {
		classes = more
	}
	if i := strings.LastIndexByte(text, ' '); len(classes) == 0 && i >= 0 {
		classes = l.Classes(text[i+1:])
	}
	return len(classes) == 0 || slices.ContainsFunc(refs, func(r reference) bool { return r.class == "" || slices.Contains(classes, r.class) })
}
