package translated_test

import (
	"fmt"

	"framewatch/nlp/translated"
)

func Example() {
	index := translated.New(translated.Default())
	index.Add(translated.Text{ID: "wire", Lang: "en", Names: []string{"org.iomed", "country.KEN", "country.LAO"}, Numbers: []float64{33, 1200}})
	index.Add(translated.Text{ID: "other", Lang: "en", Names: []string{"org.iomed", "country.FRA"}, Numbers: []float64{18}})
	index.Add(translated.Text{ID: "translation", Lang: "zh-Hans", Names: []string{"org.iomed", "country.KEN", "country.LAO"}, Numbers: []float64{33, 1200}})
	for _, p := range index.Pairs() {
		fmt.Println(p.A, p.B, p.Shared)
	}
	// Output: wire translation 5
}
