package main

import (
	"fmt"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/twopass"
)

// counts are true and false positives and false negatives.
type counts struct{ tp, fp, fn int }

func (c counts) f1() float64 {
	if c.tp == 0 {
		return 0
	}
	return 200 * float64(c.tp) / float64(2*c.tp+c.fp+c.fn)
}

// scored are the labels that count.
var scored = []string{"PER", "ORG", "LOC"}

// score compares tags with the documents' entities: spans without articles,
// quotes and a final 's must be equal, and labels; spans of other labels are
// neutral.
func score(t *twopass.Tagger, docs []document) string {
	total := map[string]counts{}
	for _, d := range docs {
		found := map[corpus.Span]string{}
		for _, r := range t.Tag(d.sentences) {
			for _, c := range r.Chunks {
				span := corpus.Span{Start: r.Units[c.From].Span.Start, End: r.Units[c.To-1].Span.End}
				found[trim(d.text, span)] = string(t.First.Space().Labels()[c.Label])
			}
		}
		want := map[corpus.Span]string{}
		for _, e := range d.entities {
			want[trim(d.text, e.span)] = e.label
		}
		compare(total, want, found)
	}
	var b strings.Builder
	for _, l := range append([]string{"ALL"}, scored...) {
		c := total[l]
		fmt.Fprintf(&b, "%s %.1f (P %.1f R %.1f)  ", l, c.f1(), 100*float64(c.tp)/float64(max(1, c.tp+c.fp)), 100*float64(c.tp)/float64(max(1, c.tp+c.fn)))
	}
	return b.String()
}

func compare(total map[string]counts, want, found map[corpus.Span]string) {
	add := func(label string, tp, fp, fn int) {
		for _, l := range []string{"ALL", label} {
			c := total[l]
			total[l] = counts{c.tp + tp, c.fp + fp, c.fn + fn}
		}
	}
	counted := func(l string) bool { return l == "PER" || l == "ORG" || l == "LOC" }
	for span, label := range found {
		w, known := want[span]
		switch {
		case !counted(label) || known && !counted(w):
		case w == label:
			add(label, 1, 0, 0)
		default:
			add(label, 0, 1, 0)
		}
	}
	for span, label := range want {
		if counted(label) && found[span] != label {
			add(label, 0, 0, 1)
		}
	}
}

// trim takes articles, quotes and marks off a span.
func trim(text string, s corpus.Span) corpus.Span {
	for {
		t := s.Of(text)
		cut := strings.TrimLeft(t, " \"'“”‘’([,.;:–—-")
		for _, article := range []string{"the ", "The ", "THE ", "a ", "A ", "an ", "An "} {
			cut = strings.TrimPrefix(cut, article)
		}
		if cut == "" || len(cut) == len(t) {
			break
		}
		s.Start += len(t) - len(cut)
	}
	for {
		t := s.Of(text)
		cut := strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(t, "'s"), "’s"), " \"'“”’)],;:–—-")
		if cut == "" || len(cut) == len(t) {
			return s
		}
		s.End -= len(t) - len(cut)
	}
}
