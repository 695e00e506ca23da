package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func extractGroups() []group {
	return []group{
		{"extract/aeb", textSet("aeb", 0.981)},
		{"extract/zh", textSet("zh", 0.983)},
		{"extract/meta", metaSet},
		{"extract/labels", notArticles},
		{"kinds", kinds},
	}
}

// pages makes the input lines for a folder of gzipped pages.
func pages(l *lab, set string) ([]any, error) {
	paths, err := filepath.Glob(l.set("extract", set, "html", "*"))
	if err != nil {
		return nil, err
	}
	urls, err := pageURLs(l, set)
	if err != nil {
		return nil, err
	}
	var in []any
	for _, p := range slices.Sorted(slices.Values(paths)) {
		id := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(filepath.Base(p), ".gz"), ".html"), ".htm")
		in = append(in, map[string]any{"id": id, "url": urls[id], "html_path": p})
	}
	return in, nil
}

// pageURLs maps ids to the addresses that the gold files give.
func pageURLs(l *lab, set string) (map[string]string, error) {
	name := map[string]string{"aeb": "ground-truth.json", "zh": "ground-truth.json", "meta": "evaldata.json"}[set]
	data, err := os.ReadFile(l.set("extract", set, name))
	if err != nil {
		return nil, err
	}
	var gold map[string]map[string]any
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, err
	}
	urls := map[string]string{}
	for key, g := range gold {
		if file, ok := g["file"].(string); ok { // meta: keyed by address
			urls[strings.TrimSuffix(strings.TrimSuffix(file, ".gz"), ".html")] = key
		} else if u, ok := g["url"].(string); ok {
			urls[key] = u
		}
	}
	return urls, nil
}

func scoreExtract(ctx context.Context, l *lab, set string) (map[string]any, error) {
	in, err := pages(l, set)
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, in, "extract", "--jsonl", "--allow-path", l.set("extract", set, "html"))
	if err != nil {
		return nil, err
	}
	return l.score(ctx, []string{"extract", "score.py"}, out, func(p string) []string { return []string{set, p} })
}

func textSet(set string, goal float64) func(context.Context, *lab) ([]figure, error) {
	return func(ctx context.Context, l *lab) ([]figure, error) {
		s, err := scoreExtract(ctx, l, set)
		if err != nil {
			return nil, err
		}
		return pick(s, "extract/"+set, goals{{"f1", goal}, {"precision", 0}, {"recall", 0}})
	}
}

func metaSet(ctx context.Context, l *lab) ([]figure, error) {
	s, err := scoreExtract(ctx, l, "meta")
	if err != nil {
		return nil, err
	}
	out, err := pick(s, "extract/meta", goals{{"segment_f1", 0.955}, {"date", 0.945}, {"title", 0.90}, {"author", 0.75}})
	if err != nil {
		return nil, err
	}
	given, err := number(s, "author_given_without_gold")
	if err != nil {
		return nil, err
	}
	// A guide: on some of these pages the author may only be unannotated.
	return append(out, figure{"extract/meta/author_left_empty", 1 - given, 0.92}), nil
}

type goals []struct {
	key  string
	goal float64
}

// pick takes figures out of a scorer's object.
func pick(s map[string]any, prefix string, gs goals) ([]figure, error) {
	var out []figure
	for _, g := range gs {
		v, err := number(s, strings.Split(g.key, ".")...)
		if err != nil {
			return nil, err
		}
		out = append(out, figure{prefix + "/" + strings.ReplaceAll(strings.ToLower(g.key), ".", "/"), v, g.goal})
	}
	return out, nil
}
