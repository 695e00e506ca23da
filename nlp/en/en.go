package en

import (
	"fmt"
	"strings"
	"sync"

	"github.com/jdkato/prose/v2"

	"framewatch/corpus"
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
// process share one model.
type Tagger struct {
	tags, entities func() (*prose.Model, error)
}

// New returns a tagger. The model (40 MB, some tenths of a second) is loaded
// with it; the baseline's larger one with the first call of Baseline.
func New() (*Tagger, error) {
	t := &Tagger{tags: tagModel, entities: entityModel}
	if _, err := t.tags(); err != nil {
		return nil, fmt.Errorf("load the English tagger: %w", err)
	}
	return t, nil
}

// Loading decodes some megabytes: once for the process, when first wanted.
var (
	tagModel    = sync.OnceValues(func() (*prose.Model, error) { return load(false) })
	entityModel = sync.OnceValues(func() (*prose.Model, error) { return load(true) })
)

// load makes prose load its model, which it does for an empty document.
func load(entities bool) (*prose.Model, error) {
	doc, err := call("", prose.WithSegmentation(false), prose.WithExtraction(entities))
	if err != nil {
		return nil, err
	}
	return doc.Model, nil
}

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
// control characters and invalid UTF-8 is outside them.
func (t *Tagger) Tag(sentence string) []Token {
	c := clean(sentence)
	model, err := t.tags()
	if err != nil {
		return c.finish(nil) // New has reported it
	}
	var found []piece
	for _, w := range c.windows() {
		doc, err := call(c.text[c.chunks[w.from].Start:c.chunks[w.to-1].End],
			prose.UsingModel(model), prose.WithSegmentation(false), prose.WithExtraction(false))
		if err != nil {
			continue // the tokens come without tags
		}
		core := corpus.Span{Start: c.chunks[w.core].Start, End: c.chunks[w.coreEnd-1].End}
		for _, p := range align(c.text, c.chunks[w.from].Start, doc.Tokens()) {
			if core.Contains(p.span) {
				found = append(found, p)
			}
		}
	}
	return c.finish(found)
}

// Baseline returns the entities that prose's maximum-entropy recogniser finds
// in one sentence. It gets the sentence with a full stop after it, since it
// loses a name that ends the text.
func (t *Tagger) Baseline(sentence string) []Entity {
	c := clean(sentence)
	model, err := t.entities()
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
