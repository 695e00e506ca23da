package nlp_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp"
)

// TestTagger holds who wins where the gazetteers and the tagger overlap.
func TestTagger(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"new names have no entity", "Peter Mensah of the African Union spoke.", []string{"Peter Mensah/PER/", "African Union/ORG/"}},
		{"a linked body stays inside a longer name", "The IOMed Secretariat opened in Accra.", []string{"IOMed/ORG/org.iomed", "Accra/LOC/"}},
		{"a linked place stays", "Delegates met in Kenya.", []string{"Kenya/LOC/country.KEN"}},
		{"a place inside a body gives way", "She studied at the University of Kenya.", []string{"University of Kenya/ORG/"}},
	}
	a := newAnnotator(t, nlp.NERTagger)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := corpus.Document{ID: "doc", Text: test.text, Lang: "en"}
			out, err := a.Annotate(context.Background(), doc)
			if err != nil {
				t.Fatal(err)
			}
			check(t, &doc, &out)
			var got []string
			for _, m := range out.Mentions {
				got = append(got, m.Surface+"/"+string(m.Label)+"/"+string(m.Entity))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
