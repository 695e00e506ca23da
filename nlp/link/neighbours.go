package link

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// partOfOther reports a name that stands inside the longer name or description
// of another body: European [Mediation Organization], Kenya's [Court of
// Mediation], 上海行业[调解院], a family [mediation body]. Official names and
// abbreviations that need no context are too sure to be looked at.
func (l *Linker) partOfOther(f *field, c candidate) bool {
	fm := l.formOf(c)
	e := &l.entities[fm.entity]
	if e.Kind == "state" {
		return l.town(f, c, e)
	}
	if e.Label != corpus.ORG || !fm.name.Context && (fm.variant == corpus.VariantOfficial || corpus.BaseLang(fm.name.Lang) != "en" || !strings.Contains(fm.name.Text, " ")) {
		return false
	}
	n, ok := l.neighboursOf(f, c)
	if !ok {
		return false
	}
	if f.Han(c.start, c.end) {
		return n.afterOther() || l.afterPlace(f, c, e)
	}
	if n.lang == "de" { // whose nouns are all capitalised
		return n.afterOther()
	}
	n.title = f.Sentence(c.span.Start).Headline || f.capitalLine(c.span.Start)
	return n.before != "" && n.qualified() || n.continued() || fm.name.Context && n.indefinite()
}

// town reports a state's name that is a town's, as a region of another state
// follows it: Lebanon, Pennsylvania.
func (l *Linker) town(f *field, c candidate, e *Entity) bool {
	return strings.HasPrefix(f.Source()[c.span.End:], ", ") && slices.ContainsFunc(l.regionsOf(f), func(r candidate) bool {
		return r.span.Start == c.span.End+len(", ") && l.entities[l.formOf(r).entity].Country != e.Country
	})
}

// regionsOf are the places of a field that are parts of states.
func (l *Linker) regionsOf(f *field) []candidate {
	if f.regions == nil {
		f.regions = []candidate{}
		for _, c := range f.candidates {
			if l.entities[l.formOf(c).entity].Kind == Region {
				f.regions = append(f.regions, c)
			}
		}
	}
	return f.regions
}

// Region is the kind of entities that are parts of a state.
const Region = "region"

// neighbours are what stands around a name of an entity in its sentence.
type neighbours struct {
	e             *Entity
	surface       string // the name as written
	before, after string // what stands in the sentence besides
	lang          string // of the sentence, without script
	title         bool   // capitals say nothing
}

// neighboursOf are those of a candidate; false where it reaches out of its sentence.
func (l *Linker) neighboursOf(f *field, c candidate) (neighbours, bool) {
	s := f.Sentence(c.span.Start).Span
	if s.Start > c.span.Start || s.End < c.span.End {
		return neighbours{}, false
	}
	src := f.Source()
	return neighbours{
		e: &l.entities[l.formOf(c).entity], surface: c.span.Of(src), before: src[s.Start:c.span.Start], after: src[c.span.End:s.End],
		lang: f.langAt(c.span.Start),
	}, true
}

// afterOther reports a word before the name that makes it another body's.
func (n *neighbours) afterOther() bool {
	return slices.ContainsFunc(n.e.Others, func(w string) bool { return strings.HasSuffix(strings.TrimRight(n.before, " "), w) })
}

// afterPlace reports a place directly before a Chinese name that is none of its
// entity's.
func (l *Linker) afterPlace(f *field, c candidate, e *Entity) bool {
	if f.places == nil {
		f.places = map[int]corpus.Span{}
		for _, p := range f.candidates {
			if l.entities[l.formOf(p).entity].Label == corpus.LOC {
				f.places[p.end] = p.span
			}
		}
	}
	place, ok := f.places[c.start]
	return ok && !slices.Contains(e.Owners, place.Of(f.Source()))
}

// qualified reports a word before the name, in the same phrase, that makes it
// another body's: a name, unless it is an owner's, or one of the other words.
func (n *neighbours) qualified() bool {
	phrase, spaced := strings.CutSuffix(n.before, " ")
	if !spaced {
		return false
	}
	proper, adjectives := capitalised(n.surface) && !n.title, false
	for range 3 {
		w := wordBefore(phrase, len(phrase))
		possessor := w
		for _, end := range []string{"'s", "’s", "s'", "s’"} {
			if rest, ok := strings.CutSuffix(phrase, end); ok {
				possessor = wordBefore(rest, len(rest))
			}
		}
		first := strings.TrimSpace(strings.TrimSuffix(phrase, w)) == ""
		switch lower := strings.ToLower(w); {
		case w == "" && possessor == "":
			return false
		case slices.Contains(n.e.Others, lower):
			return true
		case n.owned(phrase):
			return proper && possessor == w && !strings.Contains(w, "-")
		case possessor != w:
			return capitalised(possessor)
		case determiners[lower], titles[w]:
			return false
		case !capitalised(w):
			adjectives = true
		case adjectives, n.title, openers[w], strings.Contains(w, "-"):
			return false
		case first:
			return proper || placeAdjective(lower)
		default:
			return true
		}
		if phrase, spaced = strings.CutSuffix(strings.TrimSuffix(phrase, w), " "); !spaced {
			return false
		}
	}
	return false
}

// owned reports whether a phrase ends in one of the entity's owners, with or
// without an ending of possession.
func (n *neighbours) owned(phrase string) bool {
	for _, end := range []string{"'s", "’s", "'", "’"} {
		phrase = strings.TrimSuffix(phrase, end)
	}
	return slices.ContainsFunc(n.e.Owners, func(w string) bool {
		rest, ok := strings.CutSuffix(phrase, w)
		r, _ := utf8.DecodeLastRuneInString(rest)
		return ok && !unicode.IsLetter(r)
	})
}

// placeAdjective reports what may be the adjective of a place that begins a
// sentence.
func placeAdjective(w string) bool {
	for _, end := range []string{"ean", "ian", "ese", "can", "ish", "asian", "arab"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// continued reports a name that goes on behind: IMC Group, Court of Mediation of
// Kenya, organisme de médiation familiale.
func (n *neighbours) continued() bool {
	rest, spaced := strings.CutPrefix(n.after, " ")
	if !spaced {
		return false
	}
	w := wordAfter(rest, 0)
	if slices.Contains(n.e.Others, strings.ToLower(w)) {
		return true
	}
	if w == "of" {
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "of "), "the ")
		next := wordAfter(rest, 0)
		return !n.title && capitalised(next) && !slices.ContainsFunc(n.e.Owners, func(o string) bool { return strings.HasPrefix(rest, o) })
	}
	return !n.title && capitalised(n.surface) && capitalised(w) && !titles[strings.Trim(w, ".")] && !openers[w]
}

// indefinite reports a description of any body of its kind: "a mediation body
// opened", but not "IOMed is a mediation body" and "IOMed, a mediation body".
func (n *neighbours) indefinite() bool {
	if n.title || capitalised(n.surface) && !strings.Contains(n.surface, " ") {
		return false
	}
	phrase := n.before
	for range 4 {
		phrase = strings.TrimRight(phrase, " ")
		w := wordBefore(phrase, len(phrase))
		rest := strings.TrimRight(strings.TrimSuffix(phrase, w), " ")
		switch lower := strings.ToLower(w); {
		case w == "":
			return false
		case indefinites[n.lang][lower]:
			last, _ := utf8.DecodeLastRuneInString(rest)
			return !strings.ContainsRune(",;:(（—–“\"-", last) && !copulas[strings.ToLower(wordBefore(rest, len(rest)))]
		case determiners[lower] || capitalised(w):
			return false
		}
		phrase = rest
	}
	return false
}

var (
	// determiners, and what else ends the search for an owner to the left: prepositions
	// and conjunctions.
	determiners = wordset.Of("the this that its their his her our your my le la les l el los las o os as il lo gli i de het een der die das dem den " +
		"ce cette cet esta este esa ese essa esse questo questa and or of for in at by to with from on und et y e du del da do au al")
	indefinites = map[string]map[string]bool{
		"en": wordset.Of("a an any another every each some no"), "fr": wordset.Of("un une tout toute chaque"), "es": wordset.Of("un una cualquier cada"),
		"pt": wordset.Of("um uma qualquer cada"), "it": wordset.Of("un uno una ogni"),
	}
	copulas = wordset.Of("is was are were be been being become becomes became as called like remains est était es era fue é foi è come como comme")
)
