package translated_test

import (
	"fmt"

	"framewatch/nlp/translated"
)

func Example() {
	index := translated.New(translated.Default())
	index.Add(translated.Text{ID: "wire", Lang: "en", Features: []string{"org.iomed", "country.KEN", "country.LAO", "33", "1200"}})
	index.Add(translated.Text{ID: "other", Lang: "en", Features: []string{"org.iomed", "country.FRA", "18"}})
	index.Add(translated.Text{ID: "translation", Lang: "zh-Hans", Features: []string{"org.iomed", "country.KEN", "country.LAO", "33", "1200"}})
	for _, p := range index.Pairs() {
		fmt.Println(p.A, p.B, p.Shared)
	}
	// Output: wire translation 5
}
