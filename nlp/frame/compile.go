package frame

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/inflect"
	"framewatch/nlp/match"
)

// maxAcronym is the longest term in capitals that is taken for an acronym.
const maxAcronym = 5

// term is a compiled term or anti-term.
type term struct {
	frame    int
	polarity string
	requires []Requirement
	group    int    // of the frame's groups; -1 for the frame's own terms
	lang     string // without script
	script   string // Hans, Hant or empty
	text     string // as the codebook writes it
	target   int    // for which alone it holds, as its sets are that target's; -1 for all
	gap      bool   // it has a gap, which stays in its sentence
	plain    bool   // it has neither wildcards nor elements but text
	anti     bool
	capitals bool // written in capitals: matches capitals only
}

// New compiles a codebook. A text is coded for each of the targets by itself:
// what is found for one does not depend on the others.
func New(book Codebook, targets []corpus.Target) (*Coder, error) {
	if err := book.Validate(); err != nil {
		return nil, fmt.Errorf("compile codebook %s: %w", book.ID, err)
	}
	c := &Coder{book: book, trie: match.NewTrie[int32](), marks: newMarks(book.Sets)}
	for _, t := range targets {
		c.targets = append(c.targets, newTarget(book.Sets, t))
	}
	c.reads = make([]languages, len(book.Frames))
	for i, f := range book.Frames {
		c.reads[i] = languages{}
		for _, lang := range f.Languages() {
			c.reads[i][lang] = true
		}
		own := term{frame: i, group: -1, polarity: f.Polarity, requires: f.Requires}
		c.add(own, f.Terms, false)
		c.add(own, f.AntiTerms, true)
		for k, g := range f.Groups {
			of := term{frame: i, group: k, polarity: cmp.Or(g.Polarity, f.Polarity), requires: f.Requires}
			if g.Requires != nil {
				of.requires = g.Requires
			}
			c.add(of, g.Terms, false)
			c.add(of, g.AntiTerms, true)
		}
	}
	return c, nil
}

// add compiles terms of one kind.
func (c *Coder) add(of term, terms map[string][]string, anti bool) {
	for _, lang := range slices.Sorted(maps.Keys(terms)) {
		_, script, _ := strings.Cut(lang, "-")
		for _, text := range terms[lang] {
			elements, err := parseTerm(text, lang, c.marks.names)
			if err != nil { // the codebook is checked before
				continue
			}
			t := of
			t.lang, t.script, t.text, t.anti, t.target = corpus.BaseLang(lang), script, text, anti, -1
			t.plain = len(elements) == 1 && elements[0].text != "" && elements[0].pos == "" && !strings.ContainsAny(text, "*? ")
			t.capitals = len(elements) == 1 && elements[0].text != "" && match.AllUpper(text) && len(text) > 1 && len(text) <= maxAcronym
			t.gap = slices.ContainsFunc(elements, func(e element) bool { return e.gap > 0 })
			c.compile(t, elements)
		}
	}
}

// compile files a term: once, or where it names sets once for each target.
func (c *Coder) compile(t term, elements []element) {
	if !slices.ContainsFunc(elements, func(e element) bool { return e.set != "" && e.set != anyEntity }) {
		c.file(t, elements)
		return
	}
	for i := range c.targets {
		t.target = i
		c.file(t, elements)
	}
}

func (c *Coder) file(t term, elements []element) {
	wild := match.InWord
	if unspaced(t.lang) {
		wild = match.InChinese
		c.crosses = c.crosses || strings.Contains(t.text, "*")
	}
	n := int32(len(c.terms))
	c.terms = append(c.terms, t)
	for _, pieces := range c.pieces(t.target, elements) {
		c.trie.AddPattern(pieces, wild, n)
	}
}

// pieces are the patterns of a term: one for each choice of forms of its lemmas.
func (c *Coder) pieces(target int, elements []element) [][]match.Piece {
	out := [][]match.Piece{nil}
	for _, e := range elements {
		var choices []match.Piece
		switch {
		case e.gap > 0:
			choices = []match.Piece{{Gap: e.gap}}
		case e.set != "":
			choices = []match.Piece{{Mark: c.marks.set(target, e.set)}}
		case e.lemma != "":
			for _, form := range inflect.Forms(e.lemma, e.pos) {
				choices = append(choices, match.Piece{Text: form, Tag: c.marks.tag(e.pos)})
			}
		default:
			choices = []match.Piece{{Text: e.text, Tag: c.marks.tag(e.pos)}}
		}
		var longer [][]match.Piece
		for _, before := range out {
			for _, p := range choices {
				longer = append(longer, append(slices.Clip(before), p))
			}
		}
		out = longer
	}
	return out
}

// Words lists the Chinese terms without wildcards that are checked against word
// boundaries, for a segmenter to keep whole. Longer ones are phrases: they need no
// word, and would join what are words elsewhere.
func (c *Coder) Words() []string {
	var out []string
	for _, t := range c.terms {
		if t.lang == "zh" && t.plain && utf8.RuneCountInString(t.text) <= shortHan {
			out = append(out, t.text)
		}
	}
	return out
}
