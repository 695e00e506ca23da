package lexical

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Text is a named bag of words.
type Text struct {
	Name   string
	Counts map[string]int
}

// Delta is how far two texts lie from each other in the frequencies of common
// words. z are a word's relative frequencies in all texts, each less their mean and
// divided by their standard deviation (n-1 below); words are ranked by their count
// in all texts, ties by the word.
type Delta struct {
	A, B string
	// Burrows is the mean of |zA - zB| over words (Burrows 2002, 'Delta': a Measure
	// of Stylistic Difference).
	Burrows float64
	// Quadratic is the mean of (zA - zB)² (Argamon 2008, Interpreting Burrows's
	// Delta).
	Quadratic float64
	// Cosine is 1 - cos(zA, zB) (Smith & Aldridge 2011; Evert et al. 2017,
	// Understanding and explaining Delta measures), from 0 to 2; NaN where a text
	// uses every word as the mean text does.
	Cosine float64
	// Eder is the mean of |zA - zB| · (n-i+1)/n for the word of rank i of n, which
	// leans on the most frequent (Evert et al. 2017, section 2).
	Eder float64
	// EderStylo is what the R package stylo computes under that name: the sum of
	// |zA - zB| · (n-i+2)/n.
	EderStylo float64
}

// Deltas are the distances of every pair of texts over the most frequent words, at
// most so many, in the order of texts. Words that all texts use equally often tell
// nothing and are left out (their z is not defined); words lists those that count.
func Deltas(texts []Text, most int) (out []Delta, words []string, err error) {
	if len(texts) < 2 || most < 1 {
		return nil, nil, fmt.Errorf("delta of %d texts over %d words: want at least 2 texts and a word", len(texts), most)
	}
	sizes := make([]float64, len(texts))
	for i, t := range texts {
		for _, n := range t.Counts {
			sizes[i] += float64(n)
		}
		if sizes[i] == 0 {
			return nil, nil, fmt.Errorf("delta: text %q has no words", t.Name)
		}
	}
	var z [][]float64 // by word, then by text
	for _, w := range frequent(texts, most) {
		if scores, ok := standardised(texts, sizes, w); ok {
			words, z = append(words, w), append(z, scores)
		}
	}
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("delta: all texts use the %d most frequent words equally often", most)
	}
	for b := range texts {
		for a := range b {
			out = append(out, distance(z, a, b))
			out[len(out)-1].A, out[len(out)-1].B = texts[a].Name, texts[b].Name
		}
	}
	slices.SortStableFunc(out, func(x, y Delta) int { return cmp.Compare(index(texts, x.A), index(texts, y.A)) })
	return out, words, nil
}

func index(texts []Text, name string) int {
	return slices.IndexFunc(texts, func(t Text) bool { return t.Name == name })
}

// frequent lists the words with the highest counts in all texts.
func frequent(texts []Text, most int) []string {
	total := map[string]int{}
	for _, t := range texts {
		for w, n := range t.Counts {
			total[w] += n
		}
	}
	words := slices.SortedFunc(maps.Keys(total), func(a, b string) int { return cmp.Or(cmp.Compare(total[b], total[a]), cmp.Compare(a, b)) })
	return words[:min(most, len(words))]
}

// standardised are the z of a word; ok is false where it does not vary.
func standardised(texts []Text, sizes []float64, word string) (z []float64, ok bool) {
	z = make([]float64, len(texts))
	n, mean := float64(len(texts)), 0.0
	for i, t := range texts {
		z[i] = float64(t.Counts[word]) / sizes[i]
		mean += z[i] / n
	}
	variance := 0.0
	for i := range z {
		z[i] -= mean
		variance += z[i] * z[i] / (n - 1)
	}
	sd := math.Sqrt(variance)
	if sd <= 1e-12*mean { // equal but for rounding
		return nil, false
	}
	for i := range z {
		z[i] /= sd
	}
	return z, true
}

func distance(z [][]float64, a, b int) Delta {
	var out Delta
	n := float64(len(z))
	dot, lengthA, lengthB := 0.0, 0.0, 0.0
	for i, of := range z {
		d := math.Abs(of[a] - of[b])
		out.Burrows += d / n
		out.Quadratic += d * d / n
		out.Eder += d * (n - float64(i)) / (n * n)
		out.EderStylo += d * (n - float64(i) + 1) / n
		dot += float64(of[a] * of[b])
		lengthA += float64(of[a] * of[a])
		lengthB += float64(of[b] * of[b])
	}
	out.Cosine = 1 - dot/math.Sqrt(lengthA*lengthB)
	return out
}
