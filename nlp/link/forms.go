package link

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// form is one string that is looked for: a name, or a spelling derived from
// one.
type form struct {
	entity   int // index into Linker.entities
	name     *Name
	variant  corpus.Variant
	evidence string
	score    float64
	capitals []bool // of the name as written, by folded rune; nil where case does not matter
	acronym  bool   // a misspelling of an acronym: capitals are counted instead
	swapped  bool   // such a one with two letters swapped
	beside   bool   // a misspelling of a target's acronym: every candidate of it is loose
	given    bool   // a person's given name too, in one language or another
	local    bool   // a common word of its language, such as a French adjective
}

// scores are what a variant is worth as evidence: a wrong name is still most
// likely the entity, but less surely.
var scores = map[corpus.Variant]float64{
	corpus.VariantOfficial:       1,
	corpus.VariantAlias:          .95,
	corpus.VariantAbbreviation:   .95,
	corpus.VariantMistranslation: .8,
	corpus.VariantTypo:           .8,
	corpus.VariantDescription:    .8,
	corpus.VariantPronoun:        .6,
}

// contextScore lowers the score of a name that needs context.
const contextScore = .9

// addName files a name and what may be derived from it.
func (l *Linker) addName(entity int, name *Name, evidence string) {
	f := form{entity: entity, name: name, variant: name.Variant, evidence: evidence, score: scores[name.Variant]}
	if name.Context {
		f.score *= contextScore
	}
	f.given = slices.ContainsFunc(l.entities[entity].Names, func(n Name) bool { return n.Given && n.Text == name.Text })
	first, _ := utf8.DecodeRuneInString(name.Text)
	f.local = unicode.IsLower(first) && unicode.Is(unicode.Latin, first) && name.Lang != "mul" && !strings.ContainsAny(name.Text, " -")
	folded := match.Fold(name.Text)
	if name.Case == CaseExact {
		f.capitals = capitals(folded)
	}
	l.add(name.Text, f)
	if name.Inflect {
		for _, s := range inflections(folded.String(0, folded.Len()), corpus.BaseLang(name.Lang)) {
			v := f
			v.capitals = nil
			if f.capitals != nil {
				v.capitals = f.capitals[:min(len(f.capitals), 1)]
			}
			l.add(s, v)
		}
	}
	if rest, ok := strings.CutPrefix(name.Text, "ال"); ok {
		l.add("لل"+rest, f) // the preposition ل melts into the article
	}
	if l.entities[entity].Label == corpus.ORG {
		for _, s := range damaged(name.Text) {
			v := f
			v.variant, v.score, v.capitals = corpus.VariantTypo, min(f.score, scores[corpus.VariantTypo]), nil
			l.add(s, v)
		}
	}
	for _, s := range misspelt(name) {
		v := f
		v.variant, v.capitals, v.acronym = corpus.VariantTypo, nil, true
		v.swapped = s != name.Text
		v.score = scores[corpus.VariantTypo]
		l.add(s, v)
	}
}

// add files a form under what is looked for.
func (l *Linker) add(text string, f form) {
	l.trie.Add(text, match.Literal, int32(len(l.forms)))
	l.forms = append(l.forms, f)
}

// capitals says which folded runes were written as capitals.
func capitals(t *match.Text) []bool {
	out := make([]bool, t.Len())
	for i := range out {
		out[i] = t.Upper(i)
	}
	return out
}

// minAcronym is the shortest acronym of capitals and small letters whose misspellings
// are looked for: the neighbours of shorter ones are too often other acronyms.
// Those of minCapitals capitals are looked for of targets, beside a name of them.
const (
	minAcronym  = 5
	minCapitals = 4
)

// misspelt lists how an acronym of capitals and small letters (NatLib) is
// mistyped: with other capitals, and with two neighbouring capitals swapped.
func misspelt(name *Name) []string {
	letters, head := acronym(name)
	if len(letters) < minAcronym || head < 3 || head == len(letters) {
		return nil
	}
	return append([]string{name.Text}, swaps(letters[:head], string(letters[head:]))...)
}

// acronym is an abbreviation of letters alone, and how many capitals it begins
// with; no letters for other names.
func acronym(name *Name) (letters []rune, capitals int) {
	if name.Variant != corpus.VariantAbbreviation || strings.ContainsFunc(name.Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return nil, 0
	}
	letters = []rune(name.Text)
	for capitals < len(letters) && unicode.IsUpper(letters[capitals]) {
		capitals++
	}
	return letters, capitals
}

// swaps are what comes of letters when two neighbours change places.
func swaps(letters []rune, rest string) []string {
	var out []string
	for i := range len(letters) - 1 {
		if letters[i] == letters[i+1] {
			continue
		}
		swapped := slices.Clone(letters)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		out = append(out, string(swapped)+rest)
	}
	return out
}

// addMistyped files how the acronyms of capitals of a target are mistyped: in small
// letters, with two letters swapped, with one written twice. What another entity is
// called is none.
func (l *Linker) addMistyped(entity int) {
	taken := map[string]bool{}
	for i := range l.entities {
		for _, n := range l.entities[i].Names {
			taken[strings.ToUpper(n.Text)] = true
		}
	}
	for i := range l.entities[entity].Names {
		name := &l.entities[entity].Names[i]
		letters, capitals := acronym(name)
		if len(letters) < minCapitals || capitals < len(letters) {
			continue
		}
		f := form{entity: entity, name: name, variant: corpus.VariantTypo, evidence: "acronym of the gazetteer, mistyped", score: scores[corpus.VariantTypo], acronym: true, beside: true}
		l.add(name.Text, f)
		f.swapped = true
		typed := swaps(letters, "")
		for i := range letters {
			typed = append(typed, string(slices.Insert(slices.Clone(letters), i, letters[i])))
		}
		slices.Sort(typed)
		for _, s := range slices.Compact(typed) {
			if !taken[s] {
				l.add(s, f)
			}
		}
	}
}
