package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"os"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/stance/internal/input"
	"framewatch/nlp/stance/internal/model"
	"framewatch/nlp/stance/internal/view"
)

// trainer holds what is learnt so far.
type trainer struct {
	options
	w       io.Writer
	vectors *vectors
	file    model.File
	maker   *input.Maker
}

func newTrainer(o options, w io.Writer) (*trainer, error) {
	v, err := newVectors(o.vectors)
	if err != nil {
		return nil, err
	}
	return &trainer{options: o, w: w, vectors: v}, nil
}

func (t *trainer) keep() error { return t.vectors.keep() }

// mention is a line of the sentences.
type mention struct {
	ID, Text, Polarity string
	Start, End         int
}

var classes = map[string]int{"negative": 0, "neutral": 1, "positive": 2}

// lines reads a file of JSON lines.
func lines[T any](path string) (out []T, err error) {
	f, err := os.Open(path) //nolint:gosec // named by the one who runs it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 16<<20)
	for scan.Scan() {
		if strings.TrimSpace(scan.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(scan.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, v)
	}
	return out, scan.Err()
}

// views looks at the mentions of a file as the annotator would.
func views(path string) ([]mention, []view.View, error) {
	all, err := lines[mention](path)
	if err != nil {
		return nil, nil, err
	}
	cfg := nlp.Default()
	cfg.NER, cfg.Stance = nlp.NERNone, nlp.StanceOff
	a, err := nlp.New(cfg, nlp.Resources{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	out := make([]view.View, len(all))
	for i, m := range all {
		doc := corpus.Document{ID: corpus.DocID(m.ID), Text: m.Text, Lang: "en"}
		notes, err := a.Annotate(context.Background(), doc)
		if err != nil {
			return nil, nil, err
		}
		o := corpus.NewOffsets(m.Text)
		at := corpus.Span{Start: o.Byte(m.Start), End: o.Byte(m.End)}
		sentence := 0
		for k, s := range notes.Sentences {
			if s.Span.Start <= at.Start {
				sentence = k
			}
		}
		if len(notes.Sentences) == 0 {
			return nil, nil, fmt.Errorf("%s: no sentence in %s", path, m.ID)
		}
		s := notes.Sentences[sentence].Span
		at.Start, at.End = min(max(at.Start, s.Start), s.End), min(at.End, s.End)
		out[i] = view.New(&doc, &notes).Of(sentence, at)
	}
	return all, out, nil
}

// learnMentions fits everything that judges a mention, and measures it: on a
// fifth of the articles, left out, and on the further file.
func (t *trainer) learnMentions() error {
	all, seen, err := views(t.mentions)
	if err != nil {
		return err
	}
	t.learnAxes(seen)
	examples := t.examples(all, seen)
	if t.check {
		var learn, rest []example
		for i, e := range examples {
			if heldOut(all[i].ID) {
				rest = append(rest, e)
			} else {
				learn = append(learn, e)
			}
		}
		t.file.Networks, t.file.Lexicon = fitNetworks(learn), fitLexicon(learn)
		t.measure("held-out articles", rest)
	}
	t.file.Networks, t.file.Lexicon = fitNetworks(examples), fitLexicon(examples)
	if t.dev == "" {
		return nil
	}
	more, seen, err := views(t.dev)
	if err != nil {
		return err
	}
	t.measure("further mentions", t.examples(more, seen))
	return nil
}

// learnAxes finds the axes of words and stretches.
func (t *trainer) learnAxes(seen []view.View) {
	const texts, words = 3000, 8000
	var some []string
	for i := range seen[:min(len(seen), texts)] {
		some = append(some, seen[i].Stretches[:]...)
	}
	t.file.Texts = axes(t.vectors.Embed(some), model.TextAxes)
	known := map[string]bool{}
	var list []string
	for i := range seen {
		for _, side := range [][]string{seen[i].Left, seen[i].Right} {
			for _, w := range side {
				if !known[w] && len(list) < words {
					known[w] = true
					list = append(list, w)
				}
			}
		}
	}
	t.file.Words = axes(t.vectors.Embed(list), model.WordAxes)
	t.maker = input.New(&t.file.Words, &t.file.Texts)
}

func (t *trainer) examples(all []mention, seen []view.View) []example {
	inputs := t.maker.Of(t.vectors, seen)
	out := make([]example, len(all))
	for i := range all {
		out[i] = example{inputs[i], seen[i].Grams(), classes[all[i].Polarity]}
	}
	return out
}

// heldOut chooses a fifth of the articles by their names, which stand in front
// of the sentence's number.
func heldOut(id string) bool {
	parts := strings.Split(id, "_")
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.Join(parts[:min(3, len(parts))], "_"))) // a hash never fails
	return h.Sum32()%5 == 0
}

// measure prints macro F1 of the parts and of all.
func (t *trainer) measure(name string, examples []example) {
	judges := []struct {
		name          string
		nets, lexicon bool
	}{{"encoder", true, false}, {"lexicon", false, true}, {"both", true, true}}
	for _, j := range judges {
		var hit [model.Classes][model.Classes]int
		for i := range examples {
			p := t.file.Judge(examples[i].x, examples[i].grams, j.nets, j.lexicon)
			best := 0
			for k, x := range p {
				if x > p[best] {
					best = k
				}
			}
			hit[examples[i].class][best]++
		}
		fmt.Fprintf(t.w, "%s, %s: macro F1 %.4f of %d\n", name, j.name, macro(hit, 0, 1, 2), len(examples))
	}
}

// macro is the mean F1 of some classes; hit counts true classes by judged ones.
func macro(hit [model.Classes][model.Classes]int, which ...int) float64 {
	sum := 0.
	for _, k := range which {
		is, said := 0, 0
		for i := range hit {
			is += hit[k][i]
			said += hit[i][k]
		}
		sum += 2 * float64(hit[k][k]) / float64(max(1, is+said))
	}
	return sum / float64(len(which))
}
