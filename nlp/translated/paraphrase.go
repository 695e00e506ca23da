package translated

import "slices"

// Bounds of paraphrases, chosen by testdata/rewritten/chosen.txt and the demo.
const (
	// rareFeature is how many texts at most have one of the features that a text
	// and its paraphrase share: who is in every report tells no two of them
	// apart, and in one language there are many pairs to look at.
	rareFeature = 64
	// sameFeatures is the least score by features: in one language names are the
	// same words, so that it is more than translations need.
	sameFeatures = 0.3
	// sameNumbers is the share of the numbers of the text with fewer that the other
	// gives too. A report of one pattern has other numbers, the next day's report
	// new ones besides those that it repeats as background.
	sameNumbers = 0.65
	// fewNumbers is how many they share at least for sameStory to suffice as
	// what the sentences have in common; else it is quiteAlike.
	fewNumbers = 2
	sameStory  = 0.2
	// sameStatement is the cosine from which two sentences may say the same, and
	// sameWords that from which they do so in the same words.
	sameStatement = 0.4
	sameWords     = 0.97
)

// Paraphrases lists the pairs of texts in one language that say the same in other
// words, best first: sentence by sentence, with the names and numbers of each
// other, as a wire report does that another outlet has written anew. Nothing is found
// in languages that the encoder does not read. A text may be in several pairs.
func (x *Index) Paraphrases() []Pair {
	if !x.cfg.Encode {
		return nil
	}
	weights, postings := x.weigh()
	all := x.byFeatures(weights, postings, rareFeature, func(a, b int) bool {
		return x.texts[a].lang == x.texts[b].lang && x.texts[a].opening != nil && x.texts[b].opening != nil && x.close(a, b)
	})
	all = slices.DeleteFunc(all, func(c candidate) bool { return !x.enough(c) || c.score < sameFeatures || !x.sameNumbers(c) })
	x.embed(x.asked(slices.Values(all)), openingSentences)
	var out []candidate
	for _, c := range all {
		least := quiteAlike
		if inBoth(x.texts[c.a].numbers, x.texts[c.b].numbers) >= fewNumbers {
			least = sameStory
		}
		if m := inOtherWords(x.matches(c, openingSentences)); m >= least {
			out = append(out, c.with(m))
		}
	}
	return x.pairs(out)
}

// inOtherWords is how much of the shorter of two openings, of n sentences, the
// other one says in other words, 0 where that is not most of it. Sentences that
// both have word for word, such as quotations, an earlier paragraph, a notice, say
// nothing of the others.
func inOtherWords(matches []float32, n int) float64 {
	sum, statements := float32(0), 0
	for _, cosine := range matches {
		switch {
		case cosine >= sameWords:
			n--
		case cosine >= sameStatement:
			statements++
			fallthrough
		case cosine > sentenceAlike:
			sum += cosine - sentenceAlike
		}
	}
	if 2*statements <= n || n == 0 {
		return 0
	}
	return float64(sum) / float64(n)
}

// sameNumbers reports whether two texts give the same numbers, as far as both
// give any.
func (x *Index) sameNumbers(c candidate) bool {
	p, q := x.texts[c.a].numbers, x.texts[c.b].numbers
	return float64(inBoth(p, q)) >= sameNumbers*float64(min(len(p), len(q)))
}

// inBoth counts what two sorted lists share.
func inBoth(p, q []int32) int {
	n := 0
	for len(p) > 0 && len(q) > 0 {
		switch {
		case p[0] < q[0]:
			p = p[1:]
		case p[0] > q[0]:
			q = q[1:]
		default:
			n++
			p, q = p[1:], q[1:]
		}
	}
	return n
}
