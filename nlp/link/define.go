package link

import (
	"slices"
	"strings"
	"unicode"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/internal/abbreviation"
	"framewatch/nlp/match"
)

// definition is a short name that a text gives to what it has just named in
// full: "International Organization for Migration (IOM)", 国际调解院（以下简称“调解院”）.
type definition struct {
	short string
	in    corpus.Field
	at    int   // byte of the bracket
	own   *form // what the short name is; nil for a body that no gazetteer knows
}

var (
	latinShort = lazyregexp.New(`[（(]\s*(?:(?:hereinafter|hereafter|the|or|以下简称|以下簡稱|简称|簡稱)[,: ]*)*["'“‘「]?(\p{Lu}\p{L}{1,9})["'”’」]?\s*[)）]`)
	hanShort   = lazyregexp.New(`[（(](?:以下|下文|下)?[简簡统統]?[称稱][为為]?[:：]?\s*["“‘「『]?(\p{Han}{2,8})["”’」』]?[)）]`)
)

// nameReach is how many bytes before a bracket the name in full may begin.
const nameReach = 160

// definitions lists the short names that a field defines; full are the names in
// full that it holds, in text order without overlap.
func (l *Linker) definitions(f *field, full []candidate) []definition {
	src := f.Source()
	ending := map[int]candidate{}
	for _, c := range full {
		ending[c.span.End] = c
	}
	var out []definition
	for _, by := range []*lazyregexp.Regexp{latinShort, hanShort} {
		for _, at := range by.FindAllStringSubmatchIndex(src, -1) {
			d := definition{short: src[at[2]:at[3]], in: f.In, at: at[0]}
			before := strings.TrimRightFunc(src[:at[0]], unicode.IsSpace)
			name, known := ending[len(before)]
			han := endsInHan(before)
			switch {
			case known && l.entities[l.formOf(name).entity].Label == corpus.ORG && (han || abbreviation.Of(d.short, name.span.Of(src))):
				d.own = defined(l.formOf(name), d.short)
			case known || by == latinShort && (han || !abbreviates(d.short, before)):
				continue
			}
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b definition) int { return a.at - b.at })
	return out
}

// endsInHan looks at the last character alone; none has more than four bytes.
func endsInHan(s string) bool {
	r := []rune(s[max(0, len(s)-4):])
	return len(r) > 0 && unicode.Is(unicode.Han, r[len(r)-1])
}

// abbreviates reports whether short is made of the initials of the words that
// end before the bracket.
func abbreviates(short, before string) bool {
	words := strings.Fields(strings.ToValidUTF8(before[max(0, len(before)-nameReach):], ""))
	for n := 2; n <= len(words) && n <= 2*len(short); n++ {
		if first := words[len(words)-n]; capitalised(first) && abbreviation.Of(short, strings.Join(words[len(words)-n:], " ")) {
			return true
		}
	}
	return false
}

// defined is the form of a short name that a text gives to what it names in full.
func defined(full *form, short string) *form {
	name := &Name{Text: short, Lang: "mul", Variant: corpus.VariantAbbreviation}
	return &form{entity: full.entity, name: name, variant: name.Variant, evidence: "defined in the text", score: scores[name.Variant]}
}

// define gives the defined names of a document to what they are defined as, in
// place of what the gazetteers say of them.
func (l *Linker) define(fields []*field, all []definition) {
	if len(all) == 0 {
		return
	}
	trie := match.NewTrie[string]()
	seen := map[string]bool{}
	for _, d := range all {
		if !seen[d.short] {
			seen[d.short] = true
			trie.Add(d.short, match.Literal, d.short)
		}
	}
	for _, f := range fields {
		var own []candidate
		gone := map[corpus.Span]bool{}
		trie.Find(f.Text, func(start, end int, values []string) {
			span := f.Span(start, end)
			if !f.Boundary(start) || !f.Boundary(end) || f.CrossesWord(span) || !match.ExactCase(span.Of(f.Source()), values[0]) {
				return
			}
			meant := nearestBefore(all, values[0], f.In, span.Start)
			if meant == nil {
				gone[span] = true
				return
			}
			if slices.ContainsFunc(f.candidates, func(c candidate) bool {
				return c.span == span && l.formOf(c).entity == meant.entity && !l.formOf(c).name.Context
			}) {
				return
			}
			gone[span] = true
			own = append(own, candidate{own: meant, start: start, end: end, span: span, written: true})
		})
		f.candidates = slices.DeleteFunc(f.candidates, func(c candidate) bool { return gone[c.span] })
		f.candidates = append(f.candidates, own...)
	}
}

// nearestBefore is what a short name is at byte at: as last defined before, else
// as first defined.
func nearestBefore(all []definition, short string, in corpus.Field, at int) *form {
	var out *form
	found := false
	for _, d := range all {
		if d.short == short && (!found || d.in == in && d.at <= at) {
			out, found = d.own, true
		}
	}
	return out
}
