package clause

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/word"
)

// token is a word or a mark of a sentence.
type token struct {
	span  corpus.Span
	low   string // small letters, straight apostrophes
	tag   string // Penn Treebank; empty where there is no tagger
	upper bool
	mark  bool
	named bool // inside a name: no cue
}

// spaced reads one sentence of a language with spaces between words.
type spaced struct {
	*rules
	src   string
	s     corpus.Sentence
	ws    []token
	past  []corpus.Span // reports whose cue is in the past: "would" is no supposition there
	shape shape
}

// maxWords is the most words a sentence has; more is no running text.
const maxWords = 300

func newSpaced(rules *rules, src string, s corpus.Sentence, words []corpus.Token, mentions []corpus.Mention, past []corpus.Span) *spaced {
	x := &spaced{rules: rules, src: src, s: s, past: past}
	if len(words) == 0 {
		for _, t := range word.Words(s.Span.Of(src)) {
			span := corpus.Span{Start: t.Span.Start + s.Span.Start, End: t.Span.End + s.Span.Start}
			words = append(words, corpus.Token{Span: span, Word: t.Word})
		}
	}
	m := 0
	x.ws = make([]token, 0, len(words))
	for _, w := range words {
		surface := w.Span.Of(src)
		first, _ := utf8.DecodeRuneInString(surface)
		for m < len(mentions) && mentions[m].Span.End <= w.Span.Start {
			m++
		}
		x.ws = append(x.ws, token{
			span: w.Span, low: rules.written(surface), tag: w.POS, upper: unicode.IsUpper(first), mark: !w.Word,
			named: m < len(mentions) && mentions[m].Span.Overlaps(w.Span) && mentions[m].Span.Len() > w.Span.Len(),
		})
	}
	return x
}

// written is a word in small letters with straight apostrophes, without an
// elided article or preposition (d'exclure).
func (r *rules) written(surface string) string {
	low := strings.ToLower(strings.ReplaceAll(surface, "’", "'"))
	if before, after, ok := strings.Cut(low, "'"); ok && r.elided[before] {
		return after
	}
	return low
}

// read cuts the sentence and finds its cues.
func (x *spaced) read() shape {
	if len(x.ws) == 0 || len(x.ws) > maxWords {
		return shape{}
	}
	units, insertions := x.cut()
	for _, u := range units {
		x.shape.units = append(x.shape.units, draft{kind: corpus.ClauseUnit, span: x.span(u.from, u.to), subj: x.subject(u)})
		x.cues(u, holes(u, insertions))
	}
	for k, u := range insertions {
		x.shape.insertions = append(x.shape.insertions, draft{kind: corpus.ClauseInsertion, span: x.span(u.from, u.to), subj: x.subject(u)})
		x.cues(u, holes(u, insertions[k+1:]))
	}
	x.question(units)
	return x.shape
}

// run is the words from up to before to.
type run struct{ from, to int }

func (r run) has(i int) bool { return r.from <= i && i < r.to }

// holes are the insertions inside u, in text order.
func holes(u run, insertions []run) []run {
	var out []run
	for _, h := range insertions {
		if h != u && u.from <= h.from && h.to <= u.to {
			out = append(out, h)
		}
	}
	return out
}

// span is the bytes of the words from up to before to, without marks at its
// ends.
func (x *spaced) span(from, to int) corpus.Span {
	for from < to && x.ws[from].mark && !opensQuote(x.ws[from].low) {
		from++
	}
	for from < to && x.ws[to-1].mark && !strings.ContainsAny(x.ws[to-1].low, quoteMarks+"»”") {
		to--
	}
	if from >= to {
		return corpus.Span{}
	}
	return corpus.Span{Start: x.ws[from].span.Start, End: x.ws[to-1].span.End}
}

// scope is the bytes of the words from up to before to without the holes.
func (x *spaced) scope(from, to int, holes []run) []corpus.Span {
	var out []corpus.Span
	for _, h := range holes {
		if h.from >= to || h.to <= from {
			continue
		}
		if s := x.span(from, h.from); from < h.from && s.Len() > 0 {
			out = append(out, s)
		}
		from = h.to
	}
	if s := x.span(from, max(from, to)); s.Len() > 0 {
		out = append(out, s)
	}
	return out
}

func (x *spaced) add(kind cueKind, from, to int, scope []corpus.Span, depth int) {
	if len(scope) == 0 {
		return
	}
	c := cue{kind: kind, scope: scope, depth: depth}
	if from < to {
		c.span = corpus.Span{Start: x.ws[from].span.Start, End: x.ws[to-1].span.End}
	}
	x.shape.cues = append(x.shape.cues, c)
}

// question marks what is asked: all units of a sentence that ends in a question
// mark, and headlines that begin with an auxiliary (Will IOMed replace …).
func (x *spaced) question(units []run) {
	n := len(x.ws)
	end := n
	for end > 0 && x.ws[end-1].mark && !strings.ContainsAny(x.ws[end-1].low, "?؟.!") {
		end--
	}
	if x.english && x.conditional[x.ws[0].low] && n > 2 && !strings.ContainsAny(x.ws[n-1].low, "?") && x.before(1, n, comma) < n {
		x.add(supposes, 0, 1, []corpus.Span{x.span(1, n)}, 0) // Were it a rival, few would join
	}
	asked := end > 0 && strings.ContainsAny(x.ws[end-1].low, "?؟")
	inverted := x.s.Headline && x.english && x.inverts[x.ws[0].low] && n > 2
	if !asked && !inverted {
		return
	}
	first := 0
	// “Is it a court?” and then more is a question in the words of somebody: all
	// of it is asked. What stands before a closing question mark behind a colon
	// is not.
	for i := range n {
		if x.ws[i].low == ":" && i < n/2 {
			first = i + 1
		}
	}
	x.add(asks, 0, 0, []corpus.Span{x.span(first, n)}, 0)
	for i := first; i+1 < n; i++ {
		if x.english && x.ws[i].low == "how" && (x.ws[i+1].low == "can" || x.ws[i+1].low == "could") {
			x.add(denies, i, i+2, x.scope(i+2, n, nil), 0) // a rhetorical question
		}
	}
}

// subject is what stands before the first verb of a unit: a few words with a
// name, a noun or a pronoun.
func (x *spaced) subject(u run) corpus.Span {
	from := u.from
	for from < u.to && (x.ws[from].mark || x.breakers[x.ws[from].low] || x.coordinators[x.ws[from].low]) {
		from++
	}
	for i := from; i < min(u.to, from+maxSubject); i++ {
		w := x.ws[i]
		if w.mark && w.low != "'" || x.that[w.low] {
			return corpus.Span{}
		}
		if i > from && x.finite(i) {
			return x.span(from, i)
		}
	}
	return corpus.Span{}
}

// maxSubject is the most words before a verb that are taken for its subject.
const maxSubject = 12

// finite reports a verb that has a subject: by its tag, else by a short list.
func (x *spaced) finite(i int) bool {
	switch x.ws[i].tag {
	case "VBZ", "VBP", "VBD", "MD":
		return true
	case "":
		return x.verbs[x.ws[i].low]
	}
	return false
}
