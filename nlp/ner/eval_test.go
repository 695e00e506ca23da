package ner_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/en"
	"framewatch/nlp/ner"
	"framewatch/nlp/sent"
	"framewatch/nlp/zh"
)

// layers are the ones before the tagger.
type layers struct {
	english *en.Tagger
	chinese *zh.Segmenter
}

func newLayers(t testing.TB) layers {
	t.Helper()
	english, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	chinese, err := zh.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return layers{english, chinese}
}

func load(t testing.TB) *ner.Tagger {
	t.Helper()
	tagger, err := ner.Load()
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

// cut makes the sentences of a text; their spans count in the whole text.
func (l layers) cut(text, lang string) []ner.Sentence {
	var doc []ner.Sentence
	for _, s := range sent.Split(text, lang) {
		out := ner.Sentence{Text: text, Lang: lang}
		add := func(span corpus.Span, pos string) {
			span.Start, span.End = span.Start+s.Start, span.End+s.Start
			out.Tokens = append(out.Tokens, corpus.Token{Span: span, POS: pos})
		}
		if lang == "zh" {
			for _, span := range l.chinese.Segment(s.Of(text)) {
				add(span, "")
			}
		} else {
			for _, t := range l.english.Tag(s.Of(text)) {
				add(t.Span, t.POS)
			}
		}
		doc = append(doc, out)
	}
	return doc
}

// TestEval measures the F1 of exact spans for people, organisations and places
// on the sets whose goals the project has set. The official scorer also trims
// articles and possessives and is a little kinder.
func TestEval(t *testing.T) {
	dir := os.Getenv("FRAMEWATCH_EVAL")
	if dir == "" || testing.Short() {
		t.Skip("FRAMEWATCH_EVAL is not set, or the tests are to be short")
	}
	tagger, layers := load(t), newLayers(t)
	for _, set := range []struct {
		file, lang string
		floor      float64
	}{
		{"nlp/ner_ww_dev", "en", .80},
		{"nlp/ner_crossner_politics_dev", "en", .67},
		{"zh/ner_dev", "zh", .77},
		{"zh/ner_uner_gsd_dev", "zh", .64},
	} {
		t.Run(filepath.Base(set.file), func(t *testing.T) {
			f1 := measure(t, tagger, layers, filepath.Join(dir, filepath.FromSlash(set.file)+".jsonl"), set.lang)
			t.Logf("F1 %.4f", f1)
			if f1 < set.floor {
				t.Errorf("F1 %.4f, want at least %.2f", f1, set.floor)
			}
		})
	}
}

type goldEntity struct {
	Start, End int
	Label      string
}

func measure(t *testing.T, tagger *ner.Tagger, l layers, path, lang string) float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	right, found, wanted := 0, 0, 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var item struct {
			Text     string
			Entities []goldEntity
		}
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		gold, at := map[corpus.Span]string{}, corpus.NewOffsets(item.Text)
		for _, e := range item.Entities {
			gold[corpus.Span{Start: e.Start, End: e.End}] = e.Label
			if counted(e.Label) {
				wanted++
			}
		}
		for _, entities := range tagger.Tag(l.cut(item.Text, lang)) {
			for _, e := range entities {
				label, known := gold[at.Points(e.Span)]
				if !counted(string(e.Label)) || known && !counted(label) {
					continue
				}
				found++
				if label == string(e.Label) {
					right++
				}
			}
		}
	}
	return 2 * float64(right) / float64(found+wanted)
}

func counted(label string) bool { return label == "PER" || label == "ORG" || label == "LOC" }
