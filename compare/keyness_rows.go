package compare

import (
	"framewatch/compare/stats"
	"framewatch/store"
)

// Rows are, for each word, the log ratio with its interval and p values, then
// what else is known of it; the group is the side to which it leans. The rows
// without an item say how many words were tested and how many survive.
func (r *KeynessResult) Rows() []store.EstimateRow {
	base := store.EstimateRow{TargetID: r.Target, Question: questionKeyness, Spec: r.Spec, Dimension: bySide, Preferred: true, N: int64(r.DocsA + r.DocsB),
		NStoriesA: whole(r.Stories[0]), NOutletsA: whole(r.Outlets[0]), NStoriesB: whole(r.Stories[1]), NOutletsB: whole(r.Outlets[1]), NA: whole(r.DocsA), NB: whole(r.DocsB)}
	total := base
	total.GroupName, total.Method = r.A.String()+" vs "+r.B.String(), methodCount
	rows := []store.EstimateRow{total, total}
	rows[0].Statistic, rows[0].Value, rows[0].Note = "words_tested", float64(r.Tested), r.Verdict()
	rows[1].Statistic, rows[1].Value = "words_surviving", float64(r.Surviving)
	for _, w := range r.Words {
		rows = append(rows, r.wordRows(base, w)...)
	}
	return rows
}

func whole(n int) *int64 { return pointer(int64(n)) }

func (r *KeynessResult) wordRows(base store.EstimateRow, w KeyWord) []store.EstimateRow {
	side, docs := 1, w.DocsB
	base.GroupName = r.B.String()
	if w.MarksA {
		side, docs = 0, w.DocsA
		base.GroupName = r.A.String()
	}
	base.Item, base.NPositive, base.NPositiveA, base.NPositiveB = w.Term, int64(w.DocsA+w.DocsB), whole(w.DocsA), whole(w.DocsB)
	row := func(statistic, method string, value float64) store.EstimateRow {
		out := base
		out.Statistic, out.Method, out.Value = statistic, method, stats.Rounded(value)
		return out
	}
	ratio := w.LogRatio.in(base, "log_ratio")
	ratio.P, ratio.PAdj = rounded(w.P), rounded(w.PAdj)
	ratio.ValueA, ratio.ValueB = rounded(float64(w.Count.A)/float64(w.Count.NA)), rounded(float64(w.Count.B)/float64(w.Count.NB))
	ratio.Note = r.wordNote(w)
	g2 := row("g2", "g2_four_cells", w.G2)
	g2.P = rounded(w.PWords)
	g2.Note = "p as if words were independent draws"
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

// wordNote says what the reader of a word's log ratio must know.
func (r *KeynessResult) wordNote(w KeyWord) string {
	switch {
	case w.LogRatio.Method == "":
		return noteOneStory + " on a side"
	case w.Survives:
		return "marks the side"
	}
	return "does not survive adjustment"
}
