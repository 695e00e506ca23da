package claim_test

import (
	"fmt"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/claim"
)

func Example() {
	f, err := claim.New(claim.Register{ID: "harbour", Version: "1", About: []corpus.EntityID{"org.harbour"},
		Kinds: []claim.Kind{{ID: "members", Unit: claim.UnitCount, Phrases: map[string][]string{"en": {"# member*"}}}},
		Facts: []claim.Fact{{Kind: "members", Value: "33", From: "2025-05-30", Source: "https://harbour.example/members"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "The Harbour Court has sixty members."
	doc := &corpus.Document{Text: text, Published: corpus.Date{Time: time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionDay, From: "page"}}
	found := f.Find(doc, &corpus.Annotations{
		Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: "en"}},
		Mentions:  []corpus.Mention{{Entity: "org.harbour"}},
	})
	for _, c := range found {
		fmt.Println(c.Kind, c.Value, c.Verdict, c.Fact)
	}
	// Output: members 60 contradicted 33
}
