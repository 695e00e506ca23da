package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"framewatch/compare/stats"
)

// wordTally counts a word on both sides. Its sets stop at the number that the
// spec asks for, so that a common word costs no more than a rare one.
type wordTally [2]struct {
	n                int
	stories, sources smallSet
}

// count adds words of a document to the comparisons in which it is on a side.
func (l *lexicon) count(doc int32, words []wordCount) {
	d := &l.asked[0].c.docs[doc]
	for _, k := range l.asked {
		side := int(k.side[doc]) - 1
		if side < 0 || len(words) == 0 {
			continue
		}
		if more := len(l.terms) - len(k.terms); more > 0 {
			k.terms = append(k.terms, make([]wordTally, more)...)
		}
		sum := 0
		for _, w := range words {
			t := &k.terms[w.term][side]
			t.n += int(w.n)
			sum += int(w.n)
			k.sets.add(&t.stories, d.story, k.spec.MinDocs)
			k.sets.add(&t.sources, d.source, k.spec.MinSources)
		}
		k.total[side] += sum
		k.words[d.story][side] += sum
		if !k.seen[doc] {
			k.seen[doc] = true
			k.docs[side]++
		}
	}
}

// smallSet is a set of at most a few numbers; its members are a chain in a
// [smallSets].
type smallSet struct{ first, size int32 } // first is a place in the chain + 1

// smallSets holds the members of many sets, eight bytes each.
type smallSets struct{ members []setMember }

type setMember struct{ value, next int32 }

// add adds a value to a set of at most limit values.
func (s *smallSets) add(set *smallSet, v int32, limit int) {
	if int(set.size) >= limit {
		return
	}
	for at := set.first; at > 0; at = s.members[at-1].next {
		if s.members[at-1].value == v {
			return
		}
	}
	s.members = append(s.members, setMember{v, set.first})
	set.first = int32(len(s.members))
	set.size++
}

// choose scores every word and chooses those that each comparison shows; what
// was counted of the others is dropped.
func (l *lexicon) choose() error {
	order := make([]int32, len(l.terms))
	for i := range order {
		order[i] = int32(i)
	}
	// Sums over words depend on their order in the last bits.
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(l.terms[a], l.terms[b]) })
	for _, k := range l.asked {
		r := k.result
		r.NA, r.NB, r.DocsA, r.DocsB = k.total[0], k.total[1], k.docs[0], k.docs[1]
		for s, f := range []Filter{k.spec.A, k.spec.B} {
			if k.total[s] == 0 && k.err == nil {
				k.err = fmt.Errorf("keyness: side %s has %w in language %s", f, errNoWords, k.spec.Lang)
			}
		}
		if k.err != nil {
			continue
		}
		scores, err := k.score(order)
		if err != nil {
			return err
		}
		r.Tested = len(scores)
		k.chosen = make([]int32, len(l.terms))
		for i, s := range k.strongest(scores, l.terms) {
			r.Words = append(r.Words, k.keyWord(s, l.terms[s.term]))
			k.chosen[s.term] = int32(i + 1)
			l.wanted[l.terms[s.term]] = s.term
		}
		k.terms, k.sets = nil, smallSets{}
	}
	return nil
}

// wordScore is what sets a word of the lexicon apart.
type wordScore struct {
	term           int32
	odds           stats.LogOdds
	g2, p, pAdjust float64
}

// marked is the side, 0 for A.
func (s wordScore) marked() int {
	if s.odds.Z > 0 {
		return 0
	}
	return 1
}

// score tests every word that occurs often enough.
func (k *keyness) score(order []int32) ([]wordScore, error) {
	all := float64(k.total[0] + k.total[1])
	var terms []int32
	var a, b []int
	var prior []float64
	for _, t := range order {
		if int(t) >= len(k.terms) || k.terms[t][0].n+k.terms[t][1].n == 0 {
			continue
		}
		nA, nB := k.terms[t][0].n, k.terms[t][1].n
		terms, a, b = append(terms, t), append(a, nA), append(b, nB)
		prior = append(prior, k.spec.Prior*float64(nA+nB)/all)
	}
	odds, err := stats.WeightedLogOdds(a, b, prior)
	if err != nil {
		return nil, err
	}
	var out []wordScore
	var p []float64
	for i, t := range terms {
		if a[i]+b[i] < k.spec.MinCount {
			continue
		}
		s := wordScore{term: t, odds: odds[i], g2: stats.G2(k.frequencies(t))}
		s.p = stats.PValue(s.g2)
		out, p = append(out, s), append(p, s.p)
	}
	for i, adjusted := range stats.BenjaminiHochberg(p) {
		out[i].pAdjust = adjusted
	}
	return out, nil
}

func (k *keyness) frequencies(term int32) stats.Frequencies {
	t := &k.terms[term]
	return stats.Frequencies{A: t[0].n, B: t[1].n, NA: k.total[0], NB: k.total[1]}
}

// strongest applies the dispersion filter and takes the strongest of each side.
func (k *keyness) strongest(scores []wordScore, terms []string) []wordScore {
	outlets := k.outlets()
	scores = slices.DeleteFunc(scores, func(s wordScore) bool {
		side := s.marked()
		t := &k.terms[s.term][side]
		return s.odds.Z == 0 || int(t.stories.size) < k.spec.MinDocs || int(t.sources.size) < min(k.spec.MinSources, outlets[side]) ||
			len(k.spec.Only) > 0 && !slices.Contains(k.spec.Only, terms[s.term])
	})
	slices.SortFunc(scores, func(x, y wordScore) int {
		return cmp.Or(x.marked()-y.marked(), -cmp.Compare(math.Abs(x.odds.Z), math.Abs(y.odds.Z)), cmp.Compare(terms[x.term], terms[y.term]))
	})
	if k.spec.Top <= 0 {
		return scores
	}
	var out []wordScore
	var kept [2]int
	for _, s := range scores {
		if side := s.marked(); kept[side] < k.spec.Top {
			kept[side]++
			out = append(out, s)
		}
	}
	return out
}

func (k *keyness) keyWord(s wordScore, term string) KeyWord {
	f := k.frequencies(s.term)
	w := KeyWord{Term: term, MarksA: s.marked() == 0, Count: f, G2: s.g2, P: s.p, PAdj: s.pAdjust, LogOdds: s.odds.Delta, Z: s.odds.Z, Seed: k.spec.Seed}
	w.LogRatio.Value = stats.LogRatio(f)
	return w
}

// outlets counts the sources of each side.
func (k *keyness) outlets() [2]int {
	sets := [2][]bool{make([]bool, len(k.c.sources)), make([]bool, len(k.c.sources))}
	var n [2]int
	for i, counted := range k.seen {
		if counted && !sets[k.side[i]-1][k.c.docs[i].source] {
			sets[k.side[i]-1][k.c.docs[i].source] = true
			n[k.side[i]-1]++
		}
	}
	return n
}
