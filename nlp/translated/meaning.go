package translated

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/encode"
	"framewatch/nlp/sent"
	"framewatch/nlp/zh"
)

// What is compared of a text: its headline and first sentences. Of these the
// first leadSentences choose what the others are compared with; where features
// suffice, checkedSentences are enough to see that the contents are not two.
const (
	openingSentences = 7
	checkedSentences = 4
	leadSentences    = 2
	openingBytes     = 400 // of a sentence
)

// Opening is what a text is compared by in the languages that package encode
// reads: its headline and first sentences. Their vectors are made when an index
// first needs them, and kept, so that an opening in several indexes costs once. It
// is not safe for concurrent use.
type Opening struct {
	sentences []string
	vectors   [][]float32 // of the first of them, as far as they were needed
	lead      []float32   // between those of the first
}

// NewOpening returns the opening of a text; nil where the language is not read or
// the text is empty.
func NewOpening(title, text, lang string) *Opening {
	if !encode.Reads(lang) {
		return nil
	}
	const enough = openingSentences * openingBytes
	if len(text) > 2*enough {
		text = strings.ToValidUTF8(text[:2*enough], "")
	}
	o := &Opening{}
	if title = strings.TrimSpace(title); title != "" {
		o.sentences = append(o.sentences, title)
	}
	for _, span := range sent.Split(text, lang) {
		if len(o.sentences) == openingSentences {
			break
		}
		if s := sentence(text, span); s != title {
			o.sentences = append(o.sentences, s)
		}
	}
	if len(o.sentences) == 0 {
		return nil
	}
	return o
}

func sentence(text string, span corpus.Span) string {
	s := text[span.Start:span.End]
	if len(s) > openingBytes {
		s = strings.ToValidUTF8(s[:openingBytes], "")
	}
	return strings.Clone(s) // so that the text can go
}

// Bounds, chosen by stories a to d of testdata/copies.jsonl and the demo.
const (
	// someFeatures is the least that two texts share if both have tellingFeatures
	// or more features that few others have: what makes a translation of one name
	// other places and give other numbers than its original does not exist.
	someFeatures    = 0.08
	tellingFeatures = 3
	// leadAlike is the least cosine of two leads for the texts to be compared,
	// and leadsKept how many texts of one language that is done with.
	leadAlike = 0.4
	leadsKept = 4
	// sentenceAlike is the cosine of sentences above which they may be one
	// another's translation.
	sentenceAlike = 0.25
	// A pair is one that shares enough features and is not of two contents
	// (unlike), or shares some and is alike, or has few features and is very much
	// alike.
	unlike, alike, muchAlike, quiteAlike = 0.03, 0.15, 0.2, 0.28
	fewSentences                         = 2
)

// open reports whether both texts of a pair can be compared by their meaning.
func (x *Index) open(c candidate) bool {
	return x.texts[c.a].opening != nil && x.texts[c.b].opening != nil
}

// telling counts the features of each text that few others have.
func (x *Index) telling(postings [][]int32) []int {
	few := max(2, len(x.texts)/20)
	out := make([]int, len(x.texts))
	for i, t := range x.texts {
		for _, f := range t.features {
			if n := len(postings[f]); n > 0 && n <= few {
				out[i]++
			}
		}
	}
	return out
}

// byMeaning keeps the pairs of which both texts say the same, and adds those that
// features cannot find. Pairs that it cannot judge stay if their features suffice.
func (x *Index) byMeaning(pairs []candidate, telling []int) []candidate {
	known := func(c candidate) bool { return telling[c.a] >= tellingFeatures && telling[c.b] >= tellingFeatures }
	var sure, some []candidate
	met := make(map[[2]int]bool, len(pairs))
	for _, c := range pairs {
		met[[2]int{c.a, c.b}] = true
		switch {
		case x.enough(c):
			sure = append(sure, c)
		case x.open(c):
			some = append(some, c)
		}
	}
	some = x.leads(func(yield func(candidate) bool) {
		for _, c := range some {
			if !yield(c) {
				return
			}
		}
		for b := range x.texts {
			for a := range b {
				c := candidate{a: a, b: b}
				if x.open(c) && !known(c) && x.near(a, b) && !met[[2]int{a, b}] && !yield(c) {
					return
				}
			}
		}
	})
	x.embed(x.asked(slices.Values(sure)), checkedSentences)
	x.embed(x.asked(slices.Values(some)), openingSentences)
	var out []candidate
	for _, c := range sure {
		if !x.open(c) {
			out = append(out, c)
			continue
		}
		m := x.alignment(c, checkedSentences)
		if m >= unlike || min(len(x.texts[c.a].opening.sentences), len(x.texts[c.b].opening.sentences)) <= fewSentences {
			out = append(out, c.with(m))
		}
	}
	for _, c := range some {
		if m := x.alignment(c, openingSentences); m >= leastAlignment(c, known(c)) {
			out = append(out, c.with(m))
		}
	}
	return out
}

// asked marks the texts of pairs that can be compared by their meaning.
func (x *Index) asked(pairs iter.Seq[candidate]) []bool {
	out := make([]bool, len(x.texts))
	for c := range pairs {
		if x.open(c) {
			out[c.a], out[c.b] = true, true
		}
	}
	return out
}

// leastAlignment is what a pair needs whose features do not suffice.
func leastAlignment(c candidate, known bool) float64 {
	switch {
	case c.score >= someFeatures:
		return alike
	case known:
		return quiteAlike
	}
	return muchAlike
}

// with adds the alignment to the score of the features.
func (c candidate) with(alignment float64) candidate {
	c.score = min(1, c.score/2+1.25*alignment)
	return c
}

// leads keeps the pairs that begin alike, for each text the best few of each
// other language.
func (x *Index) leads(pairs iter.Seq[candidate]) []candidate {
	x.embed(x.asked(pairs), leadSentences)
	type begun struct {
		candidate
		lead float32
	}
	var all []begun
	for c := range pairs {
		if lead := dot(x.texts[c.a].opening.lead, x.texts[c.b].opening.lead); lead >= leadAlike {
			all = append(all, begun{c, lead})
		}
	}
	slices.SortStableFunc(all, func(p, q begun) int { return cmp.Compare(q.lead, p.lead) })
	type side struct {
		text int
		lang string
	}
	kept := map[side]int{}
	var out []candidate
	for _, c := range all {
		p, q := side{c.a, x.texts[c.b].lang}, side{c.b, x.texts[c.a].lang}
		if kept[p] < leadsKept && kept[q] < leadsKept {
			kept[p]++
			kept[q]++
			out = append(out, c.candidate)
		}
	}
	return out
}

// embedBatch is how many texts are given vectors in one go.
const embedBatch = 256

// embed gives the first sentences of texts their vectors.
func (x *Index) embed(asked []bool, sentences int) {
	var texts []*text
	for i, is := range asked {
		if is && x.texts[i].opening.missing(sentences) > 0 {
			texts = append(texts, &x.texts[i])
		}
	}
	for some := range slices.Chunk(texts, embedBatch) {
		var waiting []string
		for _, t := range some {
			have := len(t.opening.vectors)
			for _, s := range t.opening.sentences[have : have+t.opening.missing(sentences)] {
				if t.lang == "zh" {
					s = zh.ToSimplified(s) // which the encoder reads better
				}
				waiting = append(waiting, s)
			}
		}
		vectors := encoder().Embed(waiting)
		for _, t := range some {
			n := t.opening.missing(sentences)
			t.opening.add(vectors[:n])
			vectors = vectors[n:]
		}
	}
}

// missing is how many of so many sentences have no vector yet.
func (o *Opening) missing(sentences int) int {
	return max(0, min(sentences, len(o.sentences))-len(o.vectors))
}

func (o *Opening) add(vectors [][]float32) {
	o.vectors = append(o.vectors, vectors...)
	if o.lead == nil {
		o.lead = mean(o.vectors[:min(leadSentences, len(o.vectors))])
	}
}

// encoder is the embedded one. Its error means that the binary was built with a
// damaged data file, which no caller can mend and a test rules out.
func encoder() *encode.Encoder {
	e, err := encode.Load()
	if err != nil {
		panic("translated: embedded encoder: " + err.Error())
	}
	return e
}

// alignment is how much of the shorter opening, cut to so many sentences, has its
// translation in the other: sentences that are each other's best match count by
// how alike they are.
func (x *Index) alignment(c candidate, sentences int) float64 {
	matches, n := x.matches(c, sentences)
	sum := float32(0)
	for _, cosine := range matches {
		sum += max(0, cosine-sentenceAlike)
	}
	return float64(sum) / float64(n)
}

// matches are the cosines of the sentences that are each other's best match in two
// openings, cut to so many sentences, of which the shorter one then has n.
func (x *Index) matches(c candidate, sentences int) (cosines []float32, n int) {
	p, q := x.texts[c.a].opening.vectors, x.texts[c.b].opening.vectors
	p, q = p[:min(sentences, len(p))], q[:min(sentences, len(q))]
	alikeness := make([][]float32, len(p))
	best := make([]int, len(q)) // for each of q the best of p
	for i, v := range p {
		alikeness[i] = make([]float32, len(q))
		for k, w := range q {
			alikeness[i][k] = dot(v, w)
			if alikeness[i][k] > alikeness[best[k]][k] {
				best[k] = i
			}
		}
	}
	for i, row := range alikeness {
		k := slices.Index(row, slices.Max(row))
		if best[k] == i {
			cosines = append(cosines, row[k])
		}
	}
	return cosines, min(len(p), len(q))
}

// mean is the direction between vectors.
func mean(vectors [][]float32) []float32 {
	out := slices.Clone(vectors[0])
	for _, v := range vectors[1:] {
		for i, x := range v {
			out[i] += x
		}
	}
	return scaled(out)
}

func scaled(v []float32) []float32 {
	by := float32(1 / math.Sqrt(float64(dot(v, v))))
	for i := range v {
		v[i] *= by
	}
	return v
}

// dot adds the products of two vectors of one length, in four sums, which is
// faster.
func dot(v, w []float32) float32 {
	w = w[:len(v)]
	var a, b, c, d float32
	for i := 0; i+3 < len(v); i += 4 {
		a += v[i] * w[i]
		b += v[i+1] * w[i+1]
		c += v[i+2] * w[i+2]
		d += v[i+3] * w[i+3]
	}
	return a + b + c + d
}
