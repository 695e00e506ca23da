package quote

import (
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// closing finds an attribution behind what it reports or inside it: first one
// between two marks, then one whose source has an apposition with commas.
func (r *reading) closing(lo int) {
	for _, apposed := range []bool{false, true} {
		start := lo
		for i := lo + 1; i < len(r.ws)-1; i++ {
			if r.ws[i].mark && r.ws[i].low == ";" {
				start = i + 1
				continue
			}
			if i == start || r.ws[i].low != "," && !(r.ws[i].mark && strings.ContainsAny(r.ws[i].low, "—–-")) {
				continue
			}
			if rep, ok := r.closes(start, i, apposed); ok {
				for k := range r.found { // of X said that …, according to Y, the last words are the author's
					if in := &r.found[k]; in.ahead && in.from < i && i < in.to {
						in.to = i
					}
				}
				r.found = append(r.found, rep)
				return
			}
		}
	}
}

// pauseAt is the next comma, semicolon or dash from i on, or the end.
func (r *reading) pauseAt(i int) int {
	for i < len(r.ws) && !(r.ws[i].mark && strings.ContainsAny(r.ws[i].low, ",;—–")) {
		i++
	}
	return i
}

// closes reads the words behind the mark at i as the attribution of those from
// start on.
func (r *reading) closes(start, i int, apposed bool) (report, bool) {
	ws := r.ws
	end := r.pauseAt(i + 1)
	if apposed && (i+1 >= len(ws) || !ws[i+1].upper && !determiner[ws[i+1].low] && !isRole(ws[i+1].low) || r.clauseIn(i+1, end)) {
		return report{}, false
	}
	rep, ok := report{}, false
	if !apposed {
		rep, ok = r.inserted(i+1, end)
	}
	for apposed && !ok && end < len(ws) && ws[end].low == "," && end-i < maxSourceWords {
		end = r.pauseAt(end + 1)
		rep, ok = r.inserted(i+1, end)
	}
	if !ok || r.taken(i, end) {
		return report{}, false
	}
	if rep.source.End <= rep.cue.Start && (end < len(ws) && ws[end].quoted || end+1 < len(ws) && ws[end+1].quoted) {
		return report{}, false // after the storm, she said, “…”
	}
	behind := i + 2
	if ws[i+1].low == "according" {
		rep.inverted, behind = true, i+3
	}
	if rep.inverted && end+1 < len(ws) && (determiner[ws[end+1].low] || isRole(ws[end+1].low) || relative[ws[end+1].low]) && !r.clauseAt(end+1) { // said Ann Lowe, a lawyer
		rep.source = r.s.sourceAfter(ws[behind:])
		for end < len(ws) && ws[end].span.Start < rep.source.End {
			end = r.pauseAt(end + 1)
		}
	}
	rep.from, rep.to, rep.clause = start, i, true
	rest := len(ws) - end
	if end < len(ws) && ws[end].low == ";" {
		rest = 0
	}
	if rest > 1 && !r.addition(end, rep) {
		rep.from2 = end + 1
	}
	if rep.from2 == 0 && !r.s.isTitle() && (i-start < minReported || !r.mainClause(start, i)) {
		return report{}, false
	}
	return rep, rep.from2 > 0 || ws[start].low != "asked" // the question is somebody else's
}

// mainClause reports a clause between two places that stands for itself: not
// only "When it rained", "In the interview".
func (r *reading) mainClause(from, to int) bool {
	for {
		w := r.ws[from]
		tag := r.s.tag(w)
		opens := subordinate[w.low] && w.low != "that" && w.low != "which" && w.low != "whether" || w.low == "if" || w.low == "as" || w.low == "not" || tag == "IN" && w.low != "that"
		if !opens {
			return r.clauseIn(from, to)
		}
		for from < to && r.ws[from].low != "," {
			from++
		}
		if from++; from >= to {
			return false
		}
	}
}

func (s *spacedFinder) isTitle() bool { return s.in == corpus.InTitle }

// addition reports words behind an attribution that go on about it or say
// something else: ", adding that", ", who", ", speaking in", ", a minister".
func (r *reading) addition(end int, rep report) bool {
	w := r.ws[end+1]
	tag := r.s.tag(w)
	if rep.inverted && (determiner[w.low] || isRole(w.low)) && !r.clauseAt(end+1) {
		return true // said Smith, a lawyer
	}
	return relative[w.low] || strings.HasPrefix(tag, "VBG") || strings.HasSuffix(w.low, "ing") || w.low == "according" || w.low == "citing" || w.quoted || w.low == "in" || w.low == "as" && end+1 < len(r.ws)
}

// taken reports that another report has the words between i and end, or what
// follows them, for its cue.
func (r *reading) taken(i, end int) bool {
	part := span(r.ws[i+1 : end])
	for _, rep := range r.found {
		if part.Overlaps(rep.cue) {
			return true
		}
		if rep.ahead && rep.at == 0 && rep.from > i && rep.cue.Start < part.Start {
			return true
		}
	}
	return false
}

// inserted reads words between two places as a whole attribution: X said on
// Monday; said X; according to X; in X's view.
func (r *reading) inserted(from, to int) (report, bool) {
	if to-from < 2 || to-from > maxSourceWords {
		return report{}, false
	}
	if source, cue, class, end := r.phrasal(from, to); end > 0 && r.ws[from].low != "for" {
		return report{source: source, cue: cue, class: class}, true
	}
	ws := r.ws[from:to]
	if ws[0].low == "as" {
		return report{}, false
	}
	if v, ok := r.sayingAt(from); ok {
		return r.inverted(from, to, v)
	}
	for k := 1; k < len(ws); k++ {
		v, ok := r.sayingAt(from + k)
		if !ok {
			continue
		}
		subject := r.s.trimAux(ws[:k])
		if len(subject) == 0 || !r.speaks(from, subject) || beVerb[ws[k-1].low] || !r.endsWith(from+k+1, to, v) {
			return report{}, false
		}
		return report{source: span(subject), cue: trimMarks(r.s.src, span(ws[len(subject):k+1])), class: v.class}, true
	}
	return report{}, false
}

// enInverted are the verbs that stand before their subject behind what is said.
var enInverted = wordset.Of("say write add argue note report explain reply answer ask announce conclude observe remark warn claim insist declare tweet continue recall joke quip state " +
	"acknowledge concede admit reveal confirm boast lament complain caution predict exclaim shout")

// inverted reads "said X on Monday".
func (r *reading) inverted(from, to int, v englishVerb) (report, bool) {
	first := r.ws[from+1]
	if tag := r.s.tag(first); !enInverted[v.lemma] || r.clauseAt(from+1) || first.mark || tag == "TO" || tag == "IN" || strings.HasPrefix(tag, "VB") {
		return report{}, false
	}
	src := r.s.sourceAfter(r.ws[from+1 : to])
	if src.Len() == 0 || !r.s.somebody(scan(r.s.src, src)) || r.after(from, to, src) > 8 {
		return report{}, false
	}
	return report{source: src, cue: r.ws[from].span, class: v.class, inverted: true}, true
}

// speaks reports words from a place on that can be the subject of an attribution
// between marks: not "including X", not "X, who".
func (r *reading) speaks(from int, subject []word) bool {
	first, last := subject[0], subject[len(subject)-1]
	tag := r.s.tag(first)
	return !r.s.opener[first.low] && !relative[last.low] && (first.upper || !strings.HasPrefix(tag, "VB") && tag != "IN" && !strings.HasSuffix(first.low, "ing")) &&
		r.s.somebody(subject) && !r.clauseIn(from, from+len(subject))
}

// endsWith reports words behind a verb that are no object of it: nothing, or at
// most eight about time, place and hearers.
func (r *reading) endsWith(from, to int, v englishVerb) bool {
	if from >= to {
		return true
	}
	if to-from > 8 || r.s.that[r.ws[from].low] || r.ws[from].low == "to" && v.lemma != "explain" && v.lemma != "say" {
		return false
	}
	w := r.ws[from]
	tag := r.s.tag(w)
	return enRecipient[v.lemma] && !r.clauseAt(from) || (tag == "IN" || tag == "TO") && w.low != "by" || tag == "RB" || r.s.stop[w.low] && w.low != "by" || w.low == "("
}

// after is how many words stand behind a source up to a place.
func (r *reading) after(from, to int, source corpus.Span) int {
	n := 0
	for i := from; i < to; i++ {
		if r.ws[i].span.Start >= source.End && !r.ws[i].mark {
			n++
		}
	}
	return n
}

// sayingAt is a verb that can stand beside what it reports.
func (r *reading) sayingAt(i int) (englishVerb, bool) {
	v, ok := r.verb(i)
	if !ok || strings.HasSuffix(r.ws[i].low, "ing") || enUnsure[v.lemma] && v.lemma != "show" && v.lemma != "add" && v.lemma != "learn" && v.lemma != "find" && v.lemma != "continue" || v.class == corpus.VerbDenying {
		return v, false
	}
	return v, true
}
