package main

import (
	"context"
	"fmt"
	"math"

	"framewatch/nlp"
)

// mentionStance judges the places of NewsMTSC's development set through the
// binary: macro F1 over the three classes.
func mentionStance(ctx context.Context, l *lab) ([]figure, error) {
	in, gold, err := items(l, "en", "nlp", "sentiment_newsmtsc_rw_dev.jsonl")
	if err != nil {
		return nil, err
	}
	for i, g := range gold {
		in[i].(map[string]any)["targets"] = []any{map[string]any{"start": g["start"], "end": g["end"]}}
	}
	pred, err := l.pipe(ctx, in, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	classes := map[string]int{"negative": -1, "neutral": 0, "positive": 1}
	var c crossed
	for i, g := range gold {
		stances := list(pred[i]["stance"])
		if len(stances) != 1 {
			return nil, fmt.Errorf("text %v has %d stances towards one place", g["id"], len(stances))
		}
		polarity, _ := g["polarity"].(string)
		c.add(classes[polarity], at(stances[0], "stance"))
	}
	return []figure{{"stance/mentions/macro_f1", c.macro(-1, 0, 1), 0.72}}, nil
}

// documentStance judges the coded articles through the binary: macro F1 over
// neutral and supportive. The shipped model has seen these articles; what it does
// on unseen ones is what its training command measures by groups.
func documentStance(ctx context.Context, l *lab) ([]figure, error) {
	judging := l.with("FRAMEWATCH_ANNOTATE_STANCE=" + nlp.StanceOn) // off by itself
	gold, out, err := judging.codedArticles(ctx)
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
