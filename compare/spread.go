package compare

import (
	"context"
	"maps"
	"math"
	"slices"

	"framewatch/compare/stats"
	"framewatch/store"
)

const examplesPerWord = 5

// occurrences are a word's counts in one story, by side.
type occurrences struct {
	word  int
	count [2]int
}

// spread reads how the chosen words are spread over stories and resamples the
// stories for the intervals of their log ratios.
func (k *keyness) spread(ctx context.Context, ds *store.Dataset, r *KeynessResult) error {
	at := map[string]int{}
	for i, w := range r.Words {
		at[w.Term] = i
	}
	perStory := map[int32]map[int][2]int{}
	inDocs := make([]map[int32]bool, len(r.Words))
	err := k.each(ctx, ds, func(row termFacts, d int32, side int) {
		w, ok := at[row.Term]
		if !ok {
			return
		}
		story := k.c.docs[d].story
		if perStory[story] == nil {
			perStory[story] = map[int][2]int{}
		}
		n := perStory[story][w]
		n[side] += int(row.N)
		perStory[story][w] = n
		if inDocs[w] == nil {
			inDocs[w] = map[int32]bool{}
		}
		inDocs[w][d] = true
	})
	if err != nil {
		return err
	}
	for i := range r.Words {
		k.describe(&r.Words[i], inDocs[i])
	}
	k.resample(perStory, r)
	return nil
}

// describe counts documents and picks examples of the marked side.
func (k *keyness) describe(w *KeyWord, docs map[int32]bool) {
	stories := map[int32]bool{}
	for _, d := range slices.Sorted(maps.Keys(docs)) {
		side := int(k.side[d]) - 1
		if side == 0 {
			w.DocsA++
		} else {
			w.DocsB++
		}
		story := k.c.docs[d].story
		if side == marked(*w) && !stories[story] {
			stories[story] = true
			if len(w.Examples) < examplesPerWord {
				w.Examples = append(w.Examples, k.c.docs[d].id)
			}
		}
	}
	w.Stories = len(stories)
}

// resample draws stories of both sides together. Each story is a kind of its
// own, since hardly two have the same counts.
func (k *keyness) resample(perStory map[int32]map[int][2]int, r *KeynessResult) {
	stories := slices.Sorted(maps.Keys(k.words))
	hits := make([][]occurrences, len(stories))
	for s, story := range stories {
		for _, w := range slices.Sorted(maps.Keys(perStory[story])) {
			hits[s] = append(hits[s], occurrences{w, perStory[story][w]})
		}
	}
	sampling := k.spec.resampling()
	replicates := make([][]float64, len(r.Words))
	sums := make([][2]int, len(r.Words))
	sampling.Each(slices.Repeat([]int{1}, len(stories)), func(times []int) {
		clear(sums)
		var total [2]int
		for s, m := range times {
			if m == 0 {
				continue
			}
			total[0] += m * k.words[stories[s]][0]
			total[1] += m * k.words[stories[s]][1]
			for _, o := range hits[s] {
				sums[o.word][0] += m * o.count[0]
				sums[o.word][1] += m * o.count[1]
			}
		}
		for w, n := range sums {
			v := math.NaN() // a sample without words on a side
			if total[0] > 0 && total[1] > 0 {
				v = stats.LogRatio(stats.Frequencies{A: n[0], B: n[1], NA: total[0], NB: total[1]})
			}
			replicates[w] = append(replicates[w], v)
		}
	})
	if len(stories) < 2 {
		return
	}
	for w := range r.Words {
		b := sampling.Summary(r.Words[w].LogRatio.Value, replicates[w])
		if b.OK {
			r.Words[w].LogRatio = Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}
		}
	}
}
