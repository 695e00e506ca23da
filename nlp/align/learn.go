package align

import "math"

const (
	leastTogether = 3     // pieces that have both words
	leastG2       = 10.83 // p < .001
	leastDice     = .8
	mostWords     = 150 // of a side of a bead that are looked at
)

// Learn finds pairs of words that occur in the same beads far more often than
// by chance and share no key: from a target word to the source words that it
// translates, with their Dice coefficient. Documents repeat themselves enough
// for a few dozen of such pairs, names above all.
func Learn(beads []Bead, source, target []Sentence) map[string]map[string]float64 {
	count := func(all []Sentence, r Range, into map[string]int, keys map[string][]Key) []string {
		seen := map[string]bool{}
		var out []string
		for _, s := range all[r.From:r.To] {
			for _, w := range s.Words {
				if !seen[w.Text] && len(out) < mostWords {
					seen[w.Text] = true
					into[w.Text]++
					keys[w.Text] = w.Keys
					out = append(out, w.Text)
				}
			}
		}
		return out
	}
	inSource, inTarget := map[string]int{}, map[string]int{}
	sourceKeys, targetKeys := map[string][]Key{}, map[string][]Key{}
	together := map[[2]string]int{}
	n := 0
	for _, b := range beads {
		if b.Source.Len() == 0 || b.Target.Len() == 0 {
			continue
		}
		n++
		words := count(source, b.Source, inSource, sourceKeys)
		for _, t := range count(target, b.Target, inTarget, targetKeys) {
			for _, s := range words {
				together[[2]string{t, s}]++
			}
		}
	}
	out := map[string]map[string]float64{}
	for pair, k := range together {
		t, s := inTarget[pair[0]], inSource[pair[1]]
		dice := 2 * float64(k) / float64(t+s)
		if k < leastTogether || dice < leastDice || sharesKey(targetKeys[pair[0]], sourceKeys[pair[1]]) || g2(k, t, s, n) < leastG2 {
			continue
		}
		if out[pair[0]] == nil {
			out[pair[0]] = map[string]float64{}
		}
		out[pair[0]][pair[1]] = dice
	}
	return out
}

func sharesKey(a, b []Key) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Text == y.Text {
				return true
			}
		}
	}
	return false
}

// g2 is the log-likelihood ratio of a two by two table: k of n pieces have both
// words, a the one, b the other.
func g2(k, a, b, n int) float64 {
	term := func(observed, row, column int) float64 {
		if observed == 0 {
			return 0
		}
		return float64(observed) * math.Log(float64(observed)*float64(n)/(float64(row)*float64(column)))
	}
	return 2 * (term(k, a, b) + term(a-k, a, n-b) + term(b-k, n-a, b) + term(n-a-b+k, n-a, n-b))
}
