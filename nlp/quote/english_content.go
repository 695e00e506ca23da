package quote

import (
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// content is where what the verb at v reports begins, 0 for none, and whether
// it is a clause (else an object).
func (r *reading) content(v int, verb englishVerb) (int, bool) {
	ws := r.ws
	i := v + 1
	if i < len(ws) && verb.lemma == "point" && ws[i].low != "to" {
		if ws[i].low != "out" {
			return 0, false
		}
		i++
	}
	if i >= len(ws) {
		return 0, false
	}
	if k := r.that(i); k > 0 {
		return k, true
	}
	if enRecipient[verb.lemma] && (verb.lemma != "warn" && verb.lemma != "advise" || objects[ws[i].low] || isRole(ws[i].low)) {
		i = r.recipient(i)
	}
	i = r.timePhrase(i)
	if i >= len(ws) {
		return 0, false
	}
	if reflexive(ws[i].low) {
		return 0, false // found himself
	}
	if questionWord[ws[i].low] && verb.lemma != "see" && verb.lemma != "call" {
		return i, true
	}
	if !enNoClause[verb.lemma] && r.clauseAt(i) || enBare[verb.lemma] && !(v > 0 && (beVerb[ws[v-1].low] || (ws[v-1].mark || ws[v-1].quoted) && r.onlyName(i))) && r.bare(i) {
		return i, true
	}
	return r.object(v, i, verb)
}

func reflexive(low string) bool {
	return strings.HasSuffix(low, "self") || strings.HasSuffix(low, "selves")
}

// findings are documents and pictures that show something.
var findings = wordset.Of("poll polls survey surveys study studies report reports analysis records data figures footage video videos documents results")

// enNoClause are the verbs whose clause needs a "that", or that take none: want
// someone committed to it.
var enNoClause = wordset.Of("want press order encourage beg instruct invite attack mock thank praise call label dub brand compare liken view regard describe portray question condemn slam blast urge " +
	"criticize criticise denounce defend tout express discuss talk outline decry applaud laud commend hail welcome cite")

// enBare are the verbs behind which a clause is sure though its verb is not seen.
var enBare = wordset.Of("say believe insist think")

// onlyName reports a name at i without a verb up to the next pause: it is who
// says what stands before (…, said Ann Lowe, but …).
func (r *reading) onlyName(i int) bool {
	return r.ws[i].upper && !r.clauseIn(i, r.pauseAt(i))
}

// bare reports words that can begin a clause.
func (r *reading) bare(i int) bool {
	w := r.ws[i]
	return len(r.ws)-i >= minReported && (w.upper || determiner[w.low] || r.clauseIn(i, len(r.ws))) && !w.mark && !w.quoted && !(r.s.stop[w.low] && w.low != "this") && !conjunction[w.low] && !relative[w.low] && w.low != "to" && w.low != "of" &&
		w.low != "for" && !finiteVerb[w.low] && !noContent[w.low] && !objects[w.low] && !strings.HasPrefix(r.s.tag(w), "VB") && r.s.tag(w) != "RB"
}

var questionWord = wordset.Of("whether if how why what")

// that is the place behind a near "that": at most a recipient and a phrase of
// time and place stand before it.
func (r *reading) that(i int) int {
	for k := i; k < min(len(r.ws), i+9); k++ {
		w := r.ws[k]
		if w.low == "that" {
			subject := k+1 < len(r.ws) && r.finite(k+1) // said that is wrong; a speech that included
			switch {
			case subject && k == i:
				return k
			case subject || k > i && r.clauseBetween(i, k) || k == i && r.verbless(k+1): // repeated that view
				return 0
			}
			return k + 1
		}
		if w.mark && w.low != "," || w.quoted {
			return 0
		}
	}
	return 0
}

// verbless reports words from i on without any verb: reiterated that promise.
func (r *reading) verbless(i int) bool {
	for _, w := range r.ws[i:] {
		if tag := r.s.tag(w); tag == "" || strings.HasPrefix(tag, "VB") || tag == "MD" || w.quoted || contracted(w.low) || strings.HasSuffix(w.low, "'s") {
			return false
		}
	}
	return true
}

// finite reports a verb with an ending or an auxiliary at i.
func (r *reading) finite(i int) bool {
	tag := r.s.tag(r.ws[i])
	return finiteVerb[r.ws[i].low] || !r.ws[i].upper && finiteTag[tag]
}

// clauseBetween reports words before "that" that are no recipient: a verb, or a
// noun that "that" describes (said the plan that …).
func (r *reading) clauseBetween(i, k int) bool {
	if r.clauseIn(i, k) {
		return true
	}
	for _, w := range r.ws[i:k] {
		if conjunction[w.low] || subordinate[w.low] && w.low != "after" && w.low != "before" && w.low != "since" {
			return true
		}
	}
	last := r.ws[k-1].low
	if nounsOfSaying[last] != "" || last == "idea" || last == "reports" || last == "rumours" || last == "rumors" || days[last] || r.ws[k-1].mark || r.ws[k-1].upper || isRole(last) || speakers[last] || objects[last] || dayWords[last] {
		return false
	}
	return determiner[r.ws[i].low] // said the plan that
}

var (
	objects  = wordset.Of("him her them us me")
	dayWords = wordset.Of("monday tuesday wednesday thursday friday saturday sunday yesterday today earlier later week month year morning evening night afternoon interview statement speech " +
		"conference tweet letter email post interviewers viewers")
)

// recipient skips whom something is told: reporters, the Post, him.
func (r *reading) recipient(i int) int {
	ws := r.ws
	k := i
	for k < min(len(ws), i+7) {
		w := ws[k]
		if objects[w.low] && k == i {
			return k + 1
		}
		if w.mark || w.quoted || dayWords[w.low] || w.low == "in" || w.low == "on" || r.clauseAtOnly(k, i) {
			break
		}
		k++
		if isRole(w.low) && k < len(ws) && !ws[k].upper {
			break
		}
	}
	return k
}

// clauseAtOnly reports a clause that begins with a pronoun or determiner behind
// the first word of the recipient.
func (r *reading) clauseAtOnly(k, i int) bool {
	return k > i && (speakers[r.ws[k].low] || determiner[r.ws[k].low] || r.ws[k].low == "there" || r.ws[k].low == "to") && (r.clauseAt(k) || r.ws[k].low == "to")
}

// timePhrase skips "Monday", "on Monday", "in a statement", "last week" and "to
// reporters" behind a verb.
func (r *reading) timePhrase(i int) int {
	ws := r.ws
	for range 2 {
		k := i
		if k < len(ws) && (ws[k].low == "on" || ws[k].low == "in" || ws[k].low == "at" || ws[k].low == "to" || ws[k].low == "last" || ws[k].low == "this" || ws[k].low == "earlier" || ws[k].low == "late") {
			for k++; k < min(len(ws), i+6) && !dayWords[ws[k].low] && !(ws[i].low == "to" && isRole(ws[k].low)) && !ws[k].mark && !ws[k].quoted; {
				k++
			}
			if k >= len(ws) || !dayWords[ws[k].low] && !(ws[i].low == "to" && isRole(ws[k].low)) {
				return i
			}
			i = k + 1
			continue
		}
		if k < len(ws) && dayWords[ws[k].low] {
			i = k + 1
		}
	}
	return i
}

// maxSubject is the most words before the verb of a clause without "that".
const maxSubject = 14

// clauseAt reports a clause that begins at i: a noun phrase or pronoun with a
// finite verb.
func (r *reading) clauseAt(i int) bool {
	ws := r.ws
	if i >= len(ws) {
		return false
	}
	first := ws[i]
	tag := r.s.tag(first)
	if first.mark || first.quoted || conjunction[first.low] || first.low == "to" || first.low == "of" || first.low == "by" || relative[first.low] || finiteVerb[first.low] ||
		noContent[first.low] && first.low != "nothing" || first.low == "for" || first.low == "about" || first.low == "as" || objects[first.low] && first.low != "her" || first.low == "when" || first.low == "after" ||
		tag == "VBD" || tag == "VBN" || tag == "VBG" && first.low == "saying" {
		return false
	}
	if contracted(first.low) {
		return true
	}
	for k := i + 1; k < min(len(ws), i+maxSubject); k++ {
		w := ws[k]
		if w.quoted {
			return speakers[first.low] || determiner[first.low] || possessive[first.low]
		}
		if w.mark && !strings.ContainsAny(w.low, "&’'") || relative[w.low] || conjunction[w.low] && w.low != "and" || w.low == "to" && k == i+1 || subordinate[w.low] {
			return false
		}
		t := r.s.tag(w)
		if finiteVerb[w.low] || contracted(w.low) || strings.HasSuffix(w.low, "n't") || w.low == "am" {
			return true
		}
		if !w.upper && finiteTag[t] {
			return true
		}
		if t == "" && !w.upper && !w.mark && (strings.HasSuffix(w.low, "s") || strings.HasSuffix(w.low, "ed")) {
			return true // no tags: what may be a verb is one
		}
		if r.s.in == corpus.InTitle && r.ws[k-1].upper && (w.low == "not" || t == "VBZ") {
			return true
		}
	}
	return false
}

// object reads what verbs report without a clause: to do it, X to do it, X as Y,
// X of doing it, X a Y, and plain objects of verbs that judge.
func (r *reading) object(v, i int, verb englishVerb) (int, bool) {
	ws := r.ws
	be := v > 0 && beVerb[ws[v-1].low]
	if ws[i].low == "to" {
		if i+1 < len(ws) && enToInfinitive[verb.lemma] && strings.HasPrefix(r.s.tag(ws[i+1]), "VB") && !be {
			return i, true
		}
		return 0, false
	}
	if be {
		return 0, false
	}
	if verb.lemma == "call" && (ws[i].low == "for" || ws[i].low == "on") {
		return i, false
	}
	if ws[i].mark && ws[i].low != "$" {
		return 0, false
	}
	for k := i; k < min(len(ws), i+10); k++ {
		w := ws[k]
		if w.mark && w.low != "(" && w.low != ")" && w.low != "’" || relative[w.low] {
			break
		}
		switch {
		case w.low == "to" && k > i && k+1 < len(ws) && enObjectTo[verb.lemma] && r.s.tag(ws[k+1]) == "VB",
			w.low == "as" && k > i && enAs[verb.lemma],
			w.low == "to" && k > i && (verb.lemma == "liken" || verb.lemma == "compare"),
			(w.low == "of" || w.quoted) && k > i && verb.lemma == "accuse",
			(determiner[w.low] && w.low != "to" && w.low != "of" || w.quoted) && k > i && enNaming[verb.lemma] && !determiner[ws[k-1].low]:
			return i, false
		}
	}
	if enAbout[verb.lemma][ws[i].low] && r.s.in == corpus.InText && i+1 < len(ws) && (ws[i+1].quoted || r.nominalAt(i+1)) {
		return i, false
	}
	if (enObject[verb.lemma] || enFinding[verb.lemma] && v > 0 && findings[ws[v-1].low]) && r.s.in == corpus.InText && r.nominalAt(i) {
		return i, false
	}
	return 0, false
}

// nominalAt reports an object of some length that begins at i.
func (r *reading) nominalAt(i int) bool {
	w := r.ws[i]
	tag := r.s.tag(w)
	if w.mark || w.quoted || objects[w.low] || conjunction[w.low] || subordinate[w.low] || questionWord[w.low] || tag == "IN" || tag == "RB" || strings.HasPrefix(tag, "VB") && tag != "VBG" {
		return false
	}
	n := 0
	for _, w := range r.ws[i:] {
		if w.mark {
			break
		}
		n++
	}
	return n >= minReported
}
