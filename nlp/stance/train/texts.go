package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
	"framewatch/nlp/stance/internal/judge"
	"framewatch/nlp/stance/internal/model"
)

// coded is a line of the coded articles.
type coded struct {
	ID, Lang, Title, Text, Story string
	Codes                        []struct{ Stance *int }
}

// article is a coded article as the model reads it.
type article struct {
	x     []float32
	class int
	fold  uint32
	file  int
}

const folds = 8

// articles reads the coded articles as the annotator of the built-in settings
// would, and leaves out those without a stance or a mention of the target.
func (t *trainer) articles() ([]article, error) {
	cfg, err := config.Load(config.Options{})
	if err != nil {
		return nil, err
	}
	cfg.Annotate.Stance = nlp.StanceOff
	target := cfg.Annotate.Targets[0]
	a, err := nlp.New(cfg.Annotate, nlp.Resources{Gazetteers: cfg.Gazetteers, Codebooks: cfg.Codebooks}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	j := judge.New(&t.file)
	var out []article
	for i, path := range t.texts {
		all, err := lines[coded](path)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			if len(c.Codes) == 0 || c.Codes[0].Stance == nil {
				continue // of the first coder, who coded them all
			}
			doc := corpus.Document{ID: corpus.DocID(c.ID), Title: c.Title, Text: c.Text, Lang: c.Lang}
			notes, err := a.Annotate(context.Background(), doc)
			if err != nil {
				return nil, err
			}
			h := fnv.New32a()
			_, _ = h.Write([]byte(c.Story)) // a hash never fails
			out = append(out, article{j.Features(&doc, &notes, t.vectors, target), *c.Codes[0].Stance + 1, h.Sum32() % folds, i})
		}
	}
	return out, nil
}

// learnTexts fits the model of documents, after it has been measured on each
// file in turn, by folds of groups.
func (t *trainer) learnTexts() error {
	all, err := t.articles()
	if err != nil {
		return err
	}
	for i, path := range t.texts {
		var hit [model.Classes][model.Classes]int
		n := 0
		for fold := range uint32(folds) {
			var learn []article
			for _, a := range all {
				if a.fold != fold {
					learn = append(learn, a)
				}
			}
			m := fitDocument(learn)
			for _, a := range all {
				if a.fold != fold || a.file != i {
					continue
				}
				p, best := m.Probabilities(a.x), 0
				for k, v := range p {
					if v > p[best] {
						best = k
					}
				}
				hit[a.class][best]++
				n++
			}
		}
		fmt.Fprintf(t.w, "%s: macro F1 %.4f over neutral and supportive, %.4f over all, of %d: %v\n", path, macro(hit, 1, 2), macro(hit, 0, 1, 2), n, hit)
	}
	t.file.Document = fitDocument(all)
	return nil
}

// How the model of documents is fitted.
const (
	documentRounds  = 2000
	documentPace    = .01
	documentPenalty = .1 // of squared weights
)

// fitDocument fits a multinomial logistic regression in which classes weigh the
// same and large weights cost.
func fitDocument(all []article) model.Document {
	w, bias := newLayer(model.Classes*judge.FeatureCount, func() float32 { return 0 }), newLayer(model.Classes, func() float32 { return 0 })
	var count [model.Classes]float32
	for _, a := range all {
		count[a.class]++
	}
	for round := range documentRounds {
		for _, a := range all {
			var scores [model.Classes]float32
			for k := range scores {
				scores[k] = bias.w[k] + dot(w.w[k*judge.FeatureCount:][:judge.FeatureCount], a.x)
			}
			p := softmax(scores)
			p[a.class]--
			weight := float32(len(all)) / model.Classes / count[a.class]
			for k, d := range p {
				bias.g[k] += d * weight
				row := w.g[k*judge.FeatureCount:][:judge.FeatureCount]
				for i, x := range a.x {
					row[i] += d * weight * x
				}
			}
		}
		w.step(round+1, documentPace, documentPenalty)
		bias.step(round+1, documentPace, 0)
	}
	return model.Document{Bias: bias.w, Weights: model.Quantise(model.Classes, judge.FeatureCount, w.w)}
}
