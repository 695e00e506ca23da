package statistics

import (
	"context"
	"fmt"
	"math"

	"framewatch/compare/lexical"
)

func divergence() Statistic {
	return Statistic{
		Name: "divergence", Short: "How far the words of groups are apart",
		About: `Rows are documents with their words and their group. One object a pair of groups
comes out, in the order of their names, or one for --a and --b. P and Q are the
shares that words have in both groups, M = (P+Q)/2, V the words that either has.`,
		Formulas: []Formula{
			{"js_divergence", "1/2 * KL(P, M) + 1/2 * KL(Q, M), base 2 (bits) and e (nats)", "Lin 1991, IEEE Transactions on Information Theory 37(1)"},
			{"js_distance", "square root of js_divergence in the same base", "Endres & Schindelin 2003; scipy.spatial.distance.jensenshannon"},
			{"kl_ab", "sum over V of p * ln(p/q), p = (y_a + k) / (n_a + k*|V|), q the same of b, k = --smoothing", "Kullback & Leibler 1951; smoothing Lidstone 1920"},
		},
		Fields: []Field{
			{"a", "a group"}, {"b", "the other group"}, {"n_a", "words of a"}, {"n_b", "words of b"}, {"terms", "different words that either has"},
			{"js_divergence_bits", "Jensen-Shannon divergence, base 2: 0 to 1"}, {"js_divergence_nats", "base e: 0 to ln 2"},
			{"js_distance_bits", "Jensen-Shannon distance, base 2: 0 to 1"}, {"js_distance_nats", "base e"},
			{"smoothing", "what was added to each count for the next two"},
			{"kl_ab", "divergence of a from b in nats"}, {"kl_ba", "divergence of b from a in nats"},
		},
		Example: "  framewatch stats divergence --group outlet texts.jsonl",
		Options: func(f Flags) Run {
			d := &divergenceRun{}
			d.bindGroups(f)
			d.bindCount(f)
			f.StringVar(&d.a, "a", "", "one group (default: each pair)")
			f.StringVar(&d.b, "b", "", "the other group")
			f.Float64Var(&d.smoothing, "smoothing", 0.5, "what is added to each count for kl_ab and kl_ba; 0 for none")
			return d.run
		},
	}
}

type divergenceRun struct {
	words
	smoothing float64
}

func (d *divergenceRun) run(ctx context.Context, in *Input, out *Output) error {
	if !(d.smoothing >= 0) || math.IsInf(d.smoothing, 0) {
		return Usagef("--smoothing is %v: want 0 or more", d.smoothing)
	}
	v, err := d.vocabulary(ctx, in)
	if err != nil {
		return err
	}
	if len(v.groups) < 2 {
		return Usagef("there is one group, %s: nothing to compare", quotedList(v.groups))
	}
	if d.a != "" || d.b != "" {
		a, b, err := d.sides(v.groups)
		if err != nil {
			return err
		}
		return d.write(v, a, b, out)
	}
	for i, a := range v.groups {
		for _, b := range v.groups[i+1:] {
			if err := d.write(v, a, b, out); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *divergenceRun) write(v *vocabulary, a, b string, out *Output) error {
	terms, counts := v.of(1, a, b)
	js, err := lexical.JensenShannon(counts[0], counts[1])
	if err != nil {
		return err
	}
	ab, err := lexical.KullbackLeibler(counts[0], counts[1], d.smoothing)
	if err != nil {
		return err
	}
	ba, err := lexical.KullbackLeibler(counts[1], counts[0], d.smoothing)
	if err != nil {
		return err
	}
	lacking := func(p, q string) string {
		return fmt.Sprintf("%s has words that %s lacks, and nothing is smoothed", p, q)
	}
	whyAB, whyBA, why := lacking("a", "b"), lacking("b", "a"), ""
	for _, g := range []string{a, b} {
		if v.totals[g] == 0 {
			why = fmt.Sprintf("group %q has no words", g)
			whyAB, whyBA = why, why
		}
	}
	bits := js / math.Ln2
	return out.Write(NewObject().Text("a", a).Text("b", b).Int("n_a", v.totals[a]).Int("n_b", v.totals[b]).Int("terms", len(terms)).
		Float("js_divergence_bits", bits, why).Float("js_divergence_nats", js, why).
		Float("js_distance_bits", math.Sqrt(bits), why).Float("js_distance_nats", math.Sqrt(js), why).
		Float("smoothing", d.smoothing, "").Float("kl_ab", ab, whyAB).Float("kl_ba", ba, whyBA))
}
