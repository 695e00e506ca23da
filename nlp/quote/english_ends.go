package quote

import (
	"strings"

	"framewatch/internal/wordset"
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
			if r.ws[k].quoted && r.endsInComma(k) && r.s.tag(r.ws[k+1]) == "VBG" {
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
			if _, verb := saidAtAll(r.ws[i+1].low); verb {
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
		if tag := r.s.tag(r.ws[next]); finiteTag[tag] || finiteVerb[r.ws[next].low] {
			return i
		}
	}
	return 0
}

var dissenting = wordset.Of("disagree disagrees disagreed differ differs differed demur demurs demurred object objects objected dissent dissents dissented deny denies denied " +
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
