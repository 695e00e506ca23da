package clause

import (
	"strings"
	"sync"

	"framewatch/internal/wordset"
)

// rules is what is known of a language with spaces between words. Sets hold
// small letters with straight apostrophes.
type rules struct {
	english bool // part-of-speech tags decide about clauses

	phrases map[string][]phrase   // cues by their first word
	denials map[string][][]string // denying predicates by their first word

	only         map[string]bool // behind a negation makes it none: not only
	interjection map[string]bool // a negation that stands for a sentence: no,
	that         map[string]bool // begins an embedded clause
	breakers     map[string]bool // begins a unit: but
	notBreaker   map[string]bool // before a breaker makes it none: nothing but
	coordinators map[string]bool // and, or
	subordinate  map[string]bool // when, as
	relative     map[string]bool // which, who
	reporting    map[string]bool // says, insists
	be           map[string]bool
	truths       map[string]bool // true, the opposite of the denials
	claims       map[string]bool // nouns for what is claimed: the idea that
	expletive    map[string]bool // it, behind whose predicate the subject stands
	// demonstrative point to what was said before: this is nonsense.
	demonstrative map[string]bool
	as            map[string]bool
	than          map[string]bool
	verbs         map[string]bool // finite verbs, where no tags are
	inverts       map[string]bool // auxiliaries that begin a question
	subjects      map[string]bool // negations that are a subject: nobody
	conditional   map[string]bool // verbs that begin a condition: were it
	elided        map[string]bool // what stands before an apostrophe and is no part of the word
}

// phrase is a cue of one word or more.
type phrase struct {
	words  []string
	effect effect
}

// languages are the rules by language.
var languages = sync.OnceValue(func() map[string]*rules {
	out := map[string]*rules{"en": english()}
	for lang, l := range lexicons {
		out[lang] = l.rules()
	}
	return out
})

// add lists phrases with an effect; bars divide them.
func (r *rules) add(e effect, list string) {
	if r.phrases == nil {
		r.phrases = map[string][]phrase{}
	}
	for p := range strings.SplitSeq(list, "|") {
		if words := strings.Fields(p); len(words) > 0 {
			r.phrases[words[0]] = append(r.phrases[words[0]], phrase{words, e})
		}
	}
}

// deny lists denying predicates; bars divide them.
func (r *rules) deny(list string) {
	if r.denials == nil {
		r.denials = map[string][][]string{}
	}
	for p := range strings.SplitSeq(list, "|") {
		if words := strings.Fields(p); len(words) > 0 {
			r.denials[words[0]] = append(r.denials[words[0]], words)
		}
	}
}

var comma = wordset.Of(",")

// lexicon lists the cues of a language that is read without tags.
type lexicon struct {
	not, only, denying, predicates, claims, be, that, but, modals, ifs, whether, masks, elided string
}

func (l lexicon) rules() *rules {
	r := &rules{
		only: wordset.Of(l.only), that: wordset.Of(l.that), breakers: wordset.Of(l.but), be: wordset.Of(l.be), claims: wordset.Of(l.claims), elided: wordset.Of(l.elided),
		interjection: wordset.Of("no non nein não nee нет tidak لا"), coordinators: wordset.Of("et y e und en и dan و"),
	}
	r.add(negating, strings.Join(strings.Fields(l.not), "|"))
	r.add(denying, l.denying)
	r.add(supposing, strings.Join(strings.Fields(l.modals), "|"))
	r.add(condition, strings.Join(strings.Fields(l.ifs), "|"))
	r.add(whether, l.whether)
	r.add(masks, l.masks)
	r.deny(l.predicates)
	return r
}
