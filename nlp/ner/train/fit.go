package main

import (
	"fmt"
	"io"
	"time"

	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/ner/internal/twopass"
)

// recipe is how one language is learnt.
type recipe struct {
	language      twopass.Language
	space         *crf.Space
	first, second crf.Settings       // without epochs there is no second pass
	shift         float32            // see crf.Model.Shifted
	weight        map[string]float32 // of each domain; 1 where it is missing
	log           io.Writer
}

// prepared is a document with its features and states.
type prepared struct {
	feature.Document
	feats  []*crf.Features
	gold   [][]uint8
	weight float32
}

func (r *recipe) prepare(docs []document) []prepared {
	out := make([]prepared, 0, len(docs))
	for _, d := range docs {
		p := prepared{Document: r.language.Document(d.sentences), weight: 1}
		if w, ok := r.weight[d.domain]; ok {
			p.weight = w
		}
		for i, units := range p.Units {
			f := &crf.Features{}
			p.Local(i, f)
			p.feats = append(p.feats, f)
			p.gold = append(p.gold, gold(r.space, units, d.entities))
		}
		out = append(out, p)
	}
	return out
}

// folds is into how many parts the documents are divided for the second model.
const folds = 4

// fit learns both models. The second one learns from what first models say on
// the part of the documents that they have not seen.
func (r *recipe) fit(docs []document) *twopass.Tagger {
	start := time.Now()
	all := r.prepare(docs)
	t := &twopass.Tagger{Language: r.language, First: r.learn(all, r.first).Shifted(r.shift)}
	features, weights := t.First.Size()
	fmt.Fprintf(r.log, "first pass: %d features, %d weights, %v\n", features, weights, time.Since(start).Round(time.Second)) //nolint:errcheck // progress only
	if r.second.Epochs == 0 {
		return t
	}
	var examples []crf.Example
	for k := range folds {
		var seen, unseen []prepared
		for i, p := range all {
			if i%folds == k {
				unseen = append(unseen, p)
			} else {
				seen = append(seen, p)
			}
		}
		examples = append(examples, recall(r.space, r.learn(seen, r.first).Shifted(r.shift), unseen)...)
	}
	trainer := crf.NewTrainer(r.space, examples, t.First, r.second)
	trainer.Train(examples, nil)
	t.Second = trainer.Model()
	features, weights = t.Second.Size()
	fmt.Fprintf(r.log, "second pass: %d features, %d weights, %v\n", features, weights, time.Since(start).Round(time.Second)) //nolint:errcheck // progress only
	return t
}

func (r *recipe) learn(docs []prepared, set crf.Settings) *crf.Model {
	var examples []crf.Example
	for _, d := range docs {
		for i, f := range d.feats {
			examples = append(examples, crf.Example{Features: f, Gold: d.gold[i], Weight: d.weight})
		}
	}
	trainer := crf.NewTrainer(r.space, examples, nil, set)
	trainer.Train(examples, nil)
	return trainer.Model()
}

// recall makes the examples of the second pass from the first one's results.
func recall(space *crf.Space, first *crf.Model, docs []prepared) []crf.Example {
	var out []crf.Example
	lattice := crf.NewLattice(space)
	for _, d := range docs {
		base, states := make([][]float32, len(d.Units)), make([][]uint8, len(d.Units))
		for i, units := range d.Units {
			lattice.Reset(len(units), nil)
			first.Score(d.feats[i], lattice)
			base[i], states[i] = append([]float32(nil), lattice.Scores()...), make([]uint8, len(units))
			lattice.Best(first.Moves(), states[i])
		}
		memory := feature.NewMemory(space, d.Units, states)
		for i, units := range d.Units {
			f := &crf.Features{}
			memory.Features(units, states[i], f)
			out = append(out, crf.Example{Features: f, Gold: d.gold[i], Base: base[i], Weight: d.weight})
		}
	}
	return out
}
