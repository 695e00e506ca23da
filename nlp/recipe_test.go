package nlp_test

import (
	"testing"

	"framewatch/nlp"
	"framewatch/nlp/link"
)

// TestReferencesOfSeveralListsAreOneItem: two lists may each say what a body is
// called; the recipe has one line for a kind and language, of which all are part.
func TestReferencesOfSeveralListsAreOneItem(t *testing.T) {
	list := func(id string, phrases ...string) link.Gazetteer {
		return link.Gazetteer{Header: link.Header{ID: id, Version: "1"}, References: []link.Reference{{Kind: "body", Lang: "en", Phrases: phrases}}}
	}
	recipe := func(lists ...link.Gazetteer) map[string]nlp.Ingredient {
		out := map[string]nlp.Ingredient{}
		for _, i := range nlp.Recipe(nlp.Default(), nlp.Resources{Gazetteers: lists}) {
			if _, twice := out[i.Item]; twice {
				t.Errorf("%s stands twice", i.Item)
			}
			out[i.Item] = i
		}
		return out
	}
	const item = "references:body en"
	one := recipe(list("a", "the body"))[item]
	two := recipe(list("a", "the body"), list("b", "the bank"))[item]
	other := recipe(list("a", "the body"), list("b", "the lender"))[item]
	if len(one.Forms) != 1 || len(two.Forms) != 2 || one.Digest == two.Digest || two.Digest == other.Digest {
		t.Errorf("recipes %+v, %+v, %+v", one, two, other)
	}
}
