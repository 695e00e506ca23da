package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/en"
	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/sent"
	"framewatch/nlp/zh"
)

// entity is a name in a document's text, in bytes.
type entity struct {
	span  corpus.Span
	label string
}

// document is one text to learn from.
type document struct {
	domain    string
	text      string
	sentences []feature.Sentence
	entities  []entity
}

// line is the form of the files.
type line struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Entities []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Label string `json:"label"`
	} `json:"entities"`
}

// read reads one file.
func read(path string) ([]document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	var out []document
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 16<<20)
	domain, _, _ := strings.Cut(filepath.Base(path), ".")
	for scan.Scan() {
		var l line
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		d, at := document{domain: domain, text: l.Text}, corpus.NewOffsets(l.Text)
		for _, e := range l.Entities {
			d.entities = append(d.entities, entity{corpus.Span{Start: at.Byte(e.Start), End: at.Byte(e.End)}, e.Label})
		}
		out = append(out, d)
	}
	return out, scan.Err()
}

// readAll reads the files of a folder that exist.
func readAll(dir string, names ...string) ([]document, error) {
	var out []document
	for _, n := range names {
		docs, err := read(filepath.Join(dir, n+".jsonl"))
		if err != nil {
			return nil, err
		}
		out = append(out, docs...)
	}
	return out, nil
}

// english cuts documents into sentences and tagged words.
func english(docs []document) error {
	tagger, err := en.New()
	if err != nil {
		return err
	}
	for i := range docs {
		d := &docs[i]
		for _, s := range sent.Split(d.text, "en") {
			out := feature.Sentence{Text: d.text}
			for _, t := range tagger.Tag(s.Of(d.text)) {
				span := corpus.Span{Start: s.Start + t.Span.Start, End: s.Start + t.Span.End}
				out.Tokens = append(out.Tokens, corpus.Token{Span: span, POS: t.POS, Word: t.Word})
			}
			d.sentences = append(d.sentences, out)
		}
	}
	return nil
}

// chinese cuts documents into sentences and words.
func chinese(docs []document) error {
	segmenter, err := zh.New(nil)
	if err != nil {
		return err
	}
	for i := range docs {
		d := &docs[i]
		for _, s := range sent.Split(d.text, "zh") {
			out := feature.Sentence{Text: d.text}
			for _, w := range segmenter.Segment(s.Of(d.text)) {
				out.Tokens = append(out.Tokens, corpus.Token{Span: corpus.Span{Start: s.Start + w.Start, End: s.Start + w.End}})
			}
			d.sentences = append(d.sentences, out)
		}
	}
	return nil
}

// gold gives the units their states; entities that do not meet unit borders are
// left out, and so are labels that the space lacks.
func gold(space *crf.Space, units []feature.Unit, entities []entity) []uint8 {
	states := make([]uint8, len(units))
	starts, ends := map[int]int{}, map[int]int{}
	for i, u := range units {
		if _, ok := starts[u.Span.Start]; !ok {
			starts[u.Span.Start] = i
		}
		ends[u.Span.End] = i + 1
	}
	for _, e := range entities {
		from, ok1 := starts[e.span.Start]
		to, ok2 := ends[e.span.End]
		if !ok1 || !ok2 || to <= from {
			continue
		}
		for l, label := range space.Labels() {
			if string(label) == e.label && free(states[from:to]) {
				space.Mark(states, crf.Chunk{From: from, To: to, Label: l})
			}
		}
	}
	return states
}

func free(states []uint8) bool {
	for _, y := range states {
		if y != 0 {
			return false
		}
	}
	return true
}
