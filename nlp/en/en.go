package en

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/jdkato/prose/v2"

	"framewatch/corpus"
	"framewatch/nlp/en/internal/perceptron"
)

// Token is one word or mark of a sentence, split as in the Penn Treebank (do
// n't, Lee 's).
type Token struct {
	Span corpus.Span // bytes of the sentence
	POS  string      // Penn Treebank tag; empty where the tagger gave none
	Word bool        // it has a letter or a digit
}

// Entity is one name that the baseline recogniser found.
type Entity struct {
	Span  corpus.Span // bytes of the sentence
	Label corpus.Label
}

// Tagger tags sentences. It is safe for concurrent use; all taggers of a
// process share their models.
type Tagger struct{ tags *perceptron.Model }

// New returns a tagger. Its model is loaded with the first one, that of the
// baseline (some tenths of a second, 40 MB) with the first call of Baseline.
func New() (*Tagger, error) {
	tags, err := tagModel()
	if err != nil {
		return nil, fmt.Errorf("load the English tagger: %w", err)
	}
	return &Tagger{tags: tags}, nil
}

// taggerData is written by nlp/en/train.
//
//go:embed data/tagger.zst
var taggerData []byte

// Loading decodes some megabytes: once for the process, when first wanted.
var (
	tagModel      = sync.OnceValues(func() (*perceptron.Model, error) { return perceptron.Decode(taggerData) })
	baselineModel = sync.OnceValues(func() (*prose.Model, error) {
		doc, err := call("", prose.WithSegmentation(false)) // for an empty document prose loads all it has
		if err != nil {
			return nil, err
		}
		return doc.Model, nil
	})
)

// call fences prose, which panics on data that it cannot read and on some
// texts.
func call(text string, opts ...prose.DocOpt) (doc *prose.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, err = nil, fmt.Errorf("prose: %v", r)
		}
	}()
	return prose.NewDocument(text, opts...)
}

// Tag returns the tokens of one sentence in order. Nothing but white space,
// control characters and invalid UTF-8 is outside them. The same sentence has
// the same tags each time.
func (t *Tagger) Tag(sentence string) []Token {
	c := clean(sentence)
	found := c.pieces()
	words, tags := make([]string, len(found)), make([]string, len(found))
	for i, p := range found {
		words[i] = p.span.Of(c.text)
	}
	t.tags.Tag(words, tags)
	for i := range found {
		found[i].tag = tags[i]
	}
	return c.finish(found)
}

// Baseline returns the entities that prose's maximum-entropy recogniser finds
// in one sentence. It gets the sentence with a full stop after it, since it
// loses a name that ends the text.
func (t *Tagger) Baseline(sentence string) []Entity {
	c := clean(sentence)
	model, err := baselineModel()
	if err != nil || len(c.chunks) == 0 || len(c.text) > maxBaseline {
		return nil
	}
	text := c.text
	if !strings.HasSuffix(strings.TrimRight(text, " "), ".") {
		text += " ."
	}
	doc, err := call(text, prose.UsingModel(model), prose.WithSegmentation(false))
	if err != nil {
		return nil
	}
	var out []Entity
	at := 0
	for _, e := range doc.Entities() {
		label, ok := labels[e.Label]
		span, found := locate(c.text, at, strings.Fields(e.Text))
		if !found {
			continue
		}
		at = span.End
		if ok {
			out = append(out, Entity{Span: c.original(span), Label: label})
		}
	}
	return out
}

// maxBaseline bounds a sentence for the baseline, in bytes: prose costs too
// much on text that is none.
const maxBaseline = 10_000

// labels maps prose's labels to the project's; an immutable table.
var labels = map[string]corpus.Label{
	"PERSON": corpus.PER, "ORGANIZATION": corpus.ORG, "FACILITY": corpus.FAC,
	"GPE": corpus.LOC, "LOCATION": corpus.LOC, "GSP": corpus.LOC,
}

// locate finds tokens one after the other, with nothing but spaces between.
func locate(text string, from int, tokens []string) (corpus.Span, bool) {
	if len(tokens) == 0 {
		return corpus.Span{}, false
	}
	for from < len(text) {
		i := strings.Index(text[from:], tokens[0])
		if i < 0 {
			break
		}
		start := from + i
		end := start + len(tokens[0])
		ok := true
		for _, tok := range tokens[1:] {
			rest := strings.TrimLeft(text[end:], " ")
			if ok = strings.HasPrefix(rest, tok); !ok {
				break
			}
			end = len(text) - len(rest) + len(tok)
		}
		if ok {
			return corpus.Span{Start: start, End: end}, true
		}
		from = start + 1
	}
	return corpus.Span{}, false
}
