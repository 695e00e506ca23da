package lexical

import (
	"fmt"
	"math"
)

// Dispersion says how evenly a word is spread over the parts of a corpus. Parts may
// be of different sizes: frequencies are taken relative to them.
type Dispersion struct {
	Parts, Range int     // parts with words, and those with this word
	JuillandD    float64 // 1 - V/√(n-1), V the coefficient of variation of the relative frequencies (Juilland et al. 1970); 1 is even
	CarrollD2    float64 // entropy of the relative frequencies over ln n (Carroll 1970); 1 is even
	RosengrenS   float64 // (Σ √(sᵢ·vᵢ))²/f (Rosengren 1971, for parts of different sizes as in Gries 2008); 1 is even
	DP           float64 // ½ Σ |vᵢ/f - sᵢ| (Gries 2008); 0 is even
	DPNorm       float64 // DP / (1 - min s) (Lijffijt & Gries 2012)
	KL           float64 // Σ vᵢ/f · log2((vᵢ/f)/sᵢ) in bits (Gries 2020); 0 is even
	KLNorm       float64 // 1 - exp(-KL) (Gries 2021)
}

// Parts are the parts of a corpus, such as its texts.
type Parts struct {
	sizes                 []int
	with, total, smallest int // parts with words, their words, and those of the smallest
}

// NewParts makes parts of so many words; those without words do not count.
func NewParts(sizes []int) (*Parts, error) {
	p := &Parts{sizes: sizes, smallest: math.MaxInt}
	for i, s := range sizes {
		if s < 0 {
			return nil, fmt.Errorf("dispersion: part %d has %d words", i, s)
		}
		if s > 0 {
			p.with++
			p.total += s
			p.smallest = min(p.smallest, s)
		}
	}
	return p, nil
}

// Occurrences are how often a word occurs in a part, N > 0.
type Occurrences struct{ Part, N int }

// Dispersion measures a word by the parts that have it, each once. A word without
// occurrence has no dispersion (NaN); with a single part JuillandD, CarrollD2 and
// DPNorm are NaN.
func (p *Parts) Dispersion(word []Occurrences) (Dispersion, error) {
	d := Dispersion{Parts: p.with, Range: len(word)}
	f, rates := 0, 0.0 // occurrences, and the sum of the relative frequencies
	for _, o := range word {
		if o.Part < 0 || o.Part >= len(p.sizes) || o.N <= 0 || o.N > p.sizes[o.Part] {
			return Dispersion{}, fmt.Errorf("dispersion: a word %d times in part %d", o.N, o.Part)
		}
		f += o.N
		rates += float64(o.N) / float64(p.sizes[o.Part])
	}
	n := float64(p.with)
	if f == 0 {
		nan := math.NaN()
		d.JuillandD, d.CarrollD2, d.RosengrenS, d.DP, d.DPNorm, d.KL, d.KLNorm = nan, nan, nan, nan, nan, nan, nan
		return d, nil
	}
	// A part without the word is as far from the mean as the mean is, and its size is
	// all that it differs by.
	mean := rates / n
	squares, entropy, roots := (n-float64(len(word)))*mean*mean, 0.0, 0.0
	all, apart := float64(f)*float64(p.total), p.total*f // what is apart is f·total times the sum of shares
	for _, o := range word {
		size, rate := p.sizes[o.Part], float64(o.N)/float64(p.sizes[o.Part])
		squares += (rate - mean) * (rate - mean)
		entropy -= rate / rates * math.Log(rate/rates)
		roots += math.Sqrt(float64(size) * float64(o.N))
		d.KL += float64(o.N) / float64(f) * math.Log2(float64(o.N)*float64(p.total)/(float64(f)*float64(size)))
		apart += max(o.N*p.total-f*size, f*size-o.N*p.total) - f*size
	}
	d.JuillandD = 1 - math.Sqrt(squares/n)/mean/math.Sqrt(n-1)
	d.CarrollD2 = entropy / math.Log(n)
	d.RosengrenS = roots * roots / all
	d.DP = float64(apart) / all / 2
	d.DPNorm = d.DP * float64(p.total) / float64(p.total-p.smallest)
	d.KL = max(0, d.KL)
	d.KLNorm = -math.Expm1(-d.KL)
	return d, nil
}
