package statistics

import (
	"fmt"
	"slices"
	"strconv"

	"framewatch/compare/stats"
)

// logistic is the odds ratio net of the covariates.
func (c *contrasted) logistic(s sample, onFirst []bool) difference {
	by, _ := c.clustering()
	x, kept := design(s.documents, onFirst)
	positive := taken(s.positive, kept)
	var clusters [][]int
	for _, labels := range s.clusters(by) {
		clusters = append(clusters, taken(labels, kept))
	}
	got, err := stats.Logistic(positive, x, clusters...)
	why := ""
	effect := stats.Effect{Value: none, SE: none}
	if err != nil {
		why = err.Error()
	} else {
		effect = got[1]
	}
	out := c.effect("odds_ratio", "logistic", effect, why)
	out.covariates = c.covariates
	if left := len(s.documents) - len(kept); left > 0 {
		out.note = fmt.Sprintf("documents without a covariate that are left out: %d", left)
	}
	return out
}

func taken[T any](all []T, at []int) []T {
	out := make([]T, len(at))
	for i, j := range at {
		out[i] = all[j]
	}
	return out
}

// design is a row for each document that has every covariate: 1, the side, then the
// covariates, of categories all but the first as 0 or 1. Numbers are centred, which
// changes no other coefficient but the intercept and keeps large ones, such as
// years, from looking collinear with it.
func design(documents []observation, onFirst []bool) (x [][]float64, kept []int) {
	for i, d := range documents {
		if !slices.Contains(d.covariates, "") {
			kept = append(kept, i)
		}
	}
	for _, i := range kept {
		side := 0.0
		if onFirst[i] {
			side = 1
		}
		x = append(x, []float64{1, side})
	}
	if len(kept) == 0 {
		return nil, nil
	}
	for c := range documents[0].covariates {
		var texts []string
		for _, i := range kept {
			texts = append(texts, documents[i].covariates[c])
		}
		if numbers, ok := centred(texts); ok {
			for i, v := range numbers {
				x[i] = append(x[i], v)
			}
			continue
		}
		categories := slices.Clone(texts)
		slices.Sort(categories)
		for _, category := range slices.Compact(categories)[1:] {
			for i, text := range texts {
				v := 0.0
				if text == category {
					v = 1
				}
				x[i] = append(x[i], v)
			}
		}
	}
	return x, kept
}

// centred are texts as numbers less their mean, if they all are numbers.
func centred(texts []string) ([]float64, bool) {
	out := make([]float64, len(texts))
	mean := 0.0
	for i, text := range texts {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, false
		}
		out[i] = v
		mean += v / float64(len(texts))
	}
	for i := range out {
		out[i] -= mean
	}
	return out, true
}
