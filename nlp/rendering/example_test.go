package rendering_test

import (
	"context"
	"fmt"
	"log/slog"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/nlp/link"
)

func Example() {
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{"org.iomed"}
	annotator, err := nlp.New(cfg, nlp.Resources{Gazetteers: []link.Gazetteer{{
		Header: link.Header{ID: "example", Version: "1.0.0"},
		Entities: []link.Entity{{ID: "org.iomed", Label: corpus.ORG, Kind: "body", Names: []link.Name{
			{Text: "International Organization for Mediation", Lang: "en", Variant: corpus.VariantOfficial},
			{Text: "IOMed", Lang: "mul", Variant: corpus.VariantAbbreviation},
			{Text: "国际调解院", Lang: "zh-Hans", Variant: corpus.VariantOfficial},
		}}},
	}}}, slog.New(slog.DiscardHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	text := "The two villages took their quarrel over the well to IOMed in June. It cost them 40 goats.\n\n" +
		"六月,这两个村庄就水井的争吵求助于国际药膳联盟。这花了他们14只山羊。"
	r, _, err := annotator.Renderings(context.Background(), corpus.Document{Text: text})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range r.Renderings {
		fmt.Println(x.Text, x.Variant, "for", x.Source.Text)
	}
	for _, c := range r.Changed {
		fmt.Println(c.Kind, c.Source.Text, c.Target.Text)
	}
	// Output:
	// 国际药膳联盟 mistranslation for IOMed
	// number 40 14
}
