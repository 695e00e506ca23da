package nlp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp"
)

// TestRelinkedNamesCarryWhatIsBuiltOnThem: speakers follow an editor's links, in
// English and Chinese.
func TestRelinkedNamesCarryWhatIsBuiltOnThem(t *testing.T) {
	a := configured(t)
	for name, c := range map[string]struct {
		text    string
		link    nlp.Relink
		before  []string
		speaker corpus.EntityID
	}{
		"a state that is meant otherwise": {`Kenya said the body "helps small states", and left.`, nlp.Relink{Surface: "KENYA", Entity: "org.iomed"}, []string{"country.KEN"}, "org.iomed"},
		"in Chinese":                      {"肯尼亚表示：“该机构帮助小国。”", nlp.Relink{Surface: "肯尼亞", Entity: "org.iomed"}, []string{"country.KEN"}, "org.iomed"},
		"none":                            {`Kenya said the body "helps small states", and left.`, nlp.Relink{Surface: "Kenya"}, []string{"country.KEN"}, ""},
		"a name that was none":            {`The Lodge said the body "helps small states", and left.`, nlp.Relink{Surface: "the Lodge", Entity: "org.iomed"}, []string{""}, "org.iomed"},
		"not a part of a word":            {`Kenyans said the body "helps small states", and left.`, nlp.Relink{Surface: "Ken", Entity: "org.iomed"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			notes, before, err := a.AnnotateRelinked(t.Context(), corpus.Document{ID: "d", Text: c.text}, []nlp.Relink{c.link})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([][]string{c.before}, before); diff != "" {
				t.Errorf("before (-want +got):\n%s", diff)
			}
			if len(notes.Quotes) == 0 {
				t.Fatal("no quotation")
			}
			if got := notes.Quotes[0].Speaker; c.before != nil && got != c.speaker {
				t.Errorf("the speaker is %q, want %q", got, c.speaker)
			}
			for _, m := range notes.Mentions {
				if m.Entity == c.link.Entity && c.link.Entity != "" && (m.Evidence != "correction" || c.before == nil) {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}
