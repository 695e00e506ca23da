package quote

import (
	"strings"

	"framewatch/corpus"
)

// ends gives every report that stands before its content its end: where a new
// source with a cue begins, where somebody disagrees, or the sentence's.
func (r *reading) ends() {
	for i := range r.found {
		rep := &r.found[i]
		if !rep.ahead {
			continue
		}
		if !rep.clause {
			rep.to = min(rep.to, r.phraseEnd(rep.from))
		}
		for _, next := range r.found[i+1:] {
			if next.from == rep.from && next.at < next.from && r.ws[next.at].span.Start > rep.cue.End {
				rep.from = next.at // rejected X's claim that …: X's words lie inside
			}
			if next.at <= rep.from || next.at >= rep.to || !next.ahead {
				continue
			}
			if end := r.boundary(rep, &next); end > 0 {
				rep.to = end
				break
			}
		}
		if end := r.resumed(rep); end > 0 {
			rep.to = end
		}
		if end := r.dissent(rep.from, rep.to); end > 0 {
			rep.to = end
		}
		if end := r.secondVerb(rep); end > 0 {
			rep.to = end
		}
		for k := rep.from; k+1 < rep.to; k++ { // said it was “so,” sparking a row
			if r.ws[k].quoted && r.endsInComma(k) && r.s.tags[r.ws[k+1].span.Start] == "VBG" {
				rep.to = k + 1
			}
		}
	}
}

// secondVerb is where the speaker's own next verb begins: said that it must go,
// and has left.
func (r *reading) secondVerb(rep *report) int {
	for i := rep.from + 2; i+2 < rep.to; i++ {
		if r.ws[i].low == "," && (r.ws[i+1].low == "and" || r.ws[i+1].low == "but") && r.finite(i+2) {
			return i
		}
	}
	return 0
}

// phraseEnd is where an object ends that begins at from: at a comma with a new
// predicate or clause, or at a dash.
func (r *reading) phraseEnd(from int) int {
	for i := from + 1; i < len(r.ws); i++ {
		w := r.ws[i]
		if r.ws[i-1].quoted && r.endsInComma(i-1) {
			return i
		}
		if w.mark && strings.ContainsAny(w.low, ",;:—–") || subordinate[w.low] && w.low != "as" && w.low != "that" && w.low != "which" {
			return i
		}
		if w.low == "and" && i+1 < len(r.ws) {
			if _, verb := englishAll[r.ws[i+1].low]; verb {
				return i
			}
		}
	}
	return len(r.ws)
}

// endsInComma reports a passage with the comma of the sentence inside its marks.
func (r *reading) endsInComma(i int) bool {
	return strings.HasSuffix(strings.TrimRight(r.ws[i].span.Of(r.s.src), "\"”’'"), ",")
}

// boundary is where rep ends before the report next, 0 when next lies inside.
func (r *reading) boundary(rep, next *report) int {
	b := next.at - 1
	word := r.ws[b]
	switch {
	case word.mark && strings.ContainsAny(word.low, ";—–"):
		return b
	case conjunction[word.low] || subordinate[word.low] && word.low != "that" && word.low != "which" && (word.low == "but" || word.low == "while" || word.low == "although"):
		if b > rep.from && r.ws[b-1].mark {
			return b - 1
		}
		return b
	case word.low == "," && (r.subordinated(rep) || next.shared):
		if b > rep.from {
			return b
		}
	}
	if word.quoted && next.shared {
		return next.at
	}
	return 0
}

// subordinated reports a report whose own clause begins with while or although.
func (r *reading) subordinated(rep *report) bool {
	if rep.at == 0 || rep.at > len(r.ws) {
		return false
	}
	switch r.ws[rep.at-1].low {
	case "while", "although", "though", "whereas", "if", "as", "after", "when", "because":
		return true
	}
	return false
}

// resumed is where the sentence goes on behind a relative clause: the lawyer,
// who said it leaks, left.
func (r *reading) resumed(rep *report) int {
	for i := rep.from + 1; rep.aside && i+1 < rep.to; i++ {
		next := i + 1
		if r.ws[i].low != "," {
			continue
		}
		for next < rep.to-1 && r.between(r.ws[next]) && !finiteVerb[r.ws[next].low] {
			next++
		}
		if tag := r.s.tags[r.ws[next].span.Start]; tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD" || finiteVerb[r.ws[next].low] {
			return i
		}
	}
	return 0
}

var dissenting = set("disagree disagrees disagreed differ differs differed demur demurs demurred object objects objected dissent dissents dissented deny denies denied " +
	"reject rejects rejected dispute disputes disputed refuse refuses refused dismiss dismisses dismissed")

// dissent is where somebody else's answer begins in content: … , but X disagrees.
func (r *reading) dissent(from, to int) int {
	for i := from + 1; i+2 < to; i++ {
		low := r.ws[i].low
		if low != "but" && low != "while" && low != "although" && low != "though" && low != ";" {
			continue
		}
		for k := i + 2; k < min(to, i+10); k++ {
			if r.ws[k].mark && r.ws[k].low != "," {
				break
			}
			if dissenting[r.ws[k].low] && r.s.somebody(r.ws[i+1:k]) {
				if r.ws[i-1].mark {
					return i - 1
				}
				return i
			}
		}
	}
	return 0
}

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
	if apposed && (i+1 >= len(ws) || !ws[i+1].upper && !determiner[ws[i+1].low] && !roles[ws[i+1].low] || r.clauseIn(i+1, end)) {
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
		tag := r.s.tags[w.span.Start]
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
	tag := r.s.tags[w.span.Start]
	if rep.inverted && (determiner[w.low] || roles[w.low]) && !r.clauseAt(end+1) {
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
var enInverted = set("say write add argue note report explain reply answer ask announce conclude observe remark warn claim insist declare tweet continue recall joke quip state " +
	"acknowledge concede admit reveal confirm boast lament complain caution predict exclaim shout")

// inverted reads "said X on Monday".
func (r *reading) inverted(from, to int, v englishVerb) (report, bool) {
	first := r.ws[from+1]
	if tag := r.s.tags[first.span.Start]; !enInverted[v.lemma] || r.clauseAt(from+1) || first.mark || tag == "TO" || tag == "IN" || strings.HasPrefix(tag, "VB") {
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
	tag := r.s.tags[first.span.Start]
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
	tag := r.s.tags[w.span.Start]
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

// emit turns the reports into drafts; what a draft of the passages has already
// is left to it, and a mixed one takes the whole of the clause.
func (r *reading) emit() {
	for _, rep := range r.found {
		content := r.pieces(rep.from, rep.to)
		if rep.from2 > 0 {
			content = append(content, r.pieces(rep.from2, len(r.ws))...)
		}
		if len(content) == 0 {
			continue
		}
		d := draft{content: content, source: rep.source, cue: rep.cue, class: rep.class, kind: corpus.QuoteIndirect}
		for _, w := range r.ws {
			if w.quoted && covered(content, w.span) {
				d.kind = corpus.QuoteMixed
			}
		}
		if !r.merge(d, rep) {
			r.s.add(d)
		}
	}
}

func covered(content []corpus.Span, part corpus.Span) bool {
	for _, c := range content {
		if c.Contains(part) {
			return true
		}
	}
	return false
}

// merge reports whether a draft of the passages stands for d.
func (r *reading) merge(d draft, rep report) bool {
	if d.kind == corpus.QuoteIndirect {
		return false
	}
	for i := len(r.s.drafts) - 1; i >= 0; i-- {
		old := &r.s.drafts[i]
		if old.paragraph != r.s.number {
			break
		}
		touches := false
		for _, c := range d.content {
			touches = touches || covered(old.content, c)
		}
		if !touches {
			continue
		}
		if old.kind == corpus.QuoteMixed && !old.open && old.end() <= r.ws[len(r.ws)-1].span.End && (old.cue.Overlaps(d.cue) || old.source.Len() == 0 || rep.clause && rep.ahead && old.cue.Start < d.content[0].Start) {
			old.content, old.source, old.cue, old.class = d.content, d.source, d.cue, d.class
			return true
		}
		if old.source.Len() == 0 {
			old.source, old.cue, old.class = d.source, d.cue, d.class
			return true
		}
		if old.cue.Overlaps(d.cue) || old.kind == corpus.QuoteDirect && !rep.clause {
			return true
		}
		return old.kind == corpus.QuoteDirect
	}
	return false
}

// pieces are the spans of content between two places, passages for themselves.
func (r *reading) pieces(from, to int) []corpus.Span {
	for from < to && r.ws[from].mark && r.ws[from].low != "(" && r.ws[from].low != "$" {
		from++
	}
	for to > from && r.ws[to-1].mark && r.ws[to-1].low != ")" && r.ws[to-1].low != "%" {
		to--
	}
	var out []corpus.Span
	start := from
	for i := from; i <= to; i++ {
		if i < to && !r.ws[i].quoted {
			continue
		}
		if i > start {
			if part := span(r.ws[start:i]); !allMarks(r.ws[start:i]) {
				out = append(out, part)
			}
		}
		if i < to {
			out = append(out, r.ws[i].span)
		}
		start = i + 1
	}
	return out
}

func allMarks(ws []word) bool {
	for _, w := range ws {
		if !w.mark {
			return false
		}
	}
	return true
}
