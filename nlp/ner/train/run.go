package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/ner/internal/twopass"
)

// run trains and writes, or measures, each language.
func run(ctx context.Context, o options) error {
	clustered, names, lexicon, err := tables(ctx, o)
	if err != nil {
		return err
	}
	if strings.Contains(o.lang, "en") {
		docs, err := readAll(filepath.Join(o.eval, "nlp"), "ner_ww_train", "ner_crossner_politics_train", "ner_uner_ewt_train")
		if err != nil {
			return err
		}
		if err := english(docs); err != nil {
			return err
		}
		normalise(docs, names)
		if err := do(o, "en", englishRecipe(&feature.English{Clusters: clustered, Names: names}), docs); err != nil {
			return err
		}
	}
	if strings.Contains(o.lang, "zh") {
		docs, err := readAll(filepath.Join(o.eval, "zh"), "ner_train", "ner_uner_gsd_train")
		if err != nil {
			return err
		}
		if err := chinese(docs); err != nil {
			return err
		}
		return do(o, "zh", chineseRecipe(&feature.Chinese{Lexicon: lexicon}), docs)
	}
	return nil
}

func englishRecipe(lang twopass.Language) *recipe {
	return &recipe{
		language: lang,
		space:    crf.NewSpace([]corpus.Label{corpus.PER, corpus.ORG, corpus.LOC, corpus.NORP, corpus.FAC, corpus.EVENT, corpus.MISC}),
		first:    crf.Settings{Rate: 0.1, L1: 0.7, L2: 3, MinCount: 2, Epochs: 8, Seed: 1},
		second:   crf.Settings{Rate: 0.1, L1: 0.5, L2: 3, MinCount: 2, Epochs: 5, Seed: 2},
		weight:   map[string]float32{"ner_crossner_politics_train": 2},
		log:      os.Stderr,
	}
}

// chineseRecipe has one pass: the sets are single sentences, on which a second
// one gained nothing.
func chineseRecipe(lang twopass.Language) *recipe {
	return &recipe{
		language: lang,
		space:    crf.NewSpace([]corpus.Label{corpus.PER, corpus.ORG, corpus.LOC}),
		first:    crf.Settings{Rate: 0.15, L1: 0.3, L2: 2, MinCount: 2, Epochs: 8, Seed: 1},
		shift:    0.4,
		log:      os.Stderr,
	}
}

// do trains and writes one language, or measures it.
func do(o options, name string, r *recipe, docs []document) error {
	if o.check {
		check(r, docs)
		return nil
	}
	t := r.fit(docs)
	if err := write(filepath.Join(o.out, name+".first.zst"), t.First.Encode()); err != nil {
		return err
	}
	if t.Second == nil {
		return nil
	}
	return write(filepath.Join(o.out, name+".second.zst"), t.Second.Encode())
}

// check measures on every fifth block of documents, then each domain without
// itself.
func check(r *recipe, docs []document) {
	var train []document
	test := map[string][]document{}
	for i, d := range docs {
		if i/20%5 == 0 {
			test[d.domain] = append(test[d.domain], d)
		} else {
			train = append(train, d)
		}
	}
	t := r.fit(train)
	for _, d := range domains(docs) {
		fmt.Println("held out  ", d, score(t, test[d]))
		fmt.Println("  one pass", d, score(&twopass.Tagger{Language: t.Language, First: t.First}, test[d]))
	}
	for _, d := range domains(docs) {
		var others, own []document
		for _, x := range docs {
			if x.domain == d {
				own = append(own, x)
			} else {
				others = append(others, x)
			}
		}
		fmt.Println("without   ", d, score(r.fit(others), own))
	}
}

func domains(docs []document) []string {
	var out []string
	for _, d := range docs {
		if len(out) == 0 || out[len(out)-1] != d.domain {
			out = append(out, d.domain)
		}
	}
	return out
}
