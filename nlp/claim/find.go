package claim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/clause"
)

// The marks that stand for a number and a date where phrases are looked for.
const (
	numberMark = "\uE000"
	dateMark   = "\uE001"
)

// Finder finds claims about a register's target. It is safe for concurrent use.
type Finder struct {
	register Register
	by       string
	about    map[corpus.EntityID]bool
	facts    map[string][]Fact
	english  grammar
	chinese  grammar
	phrases  map[bool][]phrase // by whether they are Chinese
}

// phrase binds a number to a kind.
type phrase struct {
	kind Kind
	re   *regexp.Regexp
}

// New compiles a register.
func New(r Register) (*Finder, error) {
	if err := r.Validate(); err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	f := &Finder{register: r, by: r.ID + "@" + r.Version, about: map[corpus.EntityID]bool{}, facts: map[string][]Fact{},
		english: english(), chinese: chinese(), phrases: map[bool][]phrase{}}
	for _, e := range r.About {
		f.about[e] = true
	}
	for _, fact := range r.Facts {
		f.facts[fact.Kind] = append(f.facts[fact.Kind], fact)
	}
	for _, k := range r.Kinds {
		for lang, list := range k.Phrases {
			zh := isChinese(lang)
			for _, p := range list {
				re, err := regexp.Compile(expression(p, zh, k.Unit == UnitDate))
				if err != nil {
					return nil, fmt.Errorf("phrase %q: %w", p, err)
				}
				f.phrases[zh] = append(f.phrases[zh], phrase{k, re})
			}
		}
	}
	return f, nil
}

// By names the register with its version.
func (f *Finder) By() string { return "register " + f.by }

func isChinese(lang string) bool { return lang == "zh" || strings.HasPrefix(lang, "zh-") }

// expression turns a phrase into a regular expression over marked text.
func expression(p string, zh, date bool) string {
	mark := numberMark
	if date {
		mark = dateMark
	}
	var b strings.Builder
	part := func(token string) {
		for _, r := range token {
			switch {
			case r == '#' && zh:
				b.WriteString(` ?(` + mark + `) ?`)
			case r == '#':
				b.WriteString(`(` + mark + `)`)
			case r == '*' && zh:
				b.WriteString(`[^，。；：！？、` + mark + `]{0,8}?`)
			case r == '*':
				b.WriteString(`[\pL\pN]*`)
			default:
				b.WriteString(regexp.QuoteMeta(string(r)))
			}
		}
	}
	if zh {
		part(p)
		return b.String()
	}
	b.WriteString(`(?i)(?:^|[^\pL\pN])`)
	for i, token := range strings.Fields(p) {
		if token == "*" { // words that end in white space, which the next token needs
			b.WriteString(`(?:[^\s.,;:!?` + mark + `]+[\s-]+){0,4}?`)
			continue
		}
		part(token)
		if i < len(strings.Fields(p))-1 {
			b.WriteString(`[\s-]+`)
		}
	}
	return b.String() + `(?:[^\pL\pN]|$)`
}

// Find lists the claims of a document in text order, headline first. It reads
// the sentences, mentions, quotations and clauses of a.
func (f *Finder) Find(doc *corpus.Document, a *corpus.Annotations) []corpus.Claim {
	near, clauses := f.near(a), clause.NewIndex(a)
	day := publication(doc)
	var out []corpus.Claim
	for i := range a.Sentences {
		if near[i] && !a.Sentences[i].Boilerplate {
			out = append(out, f.sentence(doc, a, clauses, i, day)...)
		}
	}
	return out
}

// near marks the sentences that name the target, or stand beside one that does
// and name no other body, whose number it would be.
func (f *Finder) near(a *corpus.Annotations) []bool {
	out, others := make([]bool, len(a.Sentences)), make([]bool, len(a.Sentences))
	for _, m := range a.Mentions {
		others[m.Sentence] = others[m.Sentence] || m.Label == corpus.ORG && m.Entity != "" && !f.about[m.Entity]
	}
	for _, m := range a.Mentions {
		if !f.about[m.Entity] {
			continue
		}
		for k := max(0, m.Sentence-1); k <= min(m.Sentence+1, len(out)-1); k++ {
			out[k] = out[k] || k == m.Sentence || !others[k]
		}
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
	zh := isChinese(s.Lang)
	text, g := s.Span.Of(whole), f.english
	if zh {
		g = f.chinese
	} else if s.Lang != "en" {
		return nil
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
	for _, p := range f.phrases[zh] {
		for _, at := range p.re.FindAllStringSubmatchIndex(marked, -1) {
			n := places[at[2]]
			if taken[n] || numbers[n].date == "" && numbers[n].num < p.kind.Least {
				continue
			}
			taken[n] = true
			out = append(out, f.claim(doc, a, clauses, i, p.kind, numbers[n], days))
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
