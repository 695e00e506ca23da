package quote

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// roles are nouns for people, bodies and documents that say something.
var roles = wordset.Of("official officials critic critics supporter supporters analyst analysts spokesperson spokespeople spokesman spokeswoman spokesmen envoy envoys lawyer lawyers " +
	"minister ministers expert experts source sources diplomat diplomats ambassador president chair chairman chairwoman chief head secretary " +
	"secretary-general director judge judges court tribunal panel committee council commission government governments ministry embassy parliament party parties " +
	"campaign company union agency bank team group groups member members leader leaders adviser advisers advisor advisors aide aides " +
	"attorney attorneys prosecutor prosecutors senator senators congressman congresswoman governor mayor candidate nominee democrat democrats republican republicans " +
	"journalist journalists reporter reporters columnist columnists editor editors author authors writer writers commentator commentators observer observers scholar scholars " +
	"professor professors researcher researchers economist economists historian historians strategist strategists pollster pollsters activist activists advocate advocates " +
	"opponent opponents proponent proponents voter voters respondent respondents attendees organiser organisers organizer organizers businessman businesswoman resident residents witness witnesses victim victims colleague colleagues friend friends " +
	"man woman men women people person doctor doctors student students teacher teachers police officer officers delegate delegates " +
	"clerk baker driver owner owners worker workers manager managers executive executives investor investors insider insiders negotiator negotiators some many others " +
	"number handful majority half percent dozens hundreds thousands couple most one another several few all both none everyone everybody someone somebody anyone those nobody sceptics skeptics detractors defenders backers rivals allies " +
	"report reports lawsuit lawsuits suit complaint indictment petition study studies survey surveys poll polls document documents statement statements paper papers article articles analysis review letter email emails memo memos " +
	"editorial newspaper newspapers outlet outlets media press magazine site website agencies research data figures filing filings records record communique book charter convention " +
	"treaty resolution notice transcript transcripts brief authorities capital capitals state states country countries administration mission delegation side office " +
	"father mother son daughter brother sister wife husband parents family neighbours neighbors " +
	"general admiral captain colonel chancellor premier king queen prince pope bishop archbishop priest imam founder partner partners representative representatives counsel " +
	"mp mps lawmaker lawmakers legislator legislators politician politicians staffer staffers operative operatives veteran veterans host moderator anchor guest speaker")

// isRole reports a noun, in small letters, for who or what says something: one of
// roles, or one for who does a thing, such as arbitrator.
func isRole(noun string) bool {
	one := strings.TrimSuffix(noun, "s")
	return roles[noun] || strings.HasSuffix(one, "ator") && !devices[one]
}

// devices are nouns like those for people who do a thing.
var devices = wordset.Of("indicator elevator calculator generator refrigerator accelerator denominator numerator radiator simulator escalator incubator ventilator " +
	"equator alligator separator actuator oscillator stator rotator resonator insulator carburator vibrator activator")

// speakers are the pronouns that speak.
var speakers = wordset.Of("he she they it we i you he's she's they're we're")

// somebody reports whether English words name one who can speak: a mention, a
// capitalised name, a pronoun, or a noun for people, bodies or documents before
// any relative clause.
func (s *spacedFinder) somebody(ws []word) bool {
	if len(ws) == 0 || noSource[ws[0].low] {
		return false
	}
	if speakers[ws[0].low] {
		return len(ws) == 1 || ws[1].mark
	}
	for i, w := range ws {
		if i > 0 && (relative[w.low] || determiner[ws[0].low] && preposition[w.low]) {
			return false // who speaks is the head of the phrase
		}
		if w.mark {
			continue
		}
		if isRole(w.low) || w.upper && (i > 0 || s.nameLike(w)) {
			return true
		}
		if k := strings.LastIndexByte(w.low, '-'); k > 0 && isRole(w.low[k+1:]) {
			return true
		}
	}
	return false
}

// preposition begins what describes a noun.
var preposition = wordset.Of("of in for on from to with by at about over against between")

// noSource begins what is no source: "Nobody denies", and "I think" of the author's
// own.
var noSource = wordset.Of("nobody no none neither i")

// nameLike reports a capitalised word that is a name though it may begin a
// sentence.
func (s *spacedFinder) nameLike(w word) bool {
	if strings.HasPrefix(s.tag(w), "NNP") || s.in == corpus.InTitle && !s.opener[w.low] && !determiner[w.low] {
		return true
	}
	i := s.sentenceOf(w.span.Start)
	for _, m := range s.mentions[i] {
		if m.Span.Overlaps(w.span) && (m.Label == corpus.PER || m.Label == corpus.ORG || m.Label == corpus.LOC || m.Label == corpus.NORP) {
			return true
		}
	}
	return s.tag(w) == "" && !s.opener[w.low] && !determiner[w.low]
}

// before reads the English source that stands before the verb at v, not before
// lo: its first and last word (exclusive), and whether the verb has one.
func (r *reading) before(lo, v int) (int, int, bool) {
	ws, e := r.ws, v
	for e > lo && r.between(ws[e-1]) {
		e--
	}
	if e > lo && conjunction[ws[e-1].low] {
		return 0, 0, false // a second verb of the clause
	}
	comma := e > lo && (ws[e-1].low == "," || ws[e-1].low == "—" || ws[e-1].low == "–")
	if comma {
		e--
	}
	b := r.phrase(lo, e)
	if comma {
		if b == lo || ws[b-1].low != ws[e].low {
			// Only a relative clause opened what the comma closes, else a clause
			// before ours.
			return r.described(lo, e)
		}
		head := r.phrase(lo, b-1)
		h, ok := r.person(head, b-1)
		if !ok || h == b-1 {
			return 0, 0, false
		}
		if tag := r.s.tag(ws[b]); relative[ws[b].low] || strings.HasPrefix(tag, "VB") || tag == "IN" || r.s.opener[ws[b].low] {
			if relative[ws[b].low] && !anyQuoted(ws[b:e]) {
				return h, e, true
			}
			return h, b - 1, true
		}
		return h, e, true
	}
	h, ok := r.person(b, e)
	if ok && h > lo && h == b && ws[b-1].low == "," && !strings.HasPrefix(r.s.tag(ws[b]), "NNP") && !speakers[ws[b].low] {
		return h, e, true
	}
	return h, e, ok
}

func anyQuoted(ws []word) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return w.quoted })
}

// described is the noun phrase that a relative clause up to e describes: Smith,
// who …; Smith, a lawyer whose ….
func (r *reading) described(lo, e int) (int, int, bool) {
	for k := e - 1; k > lo+1; k-- {
		if !relative[r.ws[k].low] || r.ws[k].low == "that" && r.ws[k-1].low == "," {
			continue
		}
		c := k - 1
		for c > lo && r.ws[c].low != "," && !r.ws[c].quoted {
			c--
		}
		if first := r.ws[c+1]; c <= lo || r.ws[c].low != "," || c < k-1 && (!determiner[first.low] && !isRole(first.low) || r.clauseIn(c+1, k)) {
			continue
		}
		b := r.phrase(lo, c)
		if tag := r.s.tag(r.ws[b]); b < c && (tag == "TO" || tag == "IN") && !r.ws[b].upper {
			return 0, 0, false
		}
		h, ok := r.person(b, c)
		if anyQuoted(r.ws[c:e]) {
			return h, c, ok
		}
		return h, e, ok
	}
	return 0, 0, false
}

// between reports what may stand between a subject and its verb.
func (r *reading) between(w word) bool {
	if w.mark {
		return false
	}
	tag := r.s.tag(w)
	return r.s.aux[w.low] || r.s.adverb(w) || tag == "MD" || tag == "RB" && !w.upper || w.low == "does" || w.low == "do" || w.low == "not" || w.low == "n't" ||
		strings.HasSuffix(w.low, "n't") || w.low == "would" || w.low == "will"
}

// phrase is where the run of words before e begins: behind a mark, a
// subordinating word or a verb.
func (r *reading) phrase(lo, e int) int {
	i := e
	for i > lo {
		w := r.ws[i-1]
		if w.quoted || w.mark && !strings.ContainsAny(w.low, "()&@#’'") || subordinate[w.low] || relative[w.low] || w.low == "if" || w.low == "however" {
			break
		}
		if tag := r.s.tag(w); finiteTag[tag] && !w.upper || finiteVerb[w.low] {
			break
		}
		i--
	}
	return i
}

// person finds the source in the words from b to e, without conjunctions and
// opening phrases (On Monday the minister).
func (r *reading) person(b, e int) (int, bool) {
	ws := r.ws
	for b < e && (ws[b].mark || conjunction[ws[b].low]) {
		b++
	}
	if b >= e || e-b > maxSourceWords {
		return b, false
	}
	b = r.behindAnd(b, e)
	if speakers[ws[e-1].low] {
		return e - 1, !noSource[ws[e-1].low]
	}
	if tag := r.s.tag(ws[b]); r.s.opener[ws[b].low] || (tag == "IN" || tag == "RP" || strings.HasPrefix(tag, "VB")) && !ws[b].upper || strings.HasPrefix(ws[b].low, "asked") {
		i := e
		for i > b+1 && ws[i-1].upper && !days[ws[i-1].low] {
			i--
		}
		if i == e {
			for i = e - 1; i > b && (!determiner[ws[i].low] || ws[i].low == "to" || ws[i].low == "of"); {
				i--
			}
		} else if determiner[ws[i-1].low] {
			i--
		}
		if i <= b {
			return b, false
		}
		b = i
	}
	return b, r.s.somebody(ws[b:e]) || r.says && (b == 0 || ws[b-1].mark || conjunction[ws[b-1].low] || subordinate[ws[b-1].low]) && r.nounPhrase(ws[b:e])
}

// nounPhrase reports words that end in a noun and begin as its phrase does.
func (r *reading) nounPhrase(ws []word) bool {
	first, last := ws[0], ws[len(ws)-1]
	tag := r.s.tag(first)
	return (strings.HasPrefix(r.s.tag(last), "NN") || last.low == "%") && !noSource[first.low] && !dayWords[last.low] && last.low != "way" && last.low != "fact" && last.low != "thing" &&
		(determiner[first.low] && first.low != "to" && first.low != "of" || tag == "CD" || tag == "NNS" || strings.HasPrefix(tag, "JJ"))
}

// behindAnd cuts what the verb before b has for its object: (was) a toy and Ben
// Ode said.
func (r *reading) behindAnd(b, e int) int {
	if b == 0 {
		return b
	}
	last := r.ws[b-1]
	tag := r.s.tag(last)
	if _, saying := saidAtAll(last.low); saying || !finiteVerb[last.low] && tag != "VBD" && tag != "VBZ" && tag != "VBP" {
		return b
	}
	for i := e - 2; i > b; i-- {
		if (r.ws[i].low == "and" || r.ws[i].low == "but") && r.s.somebody(r.ws[i+1:e]) {
			return i + 1
		}
	}
	return b
}

var conjunction = wordset.Of("and but yet so or then while whereas although though")
