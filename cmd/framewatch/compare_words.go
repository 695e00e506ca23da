package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"framewatch/store"
)

// printWords prints the rows of keyness, a word a line: first how many survive,
// then those that do, and those that only lean to a side.
func (g *global) printWords(rows []store.EstimateRow) error {
	w := tabwriter.NewWriter(g.text(), 0, 4, 2, ' ', 0)
	var of map[string]float64 // statistics of the word under way
	var word store.EstimateRow
	line := func() {
		if of == nil {
			return
		}
		cells := []string{word.GroupName, word.Item, word.Note, fmt.Sprintf("%.2f", word.Value), number(word.CILo), number(word.CIHi), number(word.P), number(word.PAdj)}
		for _, statistic := range []string{"occurrences_a", "occurrences_b", "documents", "stories", "outlets"} {
			cells = append(cells, fmt.Sprintf("%.0f", of[statistic]))
		}
		fmt.Fprintln(w, strings.Join(append(cells, fmt.Sprintf("%.2f", of["dispersion"])), "\t"))
	}
	for _, r := range rows {
		switch {
		case r.Statistic == "words_tested":
			fmt.Fprintf(g.text(), "%s\n\n", r.Note)
		case r.Statistic == "log_ratio":
			if line(); of == nil {
				fmt.Fprintln(w, "side\tword\t\tlog ratio\tlow\thigh\tp\tp adjusted\ta\tb\tdocuments\tstories\toutlets\tdispersion")
			}
			word, of = r, map[string]float64{}
		case of != nil:
			of[r.Statistic] = r.Value
		}
	}
	line()
	return w.Flush()
}
