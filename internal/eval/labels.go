package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// labelled is the folder of invented pages that the labels are measured on; the
// rules never saw them (extract/labels_test.go).
const labelled = "extract/testdata/held"

// meant is what extraction should make of a page of each folder.
var meant = map[string]string{
	"article": "article", "paywall": "paywalled", "front": "not_article", "gallery": "not_article",
	"challenge": "blocked", "denied": "blocked", "cookies": "blocked", "login": "blocked", "gone": "blocked",
}

// notArticles is the precision and recall of the labels on held-out pages.
func notArticles(ctx context.Context, l *lab) ([]figure, error) {
	paths, err := filepath.Glob(filepath.Join(labelled, "*", "*.html"))
	if err == nil && len(paths) == 0 {
		err = errors.New("no pages in " + labelled + " (run from the top of the repository)")
	}
	if err != nil {
		return nil, err
	}
	var in []any
	for _, p := range paths {
		body, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(p), ".html")
		in = append(in, map[string]any{"id": filepath.Base(filepath.Dir(p)), "url": "https://saltmarsh.example/" + name, "html": string(body)})
	}
	out, err := l.pipe(ctx, in, "extract", "--jsonl")
	if err != nil {
		return nil, err
	}
	right, given, wanted := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, o := range out {
		kind, _ := o["id"].(string)
		got := answerOf(o)
		given[got]++
		wanted[meant[kind]]++
		if got == meant[kind] {
			right[got]++
		}
	}
	var figures []figure
	for _, a := range slices.Sorted(maps.Keys(wanted)) {
		figures = append(figures,
			figure{"extract/labels/" + a + "/precision", right[a] / max(1, given[a]), 0},
			figure{"extract/labels/" + a + "/recall", right[a] / max(1, wanted[a]), 0})
	}
	return figures, nil
}

func answerOf(o map[string]any) string {
	switch {
	case o["error"] != nil:
		return "not_article"
	case o["blocked"] == true:
		return "blocked"
	case o["paywalled"] == true:
		return "paywalled"
	}
	return "article"
}
