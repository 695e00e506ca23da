package match_test

import (
	"fmt"

	"framewatch/nlp/match"
)

func Example() {
	trie := match.NewTrie[string]()
	trie.Add("mediat*", match.InWord, "mediation")
	trie.Add("调解", match.InChinese, "mediation")

	text := match.Fold("Mediators welcome 國際調解院.")
	trie.Find(text, func(start, end int, values []string) {
		if text.Boundary(end) {
			fmt.Println(text.Span(start, end).Of(text.Source()), values)
		}
	})
	// Output:
	// Mediators [mediation]
	// 調解 [mediation]
}
