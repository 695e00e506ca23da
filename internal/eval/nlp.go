package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"strconv"
	"strings"
)

func nlpGroups() []group {
	return []group{
		{"langid", langid}, {"sentences", sentences}, {"segmentation", segmentation},
		{"ner", ner}, {"quotes", quotes}, {"seed", seed}, {"renderings", renderings}, {"bank", bankRenderings}, {"stance_mentions", mentionStance}, {"stance_documents", documentStance},
	}
}

// items are the lines of a gold file with their id and text.
func items(l *lab, lang string, parts ...string) ([]any, []map[string]any, error) {
	gold, err := l.read(parts...)
	if err != nil {
		return nil, nil, err
	}
	in := make([]any, len(gold))
	for i, g := range gold {
		line := map[string]any{"id": g["id"], "text": g["text"]}
		if lang != "" {
			line["lang"] = lang
		}
		in[i] = line
	}
	return in, gold, nil
}

func langid(ctx context.Context, l *lab) ([]figure, error) {
	in, _, err := items(l, "", "langid", "langid.jsonl")
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, in, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	s, err := l.score(ctx, []string{"langid", "score.py"}, out, func(p string) []string { return []string{l.set("langid", "langid.jsonl"), p} })
	if err != nil {
		return nil, err
	}
	return pick(s, "langid", goals{{"macro_sentence", 0.985}, {"macro_short", 0.975}, {"macro_paragraph", 0.99}})
}

func sentences(ctx context.Context, l *lab) ([]figure, error) {
	in, gold, err := items(l, "", "nlp", "sents_golden.jsonl")
	if err != nil {
		return nil, err
	}
	for i, g := range gold {
		in[i].(map[string]any)["lang"] = g["lang"]
	}
	out, err := l.pipe(ctx, in, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	passed := 0.0
	for i, o := range out {
		id, _ := gold[i]["id"].(string)
		if strings.HasPrefix(id, "en/golden/") && sameSentences(gold[i], o) {
			passed++
		}
	}
	return []figure{{"sentences/en_golden", passed, 49}}, nil
}

// sameSentences is the rule of score_sents.py: equal after collapsing white
// space and dropping empty sentences.
func sameSentences(gold, out map[string]any) bool {
	text := []rune(gold["text"].(string))
	var got, want []string
	for _, s := range list(out["sentences"]) {
		got = appendText(got, string(text[at(s, "start"):at(s, "end")]))
	}
	for _, s := range list(gold["sentences"]) {
		want = appendText(want, s.(string))
	}
	return strings.Join(got, "\x00") == strings.Join(want, "\x00")
}

func appendText(to []string, s string) []string {
	if s = strings.Join(strings.Fields(s), " "); s != "" {
		to = append(to, s)
	}
	return to
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func at(v any, key string) int {
	m, _ := v.(map[string]any)
	n, _ := m[key].(float64)
	return int(n)
}

func segmentation(ctx context.Context, l *lab) ([]figure, error) {
	in, _, err := items(l, "zh-Hans", "zh", "seg_dev.jsonl")
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, in, "annotate", "--jsonl", "--tokens")
	if err != nil {
		return nil, err
	}
	for _, o := range out {
		var words []string
		for _, t := range list(o["tokens"]) {
			text, _ := t.(map[string]any)["text"].(string)
			words = append(words, text)
		}
		o["words"] = words
	}
	s, err := l.score(ctx, []string{"zh", "score_seg.py"}, out, func(p string) []string { return []string{l.set("zh", "seg_dev.jsonl"), p} })
	if err != nil {
		return nil, err
	}
	return pick(s, "segmentation", goals{{"macro_F1", 0.86}})
}

func ner(ctx context.Context, l *lab) ([]figure, error) {
	var out []figure
	for _, set := range []struct {
		name, file string
		goal       float64
	}{{"ww_dev", "nlp/ner_ww_dev.jsonl", 80}, {"crossner_dev", "nlp/ner_crossner_politics_dev.jsonl", 67}, {"zh_dev", "zh/ner_dev.jsonl", 78}} {
		lang := "en"
		if strings.HasPrefix(set.file, "zh") {
			lang = "zh-Hans"
		}
		in, _, err := items(l, lang, strings.Split(set.file, "/")...)
		if err != nil {
			return nil, err
		}
		pred, err := l.pipe(ctx, in, "annotate", "--jsonl")
		if err != nil {
			return nil, err
		}
		s, err := l.score(ctx, []string{"nlp", "score_ner.py"}, named(pred), func(p string) []string { return []string{l.set(set.file), p, "--json"} })
		if err != nil {
			return nil, err
		}
		f, err := number(s, "ALL", "F1")
		if err != nil {
			return nil, err
		}
		out = append(out, figure{"ner/" + set.name, f, set.goal})
	}
	return out, nil
}

// named leaves out what refers to a body without naming it ("the agency"): the gold
// of named entities has names only.
func named(pred []map[string]any) []map[string]any {
	out := make([]map[string]any, len(pred))
	for i, p := range pred {
		out[i] = maps.Clone(p)
		all, _ := p["entities"].([]any)
		names := make([]any, 0, len(all))
		for _, e := range all {
			if entity, _ := e.(map[string]any); entity["variant"] != "pronoun" {
				names = append(names, e)
			}
		}
		out[i]["entities"] = names
	}
	return out
}

func quotes(ctx context.Context, l *lab) ([]figure, error) {
	in, _, err := items(l, "en", "nlp", "quotes_polnear_dev.jsonl")
	if err != nil {
		return nil, err
	}
	pred, err := l.pipe(ctx, in, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	var out []figure
	for _, run := range []struct {
		name  string
		pred  []map[string]any
		types string
	}{
		{"quotes/direct", directOnly(pred), "direct"},
		{"quotes/direct_among_all", pred, "direct"}, // wrong indirect quotations count against direct ones
		{"quotes/all", pred, "direct,mixed,indirect"},
	} {
		s, err := l.score(ctx, []string{"nlp", "score_quotes.py"}, run.pred, func(p string) []string {
			return []string{l.set("nlp", "quotes_polnear_dev.jsonl"), p, "--json", "--types", run.types}
		})
		if err != nil {
			return nil, err
		}
		figures, err := pick(s, run.name, goals{{"content_F1", 0}, {"e2e_F1", 0}})
		if err != nil {
			return nil, err
		}
		out = append(out, figures...)
	}
	return out, nil
}

// directOnly leaves the quotations of type direct in answers of annotate.
func directOnly(pred []map[string]any) []map[string]any {
	out := make([]map[string]any, len(pred))
	for i, answer := range pred {
		quotes := []any{}
		all, _ := answer["quotes"].([]any)
		for _, q := range all {
			if q, ok := q.(map[string]any); ok && q["type"] == "direct" {
				quotes = append(quotes, q)
			}
		}
		out[i] = maps.Clone(answer)
		out[i]["quotes"] = quotes
	}
	return out
}

// seed counts how many of the hand-marked renderings of the target in the
// Chinese half are found as mentions of the target.
func seed(ctx context.Context, l *lab) ([]figure, error) {
	article, err := os.ReadFile(l.set("seed", "article.txt"))
	if err != nil {
		return nil, err
	}
	out, err := l.pipe(ctx, []any{map[string]any{"id": "seed", "text": string(article)}}, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(l.set("seed", "renderings_gold.json"))
	if err != nil {
		return nil, err
	}
	var gold struct {
		Summary []struct {
			ZH string `json:"zh"`
			N  int    `json:"n"`
		} `json:"summary"`
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, err
	}
	want, total := map[string]int{}, 0
	for _, g := range gold.Summary {
		if g.ZH != "" {
			want[g.ZH] += g.N
			total += g.N
		}
	}
	text := []rune(string(article))
	half := len(text) / 2
	found, latin := 0, 0
	for _, e := range list(out[0]["entities"]) {
		m, _ := e.(map[string]any)
		if m["ref"] != "org.iomed" {
			continue
		}
		surface := string(text[at(e, "start"):at(e, "end")])
		if at(e, "start") < half {
			latin++
		}
		if want[surface] > 0 && at(e, "start") >= half {
			want[surface]--
			found++
		}
	}
	return []figure{{"seed/mentions_english", float64(latin), 0}, {"seed/renderings_of_" + strconv.Itoa(total), float64(found), 0}}, nil
}
