package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

// seedGold is the hand-made list of the seed article.
type seedGold struct {
	ZH       []string `json:"zh"`
	Mentions []struct {
		Para  int    `json:"para"`
		Start *int   `json:"zh_start"`
		End   *int   `json:"zh_end"`
		Class string `json:"class"`
	} `json:"mentions"`
}

// spans gives the renderings' places in the article, in code points, with
// whether each is a name or a reference.
func (g *seedGold) spans(article string) (map[[2]int]bool, error) {
	out := map[[2]int]bool{}
	starts := make([]int, len(g.ZH))
	at := 0
	for i, p := range g.ZH {
		k := strings.Index(article[at:], p)
		if k < 0 {
			return nil, fmt.Errorf("paragraph %d of the gold is not in the article", i)
		}
		starts[i] = utf8.RuneCountInString(article[:at+k])
		at += k + len(p)
	}
	for _, m := range g.Mentions {
		if m.Start != nil && m.End != nil {
			out[[2]int{starts[m.Para] + *m.Start, starts[m.Para] + *m.End}] = m.Class != "anaphor"
		}
	}
	return out, nil
}

// renderings compares what the command finds in the seed article with the gold:
// exact spans. References such as 该机制 are neither asked nor held against it
// where the gold has them.
func renderings(ctx context.Context, l *lab) ([]figure, error) {
	article, err := os.ReadFile(l.set("seed", "article.txt"))
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(l.set("seed", "renderings_gold.json"))
	if err != nil {
		return nil, err
	}
	var gold seedGold
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, err
	}
	want, err := gold.spans(string(article))
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, []any{map[string]any{"id": "seed", "text": string(article)}}, "renderings", "--jsonl")
	if err != nil {
		return nil, err
	}
	right, wrong, names := 0.0, 0.0, 0.0
	for _, name := range want {
		if name {
			names++
		}
	}
	for _, r := range list(out[0]["renderings"]) {
		switch name, ok := want[[2]int{at(r, "start"), at(r, "end")}]; {
		case !ok:
			wrong++
		case name:
			right++
		}
	}
	return []figure{
		{fmt.Sprintf("renderings/seed_of_%.0f", names), right, names},
		{"renderings/seed_precision", right / max(1, right+wrong), 1},
	}, nil
}
