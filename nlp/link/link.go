package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/heads"
	"framewatch/nlp/match"
)

// Linker finds the names of its gazetteers. It is safe for concurrent use.
type Linker struct {
	entities []Entity                // of all gazetteers, in their order
	byID     map[corpus.EntityID]int // indices into entities
	forms    []form
	trie     *match.Trie[int32] // indices into forms, by what is looked for
	refs     *match.Trie[reference]
	parts    map[corpus.EntityID][]corpus.EntityID        // what is part of an entity (PartOf)
	classes  map[corpus.EntityID]map[string][]heads.Class // what bodies are called, by language ("" for all)
	made     map[string]bool                              // descriptions that no gazetteer has
	by       []string                                     // the gazetteers as id@version
}

// New compiles gazetteers. An entity may stand in one of them only; others may
// extend it. Of targets more is looked for than their names: misspelt acronyms of
// any form, and descriptions by the field that their names say.
func New(gazetteers []Gazetteer, targets ...corpus.EntityID) (*Linker, error) {
	for i := range gazetteers {
		if err := gazetteers[i].Validate(); err != nil {
			return nil, fmt.Errorf("compile gazetteer %s: %w", gazetteers[i].Header.ID, err)
		}
	}
	gazetteers, wrong := Merge(gazetteers, nil)
	for i, err := range wrong {
		if err != nil {
			return nil, fmt.Errorf("compile gazetteer %s: %w", gazetteers[i].Header.ID, err)
		}
	}
	l := &Linker{byID: map[corpus.EntityID]int{}, trie: match.NewTrie[int32](), parts: map[corpus.EntityID][]corpus.EntityID{}, classes: map[corpus.EntityID]map[string][]heads.Class{}, made: map[string]bool{}}
	for _, g := range gazetteers {
		l.by = append(l.by, by(g))
		for _, e := range g.Entities {
			l.byID[e.ID] = len(l.entities)
			if e.Label == corpus.ORG {
				l.classes[e.ID] = classesOf(&e)
			}
			e.Names = append(slices.Clip(e.Names), l.descriptions(&e, slices.Contains(targets, e.ID))...)
			l.entities = append(l.entities, e)
			if e.PartOf != "" {
				l.parts[e.PartOf] = append(l.parts[e.PartOf], e.ID)
			}
		}
	}
	l.refs = l.newReferences(gazetteers)
	// Only now that no entity moves any more: forms point to their names.
	at := 0
	for i, g := range gazetteers {
		for range g.Entities {
			e := &l.entities[at]
			for n := range e.Names {
				l.addName(at, &e.Names[n], "gazetteer "+cmp.Or(e.Names[n].By, l.by[i]))
			}
			at++
		}
	}
	for _, id := range targets {
		if at, ok := l.byID[id]; ok {
			l.addMistyped(at)
		}
	}
	return l, nil
}

// By names the gazetteers as id@version, in the order given.
func (l *Linker) By() []string { return slices.Clone(l.by) }

// Words lists the names in Han characters, for a segmenter to keep whole.
func (l *Linker) Words() []string {
	var out []string
	for i := range l.entities {
		if l.entities[i].Masks() {
			continue
		}
		for _, n := range l.entities[i].Names {
			if !l.made[n.Text] && strings.IndexFunc(n.Text, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0 {
				out = append(out, n.Text)
			}
		}
	}
	return out
}

// Entity looks an entity up.
func (l *Linker) Entity(id corpus.EntityID) (Entity, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Entity{}, false
	}
	return l.entities[i], true
}

// Office is what the person held on a day (YYYY-MM-DD), empty when nothing is
// known; with several the one taken up last.
func (l *Linker) Office(person corpus.EntityID, day string) corpus.EntityID {
	e, ok := l.Entity(person)
	if !ok || day == "" {
		return ""
	}
	var office corpus.EntityID
	from := ""
	for _, h := range e.Holds {
		if (h.From == "" || h.From <= day) && (h.To == "" || day <= h.To) && (office == "" || h.From >= from) {
			office, from = h.Office, h.From
		}
	}
	return office
}

// Mentions finds the entities of a document. It reads a.Sentences and a.Tokens
// and returns mentions in text order, headline first, without overlaps.
func (l *Linker) Mentions(doc *corpus.Document, a *corpus.Annotations) []corpus.Mention {
	fields := []*field{newField(doc, corpus.InTitle, a), newField(doc, corpus.InText, a)}
	var definitions []definition
	for _, f := range fields {
		f.candidates = l.candidates(f)
		definitions = append(definitions, l.definitions(f, l.free(f))...)
	}
	l.define(fields, definitions)
	named := l.named(fields)
	var out []corpus.Mention
	for _, f := range fields {
		var valid []candidate
		for _, c := range f.candidates {
			if fm := l.formOf(c); (!fm.name.Context && !c.loose || named[fm.entity] > 0) && !l.partOfOther(f, c) {
				valid = append(valid, c)
			}
		}
		for _, c := range l.resolve(valid, named) {
			if m, ok := l.mention(doc, f, c); ok {
				out = append(out, m)
			}
		}
	}
	out = l.shortNames(doc, a, fields, out)
	return l.references(doc, a, fields, out)
}

// named counts, by entity, the names of a document that need no context, with them
// descriptions that leave no doubt and parties: what lets in names that do need it.
func (l *Linker) named(fields []*field) map[int]int {
	named := map[int]int{}
	described := map[int]int{}
	for _, f := range fields {
		for _, c := range f.candidates {
			if n := l.anchored(f, c); n > 0 {
				described[l.formOf(c).entity] += n
			}
		}
	}
	for e, n := range described {
		if n >= sureDescription {
			named[e]++
		}
	}
	for _, f := range fields {
		for _, c := range l.free(f) {
			named[l.formOf(c).entity]++
		}
	}
	l.sides(fields, named)
	return named
}

// sides counts as named the parties of a text that names at least two (中方 and
// 美方), but for names that several entities share.
func (l *Linker) sides(fields []*field, named map[int]int) {
	entity := map[string]int{}
	shared := map[string]bool{}
	for _, f := range fields {
		for _, c := range f.candidates {
			fm := l.formOf(c)
			if !fm.name.Side || c.loose {
				continue
			}
			surface := f.String(c.start, c.end)
			if e, met := entity[surface]; met && e != fm.entity {
				shared[surface] = true
			}
			entity[surface] = fm.entity
		}
	}
	if len(entity) < 2 {
		return
	}
	for surface, e := range entity {
		if !shared[surface] {
			named[e]++
		}
	}
}

// free are the names of a field that need no other name of their entity.
func (l *Linker) free(f *field) []candidate {
	var free []candidate
	for _, c := range f.candidates {
		if !l.formOf(c).name.Context && !c.loose && !l.partOfOther(f, c) {
			free = append(free, c)
		}
	}
	return l.resolve(free, nil)
}

// formOf is the form that stands at a candidate.
func (l *Linker) formOf(c candidate) *form {
	if c.own != nil {
		return c.own
	}
	return &l.forms[c.form]
}

// mention makes a candidate a mention, unless it only masks.
func (l *Linker) mention(doc *corpus.Document, f *field, c candidate) (corpus.Mention, bool) {
	fm := l.formOf(c)
	e := &l.entities[fm.entity]
	sentence := f.SentenceAt(c.span.Start)
	if sentence < 0 || e.Masks() {
		return corpus.Mention{}, false
	}
	label := e.Label
	if fm.name.Label != "" {
		label = fm.name.Label
	}
	variant := fm.variant
	surface := c.span.Of(f.Source())
	if polluted(surface) {
		variant = corpus.VariantTypo
	}
	return corpus.Mention{
		ID:   corpus.NewPartID(doc.ID, corpus.LayerMention, f.In, c.span, string(e.ID)),
		Span: c.span, Sentence: sentence, Surface: surface, Label: label, Entity: e.ID,
		Variant: variant, Score: fm.score, Evidence: fm.evidence, Metonym: fm.name.Metonym,
	}, true
}

// reading is the Latin spelling of a Chinese character in brackets.
var reading = lazyregexp.New(`\p{Han}\s*[(（]\s*\p{Latin}+\s*[)）]`)

// polluted reports a name with readings between its characters, 国(guó)际, but not
// one with brackets of its own, 刚果（金）.
func polluted(surface string) bool { return reading.MatchString(surface) }

// resolve settles which candidates stand: the longest; of the same place the
// entity that the document names otherwise, then the nearest spelling. A title
// does not take a person's name apart: in "President Xi Jinping" the name stands.
func (l *Linker) resolve(all []candidate, named map[int]int) []candidate {
	all = l.withoutTitles(all)
	slices.SortStableFunc(all, func(a, b candidate) int {
		fa, fb := l.formOf(a), l.formOf(b)
		switch {
		case a.start != b.start:
			return a.start - b.start
		case a.end != b.end:
			return b.end - a.end
		case named[fa.entity] != named[fb.entity]:
			return named[fb.entity] - named[fa.entity]
		case a.written != b.written:
			if a.written {
				return -1
			}
			return 1
		case fa.score != fb.score:
			if fa.score > fb.score {
				return -1
			}
			return 1
		}
		return int(a.form - b.form)
	})
	return match.Longest(all, func(c candidate) (int, int) { return c.start, c.end })
}

// withoutTitles drops the candidates of a person in whose middle the name in full
// begins that reaches further.
func (l *Linker) withoutTitles(all []candidate) []candidate {
	people := map[int][]candidate{} // by entity, in order of their starts
	for _, c := range all {
		if e := l.formOf(c).entity; l.entities[e].Label == corpus.PER {
			people[e] = append(people[e], c)
		}
	}
	if len(people) == 0 {
		return all
	}
	for _, same := range people {
		slices.SortStableFunc(same, func(a, b candidate) int { return a.start - b.start })
	}
	return slices.DeleteFunc(slices.Clone(all), func(c candidate) bool {
		same := people[l.formOf(c).entity]
		i, _ := slices.BinarySearchFunc(same, c.start+1, func(o candidate, start int) int { return o.start - start })
		for ; i < len(same) && same[i].start < c.end; i++ {
			if same[i].end > c.end {
				return true
			}
		}
		return false
	})
}
