package rendering

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// candidate is a run of words of the translation that may be a name.
type candidate struct {
	unit     int // index into half.units
	from, to int // words, half-open
	span     corpus.Span
	text     string // folded, to compare with others
	score    float64
	sure     bool // its shape and sense say enough where the original names nothing
	shaped   bool // it has all that the name of an international body has
	why      []string
}

func (c *candidate) evidence() string { return strings.Join(c.why, ", ") }

// What a trait of a candidate is worth. The weights are set by hand on invented
// texts; the threshold is leastScore.
const (
	headWeight        = 1.0
	scopeWeight       = 1.0
	likenessWeight    = .9
	meaningWeight     = .7
	unexplainedWeight = 1.0
	explainedWeight   = 1.5
	joinWeight        = .25
	stopWeight        = 2
	verbWeight        = .6
	capitalWeight     = .5
	taggedWeight      = .4
	nearWeight        = .25
	againWeight       = .5
	strayWeight       = .5
	acronymWeight     = 2.6
	soundWeight       = 2.4
	leastSound        = .65
	otherWeight       = .5
	cutWeight         = .4
	ownHeadWeight     = .6
	ownHeadScoped     = .2
	leastScore        = 1.5
	shapedScore       = .8 // where nothing else is left for a mention
	sureScore         = 2.7
	sureExplained     = .5
	forgiven          = .5 // of what is explained, where a word has the sense of the name: mediation is spoken of all around it
	sureMeaning       = .45
	sureAcronym       = .6
)

// longestName is how many characters a name in Chinese has; longer ones lose.
const longestName = 12

// candidates lists the runs of words of a unit that may name the target, best
// first is for the caller.
func (b *bead) candidates(at int) []candidate {
	u := &b.w.target.units[at]
	g := b.w.grammar
	var out []candidate
	for i := range u.toks {
		if !b.mayStart(u, i) {
			continue
		}
		for j := i + 1; j <= min(len(u.toks), i+g.most()); j++ {
			last := &u.toks[j-1]
			if !last.word && !g.join(last) || g.stop(last) || b.claimed(u, last) {
				break
			}
			if g.join(last) || !last.word {
				continue
			}
			if c, ok := b.judge(at, u, i, j); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

func (b *bead) mayStart(u *unit, i int) bool {
	t := &u.toks[i]
	return t.word && !t.number && !b.w.grammar.stop(t) && !b.w.grammar.join(t) && !b.claimed(u, t)
}

// claimed reports words that are named in both languages: they are somebody
// else.
func (b *bead) claimed(u *unit, t *tok) bool {
	for _, n := range u.names {
		if n.span.Overlaps(t.span) && !n.target && n.entity != "" && b.entities[n.entity] && n.span.Len() > 0 && !b.holdsTarget(u, n) {
			return true
		}
	}
	return false
}

// holdsTarget reports names such as that of a convention, inside which the
// target is named.
func (b *bead) holdsTarget(u *unit, n name) bool {
	return strings.HasPrefix(string(n.entity), "treaty.") || strings.HasPrefix(string(n.entity), "office.")
}

// judge scores the words from i to j of a unit; ok is false for what cannot be
// a name.
func (b *bead) judge(at int, u *unit, i, j int) (candidate, bool) {
	toks := u.toks[i:j]
	c := candidate{unit: at, from: i, to: j, span: corpus.Span{Start: toks[0].span.Start, End: toks[len(toks)-1].span.End}}
	var text strings.Builder
	for k := range toks {
		if k > 0 && toks[k].latin {
			text.WriteByte(' ')
		}
		text.WriteString(toks[k].text)
	}
	c.text = text.String()
	if toks[0].latin && (b.w.target.lang != "en" || len(toks) == 1) {
		return c, b.judgeAcronym(&c, u, toks)
	}
	if b.w.target.lang == "zh" && b.judgeSound(&c, toks) {
		return c, true
	}
	return c, b.judgeName(&c, u, toks)
}

// judgeAcronym scores a word in Latin letters, or two, by its letters.
func (b *bead) judgeAcronym(c *candidate, u *unit, toks []tok) bool {
	if len(toks) > 2 || len(toks) == 2 && !toks[1].latin {
		return false
	}
	word := squeeze(c.text)
	if n := utf8.RuneCountInString(word); n < 3 || n > 12 {
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
	switch {
	case like < .5:
		return false
	case len(toks) == 2 && like < .8:
		return false
	}
	c.score = acronymWeight * like
	c.sure = like >= sureAcronym
	c.note("letters %.2f like the acronym", like)
	return true
}

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

// judgeName scores a name by its shape, its words and its place.
func (b *bead) judgeName(c *candidate, u *unit, toks []tok) bool {
	g := b.w.grammar
	head := g.head(u.toks, c.to-1)
	if len(toks) > 0 && b.w.target.lang == "en" {
		head = max(head, b.innerHead(toks))
	}
	scoped := g.scope(toks[0].text)
	if head == 0 && !b.headless(toks) {
		return false
	}
	inner, weight, explained, meaning, joins := 0.0, 0.0, 0.0, 0.0, 0
	for k := range toks {
		t := &toks[k]
		switch {
		case g.join(t) || !t.word:
			joins++
			continue
		case t.latin && b.w.target.lang == "zh", t.number:
			return false
		case g.scope(t.text):
			if k > 0 {
				c.score -= scopeWeight / 2
			}
			continue
		case k == len(toks)-1 && head > 0 && g.plain(t.text), t.latin && g.head(toks, k) > 0:
			continue // the frame of a name may occur anywhere
		}
		w := float64(utf8.RuneCountInString(t.text))
		if t.latin {
			w = 2
		}
		weight += w
		e := b.explained(t) * b.surplus(t, c)
		explained += w * e
		meaning = max(meaning, b.w.f.names.meaning(t))
		inner++
	}
	like := b.w.f.names.likeness(c.text)
	if !scoped && head == 0 {
		return false
	}
	if inner == 0 { // 国际组织: its words must not be those of the original
		if b.explained(&toks[0])+b.explained(&toks[len(toks)-1]) > 0 || len(toks) != 2 {
			return false
		}
	}
	if !scoped && (inner == 0 || c.from > 0 && chineseDeterminers[u.toks[c.from-1].text]) {
		return false
	}
	if weight > 0 {
		explained /= weight
	}
	c.score += headWeight*head + meaningWeight*meaning + unexplainedWeight*(1-explained) - explainedWeight*explained*(1-forgiven*max(like, meaning)) - joinWeight*float64(joins)
	if scoped {
		c.score += scopeWeight
	}
	if like > .5 {
		c.score += likenessWeight * like
	}
	if last := &u.toks[c.to-1]; head > 0 {
		// The body that the original has a word for is another one.
		worth := ownHeadScoped
		if !scoped {
			worth = ownHeadWeight
		}
		c.score -= worth * b.explained(last) * b.surplus(last, c) * (1 - meaning)
	}
	b.judgePlace(c, u, toks, scoped)
	c.shaped = scoped && head >= .8 && inner > 0
	c.sure = c.score >= sureScore && scoped && head > 0 && max(meaning, like) >= sureMeaning && inner > 0 && explained < sureExplained
	c.note("shape %.1f", headWeight*head)
	c.note("unexplained %.2f", 1-explained)
	if meaning > 0 {
		c.note("meaning %.2f", meaning)
	}
	if like > .5 {
		c.note("%.2f like the name", like)
	}
	return true
}

// mostHeadless is how many words a name has that does not say what it names,
// such as 国际教育.
const mostHeadless = 3

// headless reports words that may be a name although the last one calls nothing
// a body: few, and none before it does.
func (b *bead) headless(toks []tok) bool {
	for k := range toks {
		if b.w.grammar.plain(toks[k].text) || len(toks) > mostHeadless {
			return false
		}
	}
	return true
}

// innerHead is the head of an English name of the form Court of Mediation.
func (b *bead) innerHead(toks []tok) float64 {
	for k := range len(toks) - 2 {
		if b.w.grammar.head(toks, k) > 0 && (toks[k+1].text == "of" || toks[k+1].text == "for") {
			return b.w.grammar.head(toks, k)
		}
	}
	return 0
}

// judgePlace adds what speaks for a candidate beside its own words.
func (b *bead) judgePlace(c *candidate, u *unit, toks []tok, scoped bool) {
	n := utf8.RuneCountInString(c.text)
	if b.w.target.lang == "zh" {
		if n > longestName {
			c.score -= .25 * float64(n-longestName)
		}
		if n < 3 {
			c.score -= 1
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
	c.score -= cutWeight * b.cut(u, c, scoped)
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
	if g.head(u.toks, c.to-1) == 0 && (open(c.to) || c.to < len(u.toks) && g.head(u.toks, c.to) > 0 && !g.stop(&u.toks[c.to])) {
		n++
	}
	return n + b.goesOn(u, c, open)
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

func (c *candidate) note(format string, args ...any) {
	c.why = append(c.why, fmt.Sprintf(format, args...))
}
