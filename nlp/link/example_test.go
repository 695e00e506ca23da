package link_test

import (
	"fmt"

	"framewatch/corpus"
	"framewatch/nlp/link"
)

func Example() {
	linker, err := link.New([]link.Gazetteer{{
		Header: link.Header{ID: "example", Version: "1.0.0"},
		Entities: []link.Entity{
			{ID: "org.iomed", Label: corpus.ORG, Kind: "body", Names: []link.Name{
				{Text: "International Organization for Mediation", Lang: "en", Variant: corpus.VariantOfficial},
				{Text: "国际调解院", Lang: "zh-Hans", Variant: corpus.VariantOfficial},
			}},
			{ID: "org.iom", Label: corpus.ORG, Kind: "body", Names: []link.Name{
				{Text: "International Organization for Migration", Lang: "en", Variant: corpus.VariantOfficial},
			}},
		},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "The International Organization for Mediation (國際調解院) is not the International Organization for Migration."
	doc := &corpus.Document{Text: text}
	for _, m := range linker.Mentions(doc, &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: "en"}}}) {
		fmt.Println(m.Entity, m.Variant, m.Surface)
	}
	// Output:
	// org.iomed official International Organization for Mediation
	// org.iomed official 國際調解院
	// org.iom official International Organization for Migration
}
