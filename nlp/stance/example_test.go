package stance_test

import (
	"context"
	"fmt"
	"log/slog"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/encode"
	"framewatch/nlp/stance"
)

// A place in a sentence is judged as if the target were named there.
func Example() {
	annotator, err := nlp.New(nlp.Default(), nlp.Resources{}, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := corpus.Document{ID: "a", Text: "The harbour board is a corrupt and shameful failure.", Lang: "en"}
	notes, err := annotator.Annotate(context.Background(), doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	encoder, err := encode.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	judge, err := stance.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	s := judge.At(&doc, &notes, encoder, 0, corpus.Span{Start: 4, End: 17})
	fmt.Println(s.Label, s.Voice)
	// Output:
	// critical author
}
