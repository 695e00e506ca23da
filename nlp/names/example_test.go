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
	for _, m := range a.Mentions {
		index.Add(names.Use{Doc: "one", Label: m.Label, Surface: m.Surface, Name: m.Name})
	}
	for _, n := range index.Names() {
		fmt.Println(n.ID, n.Mentions)
	}
	// Output: per.maria-fernandez 2
}
