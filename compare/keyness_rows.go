package compare

import (
	"framewatch/compare/stats"
	"framewatch/store"
)

// Rows are, for each word, the log ratio with its interval and p values, then
// what else is known of it; the group is the side to which it leans. The rows
// without an item say how many words were tested and how many survive.
func (r *KeynessResult) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: r.Target, Question: questionKeyness, Spec: r.Spec, By: bySide, N: int64(r.DocsA + r.DocsB)}
	total := base
	total.Group, total.Method = r.A.String()+" vs "+r.B.String(), methodCount
	rows := []store.EstimateRow{total, total}
	rows[0].Statistic, rows[0].Value = "words_tested", float64(r.Tested)
	rows[1].Statistic, rows[1].Value = "words_surviving", float64(r.Surviving)
	for _, w := range r.Words {
		rows = append(rows, r.wordRows(base, w)...)
	}
	return rows
}

func (r *KeynessResult) wordRows(base store.EstimateRow, w KeyWord) []store.EstimateRow {
	side, docs := 1, w.DocsB
	base.Group = r.B.String()
	if w.MarksA {
		side, docs = 0, w.DocsA
		base.Group = r.A.String()
	}
	base.Item, base.NPositive = w.Term, int64(w.DocsA+w.DocsB)
	row := func(statistic, method string, value float64) store.EstimateRow {
		out := base
		out.Statistic, out.Method, out.Value = statistic, method, stats.Rounded(value)
		return out
	}
	clusters := int64(min(r.Stories[0], r.Stories[1]))
	ratio := row("log_ratio", w.LogRatio.Method, w.LogRatio.Value)
	ratio.P, ratio.PAdj = rounded(w.P), rounded(w.PAdj)
	if ratio.Method == "" {
		ratio.Method = "none"
	} else {
		ratio.ClusterBy = clusterStories
		if w.LogRatio.Method == methodRateTwoWay {
			ratio.ClusterBy = clusterStoriesOutlets
			clusters = int64(min(r.Outlets[0], r.Outlets[1]))
		}
		ratio.SE, ratio.CILo, ratio.CIHi = rounded(w.LogRatio.SE), rounded(w.LogRatio.Interval.Lo), rounded(w.LogRatio.Interval.Hi)
		ratio.NClusters = &clusters
	}
	g2 := row("g2", "g2_four_cells", w.G2)
	g2.P = rounded(w.PWords)
	over := "dp_norm_outlets"
	if r.Outlets[side] < 2 {
		over = "dp_norm_stories"
	}
	rows := []store.EstimateRow{ratio, g2, row("log_odds_z", "monroe_2008", w.Z), row("dispersion", over, w.Dispersion),
		row("documents", methodCount, float64(docs)), row("stories", methodCount, float64(w.Stories)), row("outlets", methodCount, float64(w.Outlets)),
		row("occurrences_a", methodCount, float64(w.Count.A)), row("occurrences_b", methodCount, float64(w.Count.B))}
	if w.Effective > 0 {
		rows = append(rows, row("effective_occurrences", ratio.Method, w.Effective))
	}
	return rows
}

const clusterStoriesOutlets = "syndication+outlet"

func rounded(v float64) *float64 { return pointer(stats.Rounded(v)) }
