package ner

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/ner/internal/twopass"
)

// Sentence is one sentence of a document, cut into words by the layers before
// this one (nlp/en for English, nlp/zh for Chinese).
type Sentence struct {
	Text   string         // what the tokens' spans count in: the sentence, or the whole text
	Lang   string         // BCP 47
	Tokens []corpus.Token // in order; POS is Penn Treebank for English
}

// Entity is one name.
type Entity struct {
	Span  corpus.Span // bytes of Sentence.Text
	Label corpus.Label
	Score float64 // probability of the label, the least of any of its places; 0 to 1
}

// Tagger finds names. It is safe for concurrent use; all taggers of a process
// share their models.
type Tagger struct{ english, chinese *twopass.Tagger }

// Load returns the tagger for the embedded models, which the first call in a
// process decodes.
func Load() (*Tagger, error) { return loaded() }

// Decoding takes a tenth of a second: once for the process, when first wanted.
var loaded = sync.OnceValues(func() (*Tagger, error) {
	t := &Tagger{}
	var err error
	if t.english, err = english(); err != nil {
		return nil, fmt.Errorf("load English entity model: %w", err)
	}
	if t.chinese, err = chinese(); err != nil {
		return nil, fmt.Errorf("load Chinese entity model: %w", err)
	}
	return t, nil
})

// Tag finds the names of each sentence of one document, in text order and
// without overlap. English names found in one sentence help to find them in the
// others, so all sentences of a document belong in one call.
// Sentences in other languages have none.
func (t *Tagger) Tag(doc []Sentence) [][]Entity {
	out := make([][]Entity, len(doc))
	for lang, tagger := range map[string]*twopass.Tagger{"en": t.english, "zh": t.chinese} {
		var part []feature.Sentence
		var place []int
		for i, s := range doc {
			if corpus.BaseLang(s.Lang) == lang {
				part, place = append(part, feature.Sentence{Text: s.Text, Tokens: s.Tokens}), append(place, i)
			}
		}
		if len(part) == 0 {
			continue
		}
		for k, r := range tagger.Tag(part) {
			out[place[k]] = entities(tagger, part[k].Text, r)
			if lang == "zh" {
				out[place[k]] = plausible(part[k].Text, part[k].Tokens, out[place[k]])
			}
		}
	}
	return out
}

// entities gives the chunks of one sentence their place in its text.
func entities(t *twopass.Tagger, text string, r twopass.Result) []Entity {
	var out []Entity
	labels := t.First.Space().Labels()
	for k, c := range r.Chunks {
		span := trim(text, corpus.Span{Start: r.Units[c.From].Span.Start, End: r.Units[c.To-1].Span.End})
		if span.Len() > 0 {
			out = append(out, Entity{Span: span, Label: labels[c.Label], Score: min(r.Scores[k], 1)})
		}
	}
	agree(text, out)
	return out
}

// trim takes what is neither letter nor digit off both ends, but for what a
// name may end with.
func trim(text string, s corpus.Span) corpus.Span {
	outside := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
	for s.Len() > 0 {
		r, n := utf8.DecodeRuneInString(s.Of(text))
		if !outside(r) {
			break
		}
		s.Start += n
	}
	for s.Len() > 0 {
		r, n := utf8.DecodeLastRuneInString(s.Of(text))
		if !outside(r) || strings.ContainsRune(".)!）", r) {
			break
		}
		s.End -= n
	}
	return s
}
