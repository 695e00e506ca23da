package nlp_test

import (
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
)

func TestSpeakers(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"the only person before", `Maria Fernandez leads the port council. “The dispute is over,” she said.`, "Maria Fernandez"},
		{"by the name in full", `Maria Fernandez leads the port council. Fernandez was in Geneva on Friday. “The dispute is over,” she said.`, "Maria Fernandez"},
		{"two people", `Maria Fernandez met Luis Ortega in Geneva. “The dispute is over,” she said.`, ""},
		{"too far away", `Maria Fernandez leads the port council. It rained all day. The talks went on. Nobody left. “The dispute is over,” she said.`, ""},
		{"not who is quoted about", `“We shall miss Maria Fernandez,” he said.`, ""},
		{"chinese", `陈晓明昨天抵达日内瓦。“争端已经结束。”他说。`, "陈晓明"},
	}
	a := newAnnotator(t, nlp.NERTagger)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, err := a.Annotate(t.Context(), corpus.Document{ID: "1", Text: test.text})
			if err != nil {
				t.Fatal(err)
			}
			if len(found.Quotes) != 1 {
				t.Fatalf("%d quotations", len(found.Quotes))
			}
			if got := found.Quotes[0].SpeakerName; got != test.want {
				t.Errorf("speaker %q, want %q; mentions %+v", got, test.want, found.Mentions)
			}
		})
	}
}
