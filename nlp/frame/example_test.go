package frame_test

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/frame"
)

func Example() {
	coder, err := frame.New(frame.Codebook{
		ID: "example", Version: "1.0.0", Languages: []string{"en", "zh-Hans"},
		Frames: []frame.Frame{{ID: "complement", Terms: map[string][]string{
			"en":      {"fill* a gap", "complement*"},
			"zh-Hans": {"填补*空白"},
		}}},
	}, []corpus.Target{{ID: "org.harbour", Set: []corpus.EntityID{"org.harbour"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "It does not complement the courts. It filled a gap."
	a := &corpus.Annotations{Sentences: []corpus.Sentence{
		{Span: corpus.Span{Start: 0, End: 34}, Lang: "en"},
		{Span: corpus.Span{Start: 35, End: 51}, Lang: "en", Seq: 1},
	}}
	doc := &corpus.Document{Text: text}
	a.Clauses = clause.Read(doc, a)
	for _, hit := range coder.Hits(doc, a) {
		fmt.Println(hit.Frame, hit.Surface, hit.Negated)
	}
	// Output:
	// complement complement true
	// complement filled a gap false
}
