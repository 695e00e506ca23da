package claim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/clause"
)

// Finder finds claims about a register's target. It is safe for concurrent use.
type Finder struct {
	register Register
	by       string
	about    map[corpus.EntityID]bool
	facts    map[string][]Fact
	grammars map[string]func() grammar // by key of the language; compiled when a text first needs one
	phrases  map[string][]phrase       // likewise
}

// New compiles a register.
func New(r Register) (*Finder, error) {
	if err := r.Validate(); err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	f := &Finder{register: r, by: r.ID + "@" + r.Version, about: map[corpus.EntityID]bool{}, facts: map[string][]Fact{},
		grammars: map[string]func() grammar{}, phrases: map[string][]phrase{}}
	for _, e := range r.About {
		f.about[e] = true
	}
	for _, fact := range r.Facts {
		f.facts[fact.Kind] = append(f.facts[fact.Kind], fact)
	}
	for _, k := range r.Kinds {
		for _, lang := range slices.Sorted(maps.Keys(k.Phrases)) {
			for _, p := range k.Phrases[lang] {
				f.phrases[key(lang)] = append(f.phrases[key(lang)], newPhrase(k, lang, p))
			}
		}
	}
	for lang := range f.phrases {
		f.grammars[lang] = sync.OnceValue(func() grammar {
			g, _ := grammarOf(lang) // there is one, or the register is not valid
			return g
		})
	}
	return f, nil
}

// Reads says whether the register has phrases of a language.
func (f *Finder) Reads(lang string) bool { return len(f.phrases[key(lang)]) > 0 }

// By names the register with its version.
func (f *Finder) By() string { return "register " + f.by }

// Find lists the claims of a document in text order, headline first. It reads
// the sentences, mentions, quotations and clauses of a.
func (f *Finder) Find(doc *corpus.Document, a *corpus.Annotations) []corpus.Claim {
	near, clauses := f.near(a), clause.NewIndex(a)
	day := publication(doc)
	var out []corpus.Claim
	for i := range a.Sentences {
		if near[i] < 0 || a.Sentences[i].Boilerplate {
			continue
		}
		for _, c := range f.sentence(doc, a, clauses, i, day) {
			if c.Span.Start < near[i] {
				out = append(out, c)
			}
		}
	}
	return out
}

// near gives for each sentence the byte before which numbers may be about the
// target, -1 for none: all of it where it names the target; where it stands beside
// one that does, what is before another body, whose number the rest would be.
func (f *Finder) near(a *corpus.Annotations) []int {
	out, own := make([]int, len(a.Sentences)), make([]int, len(a.Sentences))
	for i := range out {
		out[i], own[i] = -1, a.Sentences[i].Span.End
	}
	for _, m := range a.Mentions {
		if m.Label == corpus.ORG && m.Entity != "" && !f.about[m.Entity] {
			own[m.Sentence] = min(own[m.Sentence], m.Span.Start)
		}
	}
	for _, m := range a.Mentions {
		if !f.about[m.Entity] {
			continue
		}
		for k := max(0, m.Sentence-1); k <= min(m.Sentence+1, len(out)-1); k++ {
			out[k] = max(out[k], own[k])
		}
		out[m.Sentence] = a.Sentences[m.Sentence].Span.End
	}
	return out
}

// publication is the day as of which a document is judged, empty where it is not
// known to the month.
func publication(doc *corpus.Document) string {
	p := doc.Published
	switch {
	case !p.Known() || p.Precision == corpus.PrecisionYear:
		return ""
	case p.Precision == corpus.PrecisionMonth: // its last day
		return p.Time.AddDate(0, 1, -p.Time.Day()).Format(time.DateOnly)
	}
	return p.Time.Format(time.DateOnly)
}

func (f *Finder) sentence(doc *corpus.Document, a *corpus.Annotations, clauses *clause.Index, i int, day string) []corpus.Claim {
	s := a.Sentences[i]
	whole := doc.Text
	if s.In() == corpus.InTitle {
		whole = doc.Title
	}
	text, lang := s.Span.Of(whole), key(s.Lang)
	low := strings.ToLower(text)
	var phrases []*phrase
	for k := range f.phrases[lang] {
		if p := &f.phrases[lang][k]; p.mayStand(low) {
			phrases = append(phrases, p)
		}
	}
	if len(phrases) == 0 {
		return nil
	}
	g := f.grammars[lang]()
	if !g.mayRead(low) {
		return nil // without looking for numbers, which takes longer
	}
	numbers := g.read(text)
	if len(numbers) == 0 {
		return nil
	}
	marked, places := mark(text, numbers)
	days := []string{}
	if day != "" {
		days = append(days, day)
	}
	for _, n := range numbers { // "on 30 May 2025 33 states signed" holds for that day
		if len(n.date) == len(time.DateOnly) && n.date[0] != '-' && n.date < day {
			days = append(days, n.date)
		}
	}
	taken := map[int]bool{}
	var out []corpus.Claim
	for _, p := range phrases {
		for _, at := range p.re().FindAllStringSubmatchIndex(marked, -1) {
			n := places[at[2]]
			number := numbers[n]
			number.num += p.more
			if taken[n] || number.date == "" && number.num < p.kind.Least {
				continue
			}
			taken[n] = true
			out = append(out, f.claim(doc, a, clauses, i, p.kind, number, days))
		}
	}
	slices.SortFunc(out, func(a, b corpus.Claim) int { return a.Span.Start - b.Span.Start })
	return out
}

// mark puts a mark in the place of each number; places tells which it is, by the
// mark's offset.
func mark(text string, numbers []stated) (marked string, places map[int]int) {
	var b strings.Builder
	places = map[int]int{}
	end := 0
	for i, n := range numbers {
		if n.span.Start < end {
			continue
		}
		b.WriteString(text[end:n.span.Start])
		places[b.Len()] = i
		if n.date != "" {
			b.WriteString(dateMark)
		} else {
			b.WriteString(numberMark)
		}
		end = n.span.End
	}
	b.WriteString(text[end:])
	return b.String(), places
}

func (f *Finder) claim(doc *corpus.Document, a *corpus.Annotations, clauses *clause.Index, i int, kind Kind, n stated, days []string) corpus.Claim {
	s := a.Sentences[i]
	text := doc.Text
	if s.In() == corpus.InTitle {
		text = doc.Title
	}
	span := corpus.Span{Start: s.Span.Start + n.span.Start, End: s.Span.Start + n.span.End}
	c := corpus.Claim{ID: corpus.NewPartID(doc.ID, corpus.LayerClaim, s.In(), span, kind.ID, string(f.register.About[0])), Span: span, Sentence: i, Surface: span.Of(text),
		Target: f.register.About[0], Kind: kind.ID, Value: n.value(), Bound: n.bound, Register: f.by, Voice: corpus.VoiceAuthor}
	var fact *Fact
	if c.Verdict, fact = judge(kind, f.facts[kind.ID], n, days); fact != nil {
		c.Fact, c.Source = fact.Value, fact.Source
	}
	uttered(text, a, clauses.At(i, span), &c)
	return c
}

// uttered fills in the clause that holds the number, and who says it there. What
// a clause denies, asks or supposes nobody claims.
func uttered(text string, a *corpus.Annotations, in *corpus.Clause, c *corpus.Claim) {
	if in == nil {
		return
	}
	c.Clause, c.Voice, c.SpeakerID = in.ID, in.Voice, in.Speaker
	if in.Polarity == corpus.Negated || in.Mood != corpus.Asserted {
		c.Verdict, c.Fact, c.Source = corpus.VerdictNotAsserted, "", ""
	}
	for _, q := range a.Quotes {
		if q.ID == in.Quote && in.Quote != "" {
			c.Speaker = q.SpeakerName
		}
	}
	if c.Speaker == "" {
		c.Speaker = in.Source.Of(text)
	}
}
