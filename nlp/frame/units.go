package frame

import (
	"slices"
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// marks number what terms say of names and words.
type marks struct {
	names []string // of the sets
	sets  map[markedSet]match.Mark
	tags  map[string]match.Mark // by part of speech
	next  match.Mark
}

// markedSet is a set as it is for a target; -1 for {ENTITY}.
type markedSet struct {
	target int
	set    string
}

func newMarks(sets []Set) marks {
	m := marks{sets: map[markedSet]match.Mark{}, tags: map[string]match.Mark{}, next: 1}
	for _, s := range sets {
		m.names = append(m.names, s.ID)
	}
	return m
}

// set is the mark of the names in a set.
func (m *marks) set(target int, set string) match.Mark {
	if set == anyEntity {
		target = -1
	}
	return number(m, m.sets, markedSet{target, set})
}

// tag is the mark of words of a part of speech; none for no part of speech.
func (m *marks) tag(pos string) match.Mark {
	if pos == "" {
		return 0
	}
	return number(m, m.tags, pos)
}

func number[K comparable](m *marks, of map[K]match.Mark, key K) match.Mark {
	if _, ok := of[key]; !ok {
		of[key] = m.next
		m.next++
	}
	return of[key]
}

// units are the names and titles of a field, and the parts of speech of its words,
// as far as a term may ask for them.
func (c *Coder) units(f *match.Field, a *corpus.Annotations) *match.Units {
	names := len(c.marks.sets) > 0 || c.crosses && slices.ContainsFunc(a.Sentences, func(s corpus.Sentence) bool {
		return s.In() == f.In && (unspaced(plain(s.Lang)) || plain(s.Lang) == "")
	})
	if !names && len(c.marks.tags) == 0 {
		return nil
	}
	var units []match.Unit
	if names {
		units = append(c.mentions(f, a), titles(f.Text, c.marks.sets[markedSet{-1, anyEntity}])...)
	}
	return match.NewUnits(f.Text, units, c.tagger(f, a))
}

// mentions are the names, and those with an article before them.
func (c *Coder) mentions(f *match.Field, a *corpus.Annotations) []match.Unit {
	var units []match.Unit
	for _, m := range a.Mentions {
		s := a.Sentences[m.Sentence]
		start, end := f.At(m.Span.Start), f.At(m.Span.End)
		if s.In() != f.In || start >= end {
			continue
		}
		u := match.Unit{Start: start, End: end, Marks: c.marksOf(m.Entity)}
		units = append(units, u)
		if before := article(f.Text, start, corpus.BaseLang(s.Lang)); before < start {
			u.Start = before
			units = append(units, u)
		}
	}
	return units
}

// marksOf are the marks that a name of an entity carries.
func (c *Coder) marksOf(e corpus.EntityID) []match.Mark {
	var out []match.Mark
	for s, mark := range c.marks.sets {
		if s.target < 0 || e != "" && c.targets[s.target].sets[s.set](e) {
			out = append(out, mark)
		}
	}
	return out
}

// articles may stand before a name as a part of it.
var articles = map[string][]string{
	"en": {"the"}, "fr": {"le", "la", "les", "l'"}, "es": {"el", "la", "los", "las"}, "pt": {"o", "a", "os", "as"},
	"it": {"il", "la", "lo", "i", "le", "gli", "l'"}, "de": {"der", "die", "das", "den", "dem", "des"}, "nl": {"de", "het"},
}

// article is where the article before a name begins; the name itself without one.
func article(t *match.Text, start int, lang string) int {
	for _, word := range articles[lang] {
		if !strings.HasSuffix(word, "'") {
			word += " "
		}
		if at := start - len(word); at >= 0 && t.String(at, start) == word && t.Boundary(at) {
			return at
		}
	}
	return start
}

// maxTitle is the longest title, in characters.
const maxTitle = 80

// titles are what stands in 《》, with the marks.
func titles(t *match.Text, mark match.Mark) []match.Unit {
	var out []match.Unit
	for i := 0; i < t.Len(); i++ {
		if t.Rune(i) != '《' {
			continue
		}
		for k := i + 1; k < min(t.Len(), i+maxTitle) && t.Rune(k) != '\n'; k++ {
			if t.Rune(k) == '》' {
				out = append(out, match.Unit{Start: i, End: k + 1, Marks: []match.Mark{mark}})
				i = k
				break
			}
		}
	}
	return out
}

// tagger tells the part of speech of the word that ends at a folded rune.
func (c *Coder) tagger(f *match.Field, a *corpus.Annotations) func(end int, m match.Mark) bool {
	if len(c.marks.tags) == 0 {
		return nil
	}
	first := sort.Search(len(a.Tokens), func(i int) bool { return a.Sentences[a.Tokens[i].Sentence].In() == f.In || f.In == corpus.InTitle })
	tags := map[match.Mark][]string{}
	for pos, mark := range c.marks.tags {
		tags[mark] = slices.Concat(penn()[pos], []string{pos})
	}
	return func(end int, m match.Mark) bool {
		b := f.Span(end-1, end).End
		tokens := a.Tokens[first:]
		i := sort.Search(len(tokens), func(i int) bool { return tokens[i].Span.End >= b || a.Sentences[tokens[i].Sentence].In() != f.In })
		return i < len(tokens) && tokens[i].Span.End == b && a.Sentences[tokens[i].Sentence].In() == f.In && slices.Contains(tags[m], tokens[i].POS)
	}
}
