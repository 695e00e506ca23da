package main

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"os"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/encode"
	"framewatch/nlp/stance"
)

// mentionStance judges the places of NewsMTSC's development set: macro F1 over
// the three classes. It goes by the package, as the binary judges targets only.
func mentionStance(ctx context.Context, l *lab) ([]figure, error) {
	gold, err := l.read("nlp", "sentiment_newsmtsc_rw_dev.jsonl")
	if err != nil {
		return nil, err
	}
	cfg := nlp.Default()
	cfg.NER, cfg.Stance = nlp.NERNone, nlp.StanceOff
	a, err := nlp.New(cfg, nlp.Resources{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	judge, err := stance.Load()
	if err != nil {
		return nil, err
	}
	e, err := encode.Load()
	if err != nil {
		return nil, err
	}
	classes := map[string]int{"negative": -1, "neutral": 0, "positive": 1}
	var c crossed
	for _, g := range gold {
		text, _ := g["text"].(string)
		doc := corpus.Document{ID: "place", Text: text, Lang: "en"}
		notes, err := a.Annotate(ctx, doc)
		if err != nil {
			return nil, err
		}
		o := corpus.NewOffsets(text)
		span := corpus.Span{Start: o.Byte(at(g, "start")), End: o.Byte(at(g, "end"))}
		sentence := 0
		for i, s := range notes.Sentences {
			if s.Span.Start <= span.Start {
				sentence = i
			}
		}
		said := judge.At(&doc, &notes, e, sentence, span).Label.Value()
		polarity, _ := g["polarity"].(string)
		c.add(classes[polarity], said)
	}
	return []figure{{"stance/mentions/macro_f1", c.macro(-1, 0, 1), 0.72}}, nil
}

// documentStance judges the coded articles through the binary: macro F1 over
// neutral and supportive. The shipped model has seen these articles; what it does
// on unseen ones is what its training command measures by groups.
func documentStance(ctx context.Context, l *lab) ([]figure, error) {
	gold, err := l.read("frames", "dev.jsonl")
	if err != nil {
		return nil, err
	}
	in := make([]any, len(gold))
	for i, g := range gold {
		in[i] = map[string]any{"id": g["id"], "lang": g["lang"], "title": g["title"], "text": g["text"]}
	}
	const setting = "FRAMEWATCH_ANNOTATE_STANCE" // off by itself
	if err := os.Setenv(setting, nlp.StanceOn); err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, in, "annotate", "--jsonl")
	err = errors.Join(err, os.Unsetenv(setting))
	if err != nil {
		return nil, err
	}
	var c, outlet, majority crossed
	for i, g := range gold {
		want, ok := g["stance"].(float64)
		if !ok {
			continue
		}
		said := 0
		if all := list(out[i]["stance"]); len(all) > 0 {
			first, _ := all[0].(map[string]any)
			value, _ := first["stance"].(float64)
			said = int(math.Round(value))
		}
		c.add(int(want), said)
		majority.add(int(want), 1)
		own := 0
		if g["country"] == "CN" || g["country"] == "HK" || g["outlet_type"] == "state media" {
			own = 1
		}
		outlet.add(int(want), own)
	}
	return []figure{{"stance/seen_documents/macro_f1", c.macro(0, 1), 0}, {"stance/outlet_rule/macro_f1", outlet.macro(0, 1), 0}, {"stance/majority/macro_f1", majority.macro(0, 1), 0}}, nil
}

// crossed counts true classes by judged ones, from -1 to 1.
type crossed [3][3]int

func (c *crossed) add(is, said int) { c[is+1][said+1]++ }

// macro is the mean F1 of some classes.
func (c *crossed) macro(which ...int) float64 {
	sum := 0.
	for _, k := range which {
		is, said := 0, 0
		for i := range c {
			is += c[k+1][i]
			said += c[i][k+1]
		}
		sum += 2 * float64(c[k+1][k+1]) / float64(max(1, is+said))
	}
	return sum / float64(len(which))
}
