package compare

import (
	"cmp"
	"math"
	"slices"

	"framewatch/compare/stats"
)

// wordTally counts a word or phrase.
type wordTally struct {
	n       [2]int // by side
	places  int32  // stretches of documents that have it
	covered int32  // occurrences within the names of outlets and agencies
	folded  bool   // it never stands outside a longer phrase
}

// count adds words of a document to the comparisons in which it is on a side.
func (l *lexicon) count(doc int32, words []wordCount) {
	for _, k := range l.asked {
		side := int(k.side[doc]) - 1
		if side < 0 {
			continue
		}
		k.extend(l)
		sum := int32(0)
		for _, w := range words {
			t := &k.terms[w.term]
			t.n[side] += int(w.n)
			t.places++
			sum += w.n
		}
		k.words[doc] += sum
	}
}

// extend makes room for the words that the lexicon has got.
func (k *keyness) extend(l *lexicon) {
	if more := l.size() - len(k.terms); more > 0 {
		k.terms = append(k.terms, make([]wordTally, more)...)
	}
}

// sum adds up the words and the documents that have any.
func (k *keyness) sum() {
	var docs [2]int
	for i, n := range k.words {
		if n > 0 {
			k.total[k.side[i]-1] += int(n)
			docs[k.side[i]-1]++
		}
	}
	r := k.result
	r.NA, r.NB, r.DocsA, r.DocsB = k.total[0], k.total[1], docs[0], docs[1]
}

// choose numbers the words that are tested: those that occur often enough, are
// not always part of a longer phrase, and are not the names under which outlets
// and agencies print.
func (k *keyness) choose(l *lexicon) {
	k.extend(l)
	k.slots = make([]int32, len(k.terms))
	for i := range k.terms {
		t := &k.terms[i]
		if n := t.n[0] + t.n[1]; n == 0 || n < k.spec.MinCount || t.folded || 2*int(t.covered) > n {
			continue
		}
		k.tested = append(k.tested, int32(i))
		k.slots[i] = int32(len(k.tested))
		if i >= l.words {
			k.result.Phrases++
		}
	}
	k.result.Tested = len(k.tested)
}

// wordScore is what sets a tested word apart.
type wordScore struct {
	term     int32
	odds     stats.LogOdds
	spread   *spread
	pAdjust  float64
	function bool
}

// marked is the side, 0 for A.
func (s wordScore) marked() int {
	if s.odds.Z > 0 {
		return 0
	}
	return 1
}

func (k *keyness) survives(s wordScore) bool { return s.pAdjust < 1-k.spec.Confidence }

// score adjusts the p values of all that was tested.
func (k *keyness) score(l *lexicon) ([]wordScore, error) {
	all := float64(k.total[0] + k.total[1])
	functions := functionWords(k.spec.Lang)
	out := make([]wordScore, len(k.tested))
	p := make([]float64, len(k.tested))
	for i, t := range k.tested {
		f := k.frequencies(t)
		prior := k.spec.Prior * float64(f.A+f.B) / all
		odds, err := stats.WeightedLogOdds([]int{f.A, f.NA - f.A}, []int{f.B, f.NB - f.B}, []float64{prior, k.spec.Prior - prior})
		if err != nil {
			return nil, err
		}
		out[i] = wordScore{term: t, odds: odds[0], spread: &k.spreads[i], function: int(t) < l.words && functions[l.text(t)]}
		p[i] = k.spreads[i].test.P
	}
	for i, adjusted := range stats.BenjaminiHochberg(p) {
		out[i].pAdjust = adjusted
	}
	return out, nil
}

func (k *keyness) frequencies(term int32) stats.Frequencies {
	t := &k.terms[term]
	return stats.Frequencies{A: t.n[0], B: t.n[1], NA: k.total[0], NB: k.total[1]}
}

// show keeps what may be shown: words in several stories and outlets of the side
// they mark, no function words unless they survive and are asked for.
func (k *keyness) show(l *lexicon, scores []wordScore) {
	r := k.result
	scores = slices.DeleteFunc(scores, func(s wordScore) bool {
		side := s.marked()
		if s.odds.Z == 0 || s.spread.stories[side] < k.spec.MinDocs || s.spread.outlets[side] < min(k.spec.MinSources, r.Outlets[side]) {
			return true
		}
		survives := k.survives(s)
		if s.function && !(survives && k.spec.FunctionWords) {
			if survives {
				r.Functions++
			}
			return true
		}
		if survives {
			r.Surviving++
		}
		return len(k.spec.Only) > 0 && !slices.Contains(k.spec.Only, l.text(s.term))
	})
	rank := func(s wordScore) int {
		if k.survives(s) {
			return 0
		}
		return 1
	}
	slices.SortFunc(scores, func(x, y wordScore) int {
		if c := cmp.Or(x.marked()-y.marked(), rank(x)-rank(y), -cmp.Compare(math.Abs(x.odds.Z), math.Abs(y.odds.Z))); c != 0 {
			return c
		}
		return cmp.Compare(l.text(x.term), l.text(y.term))
	})
	k.chosen = make([]int32, l.size())
	var kept [2]int
	for _, s := range scores {
		if side := s.marked(); k.spec.Top <= 0 || kept[side] < k.spec.Top {
			kept[side]++
			r.Words = append(r.Words, k.keyWord(s, l))
			k.chosen[s.term] = int32(len(r.Words))
		}
	}
}

func (k *keyness) keyWord(s wordScore, l *lexicon) KeyWord {
	f, test := k.frequencies(s.term), s.spread.test
	side := s.marked()
	w := KeyWord{Term: l.text(s.term), Length: l.length(s.term), MarksA: side == 0, Survives: k.survives(s), Function: s.function, Count: f,
		DocsA: s.spread.docs[0], DocsB: s.spread.docs[1], Stories: s.spread.stories[side], Outlets: s.spread.outlets[side],
		P: test.P, PAdj: s.pAdjust, Effective: test.Effective, G2: stats.G2(f), LogOdds: s.odds.Delta, Z: s.odds.Z}
	w.PWords = stats.PValue(w.G2)
	w.LogRatio = Measure{Value: stats.LogRatio(f)}
	if test.Freedom > 0 {
		half := test.Half(k.spec.Confidence)
		w.LogRatio.SE, w.LogRatio.Interval = test.LogSE, stats.Interval{Lo: w.LogRatio.Value - half, Hi: w.LogRatio.Value + half}
		w.LogRatio.Method, w.LogRatio.Clusters = methodRateStories, k.units.kinds.Stories.N
		if test.TwoWay {
			w.LogRatio.Method, w.LogRatio.Clusters = methodRateTwoWay, min(k.units.kinds.Stories.N, k.units.kinds.Outlets.N)
		}
	}
	return w
}
