package nlp_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/link"
)

func Example() {
	annotator, err := nlp.New(nlp.Default(), nlp.Resources{Gazetteers: []link.Gazetteer{{
		Header: link.Header{ID: "example", Version: "1.0.0"},
		Entities: []link.Entity{{ID: "org.iomed", Label: corpus.ORG, Kind: "body", Names: []link.Name{
			{Text: "IOMed", Lang: "mul", Variant: corpus.VariantAbbreviation},
		}}},
	}}}, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := corpus.Document{Text: "“IOMed listens first,” said Mary Achieng, a mediator."}
	a, err := annotator.Annotate(context.Background(), doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range a.Mentions {
		fmt.Printf("%s %s (%s)\n", m.Label, m.Surface, m.Entity)
	}
	fmt.Println(a.Quotes[0].Content[0].Of(doc.Text))
	// Output:
	// ORG IOMed (org.iomed)
	// PER Mary Achieng ()
	// “IOMed listens first,”
}

func ExampleJSONL() {
	annotator, err := nlp.New(nlp.Default(), nlp.Resources{}, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	in := strings.NewReader(`{"id":"a","text":"It rains in the harbour today."}` + "\n" + `{"id":"b"}` + "\n")
	if err := nlp.JSONL(context.Background(), annotator, nlp.JSONLOptions{}, in, os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"id":"a","lang":"en","relevance":[],"sentences":[{"start":0,"end":30,"lang":"en"}],"entities":[],"frames":[],"document_frames":[],"quotes":[],"claims":[],"stance":[]}
	// {"id":"b","error":"line 2: the line has no \"text\"; it has id"}
	// 1 of 2 lines could not be read, the first of them line 2
}
