package quote

import (
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// cues finds the verbs and nouns of saying with what they report behind them.
func (r *reading) cues(lo int) {
	for v := lo; v < len(r.ws); v++ {
		if class, ok := nounsOfSaying[r.ws[v].low]; ok && r.noun(lo, v, class) {
			continue
		}
		if verb, ok := r.verb(v); ok {
			r.try(lo, v, verb)
		}
	}
}

// verb is the verb of saying at v.
func (r *reading) verb(v int) (englishVerb, bool) {
	w := r.ws[v]
	verb, ok := saidAtAll(w.low)
	if !ok || w.quoted {
		return verb, false
	}
	tag := r.s.tag(w)
	if w.upper && (r.s.in != corpus.InTitle && v > 0 || v == 0 && !strings.HasSuffix(w.low, "ing")) {
		return verb, false
	}
	if v == 0 {
		return verb, true
	}
	before := r.ws[v-1]
	if before.low == "/" || r.inside(v) {
		return verb, false
	}
	if strings.HasPrefix(tag, "NN") && !strings.HasSuffix(w.low, "ed") && !r.actsAsVerb(v) {
		return verb, false
	}
	if determiner[before.low] && before.low != "to" || strings.HasSuffix(before.low, "'s") || before.low == "to" {
		return verb, false
	}
	return verb, strings.HasPrefix(tag, "VB") || !strings.HasPrefix(r.s.tag(before), "JJ") || isRole(before.low)
}

// inside reports a word between a determiner or "to" and what it belongs to: a
// racially charged argument, to again respond.
func (r *reading) inside(v int) bool {
	k := v - 1
	for k > 0 && (r.s.adverb(r.ws[k]) || r.ws[k].low == "again") {
		k--
	}
	return k < v-1 && determiner[r.ws[k].low]
}

// enNouns are verbs that are nouns more often before a noun or a clause that
// describes them: the press secretary, states that, plans to.
var enNouns = wordset.Of("state press plan offer support order charge question attack view poll")

// actsAsVerb reports a word tagged as a noun that a clause follows: critics
// claim that …; in headlines nouns and verbs look alike.
func (r *reading) actsAsVerb(v int) bool {
	if v+1 >= len(r.ws) || !r.s.somebody(r.ws[v-1:v]) {
		return false
	}
	noun := r.s.in != corpus.InTitle && enNouns[lemmaOf(r.ws[v].low)]
	if !noun && (r.ws[v+1].low == "that" || r.clauseAt(v+1)) {
		return true
	}
	for k := v + 2; k < min(len(r.ws), v+8) && !r.ws[k].mark; k++ {
		if r.ws[k].low == "as" {
			return enAs[lemmaOf(r.ws[v].low)]
		}
	}
	return false
}

// noun reads X's claim that …, claims by X that ….
func (r *reading) noun(lo, v int, class corpus.VerbClass) bool {
	ws := r.ws
	if v+2 >= len(ws) {
		return false
	}
	if v > lo && r.that(v+1) == v+2 {
		b := r.phrase(lo, v)
		for k := v - 1; k >= b; k-- {
			if strings.HasSuffix(ws[k].low, "'s") || strings.HasSuffix(ws[k].low, "s'") || ws[k].low == "’" || possessive[ws[k].low] {
				from := r.nameBack(b, k)
				src := span(ws[from : k+1])
				src.End -= possessiveEnd(src.Of(r.s.src))
				if src.Len() > 0 && (possessive[ws[k].low] || r.s.somebody(ws[from:k+1])) {
					r.found = append(r.found, report{source: src, cue: ws[v].span, class: class, at: from, from: v + 2, to: len(ws), clause: true, ahead: true})
					return true
				}
				return false
			}
		}
	}
	if ws[v+1].low == "by" || ws[v+1].low == "from" {
		for i := v + 3; i < min(len(ws)-minReported, v+12); i++ {
			if ws[i].low == "that" && r.s.somebody(ws[v+2:i]) {
				r.found = append(r.found, report{source: span(ws[v+2 : i]), cue: ws[v].span, class: class, at: v, from: i + 1, to: len(ws), clause: true, ahead: true})
				return true
			}
		}
	}
	return false
}

// nameBack is where the name or noun phrase that ends at k begins.
func (r *reading) nameBack(b, k int) int {
	i := k
	for i > b && (r.ws[i-1].upper || isRole(r.ws[i-1].low) || strings.HasPrefix(r.s.tag(r.ws[i-1]), "JJ")) && !strings.HasSuffix(r.ws[i-1].low, "'s") {
		if _, verb := saidAtAll(r.ws[i-1].low); verb && !r.ws[i-1].upper {
			break
		}
		i--
	}
	if i > b && determiner[r.ws[i-1].low] && r.ws[i-1].low != "to" && r.ws[i-1].low != "of" {
		i--
	}
	return i
}

// try adds the report of the verb at v if a source and something reported are
// there.
func (r *reading) try(lo, v int, verb englishVerb) {
	if r.passive(lo, v, verb) {
		return
	}
	from, clause := r.content(v, verb)
	if from == 0 || len(r.ws)-from < r.least(from) {
		return
	}
	rep := report{class: verb.class, from: from, to: len(r.ws), clause: clause, ahead: true}
	r.says = clause && enSays[verb.lemma]
	defer func() { r.says = false }()
	if !r.sourceFor(lo, v, &rep) {
		return
	}
	rep.cue = r.s.cueFrom(r.ws, v)
	if from <= len(r.ws) && v+1 < len(r.ws) && r.ws[v+1].low == "out" && verb.lemma == "point" {
		rep.cue.End = r.ws[v+1].span.End
	}
	r.found = append(r.found, rep)
}

// least is the fewest words that content at from has.
func (r *reading) least(from int) int {
	for _, w := range r.ws[from:] {
		if w.quoted {
			return 1
		}
	}
	return 2
}

// sourceFor finds the source of the verb at v: its subject; for a participle
// and a coordinate verb that of the report before, or of the sentence; for a
// relative pronoun what it refers to.
func (r *reading) sourceFor(lo, v int, rep *report) bool {
	ws := r.ws
	e := v
	for e > lo && r.between(ws[e-1]) {
		e--
	}
	gerund := strings.HasSuffix(ws[v].low, "ing") && e == v
	if b, end, ok := r.before(lo, v); ok && (!gerund || r.holds(lo, b, e)) {
		rep.source, rep.at = span(ws[b:end]), b
		return true
	}
	if e > lo && (ws[e-1].low == "who" || ws[e-1].low == "which") {
		b, ok := r.antecedent(lo, e-1)
		if ok {
			rep.source, rep.at, rep.shared, rep.aside = span(ws[b:r.trimComma(e-1)]), e-1, true, true
		}
		return ok
	}
	if e == lo && gerund { // Calling it a trap, X urged …
		return r.dangling(v, rep)
	}
	if e > lo && gerund && besides[ws[e-1].low] {
		rep.source, rep.at, rep.shared = r.mainSubject(lo, e-1), e-1, true
		return rep.source.Len() > 0
	}
	if e <= lo || !(ws[e-1].low == "and" || ws[e-1].low == "but" || ws[e-1].low == "," || ws[e-1].quoted || ws[e-1].low == "then" || gerund) {
		return false
	}
	if n := len(r.found); n > 0 && r.found[n-1].source.Len() > 0 && !r.found[n-1].shared {
		rep.source, rep.at, rep.shared = r.found[n-1].source, e, true
		return true
	}
	if !gerund && ws[e-1].low == "," && !(e > 1 && conjunction[ws[e-2].low]) {
		return false
	}
	if d := r.s.last(r.s.number); d != nil && d.source.Len() > 0 && d.source.Start >= ws[0].span.Start && d.source.End <= ws[v].span.Start {
		rep.source, rep.at, rep.shared = d.source, e, true
		return true
	}
	src := r.earlier(lo, e)
	if src.Len() == 0 {
		src = r.mainSubject(lo, e)
	}
	rep.source, rep.at, rep.shared = src, e, true
	return src.Len() > 0
}

// besides stand before a participle of the sentence's subject: by saying.
var besides = wordset.Of("while by after before without when")

// holds reports whether a participle at e says what the noun before it does: a
// suit alleging that …, not: issued a statement saying ….
func (r *reading) holds(lo, b, e int) bool {
	if e == b || r.ws[e-1].mark {
		return false
	}
	if b == lo {
		return true
	}
	tag := r.s.tag(r.ws[b-1])
	return !strings.HasPrefix(tag, "VB") && tag != "MD"
}

// earlier is the source of the nearest verb of saying before e.
func (r *reading) earlier(lo, e int) corpus.Span {
	for k := e - 1; k > lo; k-- {
		if _, ok := r.verb(k); !ok || strings.HasSuffix(r.ws[k].low, "ing") {
			continue
		}
		if b, end, ok := r.before(lo, k); ok {
			return span(r.ws[b:end])
		}
	}
	return corpus.Span{}
}

func (r *reading) trimComma(e int) int {
	for e > 0 && r.ws[e-1].mark && r.ws[e-1].low != ")" {
		e--
	}
	return e
}

// antecedent is where the noun phrase begins that a relative pronoun at e
// describes.
func (r *reading) antecedent(lo, e int) (int, bool) {
	end := r.trimComma(e)
	b := r.phrase(lo, end)
	for b < end && r.ws[b].mark {
		b++
	}
	return r.person(b, end)
}

// mainSubject is the subject of the sentence up to e.
func (r *reading) mainSubject(lo, e int) corpus.Span {
	if lo < e && (subordinate[r.ws[lo].low] || r.ws[lo].low == "if") { // After the court failed, Smith …
		for i := lo + 1; i < e-1; i++ {
			if r.ws[i].low == "," && !relative[r.ws[i+1].low] {
				lo = i + 1
				break
			}
		}
	}
	for i := lo; i < e; i++ {
		w := r.ws[i]
		tag := r.s.tag(w)
		if i == lo || w.upper || !(finiteTag[tag] || finiteVerb[w.low]) {
			continue
		}
		if b, end, ok := r.before(lo, i); ok {
			return span(r.ws[b:end])
		}
		return corpus.Span{}
	}
	for i := lo; i < min(e, lo+8) && !r.ws[i].mark && !r.ws[i].quoted; i++ { // a verb that the tagger has not seen
		if isRole(r.ws[i].low) && (r.ws[lo].upper || determiner[r.ws[lo].low]) && !r.s.opener[r.ws[lo].low] {
			return span(r.ws[lo : i+1])
		}
	}
	return corpus.Span{}
}

// dangling finds the subject behind the comma after a participle at the start.
func (r *reading) dangling(v int, rep *report) bool {
	for i := v + 2; i < len(r.ws); i++ {
		if r.ws[i].low != "," {
			continue
		}
		src := r.subjectAt(i + 1)
		if src.Len() == 0 {
			return false
		}
		rep.source, rep.to, rep.at, rep.shared = src, i, v, true
		return true
	}
	return false
}

// subjectAt is the source that begins at i and has a verb behind it.
func (r *reading) subjectAt(i int) corpus.Span {
	for k := i + 1; k < min(len(r.ws), i+maxSourceWords); k++ {
		w := r.ws[k]
		tag := r.s.tag(w)
		if w.mark && w.low != "," || w.quoted {
			return corpus.Span{}
		}
		_, saying := saidAtAll(w.low)
		if !w.upper && (finiteTag[tag] || finiteVerb[w.low] || tag == "" && saying) {
			if b, end, ok := r.before(i, k); ok {
				return span(r.ws[b:end])
			}
			return corpus.Span{}
		}
	}
	return corpus.Span{}
}

// passive reads "was described as … by X".
func (r *reading) passive(lo, v int, verb englishVerb) bool {
	if v == lo || !beVerb[r.ws[v-1].low] && !(v > lo+1 && beVerb[r.ws[v-2].low] && r.between(r.ws[v-1])) || !enAs[verb.lemma] && !enNaming[verb.lemma] && verb.lemma != "accuse" {
		return false
	}
	for i := len(r.ws) - 2; i > v; i-- {
		if r.ws[i].low != "by" {
			continue
		}
		end := i + 1
		for end < len(r.ws) && !(r.ws[end].mark && r.ws[end].low != "(") && !subordinate[r.ws[end].low] {
			end++
		}
		if src := r.ws[i+1 : end]; len(src) > 0 && r.s.somebody(src) {
			from, to := v+1, i
			if i == v+1 { // was described by X as …
				for k := i + 1; k < end; k++ {
					if r.ws[k].low == "as" {
						src, from, to = r.ws[i+1:k], k, len(r.ws)
						break
					}
				}
			}
			if from >= to || len(src) == 0 {
				return true
			}
			r.found = append(r.found, report{source: span(src), cue: r.s.cueFrom(r.ws, v), class: verb.class, at: v, from: from, to: to, clause: true})
			return true
		}
	}
	return true
}

var beVerb = wordset.Of("is are was were been being be")
