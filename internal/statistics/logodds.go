package statistics

import (
	"context"
	"math"

	"framewatch/compare/stats"
)

// flatPrior is the pseudo-count of each word of a flat prior without a size, and
// missing that of a word that a file of counts lacks.
const (
	flatPrior = 0.01
	missing   = 0.5
)

func logodds() Statistic {
	return Statistic{
		Name: "logodds", Short: "Weighted log-odds with an informative Dirichlet prior",
		About: `Rows are documents with their words and their group. One object a word of either
group comes out, in the order of the words. y are counts in a group of n words; each
word w has a prior count alpha_w, whose sum is alpha_0:

  pooled  the word's count in both groups together
  flat    the same for each word, 0.01 without --prior-size
  FILE    counts by word (columns term and count; JSON lines, CSV or Parquet); a word
          that the file lacks has 1/2, words of neither group do not count

With --prior-size the prior counts are scaled to that sum. variance_full is what
scattertext computes; z of the paper and of most programs rests on variance.`,
		Formulas: []Formula{
			{"log_odds_ratio", "ln((y_a + alpha_w) / (n_a + alpha_0 - y_a - alpha_w)) - the same of b", "Monroe, Colaresi & Quinn 2008, Political Analysis 16(4), eq. 16"},
			{"variance", "1/(y_a + alpha_w) + 1/(y_b + alpha_w)", "the same, eq. 20"},
			{"variance_full", "variance + 1/(n_a + alpha_0 - y_a - alpha_w) + 1/(n_b + alpha_0 - y_b - alpha_w)", "the same, before the approximation of eq. 20"},
			{"z, z_full", "log_odds_ratio over the root of each variance", "the same, eq. 22"},
		},
		Fields: []Field{
			{"term", "the word"},
			{"count_a", "its occurrences in group a"}, {"count_b", "its occurrences in group b"},
			{"prior", "its prior count alpha_w"},
			{"log_odds_ratio", "log-odds in a less those in b, in nats"},
			{"variance", "its variance, approximate: the word is taken to be rare"}, {"z", "log_odds_ratio in standard errors, by variance"},
			{"p", "two-sided p value of z, normal"},
			{"variance_full", "its variance of four terms"}, {"z_full", "log_odds_ratio in standard errors, by variance_full"},
		},
		Example: "  framewatch stats logodds --a north --b south --prior-size 500 texts.jsonl",
		Options: func(f Flags) Run {
			l := &logoddsRun{}
			l.bindSides(f)
			f.StringVar(&l.prior, "prior", "pooled", "prior counts: pooled, flat or a FILE")
			f.Float64Var(&l.size, "prior-size", 0, "sum of the prior counts (0: as they are)")
			f.StringVar(&l.priorTerm, "prior-term", "term", "column with the word in a FILE of prior counts")
			f.StringVar(&l.priorCount, "prior-count", "count", "column with the count there")
			return l.run
		},
	}
}

type logoddsRun struct {
	words
	prior                 string
	size                  float64
	priorTerm, priorCount string
}

func (l *logoddsRun) run(ctx context.Context, in *Input, out *Output) error {
	if l.size < 0 || math.IsNaN(l.size) || math.IsInf(l.size, 0) {
		return Usagef("--prior-size is %v: want a number above 0", l.size)
	}
	v, a, b, err := l.twoGroups(ctx, in)
	if err != nil {
		return err
	}
	terms, counts := v.of(1, a, b)
	if len(terms) == 1 {
		return Usagef("the groups have one word, %q: there are no odds", terms[0])
	}
	prior, err := l.priors(ctx, terms, counts)
	if err != nil {
		return err
	}
	scores, err := stats.WeightedLogOdds(counts[0], counts[1], prior)
	if err != nil {
		return err
	}
	for i, s := range scores {
		object := NewObject().Text("term", terms[i]).Int("count_a", counts[0][i]).Int("count_b", counts[1][i]).Float("prior", prior[i], "").
			Float("log_odds_ratio", s.Delta, "").Float("variance", s.Variance, "").Float("z", s.Z, "").
			Float("p", stats.PValue(s.Z*s.Z), "").
			Float("variance_full", s.FullVariance, "").Float("z_full", s.Delta/math.Sqrt(s.FullVariance), "")
		if err := out.Write(object); err != nil {
			return err
		}
	}
	return nil
}

// priors are the prior counts of terms.
func (l *logoddsRun) priors(ctx context.Context, terms []string, counts [][]int) ([]float64, error) {
	prior, sum := make([]float64, len(terms)), 0.0
	var file map[string]float64
	if l.prior != "pooled" && l.prior != "flat" {
		var err error
		if file, err = l.priorFile(ctx); err != nil {
			return nil, err
		}
	}
	for i, t := range terms {
		switch l.prior {
		case "pooled":
			prior[i] = float64(counts[0][i] + counts[1][i])
		case "flat":
			prior[i] = flatPrior
		default:
			if prior[i] = file[t]; prior[i] == 0 {
				prior[i] = missing
			}
		}
		sum += prior[i]
	}
	if l.size > 0 {
		for i := range prior {
			prior[i] *= l.size / sum
		}
	}
	return prior, nil
}

func (l *logoddsRun) priorFile(ctx context.Context) (map[string]float64, error) {
	in, err := Open(nil, l.prior)
	if err != nil {
		return nil, Usagef("--prior: %w", err)
	}
	out := map[string]float64{}
	for row, err := range in.Rows(ctx, Columns{Need: []string{l.priorTerm, l.priorCount}}) {
		if err != nil {
			return nil, err
		}
		term, err := row.Text(l.priorTerm)
		if err != nil {
			return nil, err
		}
		n, err := row.Number(l.priorCount)
		if err == nil && n < 0 {
			err = row.Errorf("%s is %v, below 0", l.priorCount, n)
		}
		if err != nil {
			return nil, err
		}
		out[term] += n
	}
	return out, nil
}
