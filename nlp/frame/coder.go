package frame

import (
	"cmp"
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
	marks   marks
	crosses bool // a term has a `*` that may cross a name
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
	switch lang = corpus.BaseLang(lang); lang {
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

// hit is a match of a term, in folded runes.
type hit struct {
	term       *term
	start, end int
	span       corpus.Span
}

func (h hit) place() (start, end int) { return h.start, h.end }

// Hits finds the frames of a document. It reads a.Sentences, a.Tokens,
// a.Mentions and a.Clauses, and returns hits in text order, headline first; hits
// of several frames, and of one for several targets, may stand in the same place.
func (c *Coder) Hits(doc *corpus.Document, a *corpus.Annotations) []corpus.FrameHit {
	around := make([]surroundings, len(c.targets))
	for i, t := range c.targets {
		around[i] = surroundings{target: t, use: relevance.Of(a, t.Target).Relevance}
		if around[i].use == corpus.RelevancePassing {
			around[i].passing = newPassing(doc, a, t.is)
		}
	}
	return c.hits(doc, a, around)
}

// hits finds the frames for every target.
func (c *Coder) hits(doc *corpus.Document, a *corpus.Annotations, around []surroundings) []corpus.FrameHit {
	var out []corpus.FrameHit
	near, clauses := newProximity(doc, a), clause.NewIndex(a)
	for i := range around {
		around[i].near, around[i].clauses = near, clauses
	}
	for _, in := range []corpus.Field{corpus.InTitle, corpus.InText} {
		f := match.NewField(doc, in, a)
		out = append(out, c.hitsIn(doc, f, c.units(f, a), around)...)
	}
	return c.exclude(a, out)
}

// hitsIn finds the hits of one field, for every target.
func (c *Coder) hitsIn(doc *corpus.Document, f *match.Field, units *match.Units, around []surroundings) []corpus.FrameHit {
	type placed struct {
		corpus.FrameHit
		hit
	}
	var out []placed
	all := c.find(f, units)
	shared := all.resolve(f, -1)
	for i, s := range around {
		hits := shared
		if all.ofTargets {
			hits = all.resolve(f, i)
		}
		var met []placed
		for _, h := range hits {
			if fh, ok := c.frameHit(doc, f, s, h); ok {
				met = append(met, placed{fh, h})
			}
		}
		if c.book.Exclusive {
			met = match.Longest(met, func(p placed) (int, int) { return p.place() })
		}
		out = append(out, met...)
	}
	if len(c.targets) > 1 {
		slices.SortStableFunc(out, func(a, b placed) int { return cmp.Or(a.start-b.start, a.term.frame-b.term.frame) })
	}
	hits := make([]corpus.FrameHit, len(out))
	for i, p := range out {
		hits[i] = p.FrameHit
	}
	return hits
}

// matches are the terms that stand in a field, by frame.
type matches struct {
	found, masked [][]hit
	ofTargets     bool // some are of one target only
}

// find goes over the text once.
func (c *Coder) find(f *match.Field, units *match.Units) *matches {
	m := &matches{found: make([][]hit, len(c.book.Frames)), masked: make([][]hit, len(c.book.Frames))}
	c.trie.FindIn(f.Text, units, func(start, end int, terms []int32) {
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
			if t.gap && f.SentenceAt(span.Start) != f.SentenceAt(span.End-1) {
				continue
			}
			m.ofTargets = m.ofTargets || t.target >= 0
			h := hit{t, start, end, span}
			if t.anti {
				m.masked[t.frame] = append(m.masked[t.frame], h)
			} else {
				m.found[t.frame] = append(m.found[t.frame], h)
			}
		}
	})
	return m
}

// resolve chooses between matches that overlap, in text order and then in the
// codebook's. It leaves out terms that hold for other targets than this one.
func (m *matches) resolve(f *match.Field, target int) []hit {
	var out []hit
	others := func(h hit) bool { return h.term.target >= 0 && h.term.target != target }
	for i, hits := range m.found {
		masks := m.masked[i]
		if m.ofTargets {
			hits, masks = slices.DeleteFunc(slices.Clone(hits), others), slices.DeleteFunc(slices.Clone(masks), others)
		}
		hits = unmasked(hits, masks)
		slices.SortStableFunc(hits, func(a, b hit) int { return scriptRank(f, a) - scriptRank(f, b) })
		out = append(out, match.Longest(hits, hit.place)...)
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

// exclude drops the hits that a counting hit of another frame excludes. Frames
// exclude in the codebook's order; a hit that is excluded excludes none.
func (c *Coder) exclude(a *corpus.Annotations, hits []corpus.FrameHit) []corpus.FrameHit {
	for _, f := range c.book.Frames {
		for _, x := range f.Excludes {
			by := map[exclusion]bool{}
			for _, h := range hits {
				if h.Frame == f.ID && Counts(a, h) {
					by[exclusionOf(h, x)] = true
				}
			}
			if len(by) > 0 {
				hits = slices.DeleteFunc(hits, func(h corpus.FrameHit) bool { return h.Frame == x.Frame && by[exclusionOf(h, x)] })
			}
		}
	}
	return hits
}

// exclusion is where hits are excluded.
type exclusion struct {
	target   corpus.EntityID
	sentence int
}

func exclusionOf(h corpus.FrameHit, x Exclusion) exclusion {
	if x.Within == withinDocument {
		return exclusion{h.Target, -1}
	}
	return exclusion{h.Target, h.Sentence}
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
	entity, distance, ok := around.requirement(h.term.requires, f.Source(), sentence, h.span)
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
	said := func(in *corpus.Clause) {
		fh.Voice, fh.Quote, fh.Speaker, fh.SpeakerID = in.Voice, in.Quote, in.Source.Of(f.Source()), in.Speaker
	}
	if in := around.clauses.At(sentence, h.span); in != nil {
		fh.Clause, fh.Negated, fh.Hypothetical = in.ID, in.Polarity == corpus.Negated, in.Mood != corpus.Asserted
		said(in)
	}
	// A hit may begin with the verb of saying (质疑…独立性): what it ends with is said.
	if in := around.clauses.At(sentence, f.Span(h.end-1, h.end)); fh.Voice == corpus.VoiceAuthor && in != nil {
		said(in)
	}
	return fh, true
}

// NewHitID derives the ID of a hit of a term in a frame of a codebook, for one
// target.
func NewHitID(doc corpus.DocID, in corpus.Field, span corpus.Span, book, frame, term string, target corpus.EntityID) string {
	return corpus.NewPartID(doc, corpus.LayerFrame, in, span, book, frame, term, string(target))
}
