package compare

import (
	"math"
	"slices"

	"framewatch/compare/stats"
)

const examplesPerWord = 5

// wordHit is a chosen word in a document.
type wordHit struct{ doc, word, n int32 }

// find notes the chosen words among those of a document.
func (l *lexicon) find(doc int32, words []wordCount) {
	for _, k := range l.asked {
		if k.err != nil || k.side[doc] == 0 {
			continue
		}
		for _, w := range words {
			if at := k.chosen[w.term]; at > 0 {
				k.hits = append(k.hits, wordHit{doc, at - 1, w.n})
			}
		}
	}
}

// spread describes how the chosen words are spread over documents and stories,
// and resamples the stories for the intervals of their log ratios.
func (k *keyness) spread() {
	words := k.result.Words
	k.hits, _ = grouped(k.hits, len(k.c.docs), func(h wordHit) int32 { return h.doc })
	k.describe(words)
	hits, ends := grouped(k.hits, len(k.c.stories), func(h wordHit) int32 { return k.c.docs[h.doc].story })
	k.countStories(words, hits)
	k.resample(words, hits, ends)
	k.hits, k.chosen = nil, nil
}

// grouped sorts hits by a number below n, hits of one number in the order in
// which they were; ends says where those of each number end.
func grouped(hits []wordHit, n int, number func(wordHit) int32) (sorted []wordHit, ends []int32) {
	ends = make([]int32, n+1)
	for _, h := range hits {
		ends[number(h)+1]++
	}
	for i := range n {
		ends[i+1] += ends[i]
	}
	sorted = make([]wordHit, len(hits))
	for _, h := range hits {
		at := number(h)
		sorted[ends[at]] = h
		ends[at]++
	}
	return sorted, ends[:n]
}

// describe counts the documents of each word and picks examples of the marked
// side; hits are sorted by document.
func (k *keyness) describe(words []KeyWord) {
	last := slices.Repeat([]int32{-1}, len(words))
	told := make([][]int32, len(words)) // stories of the examples
	for _, h := range k.hits {
		if last[h.word] == h.doc {
			continue
		}
		last[h.word] = h.doc
		w, d := &words[h.word], &k.c.docs[h.doc]
		side := int(k.side[h.doc]) - 1
		if side == 0 {
			w.DocsA++
		} else {
			w.DocsB++
		}
		if side == marked(*w) && len(w.Examples) < examplesPerWord && !slices.Contains(told[h.word], d.story) {
			told[h.word] = append(told[h.word], d.story)
			w.Examples = append(w.Examples, d.id)
		}
	}
}

func marked(w KeyWord) int {
	if w.MarksA {
		return 0
	}
	return 1
}

// countStories counts the stories of the marked side; hits are sorted by story.
func (k *keyness) countStories(words []KeyWord, hits []wordHit) {
	last := slices.Repeat([]int32{-1}, len(words))
	for _, h := range hits {
		w, story := &words[h.word], k.c.docs[h.doc].story
		if int(k.side[h.doc])-1 == marked(*w) && last[h.word] != story {
			last[h.word] = story
			w.Stories++
		}
	}
}

// occurrences are a word's counts in one story, by side.
type occurrences struct {
	word int32
	n    [2]int32
}

// storyWords are the stories with words on a side, each with the chosen words
// in it.
type storyWords struct {
	total [][2]int
	found []occurrences
	ends  []int32 // of each story in found
}

func (k *keyness) storyWords(hits []wordHit, ends []int32) storyWords {
	var out storyWords
	sum := make([][2]int32, len(k.result.Words))
	from := int32(0)
	for story, total := range k.words {
		of := hits[from:ends[story]]
		from = ends[story]
		if total == [2]int{} {
			continue
		}
		for _, h := range of {
			sum[h.word][k.side[h.doc]-1] += h.n
		}
		for _, h := range of { // once a word: its sum is taken and set to zero
			if sum[h.word] != [2]int32{} {
				out.found = append(out.found, occurrences{h.word, sum[h.word]})
				sum[h.word] = [2]int32{}
			}
		}
		out.total, out.ends = append(out.total, total), append(out.ends, int32(len(out.found)))
	}
	return out
}

// resample draws stories of both sides together. Each story is a kind of its
// own, since hardly two have the same counts.
func (k *keyness) resample(words []KeyWord, hits []wordHit, ends []int32) {
	stories := k.storyWords(hits, ends)
	if len(stories.total) < 2 {
		return
	}
	sampling := k.spec.resampling()
	replicates := make([][]float64, len(words))
	for w := range replicates {
		replicates[w] = make([]float64, 0, sampling.B)
	}
	sums := make([][2]int, len(words))
	sampling.Each(slices.Repeat([]int{1}, len(stories.total)), func(times []int) {
		clear(sums)
		total := stories.sum(times, sums)
		for w, n := range sums {
			v := math.NaN() // a sample without words on a side
			if total[0] > 0 && total[1] > 0 {
				v = stats.LogRatio(stats.Frequencies{A: n[0], B: n[1], NA: total[0], NB: total[1]})
			}
			replicates[w] = append(replicates[w], v)
		}
	})
	for w := range words {
		b := sampling.Summary(words[w].LogRatio.Value, replicates[w])
		if b.OK {
			words[w].LogRatio = Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}
		}
	}
}

// sum adds up a sample in which story i was drawn times[i] times.
func (s storyWords) sum(times []int, sums [][2]int) (total [2]int) {
	from := int32(0)
	for i, m := range times {
		of := s.found[from:s.ends[i]]
		from = s.ends[i]
		if m == 0 {
			continue
		}
		total[0] += m * s.total[i][0]
		total[1] += m * s.total[i][1]
		for _, o := range of {
			sum := &sums[o.word]
			sum[0] += m * int(o.n[0])
			sum[1] += m * int(o.n[1])
		}
	}
	return total
}
