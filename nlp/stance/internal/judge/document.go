package judge

import (
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/stance/internal/input"
	"framewatch/nlp/stance/internal/model"
)

// lead is how many sentences of the text open it.
const lead = 3

// Weights of what a document's features are made of.
const (
	aroundWeight = .5 // of the sentences that name the target, with those behind them
	openWeight   = .25
	titleWeight  = .25
	frameWeight  = .1
	// FeatureCount is how many features a document has: three vectors, six probabilities, the two
	// extremes, and two counts of frames.
	FeatureCount = 3*model.TextAxes + 6 + 2 + 2
)

// document judges a document towards a target: in all voices by the model, in
// each voice by the mean of its mentions.
func (j *Judge) document(doc *corpus.Document, a *corpus.Annotations, e input.Embedder, target corpus.EntityID, mentions []corpus.Stance) []corpus.Stance {
	own := slices.DeleteFunc(slices.Clone(mentions), func(s corpus.Stance) bool { return s.Target != target })
	all := corpus.Stance{Target: target, Mention: -1, Voice: corpus.StanceOfAll}
	set(&all, j.file.Document.Probabilities(j.features(doc, a, e, target, own)))
	out := []corpus.Stance{withEvidence(all, own)}
	for _, voice := range []corpus.StanceVoice{corpus.StanceOfAuthor, corpus.StanceOfOthers} {
		said := slices.DeleteFunc(slices.Clone(own), func(s corpus.Stance) bool { return s.Voice != voice })
		if len(said) == 0 {
			continue
		}
		s := corpus.Stance{Target: target, Mention: -1, Voice: voice}
		set(&s, mean(said))
		out = append(out, withEvidence(s, said))
	}
	return out
}

// withEvidence takes the clause of the mention for which the label is likeliest.
func withEvidence(s corpus.Stance, mentions []corpus.Stance) corpus.Stance {
	k := s.Label.Value() + 1
	best := &mentions[0]
	for i := range mentions {
		if mentions[i].P[k] > best.P[k] {
			best = &mentions[i]
		}
	}
	s.Sentence, s.Span = best.Sentence, best.Span
	return s
}

func mean(mentions []corpus.Stance) (out [model.Classes]float32) {
	for _, m := range mentions {
		for k, p := range m.P {
			out[k] += float32(p) / float32(len(mentions))
		}
	}
	return out
}

// Features are those of a document towards a target.
func (j *Judge) Features(doc *corpus.Document, a *corpus.Annotations, e input.Embedder, target corpus.EntityID) []float32 {
	mentions := j.mentions(doc, a, e)
	return j.features(doc, a, e, target, slices.DeleteFunc(mentions, func(s corpus.Stance) bool { return s.Target != target }))
}

// features are those of a document towards a target, whose mentions are given.
func (j *Judge) features(doc *corpus.Document, a *corpus.Annotations, e input.Embedder, target corpus.EntityID, mentions []corpus.Stance) []float32 {
	x := make([]float32, 0, FeatureCount)
	x = append(x, j.vectors(doc, a, e, mentions)...)
	for _, voice := range []corpus.StanceVoice{corpus.StanceOfAuthor, corpus.StanceOfOthers, corpus.StanceOfAll} {
		said := slices.DeleteFunc(slices.Clone(mentions), func(s corpus.Stance) bool { return voice != corpus.StanceOfAll && s.Voice != voice })
		p := mean(said)
		x = append(x, p[0], p[2])
	}
	var most [2]float32
	for _, m := range mentions {
		most[0], most[1] = max(most[0], float32(m.P[0])), max(most[1], float32(m.P[2]))
	}
	x = append(x, most[:]...)
	var frames [2]float32
	seen := map[string]bool{}
	for _, h := range a.Frames {
		if h.Negated || h.Target != target || seen[h.Frame] {
			continue
		}
		seen[h.Frame] = true
		switch h.Polarity {
		case "positive":
			frames[1] += frameWeight
		case "negative":
			frames[0] += frameWeight
		}
	}
	return append(x, frames[:]...)
}

// vectors are the means of the sentences around mentions, of the opening, and of
// the title.
func (j *Judge) vectors(doc *corpus.Document, a *corpus.Annotations, e input.Embedder, mentions []corpus.Stance) []float32 {
	var around, opening, title []int
	near := map[int]bool{}
	for _, m := range mentions {
		near[m.Sentence] = true
		if s := m.Sentence + 1; s < len(a.Sentences) && !a.Sentences[m.Sentence].Headline {
			near[s] = true
		}
	}
	for i, s := range a.Sentences {
		switch {
		case s.Headline:
			title = append(title, i)
		case len(opening) < lead:
			opening = append(opening, i)
		}
		if near[i] && !s.Headline {
			around = append(around, i)
		}
	}
	var texts []string
	for i, s := range a.Sentences {
		text := ""
		if slices.Contains(around, i) || slices.Contains(opening, i) || slices.Contains(title, i) {
			text = strings.TrimSpace(s.Span.Of(field(doc, s.In())))
		}
		texts = append(texts, text)
	}
	vectors := j.projected(e, texts)
	var x []float32
	for _, part := range []struct {
		of     []int
		weight float32
	}{{around, aroundWeight}, {opening, openWeight}, {title, titleWeight}} {
		sum := make([]float32, model.TextAxes)
		for _, i := range part.of {
			for k, v := range vectors[i] {
				sum[k] += v * part.weight / model.TextGain / float32(len(part.of))
			}
		}
		x = append(x, sum...)
	}
	return x
}

// projected are the projected vectors of the texts that are not empty.
func (j *Judge) projected(e input.Embedder, texts []string) [][]float32 {
	var some []string
	for _, t := range texts {
		if t != "" {
			some = append(some, t)
		}
	}
	vectors := j.maker.Texts(e, some)
	out := make([][]float32, len(texts))
	for i, t := range texts {
		if t != "" {
			out[i], vectors = vectors[0], vectors[1:]
		}
	}
	return out
}

func field(doc *corpus.Document, in corpus.Field) string {
	if in == corpus.InTitle {
		return doc.Title
	}
	return doc.Text
}
