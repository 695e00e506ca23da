package names_test

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/names"
)

func Example() {
	a := &corpus.Annotations{
		Sentences: []corpus.Sentence{{}, {}},
		Mentions: []corpus.Mention{
			{Label: corpus.PER, Surface: "Maria Fernandez", Sentence: 0},
			{Label: corpus.PER, Surface: "Ms Fernandez", Sentence: 1},
		},
	}
	names.Resolve(a)
	index := names.NewIndex()
	texts := names.Texts{Names: []string{"Maria Fernandez"}, Lang: func(int32) string { return "en" }}
	for i, m := range a.Mentions { // one document, number 0; all have the name number 0
		texts.Surfaces = append(texts.Surfaces, m.Surface)
		index.Add(names.Use{Doc: 0, Label: m.Label, Surface: int32(i), Name: 0})
	}
	for _, n := range index.Names(texts) {
		fmt.Println(n.ID, n.Mentions)
	}
	// Output: per.maria-fernandez 2
}
