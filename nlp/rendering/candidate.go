package rendering

import (
	"strings"

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
	cut      bool // it seems to stop inside a name
	why      []string
}

// evidence is all that was noted, for people who check.
func (c *candidate) evidence() string { return strings.Join(c.why, ", ") }

// What a trait of a candidate is worth. The weights are set by hand on invented
// texts; the threshold is leastScore.
const (
	headWeight        = 1.0
	scopeWeight       = 1.0
	likenessWeight    = .9
	slipWeight        = 1.0
	meaningWeight     = .7
	unexplainedWeight = 1.0
	explainedWeight   = 1.5
	joinWeight        = .25
	verbWeight        = .6
	commonWeight      = .6
	capitalWeight     = .5
	taggedWeight      = .4
	nearWeight        = .25
	againWeight       = .5
	strayWeight       = .5
	acronymWeight     = 2.6
	soundWeight       = 2.4
	leastSound        = .65
	otherWeight       = .5
	lengthWeight      = .25 // for each character of a Chinese name over longestName
	shortWeight       = 1.0 // for one of fewer than leastName
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

// longestName and leastName are how many characters a name in Chinese has; longer and
// shorter ones lose.
const (
	longestName = 12
	leastName   = 3
)

// commonLength is how many characters a single word of the dictionary has that
// is no name (登记处); longer ones are.
const commonLength = 3

// candidates lists the runs of words of a unit that may name the target, by where they
// begin and end; the caller orders them by score.
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

// mayStart reports a word that a name can begin with.
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
