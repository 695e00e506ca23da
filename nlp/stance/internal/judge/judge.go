// Package judge judges mentions and documents with a model, which the training
// command can give it half made.
package judge

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/encode"
	"framewatch/nlp/stance/internal/input"
	"framewatch/nlp/stance/internal/model"
	"framewatch/nlp/stance/internal/view"
)

// By names the model and the rules around it.
const By = "stance@1"

// Judge judges documents. It is safe for concurrent use.
type Judge struct {
	file  *model.File
	maker *input.Maker
}

// New judges with a model.
func New(f *model.File) *Judge {
	return &Judge{file: f, maker: input.New(&f.Words, &f.Texts)}
}

// Find judges a document and its mentions of targets, as a.Mentions name them;
// the stances of documents come first, then those of mentions in text order.
func (j *Judge) Find(doc *corpus.Document, a *corpus.Annotations, e input.Embedder) []corpus.Stance {
	mentions := j.mentions(doc, a, e)
	var targets []corpus.EntityID
	for _, m := range mentions {
		if !slices.Contains(targets, m.Target) {
			targets = append(targets, m.Target)
		}
	}
	slices.Sort(targets)
	var out []corpus.Stance
	for _, t := range targets {
		out = append(out, j.document(doc, a, e, t, mentions)...)
	}
	return append(out, mentions...)
}

// mentions judges each mention of a target in a sentence that can be read.
func (j *Judge) mentions(doc *corpus.Document, a *corpus.Annotations, e input.Embedder) []corpus.Stance {
	viewer := view.New(doc, a)
	var places []place
	var views []view.View
	var out []corpus.Stance
	for i, m := range a.Mentions {
		if m.Target == "" || !encode.Reads(a.Sentences[m.Sentence].Lang) {
			continue
		}
		v := viewer.Of(m.Sentence, m.Span)
		places, views = append(places, place{m.Sentence, m.Span}), append(views, v)
		voice := corpus.StanceOfAuthor
		if v.Others() {
			voice = corpus.StanceOfOthers
		}
		out = append(out, corpus.Stance{Target: m.Target, Mention: i, Voice: voice, Sentence: m.Sentence, Span: v.Own})
	}
	if len(views) == 0 {
		return nil
	}
	for i, p := range j.judge(viewer, e, places, views) {
		set(&out[i], p)
	}
	return out
}

// place is a place that is judged.
type place struct {
	sentence int
	span     corpus.Span
}

// At judges any place in a sentence as if the target were named there.
func (j *Judge) At(doc *corpus.Document, a *corpus.Annotations, e input.Embedder, sentence int, span corpus.Span) corpus.Stance {
	viewer := view.New(doc, a)
	v := viewer.Of(sentence, span)
	out := corpus.Stance{Mention: -1, Voice: corpus.StanceOfAuthor, Sentence: sentence, Span: v.Own}
	if v.Others() {
		out.Voice = corpus.StanceOfOthers
	}
	set(&out, j.judge(viewer, e, []place{{sentence, span}}, []view.View{v})[0])
	return out
}

// Of a clause of which so much is negated the opposite counts, too, and so much.
const (
	denied = .4
	turn   = .4
)

// judge gives the probabilities of each view. Of a clause that is mostly negated
// the opposite of what it would say without the negation counts, too: not a
// success is a failure, more or less.
func (j *Judge) judge(viewer *view.Viewer, e input.Embedder, places []place, views []view.View) [][model.Classes]float32 {
	of := make([]int, 0, len(views))
	all := slices.Clone(views)
	for i := range views {
		if d := views[i].Denial; d.Len() > 0 && views[i].Denied >= denied {
			of = append(of, i)
			all = append(all, viewer.Affirmed(places[i].sentence, places[i].span, d))
		}
	}
	inputs := j.maker.Of(e, all)
	out := make([][model.Classes]float32, len(all))
	for i := range all {
		out[i] = j.file.Judge(inputs[i], all[i].Grams(), true, corpus.BaseLang(all[i].Lang) == "en")
	}
	for k, i := range of {
		p, opposite, share := out[i], out[len(views)+k], float32(turn)
		for c := range p {
			out[i][c] = (1-share)*p[c] + share*opposite[model.Classes-1-c]
		}
	}
	return out[:len(views)]
}

// set fills in what follows from the probabilities.
func set(s *corpus.Stance, p [model.Classes]float32) {
	best := 0
	for k, x := range p {
		s.P[k] = float64(x)
		if x > p[best] {
			best = k
		}
	}
	s.Label, s.Score, s.Method = corpus.StanceLabels()[best], s.P[2]-s.P[0], By
}
