package neardup

import (
	"cmp"
	"math/bits"
	"slices"
)

// part is a text that stands in a longer one.
type part struct {
	host, text int
	share      float64
	covered    uint16 // tenths of the host
	opens      bool   // the host begins with it, but for a notice
	like       bool   // they are of like length
}

const (
	// likeLength is how many times as long as a text its copy is at most: an
	// update grows, and a digest holds several times as much.
	likeLength = 1.8
	// equalLength is the same of two texts of which neither is taken for a host.
	equalLength = 1.25
	// opening are the tenths in which a shortened version begins that a notice of
	// some lines may stand before.
	opening = 0b11
	// leastPart is the share of a host that a shortened version has at least.
	leastPart = 1. / 8
)

// A sentence or two say so little that two of one pattern (the body opened in
// May, the body was signed in June) have most of it in common.
const (
	shortText  = 40
	shortShare = .75
)

// weigh judges a pair of the second round. What is of one length is united at
// once; where one is the longer it may be a digest, which the others that it
// holds will tell.
func (g *grouping) weigh(i, j int, o *overlap) {
	least := g.cfg.MinShare
	if o.small < shortText {
		least = max(least, shortShare)
	}
	if o.common < minCommon || o.contained() < least || o.spread() < g.cfg.MinSpread && !o.reworked() || o.tail() {
		return
	}
	if o.ratio() <= equalLength {
		g.join(i, j, o.contained())
		return
	}
	p := part{host: i, text: j, share: o.contained(), covered: o.covered(), like: o.ratio() <= likeLength}
	if !o.smallIsSecond {
		p.host, p.text = j, i
	}
	p.opens = p.covered&opening != 0 && o.ratio()*leastPart <= 1
	g.parts = append(g.parts, p)
}

// settle unites texts with the longer ones that hold them: those of like length,
// of which outlets print other parts of one wire report, and of the longer ones
// those that begin with the text and hold no others. It keeps in parts what is
// not united.
func (g *grouping) settle() {
	slices.SortFunc(g.parts, func(a, b part) int { return cmp.Or(cmp.Compare(a.host, b.host), cmp.Compare(a.text, b.text)) })
	var apart []part
	for rest := g.parts; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].host == rest[0].host {
			n++
		}
		digest := several(rest[:n])
		for _, p := range rest[:n] {
			if p.like || !digest && p.opens {
				g.join(p.host, p.text, p.share)
			} else if p.share >= takenOver {
				apart = append(apart, p)
			}
		}
		rest = rest[n:]
	}
	// Another text may have united the two.
	g.parts = slices.DeleteFunc(apart, func(p part) bool { return g.find(p.host) == g.find(p.text) })
}

// several reports whether a text holds texts that stand in different places of
// it.
func several(parts []part) bool {
	for i, a := range parts {
		for _, b := range parts[i+1:] {
			common := bits.OnesCount16(a.covered & b.covered)
			if 2*common < min(bits.OnesCount16(a.covered), bits.OnesCount16(b.covered)) {
				return true
			}
		}
	}
	return false
}
