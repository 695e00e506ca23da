package quote

import (
	"strings"
	"sync"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// English verbs of saying by class; regular forms are derived, irregular ones
// follow a slash. Which verbs report, and how often, was counted on the training
// part of PolNeAR.
const (
	enNeutral = "say/says/said/saying tell/tells/told/telling state add write/writes/wrote/written/writing ask answer/answers/answered reply " +
		"respond explain announce declare tweet comment continue recall/recalls/recalled conclude report observe/observes/observed remark mention " +
		"stress emphasize emphasise underline underscore reiterate repeat insist argue suggest predict believe think/thinks/thought/thinking " +
		"post testify estimate quip/quips/quipped joke recount read/reads/reading " +
		"describe call vow pledge promise propose recommend maintain " +
		"hope signal/signals/signaled/signalled inform echo/echoes/echoed urge demand exclaim " +
		"opine muse wonder shout/shouts/shouted/shouting yell/yells/yelled remind deem label/labels/labeled/labelled dub/dubs/dubbed elaborate " +
		"clarify/clarifies/clarified/clarifying reason agree decide assure caution advise " +
		"praise welcome hail/hails/hailed/hailing commend/commends/commended applaud/applauds/applauded laud/lauds/lauded congratulate thank/thanks/thanked " +
		"warn accuse criticize criticise condemn/condemns/condemned denounce complain/complains/complained " +
		"lament/laments/lamented decry/decries/decried blast slam/slams/slammed mock attack object/objects/objected " +
		"protest/protests/protested charge rebuke blame taunt"
	enEndorsing  = "confirm reveal point/points/pointed/pointing acknowledge concede admit/admits/admitted/admitting note indicate"
	enDistancing = "claim allege assert contend/contends/contended boast"
	enDenying    = "deny/denies/denied/denying dismiss/dismisses/dismissed/dismissing"

	// Verbs that report only with a clause, never a passage in marks. What somebody
	// wanted or saw is told by the author, what he wants and sees mostly by himself.
	enClause = "expect fear feel/feels/felt/feeling worry/worries/worried/worrying doubt question/questions/questioned/questioning vouch " +
		"swear/swears/swore/swearing threaten/threatens/threatened/threatening refuse want/wants/wanting offer/offers/offered/offering " +
		"decline plan/plans/planned/planning speculate guess imply/implies/implied/implying hint/hints/hinted/hinting envision " +
		"view/views/viewed/viewing regard/regards/regarded/regarding see/sees/seen/seeing liken/likens/likened/likening compare brand/brands/branded/branding " +
		"portray/portrays/portrayed/portraying characterize characterise depict/depicts/depicted/depicting denigrate consider/considers/considered/considering " +
		"encourage order/orders/ordered/ordering press/presses/pressed/pressing implore  cite defend tout express/expresses/expressed/expressing discuss/discusses/discussed/discussing talk outline highlight/highlights/highlighted/highlighting " +
		"speak/speaks/spoke/spoken/speaking rail/rails/railed/railing refer/refers/referred/referring instruct/instructs/instructed/instructing beg/begs/begged/begging invite hear/hears/heard"
	enClauseEndorsing  = "show/shows/showed/shown/showing find/finds/found/finding prove realize realise learn/learns/learned/learning recognize recognise demonstrate disclose"
	enClauseDistancing = "purport/purports/purported suspect/suspects/suspected imagine pretend/pretends/pretended/pretending"
	enClauseDenying    = "reject/rejects/rejected/rejecting refute rebut/rebuts/rebutted/rebutting dispute rebuff/rebuffs/rebuffed debunk/debunks/debunked repudiate disavow/disavows/disavowed"
)

// How English verbs take what is reported, by the first form of the verb.
var (
	enToInfinitive = wordset.Of("promise vow pledge agree refuse threaten offer hope want decline plan propose swear expect claim demand")
	enObjectTo     = wordset.Of("urge ask tell order press warn encourage advise implore beg invite instruct want expect remind")
	enAs           = wordset.Of("describe defend view regard see liken compare brand label dub portray characterize characterise depict denigrate hail praise criticize criticise denounce " +
		"condemn slam blast dismiss decry attack mock cite laud applaud reject commend welcome")
	enRecipient = wordset.Of("tell inform remind assure warn advise instruct")
	// enSays are verbs whose subject, before a clause, is a source whatever its noun:
	// the organizers, 46 percent of voters.
	enSays   = wordset.Of("say argue claim insist allege contend complain admit reply acknowledge concede believe think")
	enNaming = wordset.Of("call label dub brand deem declare consider")
	// enFinding are verbs of what polls and records show.
	enFinding = wordset.Of("show find")
	// enAbout are verbs that report behind a preposition: warned of a trap.
	enAbout = map[string]map[string]bool{
		"warn": wordset.Of("of about against"), "complain": wordset.Of("about of"), "boast": wordset.Of("of about"), "speak": wordset.Of("of about against"), "talk": wordset.Of("about of"), "rail": wordset.Of("against at"),
		"joke": wordset.Of("about"), "hint": wordset.Of("at"), "point": wordset.Of("to"), "worry": wordset.Of("about"), "refer": wordset.Of("to"), "argue": wordset.Of("for against"),
	}
	enObject = wordset.Of("criticize criticise denounce blast slam condemn decry mock praise question attack dismiss reject propose acknowledge highlight cite " +
		"mention tout express discuss outline describe accuse blame promise pledge announce suggest rebuke lament applaud demand deny")
	// enUnsure are verbs that mostly do not report unless a clause follows at once.
	enUnsure = wordset.Of("see hear find show feel want plan offer order press read learn add continue decide prove consider point charge call post question view expect " +
		"object thank mock attack taunt describe label dub brand urge accuse praise criticize criticise blame welcome condemn slam blast")
)

// regular derives the forms of a regular English verb.
func regular(verb string) []string {
	stem := strings.TrimSuffix(verb, "e")
	s := verb + "s"
	if strings.HasSuffix(verb, "s") || strings.HasSuffix(verb, "sh") || strings.HasSuffix(verb, "ch") {
		s = verb + "es"
	}
	past, ing := stem+"ed", stem+"ing"
	if strings.HasSuffix(verb, "ly") { // reply
		y := strings.TrimSuffix(verb, "y")
		s, past, ing = y+"ies", y+"ied", verb+"ing"
	}
	if strings.HasSuffix(verb, "ee") {
		past, ing = verb+"d", verb+"ing"
	}
	if strings.HasSuffix(verb, "fy") || strings.HasSuffix(verb, "ny") {
		y := strings.TrimSuffix(verb, "y")
		s, past, ing = y+"ies", y+"ied", verb+"ing"
	}
	return []string{verb, s, past, ing}
}

// englishVerb is what an English form is a form of.
type englishVerb struct {
	lemma string // first form
	class corpus.VerbClass
}

// englishForms files the forms of a list of verbs.
func englishForms(into map[string]englishVerb, class corpus.VerbClass, list string) {
	for _, entry := range strings.Fields(list) {
		forms := strings.Split(entry, "/")
		if len(forms) == 1 {
			forms = regular(entry)
		}
		for _, f := range forms {
			into[f] = englishVerb{forms[0], class}
		}
	}
}

// englishVerbs are the verbs that quote and report, and those with the ones that
// only report.
var englishVerbs = sync.OnceValues(func() (saying map[string]corpus.VerbClass, all map[string]englishVerb) {
	all = map[string]englishVerb{}
	englishForms(all, corpus.VerbNeutral, enNeutral)
	englishForms(all, corpus.VerbEndorsing, enEndorsing)
	englishForms(all, corpus.VerbDistancing, enDistancing)
	englishForms(all, corpus.VerbDenying, enDenying)
	saying = map[string]corpus.VerbClass{}
	for f, v := range all {
		saying[f] = v.class
	}
	englishForms(all, corpus.VerbNeutral, enClause)
	englishForms(all, corpus.VerbEndorsing, enClauseEndorsing)
	englishForms(all, corpus.VerbDistancing, enClauseDistancing)
	englishForms(all, corpus.VerbDenying, enClauseDenying)
	return saying, all
})

// saidAtAll is the verb that an English form belongs to, ok where it quotes or
// reports.
func saidAtAll(form string) (v englishVerb, ok bool) {
	_, all := englishVerbs()
	v, ok = all[form]
	return v, ok
}

// lemmaOf is the first form of such a verb, empty for another word.
func lemmaOf(form string) string {
	v, _ := saidAtAll(form)
	return v.lemma
}

// nounsOfSaying are English nouns that hold a that-clause of somebody's.
var nounsOfSaying = map[string]corpus.VerbClass{
	"claim": corpus.VerbDistancing, "claims": corpus.VerbDistancing, "allegation": corpus.VerbDistancing, "allegations": corpus.VerbDistancing,
	"assertion": corpus.VerbDistancing, "assertions": corpus.VerbDistancing, "accusation": corpus.VerbDistancing, "accusations": corpus.VerbDistancing,
	"statement": corpus.VerbNeutral, "statements": corpus.VerbNeutral, "argument": corpus.VerbNeutral, "arguments": corpus.VerbNeutral,
	"belief": corpus.VerbNeutral, "view": corpus.VerbNeutral, "suggestion": corpus.VerbNeutral, "suggestions": corpus.VerbNeutral,
	"warning": corpus.VerbNeutral, "warnings": corpus.VerbNeutral, "assessment": corpus.VerbNeutral, "contention": corpus.VerbDistancing,
	"promise": corpus.VerbNeutral, "pledge": corpus.VerbNeutral, "prediction": corpus.VerbNeutral, "fear": corpus.VerbNeutral, "fears": corpus.VerbNeutral,
	"remark": corpus.VerbNeutral, "remarks": corpus.VerbNeutral, "insistence": corpus.VerbNeutral, "notion": corpus.VerbNeutral, "charge": corpus.VerbDistancing,
	"charges": corpus.VerbDistancing, "admission": corpus.VerbEndorsing, "acknowledgment": corpus.VerbEndorsing, "denial": corpus.VerbDenying, "boast": corpus.VerbDistancing,
}
