package statistics

import (
	"context"
	"maps"
	"slices"
	"strings"

	"framewatch/compare/lexical"
)

func dispersion() Statistic {
	return Statistic{
		Name: "dispersion", Short: "How evenly each word is spread over texts or groups of them",
		About: `Rows are documents with their words. One object a word comes out, in the order of
the words. Parts are the documents, or with --part the values of a column, such as
the group or the outlet. v_i is how often the word occurs in part i of l_i words, f
its frequency in all n parts, s_i the part's share of all words, p_i = v_i / l_i.
Parts without words do not count.`,
		Formulas: []Formula{
			{"range", "number of parts with v_i > 0", "Juilland et al. 1970; Gries 2008"},
			{"juilland_d", "1 - sd(p) / mean(p) / sqrt(n-1), sd over n", "Juilland, Brodin & Davidovitch 1970; for parts of different sizes as in Gries 2020"},
			{"carroll_d2", "-sum of q_i * ln q_i / ln n, q_i = p_i / sum of p", "Carroll 1970"},
			{"rosengren_s", "(sum of sqrt(s_i * v_i))^2 / f", "Rosengren 1971; for parts of different sizes as in Gries 2008"},
			{"dp", "1/2 * sum of |v_i/f - s_i|", "Gries 2008, IJCL 13(4)"},
			{"dp_norm", "dp / (1 - smallest s_i)", "Lijffijt & Gries 2012, IJCL 17(1)"},
			{"kld", "sum of v_i/f * log2((v_i/f) / s_i)", "Gries 2020, Analyzing dispersion; Gries 2024"},
			{"kld_norm", "1 - exp(-kld)", "Gries 2021, Research in Corpus Linguistics 9(2)"},
		},
		Fields: []Field{
			{"term", "the word"}, {"count", "its frequency f"}, {"parts", "n"},
			{"range", "parts that have the word"}, {"range_share", "share of the parts that have it"},
			{"juilland_d", "Juilland's D: 1 is even"}, {"carroll_d2", "Carroll's D2: 1 is even"}, {"rosengren_s", "Rosengren's S: 1 is even"},
			{"dp", "deviation of proportions: 0 is even"}, {"dp_norm", "the same, at most 1"},
			{"kld", "Kullback-Leibler divergence in bits: 0 is even"}, {"kld_norm", "the same, from 0 to 1"},
		},
		Example: "  framewatch stats dispersion --part outlet texts.jsonl",
		Options: func(f Flags) Run {
			d := &dispersionRun{}
			d.bind(f)
			f.StringVar(&d.part, "part", "", "column whose values are the parts (default: each document is one)")
			f.IntVar(&d.least, "min-count", 1, "occurrences that a word must have")
			return d.run
		},
	}
}

type dispersionRun struct {
	words
	part  string
	least int
}

func (d *dispersionRun) run(ctx context.Context, in *Input, out *Output) error {
	d.group = d.part
	var sizes []int
	parts := map[string]int{}
	found := map[string][]lexical.Occurrences{}
	err := d.each(ctx, in, func(doc document) error {
		part, known := parts[doc.group]
		if !known || d.part == "" {
			part = len(sizes)
			parts[doc.group], sizes = part, append(sizes, 0)
		}
		sizes[part] += len(doc.tokens)
		counts := map[string]int{}
		for _, t := range doc.tokens {
			counts[t]++
		}
		for t, n := range counts {
			if found[t] == nil { // a word kept would keep the text that it stands in
				t = strings.Clone(t)
			}
			found[t] = added(found[t], part, n)
		}
		return nil
	})
	if err != nil {
		return err
	}
	corpus, err := lexical.NewParts(sizes)
	if err != nil {
		return err
	}
	for _, term := range slices.Sorted(maps.Keys(found)) {
		count := 0
		for _, o := range found[term] {
			count += o.N
		}
		if count < d.least {
			continue
		}
		m, err := corpus.Dispersion(found[term])
		if err != nil {
			return err
		}
		const single = "there is one part"
		object := NewObject().Text("term", term).Int("count", count).Int("parts", m.Parts).Int("range", m.Range).Float("range_share", float64(m.Range)/float64(m.Parts), "").
			Float("juilland_d", m.JuillandD, single).Float("carroll_d2", m.CarrollD2, single).Float("rosengren_s", m.RosengrenS, "").
			Float("dp", m.DP, "").Float("dp_norm", m.DPNorm, single).Float("kld", m.KL, "").Float("kld_norm", m.KLNorm, "")
		if err := out.Write(object); err != nil {
			return err
		}
	}
	return nil
}

// added adds a word's occurrences in a part, which may have been seen before.
func added(to []lexical.Occurrences, part, n int) []lexical.Occurrences {
	i, known := slices.BinarySearchFunc(to, part, func(o lexical.Occurrences, part int) int { return o.Part - part })
	if known {
		to[i].N += n
		return to
	}
	return slices.Insert(to, i, lexical.Occurrences{Part: part, N: n})
}
