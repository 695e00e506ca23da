package quote

import (
	"sort"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// English has rules of its own for what is reported outside quotation marks, after
// spaced.go has seen to the passages in them. A sentence is read as words, with every
// passage as one of them. First the attributions are found that it holds: before a
// colon and at its start (this file), then the verbs and nouns of saying
// (english_cues.go) with their source before them (english_source.go) and what they
// report behind them (english_content.go). When all that stand before their content
// are known, it is said where each ends (english_ends.go), then one is looked for that
// stands behind its content or inside it (english_closing.go). At last the reports
// become drafts, or join those of the passages (english_emit.go).
//
// In all of these lo, i, v, from, to and end are words (indices into reading.ws), the
// last of a range exclusive; v is the verb.

// reading is one English sentence read for attributions. Passages between
// quotation marks are single words of it.
type reading struct {
	s     *spacedFinder
	ws    []word
	ps    []passage
	found []report
	// says is set while the source of a verb is looked for that only somebody or a
	// document can have before a clause.
	says bool
}

// report is an attribution in a reading; places are indices into its words.
type report struct {
	source   corpus.Span
	cue      corpus.Span
	class    corpus.VerbClass
	at       int // where source and cue begin together, for one that stands before its content
	from     int // content
	to       int
	from2    int // the content behind an attribution that interrupts it
	clause   bool
	aside    bool // it stands in a relative clause
	shared   bool // its source is another report's, or the verb's only by sense
	ahead    bool // the content follows the cue
	inverted bool // its verb or "according to" stands before its source
}

// reports finds reported speech in the English sentences of the paragraph.
func (s *spacedFinder) reports(ps []passage) {
	for i, sentence := range s.paragraphs[s.number].sentences {
		if inPassage(ps, sentence.Span) {
			continue
		}
		ws := withoutEndMarks(collapse(scan(s.src, sentence.Span), ps))
		if len(ws) < minReported || len(ws) > maxSentence {
			continue
		}
		r := &reading{s: s, ws: ws, ps: ps}
		lo := r.colon(i == 0)
		r.opening(lo)
		r.cues(lo)
		r.ends()
		r.closing(lo)
		r.emit()
	}
}

// collapse makes each passage one word.
func collapse(ws []word, ps []passage) []word {
	if len(ws) == 0 {
		return ws
	}
	k := sort.Search(len(ps), func(i int) bool { return ps[i].span.End > ws[0].span.Start })
	if k == len(ps) || ps[k].span.Start >= ws[len(ws)-1].span.End {
		return ws
	}
	out := make([]word, 0, len(ws))
	for _, w := range ws {
		for k < len(ps) && ps[k].span.End <= w.span.Start {
			k++
		}
		if k < len(ps) && ps[k].span.Overlaps(w.span) {
			if n := len(out); n > 0 && out[n-1].quoted && out[n-1].span.End >= ps[k].span.Start {
				out[n-1].span.End = w.span.End
				continue
			}
			out = append(out, word{span: w.span, low: "“”", quoted: true})
			continue
		}
		out = append(out, w)
	}
	return out
}

// colon reads "NAME: statement" in titles and at a paragraph's start, and in
// titles "statement: NAME". It returns where the rest of the sentence begins.
func (r *reading) colon(first bool) int {
	title := r.s.in == corpus.InTitle
	n := len(r.ws)
	for i, w := range r.ws {
		if !w.mark || w.low != ":" {
			continue
		}
		if i > 0 && i <= 6 && first && n-i-1 >= 2 && r.named(r.ws[:i], title) && (title || r.stated(i+1)) {
			r.found = append(r.found, report{source: span(r.ws[:i]), cue: w.span, class: corpus.VerbNeutral, from: i + 1, to: n, clause: true, ahead: true})
			return i + 1
		}
		if title && (i >= 2 || i > 0 && r.ws[0].quoted) && n-i-1 <= 5 && n-i-1 > 0 && (r.named(r.ws[i+1:], true) && (r.ws[0].quoted || r.clauseIn(0, i) || len(r.ws)-i <= 4)) {
			r.found = append(r.found, report{source: span(r.ws[i+1:]), cue: w.span, class: corpus.VerbNeutral, to: i, clause: true})
		}
	}
	return 0
}

// stated reports words from i on that are a statement, question or request: not
// a figure or a heading's phrase (Smith: Now or never).
func (r *reading) stated(i int) bool {
	for _, w := range r.ws[i:] {
		if w.quoted {
			return true
		}
	}
	return r.clauseIn(i, len(r.ws)) || questionWord[r.ws[i].low] || r.s.tag(r.ws[i]) == "VB"
}

// named reports whether words beside a colon are a speaker's name or office: in
// running text a name in capitals or of a person only.
func (r *reading) named(ws []word, title bool) bool {
	for _, w := range ws {
		if tag := r.s.tag(w); w.quoted || w.mark && w.low != "," || finiteVerb[w.low] || !w.upper && (tag == "VBD" || tag == "VBZ" || tag == "VBP") && !isRole(w.low) {
			return false
		}
	}
	if title {
		last := ws[len(ws)-1]
		return isRole(last.low) || r.hasPerson(ws[len(ws)-1:])
	}
	text := span(ws).Of(r.s.src)
	return len(ws) <= 4 && (strings.ToUpper(text) == text && len(text) > 2 && ws[0].upper || r.hasPerson(ws)) && !r.s.opener[ws[0].low]
}

// hasMention reports words that name a person, body or place.
func (r *reading) hasMention(ws []word) bool { return r.mention(ws, false) }

// hasPerson reports words that name a person.
func (r *reading) hasPerson(ws []word) bool { return r.mention(ws, true) }

func (r *reading) mention(ws []word, person bool) bool {
	part := span(ws)
	for _, m := range r.s.mentions[r.s.sentenceOf(part.Start)] {
		if m.Span.Overlaps(part) && (m.Label == corpus.PER || !person && (m.Label == corpus.ORG || m.Label == corpus.LOC || m.Label == corpus.NORP)) {
			return true
		}
	}
	return false
}

// clauseIn reports a finite verb between two places.
func (r *reading) clauseIn(from, to int) bool {
	for i := from; i < to; i++ {
		w := r.ws[i]
		if tag := r.s.tag(w); finiteVerb[w.low] || !w.upper && finiteTag[tag] || strings.HasSuffix(w.low, "n't") ||
			contracted(w.low) && i > from || w.low == "i'm" {
			return true
		}
	}
	return false
}

func contracted(low string) bool {
	return strings.HasSuffix(low, "'re") || strings.HasSuffix(low, "'ve") || strings.HasSuffix(low, "'ll") || strings.HasSuffix(low, "'d") || low == "it's" || low == "he's" || low == "she's" || low == "that's" || low == "there's"
}

// opening reads attributions at the start: according to X, …; in X's view, …;
// for X, …; as X said, ….
func (r *reading) opening(lo int) {
	ws := r.ws
	if lo < len(ws) && conjunction[ws[lo].low] {
		lo++
	}
	for comma, n := lo+2, 0; comma < len(ws)-minReported && n < 3; comma++ {
		if !ws[comma].mark || ws[comma].low != "," {
			continue
		}
		n++
		source, cue, class, end := r.phrasal(lo, comma)
		if end == 0 {
			if ws[lo].low != "as" {
				return
			}
			continue
		}
		at := end
		if a := r.apposition(comma); a > 0 && ws[lo].low == "according" {
			source.End, at = ws[a-1].span.End, a
		}
		r.found = append(r.found, report{source: source, cue: cue, class: class, at: lo, from: at + 1, to: len(ws), clause: true, ahead: true})
		return
	}
}

// apposition is where what stands between two commas ends when it describes the
// words before it; 0 when it does not.
func (r *reading) apposition(comma int) int {
	for i := comma + 1; i < len(r.ws) && i < comma+14; i++ {
		if r.ws[i].mark && r.ws[i].low == "," {
			first := r.ws[comma+1]
			if (determiner[first.low] || relative[first.low] || isRole(r.ws[i-1].low)) && i < len(r.ws)-minReported && (relative[first.low] || !r.clauseIn(comma+1, i)) {
				return i
			}
			return 0
		}
	}
	return 0
}

// phrasal reads an attribution without a verb of its own between two places: it
// returns its source, cue and end, 0 for none.
func (r *reading) phrasal(from, to int) (source, cue corpus.Span, class corpus.VerbClass, end int) {
	ws := r.ws[from:to]
	if len(ws) < 2 {
		return source, cue, "", 0
	}
	if n := r.s.prefix(ws); n > 0 {
		if src := ws[n:]; (r.s.somebody(src) || determiner[src[0].low]) && !relative[src[0].low] {
			return span(src), span(ws[:n]), corpus.VerbNeutral, to
		}
		return source, cue, "", 0
	}
	last := len(ws) - 1
	switch ws[0].low {
	case "in", "to":
		if last >= 2 && spacedViews[ws[last].low] && (strings.HasSuffix(ws[last-1].low, "'s") || strings.HasSuffix(ws[last-1].low, "s'") || possessive[ws[last-1].low]) && r.s.somebody(stripped(ws[1:last])) {
			src := span(ws[1:last])
			src.End -= possessiveEnd(src.Of(r.s.src))
			return src, corpus.Span{Start: ws[last].span.Start, End: ws[last].span.End}, corpus.VerbNeutral, to
		}
	case "for":
		if last <= 5 && from == 0 && (r.hasMention(ws[last:]) && !days[ws[last].low] || isRole(ws[last].low) && !quantity[ws[last].low]) && r.judged(to+1) {
			return span(ws[1:]), ws[0].span, corpus.VerbNeutral, to
		}
	case "as":
		return r.asSaid(ws, to)
	}
	return source, cue, "", 0
}

// quantity are role nouns that "for" makes no view of: for one, for many.
var quantity = wordset.Of("one all many some most others several both another")

// judged reports "X is a …" from i on, which "for N," before it makes N's view;
// before other clauses it says whom they concern.
func (r *reading) judged(i int) bool {
	if i >= len(r.ws) || speakers[r.ws[i].low] || r.ws[i].low == "there" || r.ws[i].low == "that" || r.ws[i].low == "this" {
		return false
	}
	for k := i + 1; k < min(len(r.ws)-1, i+maxSubject) && !r.ws[k].mark; k++ {
		if r.finite(k) {
			return beVerb[r.ws[k].low] && (r.ws[k+1].low == "a" || r.ws[k+1].low == "an" || r.ws[k+1].low == "no" || r.ws[k+1].low == "not" || r.ws[k+1].quoted)
		}
	}
	return false
}

var (
	spacedViews = wordset.Of("view opinion words eyes telling account judgment judgement reading mind")
	possessive  = wordset.Of("his her their its my our your")
)

// stripped takes the possessive ending from the last word.
func stripped(ws []word) []word {
	if len(ws) == 1 && possessive[ws[0].low] {
		return []word{{low: "he", span: ws[0].span}}
	}
	return ws
}

func possessiveEnd(text string) int {
	for _, end := range []string{"'s", "’s", "'", "’"} {
		if strings.HasSuffix(text, end) {
			return len(end)
		}
	}
	return 0
}

// asSaid reads "as X noted at the meeting".
func (r *reading) asSaid(ws []word, to int) (source, cue corpus.Span, class corpus.VerbClass, end int) {
	for v := 1; v < min(len(ws), maxSourceWords); v++ {
		class, ok := r.s.verbAt(ws, v)
		if !ok || ws[v].low == "read" {
			continue
		}
		if v == 1 { // as noted by X
			if len(ws) > 3 && ws[2].low == "by" && r.s.somebody(ws[3:]) {
				return span(ws[3:]), span(ws[1:3]), class, to
			}
			return source, cue, "", 0
		}
		subject := r.s.trimAux(ws[1:v])
		if len(subject) == 0 || !r.s.somebody(subject) || len(ws)-v > 9 {
			return source, cue, "", 0
		}
		return span(subject), r.s.cueFrom(ws, v), class, to
	}
	return source, cue, "", 0
}
