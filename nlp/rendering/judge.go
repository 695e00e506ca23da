package rendering

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/wordset"
)

// judgeAcronym scores a word in Latin letters, or two, by its letters.
func (b *bead) judgeAcronym(c *candidate, u *unit, toks []tok) bool {
	if len(toks) > 2 || len(toks) == 2 && !toks[1].latin {
		return false
	}
	word := squeeze(c.text)
	if n := utf8.RuneCountInString(word); n < leastAcronymLetters || n > mostAcronymLetters {
		return false
	}
	surface := c.span.Of(b.w.target.field(u.in))
	if b.w.target.lang == "en" && strings.ToUpper(surface[:2]) != surface[:2] {
		return false
	}
	like := b.w.f.names.acronymLike(word)
	for k := range toks {
		if b.explained(&toks[k]) > 0 {
			return false
		}
	}
	c.score = acronymWeight * like
	switch {
	case len(toks) == 2 && like < leastOfTwo:
		return false
	case b.w.f.names.startsLike(word):
		c.score = max(c.score, leastScore+otherAcronym)
	case like < leastAcronym && (like < likeAcronym || len(toks) > 1 || strings.ToUpper(surface) != surface || len(surface) > longestAcronym):
		return false
	case like < leastAcronym: // another acronym, if the original has none for it
		c.score = leastScore + otherAcronym
	}
	c.sure = like >= sureAcronym
	c.note("letters %.2f like the acronym", like)
	return true
}

const (
	leastAcronym = .5  // likeness from which an acronym is a slip
	likeAcronym  = .35 // from which it may be another acronym for the same
	leastOfTwo   = .8  // of two words that may be one acronym
	otherAcronym = .05 // what is left to such a one above the threshold
)

// The letters of a word that may be an acronym.
const (
	leastAcronymLetters = 3
	mostAcronymLetters  = 12
)

// judgeSound scores a name spelt by sound.
func (b *bead) judgeSound(c *candidate, toks []tok) bool {
	like := b.w.f.names.soundsLike(c.text)
	if like < leastSound {
		return false
	}
	for k := range toks {
		if !toks[k].odd && utf8.RuneCountInString(toks[k].text) > 1 && b.explained(&toks[k]) > 0 {
			return false
		}
	}
	c.score = soundWeight * like
	c.note("sounds %.2f like the acronym", like)
	return true
}

// traits are what the words of a candidate show.
type traits struct {
	head      float64 // how surely the last word calls it a body
	scoped    bool    // it begins with a word such as international
	inner     int     // words that are neither scope nor kind of body
	explained float64 // share of these, by length, that translate something else
	meaning   float64 // nearest sense of them to the target's names
	like      float64 // likeness to the target's names in Chinese
	joins     int     // words such as and
	scopes    int     // words such as international behind the first
}

// latinWeight is what a word in Latin letters counts against Chinese
// characters.
const latinWeight = 2

// traitsOf looks at the words of a candidate; ok is false where one is in no name.
func (b *bead) traitsOf(c *candidate, u *unit, toks []tok) (x traits, ok bool) {
	g := b.w.grammar
	x.head, x.scoped = g.head(u.toks, c.to-1), g.scope(&toks[0])
	if b.w.target.lang == "en" {
		if head, behind := b.innerHead(toks); head > 0 {
			x.head, x.scoped = max(x.head, head), x.scoped || g.scope(&toks[behind])
		}
	}
	weight := 0.0
	var inner []*tok
	for k := range toks {
		t := &toks[k]
		switch {
		case g.join(t) || !t.word:
			x.joins++
			continue
		case t.latin && b.w.target.lang == "zh", t.number:
			return x, false
		case g.scope(t):
			if k > 0 {
				x.scopes++
			}
			continue
		case k == len(toks)-1 && x.head > 0 && g.plain(t), t.latin && g.head(toks, k) > 0:
			continue // the frame of a name may occur anywhere
		}
		w := float64(utf8.RuneCountInString(t.text))
		if t.latin {
			w = latinWeight
		}
		weight += w
		x.explained += w * b.explained(t) * b.surplus(t, c)
		inner = append(inner, t)
	}
	x.inner, x.meaning = len(inner), b.w.f.names.covered(inner)
	if weight > 0 {
		x.explained /= weight
	}
	x.like = b.w.f.names.likeness(c.text)
	return x, true
}

// named reports whether the words have the least that a name has.
func (b *bead) named(c *candidate, u *unit, toks []tok, x *traits) bool {
	switch {
	case x.head == 0 && (!x.scoped || !b.headless(toks) || x.explained > headlessExplained):
		return false
	case x.inner == 0 && b.of(u, c.to): // International Association of Arbitration
		return false
	case x.inner == 0: // 国际组织: its words must not be those of the original
		return x.scoped && len(toks) == 2 && b.explained(&toks[0])+b.explained(&toks[1]) == 0
	}
	return x.scoped || c.from == 0 || !chineseDeterminers[u.toks[c.from-1].text]
}

// judgeName scores a name by its shape, its words and its place.
func (b *bead) judgeName(c *candidate, u *unit, toks []tok) bool {
	x, ok := b.traitsOf(c, u, toks)
	slip := b.w.f.names.nearly(c.text)
	if !ok || slip == 0 && !b.named(c, u, toks, &x) || b.w.f.isPhrase(b.w.target.lang, c.text) {
		return false
	}
	x.scoped = x.scoped || slip == 1
	c.score = headWeight*x.head + meaningWeight*x.meaning + unexplainedWeight*(1-x.explained) -
		explainedWeight*x.explained*(1-forgiven*max(x.like, x.meaning)) - joinWeight*float64(x.joins) - scopeWeight/2*float64(x.scopes)
	worth := ownHeadWeight
	if x.scoped {
		c.score += scopeWeight
		worth = ownHeadScoped
	}
	c.note("shape %.1f", headWeight*x.head)
	c.note("unexplained %.2f", 1-x.explained)
	if x.meaning > 0 {
		c.note("meaning %.2f", x.meaning)
	}
	if slip > 0 {
		c.score += slipWeight * slip
		c.note("a name but for a character, or for its reach")
	}
	if x.like > .5 {
		c.score += likenessWeight * x.like
		c.note("%.2f like the name", x.like)
	}
	if last := &u.toks[c.to-1]; x.head > 0 {
		// The body that the original has a word for is another one.
		c.score -= worth * b.explained(last) * b.surplus(last, c) * (1 - x.meaning)
	}
	b.judgePlace(c, u, toks, x.scoped)
	c.shaped = x.scoped && x.head >= .8 && x.inner > 0
	c.sure = c.score >= sureScore && x.scoped && x.head > 0 && max(x.meaning, x.like) >= sureMeaning && x.inner > 0 && x.explained < sureExplained
	return true
}

// mostHeadless is how many words a name has that does not say what it names,
// such as 国际药膳; more where a right name has more.
const mostHeadless = 3

// headlessExplained is how much of such a name may translate something else.
const headlessExplained = .34

// headless reports words that may be a name although the last one calls nothing
// a body: few, and none before it does.
func (b *bead) headless(toks []tok) bool {
	for k := range toks {
		if b.w.grammar.plain(&toks[k]) || len(toks) > max(mostHeadless, b.w.f.names.words[b.w.target.lang]) {
			return false
		}
	}
	return true
}

// ofWords link the parts of English names behind their head.
var ofWords = wordset.Of("of for")

// innerHead is the head of an English name of the form Court of Mediation. What
// follows must be in no need of explanation as something else: in headlines
// every word has a capital. behind is where that begins.
func (b *bead) innerHead(toks []tok) (head float64, behind int) {
	for k := range len(toks) - 2 {
		head := b.w.grammar.head(toks, k)
		if head == 0 || !ofWords[toks[k+1].text] {
			continue
		}
		if len(toks)-k-2 > mostTail {
			return 0, 0
		}
		for i := k + 2; i < len(toks); i++ {
			t := &toks[i]
			if finite[t.pos] || b.explained(t) > tailExplained && b.w.f.names.meaning(t) == 0 {
				return 0, 0
			}
		}
		return head, k + 2
	}
	return 0, 0
}

const (
	mostTail      = 4  // words behind of
	tailExplained = .5 // from here on a word behind of translates something else
)

// finite are the tags of verbs that no name has.
var finite = wordset.Of("VBZ VBD VBP MD")

// judgePlace adds what speaks for a candidate beside its own words.
func (b *bead) judgePlace(c *candidate, u *unit, toks []tok, scoped bool) {
	n := utf8.RuneCountInString(c.text)
	if b.w.target.lang == "zh" {
		if n > longestName {
			c.score -= lengthWeight * float64(n-longestName)
		}
		if n < leastName {
			c.score -= shortWeight
		}
		if len(toks) == 1 && !toks[0].odd && n <= commonLength {
			c.score -= commonWeight
		}
		if toks[0].verb && !scoped && b.w.f.names.meaning(&toks[0]) == 0 {
			c.score -= verbWeight
		}
	} else {
		capitals := 0
		for k := range toks {
			if toks[k].upper {
				capitals++
			}
		}
		switch {
		case capitals*2 > len(toks):
			c.score += capitalWeight
		case capitals == 0 && !scoped:
			c.score -= capitalWeight
		}
	}
	for _, x := range u.names {
		switch {
		case x.target || !x.span.Overlaps(c.span):
		case x.entity == "" && x.label == corpus.ORG && x.span == c.span:
			c.score += taggedWeight
			c.note("tagged as a body")
		case x.entity != "" && x.label == corpus.ORG && !b.entities[x.entity] && c.span.Contains(x.span):
			if x.span == c.span {
				c.score -= otherWeight
				c.note("elsewhere the name of %s", x.entity)
			}
		case x.label == corpus.PER || x.label == corpus.LOC && x.entity != "":
			c.score -= otherWeight
		}
	}
	cuts := b.cut(u, c, scoped)
	c.cut = cuts > 0
	c.score -= cutWeight * cuts
	c.score += nearWeight * b.near(u, c)
}

// cut counts the ends at which a candidate seems to stop inside a name: before
// a word without scope stands another noun that translates nothing, or the name
// is one without a head and goes on.
func (b *bead) cut(u *unit, c *candidate, scoped bool) float64 {
	n := 0.0
	g := b.w.grammar
	open := func(at int) bool {
		if at < 0 || at >= len(u.toks) {
			return false
		}
		t := &u.toks[at]
		if !t.word || t.number || t.verb || g.stop(t) || g.join(t) || b.claimed(u, t) || t.latin != u.toks[c.from].latin {
			return false
		}
		return (!t.latin || t.upper) && b.explained(t)*b.surplus(t, c) < .5
	}
	if !scoped && (open(c.from-1) || b.w.target.lang == "zh" && c.from > 1 && g.join(&u.toks[c.from-1]) && open(c.from-2)) {
		n++
	}
	behind := c.to
	if b.w.target.lang == "zh" && behind < len(u.toks) && g.join(&u.toks[behind]) {
		behind++
	}
	if g.head(u.toks, c.to-1) == 0 && (open(behind) || c.to < len(u.toks) && g.head(u.toks, c.to) > 0 && !g.stop(&u.toks[c.to])) {
		n++
	}
	switch {
	case b.of(u, c.to) && open(c.to+1):
		n += 2
	case b.w.target.lang == "en" && c.to < len(u.toks) && u.toks[c.to].text == "and" && open(c.to+1):
		n++
	}
	if at := c.from - 2; at >= 0 && b.of(u, c.from-1) && u.toks[at].upper && g.head(u.toks, at) > 0 {
		n += 2 // Bank of [Asian Capital]
	}
	return n + b.goesOn(u, c, open) + b.beheaded(u, c)
}

// of reports an English word at a place that links a name to what follows.
func (b *bead) of(u *unit, at int) bool {
	return b.w.target.lang == "en" && at < len(u.toks) && ofWords[u.toks[at].text]
}

// beheaded is 1 where a name without a head stops a few words before one: what
// is between may translate something (和平), and is in the name all the same.
func (b *bead) beheaded(u *unit, c *candidate) float64 {
	g := b.w.grammar
	if b.w.target.lang != "zh" || g.head(u.toks, c.to-1) > 0 {
		return 0
	}
	for at := c.to; at < c.to+goesOnWords && at < len(u.toks); at++ {
		t := &u.toks[at]
		if !t.word && !g.join(t) || t.verb || g.stop(t) || b.claimed(u, t) {
			return 0
		}
		if g.head(u.toks, at) > 0 {
			return 1
		}
	}
	return 0
}

// goesOnWords is how far behind a candidate another head is looked for.
const goesOnWords = 3

// goesOn is 1 where the words behind a candidate, none of which translates
// anything, lead to another word that says body: 世界调处 in 世界调处协进会.
func (b *bead) goesOn(u *unit, c *candidate, open func(int) bool) float64 {
	if b.w.target.lang != "zh" || b.w.grammar.head(u.toks, c.to-1) == 0 {
		return 0
	}
	for at := c.to; at < c.to+goesOnWords && at < len(u.toks); at++ {
		if (at > c.to || utf8.RuneCountInString(u.toks[at].text) > 1) && b.w.grammar.head(u.toks, at) > 0 && !b.w.grammar.stop(&u.toks[at]) {
			return 1
		}
		if !open(at) {
			return 0
		}
	}
	return 0
}

// note adds to the evidence.
func (c *candidate) note(format string, args ...any) {
	c.why = append(c.why, fmt.Sprintf(format, args...))
}
