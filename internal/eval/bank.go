package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"framewatch/internal/bilingual"
)

// bankSettings are about the bank of package bilingual, by the right names alone that
// the list of institutions has.
const bankSettings = `gazetteers: ["builtin:gazetteers/institutions.yaml", "builtin:gazetteers/states.yaml"]
codebooks: []
registers: []
blocs: ""
events: ""
annotate: {targets: [org.aiib]}
compare: {contrasts: []}
`

// bankRenderings compares what the command finds in the project's invented pages
// about a second subject with their marks, exact spans, for each half and way. No
// rule is tuned on the half called held.
func bankRenderings(ctx context.Context, l *lab) ([]figure, error) {
	settings := filepath.Join(l.scratch, "bank-settings.yaml")
	if err := os.WriteFile(settings, []byte(bankSettings), 0o600); err != nil {
		return nil, err
	}
	var figures []figure
	for _, half := range []string{"dev", "held"} {
		pages, err := bilingual.Pages(half)
		if err != nil {
			return nil, err
		}
		in := make([]any, len(pages))
		for i, p := range pages {
			in[i] = map[string]any{"id": p.Name, "text": p.Text}
		}
		out, err := l.pipe(ctx, in, "renderings", "--jsonl", "-c", settings)
		if err != nil {
			return nil, err
		}
		for _, way := range []string{"en-zh", "zh-en"} {
			var c hitCount
			for i, p := range pages {
				if strings.Contains(p.Name, way) {
					c.add(rendered(p, out[i]), marked(p))
				}
			}
			name := "bank/" + half + "/" + way
			figures = append(figures, figure{name + "/precision", c.precision(), .9}, figure{name + "/recall", c.recall(), .85})
		}
	}
	return figures, nil
}

// marked are the places of a page where the subject is named.
func marked(p bilingual.Page) []string {
	var out []string
	for _, m := range p.Marks {
		out = append(out, place(p.Text, m.Start, m.End))
	}
	return out
}

// rendered are the places of a page where an answer says so.
func rendered(p bilingual.Page, answer map[string]any) []string {
	starts := make([]int, 0, len(p.Text)+1)
	for i := range p.Text {
		starts = append(starts, i)
	}
	starts = append(starts, len(p.Text))
	var out []string
	for _, r := range list(answer["renderings"]) {
		out = append(out, place(p.Text, starts[at(r, "start")], starts[at(r, "end")]))
	}
	return out
}

// place tells a piece of a text by where it is and what it is.
func place(text string, start, end int) string {
	return fmt.Sprintf("%d-%d %s", start, end, text[start:end])
}
