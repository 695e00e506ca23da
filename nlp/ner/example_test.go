package ner_test

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/en"
	"framewatch/nlp/ner"
)

func Example() {
	words, err := en.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	tagger, err := ner.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "Maria Fernandez of the African Union arrived in Jakarta."
	sentence := ner.Sentence{Text: text, Lang: "en"}
	for _, t := range words.Tag(text) {
		sentence.Tokens = append(sentence.Tokens, corpus.Token{Span: t.Span, POS: t.POS, Word: t.Word})
	}
	for _, found := range tagger.Tag([]ner.Sentence{sentence}) {
		for _, e := range found {
			fmt.Println(e.Label, e.Span.Of(text))
		}
	}
	// Output:
	// PER Maria Fernandez
	// ORG African Union
	// LOC Jakarta
}
