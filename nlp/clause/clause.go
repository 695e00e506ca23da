package clause

import (
	"cmp"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// Read reads the clauses of a document, in text order, headline first; a clause
// comes before those inside it. It reads a.Sentences, a.Tokens (part-of-speech
// tags, where there are any), a.Mentions and a.Quotes.
func Read(doc *corpus.Document, a *corpus.Annotations) []corpus.Clause {
	r := newReader(doc, a)
	var out []corpus.Clause
	for i := range a.Sentences {
		out = append(out, r.sentence(i)...)
	}
	return out
}

// reader holds what is looked up by sentence.
type reader struct {
	doc      *corpus.Document
	a        *corpus.Annotations
	tokens   int // first token of the sentence at hand
	mentions int // first mention of it
	reports  []report
}

// report is one stretch of a quote's content.
type report struct {
	span  corpus.Span
	quote int
}

func newReader(doc *corpus.Document, a *corpus.Annotations) *reader {
	r := &reader{doc: doc, a: a}
	for i, q := range a.Quotes {
		for _, c := range q.Content {
			r.reports = append(r.reports, report{c, i})
		}
	}
	slices.SortStableFunc(r.reports, func(x, y report) int {
		return cmp.Or(cmp.Compare(fieldRank(a.Quotes[x.quote].In), fieldRank(a.Quotes[y.quote].In)), cmp.Compare(x.span.Start, y.span.Start))
	})
	return r
}

func fieldRank(in corpus.Field) int {
	if in == corpus.InTitle {
		return 0
	}
	return 1
}

// cue is a word or phrase that bears on a scope.
type cue struct {
	span  corpus.Span
	kind  cueKind
	scope []corpus.Span // stretches of the sentence, in order
	depth int           // how many clauses (that, whether) it lies deep
}

// cueKind is what a cue does to its scope.
type cueKind int

const (
	negates  cueKind = iota // not, 不: several about one verb are one
	denies                  // deny, lack, 否认: each turns the reading round
	supposes                // may, 可能
	asks                    // whether, ?, 吗
)

// draft is a clause in the making.
type draft struct {
	kind corpus.ClauseKind
	span corpus.Span
	cue  corpus.Span
	subj corpus.Span
}

// shape is a sentence cut up: its units, its insertions and its cues.
type shape struct {
	units      []draft
	insertions []draft
	cues       []cue
}

// sentence reads sentence i.
func (r *reader) sentence(i int) []corpus.Clause {
	s := r.a.Sentences[i]
	words, mentions := r.take(i)
	reports := r.reported(s)
	var sh shape
	switch lang := corpus.BaseLang(s.Lang); lang {
	case "zh", "yue":
		sh = readHan(r.text(s), s, mentions)
	default:
		if rules := languages()[lang]; rules != nil {
			sh = newSpaced(rules, r.text(s), s, words, mentions, r.past(reports)).read()
		}
	}
	return r.clauses(i, &sh, reports)
}

func (r *reader) text(s corpus.Sentence) string {
	if s.In() == corpus.InTitle {
		return r.doc.Title
	}
	return r.doc.Text
}

// take gives the words and mentions of sentence i; sentences are asked for in
// order.
func (r *reader) take(i int) ([]corpus.Token, []corpus.Mention) {
	t := r.tokens
	for t < len(r.a.Tokens) && r.a.Tokens[t].Sentence == i {
		t++
	}
	m := r.mentions
	for m < len(r.a.Mentions) && r.a.Mentions[m].Sentence == i {
		m++
	}
	words, mentions := r.a.Tokens[r.tokens:t], r.a.Mentions[r.mentions:m]
	r.tokens, r.mentions = t, m
	return words, mentions
}

// reported are the stretches of quotes that share a byte with s.
func (r *reader) reported(s corpus.Sentence) []report {
	var out []report
	past := func(p report) bool {
		in := fieldRank(r.a.Quotes[p.quote].In)
		return in < fieldRank(s.In()) || in == fieldRank(s.In()) && p.span.End <= s.Span.Start
	}
	for len(r.reports) > 0 && past(r.reports[0]) {
		r.reports = r.reports[1:]
	}
	for _, p := range r.reports {
		if r.a.Quotes[p.quote].In != s.In() || p.span.Start >= s.Span.End {
			break
		}
		if p.span.Overlaps(s.Span) {
			out = append(out, p)
		}
	}
	return out
}

// maxParts is the most units, and the most cues, that a sentence has; more is no
// running text.
const maxParts = 48

// clauses makes the clauses of sentence i from its shape.
func (r *reader) clauses(i int, sh *shape, reports []report) []corpus.Clause {
	s := r.a.Sentences[i]
	if len(sh.units)+len(sh.insertions) > maxParts || len(sh.cues) > maxParts {
		sh = &shape{}
	}
	drafts := []draft{{kind: corpus.ClauseSentence, span: s.Span}}
	if len(sh.units) == 1 {
		drafts[0].subj = sh.units[0].subj
	} else {
		drafts = append(drafts, sh.units...)
	}
	drafts = append(drafts, sh.insertions...)
	for _, p := range reports {
		d := draft{kind: corpus.ClauseReport, span: corpus.Span{Start: max(p.span.Start, s.Span.Start), End: min(p.span.End, s.Span.End)}}
		if q := r.a.Quotes[p.quote]; len(q.Cue) > 0 {
			d.cue = q.Cue[0]
		}
		drafts = append(drafts, d)
	}
	for _, c := range sh.cues {
		for _, span := range c.scope {
			drafts = append(drafts, draft{kind: corpus.ClauseScope, span: span, cue: c.span})
		}
	}
	drafts = distinct(append(drafts, crossings(drafts)...))
	out := make([]corpus.Clause, 0, len(drafts))
	for _, d := range drafts {
		c := corpus.Clause{
			ID:   corpus.NewPartID(r.doc.ID, corpus.LayerClause, s.In(), d.span, string(d.kind)),
			Kind: d.kind, Span: d.span, Sentence: i, Subject: d.subj, Cue: d.cue,
			Parent: around(out, d.span), Polarity: polarity(sh.cues, d.span), Mood: mood(sh.cues, d.span), Voice: corpus.VoiceAuthor,
		}
		r.attribute(&c, reports, s.In())
		out = append(out, c)
	}
	return out
}

// crossings are what two drafts share that cross: of a unit that is half a
// source's and half the author's, the source's half.
func crossings(drafts []draft) []draft {
	var out []draft
	for i, d := range drafts {
		for _, p := range drafts[i+1:] {
			if !d.span.Overlaps(p.span) || d.span.Contains(p.span) || p.span.Contains(d.span) {
				continue
			}
			part := d
			part.span = corpus.Span{Start: max(d.span.Start, p.span.Start), End: min(d.span.End, p.span.End)}
			part.subj = corpus.Span{}
			out = append(out, part)
		}
	}
	return out
}

// distinct sorts drafts, outer before inner, and keeps one for each span that
// holds more than marks.
func distinct(drafts []draft) []draft {
	drafts = slices.DeleteFunc(drafts, func(d draft) bool { return d.span.Len() == 0 })
	slices.SortStableFunc(drafts, func(x, y draft) int {
		return cmp.Or(cmp.Compare(x.span.Start, y.span.Start), cmp.Compare(y.span.End, x.span.End))
	})
	return slices.CompactFunc(drafts, func(x, y draft) bool { return x.span == y.span })
}

// around is the ID of the smallest clause of out that contains span.
func around(out []corpus.Clause, span corpus.Span) string {
	best := -1
	for i, c := range out {
		if c.Span.Contains(span) && (best < 0 || c.Span.Len() < out[best].Span.Len()) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return out[best].ID
}

// attribute fills in whose words a clause is: those of the innermost quote
// around it. Content that begins with a quotation mark is word for word, also in
// a quote that mixes both.
func (r *reader) attribute(c *corpus.Clause, reports []report, in corpus.Field) {
	best := report{quote: -1}
	for _, p := range reports {
		if p.span.Contains(c.Span) && (best.quote < 0 || p.span.Len() < best.span.Len()) {
			best = p
		}
	}
	if best.quote < 0 {
		return
	}
	q := &r.a.Quotes[best.quote]
	c.Quote, c.VerbClass, c.Speaker = q.ID, q.VerbClass, q.Speaker
	if len(q.Source) > 0 {
		c.Source = q.Source[0]
	}
	c.Voice = corpus.VoiceIndirect
	if q.Type == corpus.QuoteDirect || q.Type == corpus.QuoteMixed && opensQuote(best.span.Of(r.text(corpus.Sentence{Headline: in == corpus.InTitle}))) {
		c.Voice = corpus.VoiceDirect
	}
}

// past are the reports whose word of saying is in the past: inside them "would"
// is the future seen from then.
func (r *reader) past(reports []report) []corpus.Span {
	var out []corpus.Span
	for _, p := range reports {
		q := &r.a.Quotes[p.quote]
		if len(q.Cue) == 0 || q.Type == corpus.QuoteDirect {
			continue
		}
		fields := strings.Fields(strings.ToLower(q.Cue[0].Of(r.text(corpus.Sentence{Headline: q.In == corpus.InTitle}))))
		if n := len(fields); n > 0 && (strings.HasSuffix(fields[n-1], "ed") || pastCues[fields[n-1]]) {
			out = append(out, p.span)
		}
	}
	return out
}

// pastCues are irregular pasts of verbs of saying.
var pastCues = wordset.Of("said told wrote thought felt saw knew made gave held")
