package frame

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/match"
	"framewatch/nlp/relevance"
)

// Coder applies one codebook. It is safe for concurrent use.
type Coder struct {
	book    Codebook
	targets []*target
	trie    *match.Trie[int32]
	terms   []term
	reads   []languages // of each frame's terms
}

// languages are those in which something has terms.
type languages map[string]bool

// has reports whether terms count in a language; where it cannot be told, all do.
func (l languages) has(lang string) bool {
	lang = plain(lang)
	return l[lang] || lang == "" && len(l) > 0
}

// plain is the language whose terms count in a text of another tag; empty where
// the text's language is not known.
func plain(lang string) string {
	switch lang = base(lang); lang {
	case "yue":
		return "zh"
	case open:
		return ""
	}
	return lang
}

// target is a target with the codebook's sets as they are for it.
type target struct {
	corpus.Target
	is   func(corpus.EntityID) bool
	sets map[string]func(corpus.EntityID) bool
	own  map[string]bool // sets that are the target's own
}

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
	anti     bool
	capitals bool // written in capitals: matches capitals only
}

// New compiles a codebook. A text is coded for each of the targets by itself:
// what is found for one does not depend on the others.
func New(book Codebook, targets []corpus.Target) (*Coder, error) {
	if err := book.Validate(); err != nil {
		return nil, fmt.Errorf("compile codebook %s: %w", book.ID, err)
	}
	c := &Coder{book: book, trie: match.NewTrie[int32]()}
	for _, t := range targets {
		c.targets = append(c.targets, newTarget(book.Sets, t))
	}
	c.reads = make([]languages, len(book.Frames))
	for i, f := range book.Frames {
		c.reads[i] = languages{}
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

func (c *Coder) add(of term, terms map[string][]string, anti bool) {
	for _, lang := range slices.Sorted(maps.Keys(terms)) {
		wild := match.InWord
		switch base(lang) {
		case "zh", "ja", "th":
			wild = match.InChinese
		}
		_, script, _ := strings.Cut(lang, "-")
		for _, text := range terms[lang] {
			c.trie.Add(text, wild, int32(len(c.terms)))
			t := of
			t.lang, t.script, t.text, t.anti = base(lang), script, text, anti
			t.capitals = match.AllUpper(text) && len(text) > 1 && len(text) <= maxAcronym
			c.terms = append(c.terms, t)
		}
		if !anti && len(terms[lang]) > 0 {
			c.reads[of.frame][base(lang)] = true
		}
	}
}

func newTarget(sets []Set, t corpus.Target) *target {
	out := &target{Target: t, is: member(t.Set), sets: map[string]func(corpus.EntityID) bool{}, own: map[string]bool{}}
	apart := slices.ContainsFunc(sets, func(s Set) bool { return s.Target })
	for _, s := range sets {
		in := member(s.Entities)
		out.own[s.ID] = s.Target || !apart && !slices.ContainsFunc(s.Entities, func(e corpus.EntityID) bool { return !t.Has(e) })
		switch {
		case s.Target:
			out.sets[s.ID] = out.is
		case apart:
			out.sets[s.ID] = func(id corpus.EntityID) bool { return in(id) && !out.is(id) }
		default:
			out.sets[s.ID] = in
		}
	}
	return out
}

// member tests for the entities of a set.
func member(entities []corpus.EntityID) func(corpus.EntityID) bool {
	exact := map[corpus.EntityID]bool{}
	var prefixes []string
	for _, e := range entities {
		if p, ok := strings.CutSuffix(string(e), "*"); ok {
			prefixes = append(prefixes, p)
			continue
		}
		exact[e] = true
	}
	return func(id corpus.EntityID) bool {
		return exact[id] || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(string(id), p) })
	}
}

// By names the codebook as id@version.
func (c *Coder) By() string { return c.book.ID + "@" + c.book.Version }

// Reads reports whether the codebook has terms that count in a language; where it
// cannot be told, all do.
func (c *Coder) Reads(lang string) bool {
	return slices.ContainsFunc(c.reads, func(l languages) bool { return l.has(lang) })
}

// Words lists the Chinese terms without wildcards, for a segmenter to keep
// whole.
func (c *Coder) Words() []string {
	var out []string
	for _, t := range c.terms {
		if t.lang == "zh" && !strings.ContainsAny(t.text, "*? ") {
			out = append(out, t.text)
		}
	}
	return out
}

// hit is a match of a term, in folded runes.
type hit struct {
	term       *term
	start, end int
	span       corpus.Span
}

// Hits finds the frames of a document. It reads a.Sentences, a.Tokens,
// a.Mentions and a.Clauses, and returns hits in text order, headline first; hits
// of several frames, and of one for several targets, may stand in the same place.
func (c *Coder) Hits(doc *corpus.Document, a *corpus.Annotations) []corpus.FrameHit {
	var out []corpus.FrameHit
	near, clauses := newProximity(doc, a), clause.NewIndex(a)
	uses := make([]corpus.Relevance, len(c.targets))
	for i, t := range c.targets {
		uses[i] = relevance.Of(a, t.Target).Relevance
	}
	for _, in := range []corpus.Field{corpus.InTitle, corpus.InText} {
		f := match.NewField(doc, in, a)
		for _, h := range c.matches(f) {
			for i, t := range c.targets {
				if fh, ok := c.frameHit(doc, f, surroundings{near, clauses, t, uses[i]}, h); ok {
					out = append(out, fh)
				}
			}
		}
	}
	return out
}

// matches finds the terms that stand, in text order and then in the codebook's.
func (c *Coder) matches(f *match.Field) []hit {
	found := make([][]hit, len(c.book.Frames))
	masked := make([][]hit, len(c.book.Frames))
	c.trie.Find(f.Text, func(start, end int, terms []int32) {
		if !f.Boundary(start) || !f.Boundary(end) {
			return
		}
		span := f.Span(start, end)
		s := f.Sentence(span.Start)
		for _, i := range terms {
			t := &c.terms[i]
			if !counts(t, s, span.Of(f.Source())) || f.Han(start, end) && end-start <= shortHan && f.CrossesWord(span) {
				continue
			}
			h := hit{t, start, end, span}
			if t.anti {
				masked[t.frame] = append(masked[t.frame], h)
			} else {
				found[t.frame] = append(found[t.frame], h)
			}
		}
	})
	var out []hit
	for i, hits := range found {
		hits = unmasked(hits, masked[i])
		slices.SortStableFunc(hits, func(a, b hit) int { return scriptRank(f, a) - scriptRank(f, b) })
		out = append(out, match.Longest(hits, func(h hit) (int, int) { return h.start, h.end })...)
	}
	slices.SortStableFunc(out, func(a, b hit) int { return a.start - b.start })
	return out
}

// unmasked drops the hits of which an anti-term covers a part: one of the frame, or
// of the group that the hit is of.
func unmasked(hits, masks []hit) []hit {
	if len(masks) == 0 {
		return hits
	}
	return slices.DeleteFunc(hits, func(h hit) bool {
		return slices.ContainsFunc(masks, func(m hit) bool {
			return m.start < h.end && h.start < m.end && (m.term.group < 0 || m.term.group == h.term.group)
		})
	})
}

// shortHan is the longest Chinese term that is checked against word boundaries:
// 和合 is not in 和/合作.
const shortHan = 3

// scriptRank puts the term first that is written in the sentence's own script.
func scriptRank(f *match.Field, h hit) int {
	if h.term.script == "" || h.term.script == f.Sentence(h.span.Start).Script {
		return 0
	}
	return 1
}

// counts reports whether the term holds in the sentence's language and with
// these capitals.
func counts(t *term, s corpus.Sentence, surface string) bool {
	return inLanguage(t, s.Lang) && (!t.capitals || match.AllUpper(surface))
}

func inLanguage(t *term, lang string) bool {
	lang = plain(lang)
	return lang == t.lang || lang == ""
}

// frameHit checks the requirements of a match for a target and fills in what is
// around it.
func (c *Coder) frameHit(doc *corpus.Document, f *match.Field, around surroundings, h hit) (corpus.FrameHit, bool) {
	sentence := f.SentenceAt(h.span.Start)
	if sentence < 0 {
		return corpus.FrameHit{}, false
	}
	frame := &c.book.Frames[h.term.frame]
	entity, distance, ok := around.requirement(h.term.requires, sentence)
	if !ok {
		return corpus.FrameHit{}, false
	}
	fh := corpus.FrameHit{
		ID:   NewHitID(doc.ID, f.In, h.span, c.book.ID, frame.ID, h.term.text, around.target.ID),
		Span: h.span, Sentence: sentence, Codebook: c.book.ID, Version: c.book.Version,
		Frame: frame.ID, Term: h.term.text, Polarity: h.term.polarity, Surface: h.span.Of(f.Source()),
		Target: around.target.ID, Entity: entity, Distance: distance, Method: "codebook", Score: 1,
	}
	fh.Voice = corpus.VoiceAuthor
	if in := around.clauses.At(sentence, h.span); in != nil {
		fh.Clause, fh.Negated, fh.Hypothetical = in.ID, in.Polarity == corpus.Negated, in.Mood != corpus.Asserted
		fh.Voice, fh.Speaker, fh.SpeakerID = in.Voice, in.Source.Of(f.Source()), in.Speaker
	}
	return fh, true
}

// NewHitID derives the ID of a hit of a term in a frame of a codebook, for one
// target.
func NewHitID(doc corpus.DocID, in corpus.Field, span corpus.Span, book, frame, term string, target corpus.EntityID) string {
	return corpus.NewPartID(doc, corpus.LayerFrame, in, span, book, frame, term, string(target))
}
