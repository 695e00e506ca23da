package main

import (
	"math"

	"framewatch/nlp/stance/internal/model"
	"framewatch/nlp/stance/internal/view"
)

// How the lexicon is fitted.
const (
	lexiconRounds  = 120
	lexiconPace    = .05
	lexiconPenalty = 1.     // of squared weights
	rarest         = 2      // mentions that a word stands beside
	usual          = 1 / 6. // brings the rarity of words to about one
)

// fitLexicon fits a logistic regression over words and pairs of words, in which
// rare ones count more, classes weigh the same and large weights cost.
func fitLexicon(examples []example) model.Lexicon {
	const n = 1 << view.GramBits
	rarity := rarities(examples, n)
	w, bias := newLayer(model.Classes*n, func() float32 { return 0 }), newLayer(model.Classes, func() float32 { return 0 })
	var count [model.Classes]float32
	for _, e := range examples {
		count[e.class]++
	}
	for round := range lexiconRounds {
		for i := range examples {
			e := &examples[i]
			if len(e.grams) == 0 {
				continue
			}
			share := float32(1 / math.Sqrt(float64(len(e.grams))))
			var p [model.Classes]float32
			for k := range p {
				for _, g := range e.grams {
					p[k] += rarity[g] * w.w[k*n+int(g)]
				}
				p[k] = bias.w[k] + share*p[k]
			}
			p = softmax(p)
			p[e.class]--
			weight := float32(len(examples)) / model.Classes / count[e.class]
			for k, d := range p {
				bias.g[k] += d * weight
				for _, g := range e.grams {
					w.g[k*n+int(g)] += d * weight * share * rarity[g]
				}
			}
		}
		w.step(round+1, lexiconPace, lexiconPenalty)
		bias.step(round+1, lexiconPace, 0)
	}
	for i := range w.w {
		w.w[i] *= rarity[i%n]
	}
	return model.Lexicon{Bias: bias.w, Weights: model.Quantise(model.Classes, n, w.w)}
}

// rarities weigh grams: about one for one in four hundred mentions, more for
// rarer ones, nothing for those that hardly stand anywhere.
func rarities(examples []example, n int) []float32 {
	df := make([]int, n)
	for _, e := range examples {
		for _, g := range e.grams {
			df[g]++
		}
	}
	out := make([]float32, n)
	for g, d := range df {
		if d >= rarest {
			out[g] = usual * float32(math.Log(1+float64(len(examples))/float64(d)))
		}
	}
	return out
}
