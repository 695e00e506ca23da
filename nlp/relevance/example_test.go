package relevance_test

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/relevance"
)

func Example() {
	harbour := corpus.Target{ID: "org.harbour", Set: []corpus.EntityID{"org.harbour"}}
	a := &corpus.Annotations{Sentences: make([]corpus.Sentence, 20), Mentions: []corpus.Mention{{Sentence: 12, Entity: "org.harbour"}}}
	use := relevance.Of(a, harbour)
	fmt.Println(use.Relevance, use.Mentions)
	// Output: passing 1
}
