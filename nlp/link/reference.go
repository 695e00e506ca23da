package link

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
	"framewatch/nlp/heads"
	"framewatch/nlp/match"
)

// reference is a phrase that stands for a body named before: one that a gazetteer
// lists ([Reference]) for a kind of entities, or one that follows from the head nouns of
// names ([heads.Language.References]) for a class of bodies.
type reference struct {
	lang  string
	kind  string      // of the entities; empty where class is set
	class heads.Class // what the bodies' names call them; empty where kind is set
	// notBefore are words that, directly after the phrase, give it another
	// sense: the organisation of, the body for.
	notBefore map[string]bool
}

// In longer sentences, and among more names, nothing is sure.
const (
	maxSentence = 4000 // bytes
	maxNames    = 100
)

const (
	// reach is how many sentences back a reference may reach whatever else there is.
	reach = 2
	// farReach is how many it may reach where nothing else that a body may be meant by
	// stands between: each reference that is linked is a naming for the next.
	farReach = 12
)

// newReferences files the phrases of the gazetteers for kinds of entities, and those
// that the head nouns of the bodies' names give.
func (l *Linker) newReferences(gazetteers []Gazetteer) *match.Trie[reference] {
	t := match.NewTrie[reference]()
	for _, g := range gazetteers {
		for _, r := range g.References {
			for _, p := range r.Phrases {
				t.Add(p, match.Literal, reference{lang: r.Lang, kind: r.Kind, notBefore: setOf(r.NotBefore)})
			}
		}
	}
	var classes []heads.Class
	for _, by := range l.classes {
		for _, c := range by {
			classes = append(classes, c...)
		}
	}
	for _, lang := range heads.Languages() {
		for _, p := range heads.Of(lang).References(classes) {
			t.Add(p.Text, match.Literal, reference{lang: lang, class: p.Class, notBefore: setOf(p.NotBefore)})
		}
	}
	return t
}

// setOf is the set of words, which may be several with spaces between.
func setOf(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// What no gazetteer knows makes a reference doubtful.
var (
	otherBody = lazyregexp.New(`\b\p{Lu}[\p{L}'’.-]*(?: (?:of|for|on|and|the|\p{Lu}[\p{L}'’.-]*))*? ` +
		`(?:Organi[sz]ation|Council|Court|Bank|Commission|Ministry|Union|Tribunal|Agency|Committee|Fund|Institute|Association|Party|University|Foundation|Centre|Center|Authority|Federation)\b`)
	otherTreaty = lazyregexp.New(`\b\p{Lu}[\p{L}'’.-]* (?:\p{Lu}[\p{L}'’.-]* )*?(?:Convention|Treaty|Agreement|Pact|Accord|Protocol)\b` +
		`|《[^》\n]{1,80}(?:公约|公約|条约|條約|协定|協定|议定书|議定書)》`)
	// plainBody is what may be meant by "the body" without a name: "the court", 该中心.
	// In Chinese, where names have no capitals, it finds these as well.
	plainBody = lazyregexp.New(`\b(?:[Tt]he|[Tt]his|[Ii]ts) (?:[\p{Ll}-]+ )?` +
		`(?:court|bank|council|commission|centre|center|tribunal|agency|authority|committee|fund|institute|association|party|university|foundation|federation|ministry|company|union|forum)\b` +
		`|法院|法庭|中心|大学|大學|学院|學院|委员会|委員會|理事会|理事會|协会|協會|公司|银行|銀行|论坛|論壇|集团|集團|联盟|聯盟|基金|组织|組織`)
)

// seesStrangers are the languages in which these are found.
var seesStrangers = map[string]bool{"en": true, "zh": true}

// kindTreaty is the kind of treaties.
const kindTreaty = "treaty"

// antecedents looks for what references stand for in one document.
type antecedents struct {
	l         *Linker
	doc       *corpus.Document
	a         *corpus.Annotations
	mentions  map[int][]corpus.Mention   // by sentence, with the references linked so far
	strangers map[stranger][]corpus.Span // what strangersIn found, nil for nothing
	until     map[meaning]int            // sentence up to which nothing else is named (leads)
}

// references links phrases such as "the organisation" or "the convention" to the one
// body or treaty that the text before them speaks of: in their sentence and the two
// before it; or further back, to the last one named, where nothing in between may be
// meant as well. A body stands for its treaty and the treaty for the body. What is
// linked is a naming for later references.
func (l *Linker) references(doc *corpus.Document, a *corpus.Annotations, fields []*field, found []corpus.Mention) []corpus.Mention {
	named := &antecedents{l: l, doc: doc, a: a, mentions: map[int][]corpus.Mention{}, strangers: map[stranger][]corpus.Span{}, until: map[meaning]int{}}
	for _, m := range found {
		named.mentions[m.Sentence] = append(named.mentions[m.Sentence], m)
	}
	var add []corpus.Mention
	for _, f := range fields {
		var spans []corpus.Span
		l.refs.Find(f.Text, func(start, end int, refs []reference) {
			span := f.Span(start, end)
			lang := f.langAt(span.Start)
			refs = slices.DeleteFunc(slices.Clone(refs), func(r reference) bool { return r.lang != lang || followed(f.Text, end, r.notBefore) })
			if !f.Boundary(end) || len(refs) == 0 || f.CrossesWord(span) || overlapped(a.Sentences, found, f, span) {
				return
			}
			if n := len(spans); n > 0 && spans[n-1].Overlaps(span) {
				return
			}
			here := f.SentenceAt(span.Start)
			body, ok := named.resolve(here, span, lang, refs)
			if !ok {
				return
			}
			spans = append(spans, span)
			body = f.mentionAt(doc, span, body)
			body.Evidence = "reference to " + body.Surface
			body.Variant, body.Score, body.Metonym = corpus.VariantPronoun, scores[corpus.VariantPronoun], false
			add = append(add, body)
			named.mentions[here] = append(named.mentions[here], body)
		})
	}
	found = append(found, add...)
	sortMentions(found)
	return found
}

// followed reports whether the word after folded rune end is one of words.
func followed(t *match.Text, end int, words map[string]bool) bool {
	start := end
	if start < t.Len() && t.Rune(start) == ' ' {
		start++
	}
	return start < t.Len() && words[t.String(start, max(start+1, t.WordAfter(start+1)))]
}

// resolve is a mention of the one entity that references at span, in a sentence, stand for:
// what the sentences in reach name, or, where they name nothing, what the last one
// before them does that names anything.
func (n *antecedents) resolve(sentence int, span corpus.Span, lang string, refs []reference) (corpus.Mention, bool) {
	var out corpus.Mention
	for i := sentence; i >= max(0, sentence-reach); i-- {
		found, ok := n.inSentence(i, n.before(i, sentence, span), refs, false)
		if !ok || out.Entity != "" && found.Entity != "" && found.Entity != out.Entity {
			return corpus.Mention{}, false
		}
		if out.Entity == "" {
			out = found
		}
	}
	ok := true
	for i := sentence; out.Entity == "" && ok && seesStrangers[lang] && i >= max(0, sentence-farReach); i-- {
		out, ok = n.inSentence(i, n.before(i, sentence, span), refs, true)
		ok = ok && (out.Entity == "" || n.leads(i, out, refs))
	}
	return out, ok && out.Entity != "" && !strings.HasPrefix(string(out.Entity), maskPrefix)
}

// before is where what stands before span ends in sentence i.
func (n *antecedents) before(i, sentence int, span corpus.Span) int {
	if i == sentence {
		return span.Start
	}
	return n.a.Sentences[i].Span.End
}

// leads reports whether no other body or treaty is named in the document before the
// sentence of a mention: what comes in later is not what a text goes back to.
func (n *antecedents) leads(sentence int, m corpus.Mention, refs []reference) bool {
	key := meaning{refs[0].kind, refs[0].class, m.Entity}
	until, looked := n.until[key]
	for !looked && until < len(n.a.Sentences) {
		found, ok := n.inSentence(until, n.a.Sentences[until].Span.End, refs, false)
		if !ok || found.Entity != "" && found.Entity != m.Entity {
			break
		}
		until++
	}
	n.until[key] = until
	return sentence <= until
}

// meaning is an entity that references of a kind may stand for.
type meaning struct {
	kind   string
	class  heads.Class
	entity corpus.EntityID
}

// inSentence is a mention, before a byte of a sentence, of the one entity that references may
// stand for; false where several may be meant, or what no gazetteer knows.
func (n *antecedents) inSentence(sentence, before int, refs []reference, far bool) (corpus.Mention, bool) {
	s, known := n.a.Sentences[sentence], n.mentions[sentence]
	if s.Span.Len() > maxSentence || len(known) > maxNames {
		return corpus.Mention{}, false
	}
	var out corpus.Mention
	for _, m := range known {
		if m.Span.Start >= before {
			continue
		}
		meant, ok := n.l.meant(m, refs)
		if !ok || meant.Entity != "" && out.Entity != "" && meant.Entity != out.Entity {
			return corpus.Mention{}, false
		}
		if meant.Entity != "" {
			out = meant
		}
	}
	return out, !slices.ContainsFunc(n.strangersIn(sentence, refs[0].kind == kindTreaty, far), func(at corpus.Span) bool {
		return at.Start < before && called(refs[0].lang, at.Of(n.textOf(s)), refs) &&
			!slices.ContainsFunc(known, func(m corpus.Mention) bool { return m.Span.Overlaps(at) })
	})
}

// textOf is the field that a sentence is in.
func (n *antecedents) textOf(s corpus.Sentence) string {
	if s.Headline {
		return n.doc.Title
	}
	return n.doc.Text
}

// meant is a mention as one of what references stand for: of a body itself, or of the
// body whose treaty or council it names, or of the treaty of the body; none where it
// is of something else, and false where that may be spoken of in the same words.
func (l *Linker) meant(m corpus.Mention, refs []reference) (corpus.Mention, bool) {
	e, ok := l.Entity(m.Entity)
	if !ok {
		return corpus.Mention{}, true
	}
	for _, id := range slices.Concat([]corpus.EntityID{e.ID, e.PartOf}, l.parts[e.ID]) {
		of, ok := l.Entity(id)
		if ok && slices.ContainsFunc(refs, func(r reference) bool { return l.meets(r, &of) }) {
			m.Entity, m.Label = id, of.Label
			return m, true
		}
	}
	if classes := l.classesIn(e.ID, refs[0].lang); len(classes) > 0 && !slices.ContainsFunc(refs, func(r reference) bool { return r.class == "" }) {
		return corpus.Mention{}, true // it is called something else
	}
	if refs[0].kind == kindTreaty {
		return corpus.Mention{}, e.Kind != kindTreaty
	}
	return corpus.Mention{}, m.Label != corpus.ORG
}

// meets reports whether a reference may stand for an entity.
func (l *Linker) meets(r reference, e *Entity) bool {
	if r.class == "" {
		return r.kind == e.Kind
	}
	return slices.Contains(l.classesIn(e.ID, r.lang), r.class)
}

// strangersIn are the places in a sentence of treaties, or else bodies, that no name
// in the gazetteers covers; for references from afar also of bodies without a name.
func (n *antecedents) strangersIn(sentence int, treaties, far bool) []corpus.Span {
	key := stranger{sentence, treaties, far}
	spans, looked := n.strangers[key]
	if looked {
		return spans
	}
	s := n.a.Sentences[sentence]
	text := n.textOf(s)
	look := []*lazyregexp.Regexp{otherBody}
	if treaties {
		look = []*lazyregexp.Regexp{otherTreaty}
	} else if far {
		look = append(look, plainBody)
	}
	for _, r := range look {
		for _, at := range r.FindAllStringIndex(s.Span.Of(text), -1) {
			spans = append(spans, corpus.Span{Start: s.Span.Start + at[0], End: s.Span.Start + at[1]})
		}
	}
	n.strangers[key] = spans
	return spans
}

// stranger is a sentence that was looked at, and what for.
type stranger struct {
	sentence      int
	treaties, far bool
}
