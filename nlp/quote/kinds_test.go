package quote_test

import (
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/nlp"
)

func TestAttributionsBehindWhatTheyReport(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"inverted":                          {"The ferry will run again, said Ann Lowe, a lawyer and adviser at the port.", []string{"Ann Lowe, a lawyer and adviser at the port [said] neutral: The ferry will run again"}},
		"subject with an apposition":        {"The ferry will run again, Ann Lowe, the envoy, said.", []string{"Ann Lowe, the envoy [said] neutral: The ferry will run again"}},
		"with hearers":                      {"The ferry will run again, Ann Lowe told reporters on Monday.", []string{"Ann Lowe [told] neutral: The ferry will run again"}},
		"inside":                            {"The ferry, Ann Lowe argued, will run again.", []string{"Ann Lowe [argued] neutral: The ferry + will run again"}},
		"an object is no speech":            {"As rain fell on the harbour, Ann Lowe found an old ferry.", nil},
		"a setting is no content":           {"When the ferry sank, Ann Lowe said.", nil},
		"participle of a noun":              {"The council counted every ballot, alleged rebels and allies left.", nil},
		"passive":                           {"The keeper was old, he was suspected of theft in town.", nil},
		"who the speaker backs":             {"The ferry ran all day, Ann Lowe, who boarded it, reported storms at sea.", nil},
		"a second verb of the speaker":      {"Ann Lowe said that the ferry leaks, and has left the port.", []string{"Ann Lowe [said] neutral: the ferry leaks"}},
		"speaker of a speaker":              {"Ann Lowe said the ferry leaks, according to the Harbour Post.", []string{"the Harbour Post [according to] neutral: Ann Lowe said the ferry leaks", "Ann Lowe [said] neutral: the ferry leaks"}},
		"state with a full stop":            {"“The ferry leaks,” Rep. Ann Lowe (D-Ore.) said.", []string{"Rep. Ann Lowe (D-Ore.) [said] neutral: “The ferry leaks,”"}},
		"numbers with commas are one word":  {"Ann Lowe said 10,000 people have left the port.", []string{"Ann Lowe [said] neutral: 10,000 people have left the port"}},
		"described between dashes":          {"Ann Lowe — a lawyer at the port — said the ferry leaks.", []string{"Ann Lowe — a lawyer at the port [said] neutral: the ferry leaks"}},
		"described with a clause":           {"Ann Lowe, a lawyer whose firm built the ferry, said that it leaks.", []string{"Ann Lowe, a lawyer whose firm built the ferry [said] neutral: it leaks"}},
		"whoever says a clause":             {"The organisers of the race said that it begins at noon.", []string{"The organisers of the race [said] neutral: it begins at noon"}},
		"warned of":                         {"Ann Lowe warned of a long and costly strike.", []string{"Ann Lowe [warned] neutral: of a long and costly strike"}},
		"reflexive":                         {"Ann Lowe found herself in the old harbour.", nil},
		"that with a verb describes a noun": {"Ann Lowe announced the plan with a letter that included two maps.", []string{"Ann Lowe [announced] neutral: the plan with a letter that included two maps"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, reportedIn(t, "", test.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestTurnsOfDirectSpeech(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"introduced by the paragraph above":  {"Ann Lowe said:\n\n“The ferry leaks and it will sink.”", []string{"Ann Lowe [said] neutral: “The ferry leaks and it will sink.”"}},
		"unlike marks part two passages":     {"“The ferry leaks,\" Ann Lowe said. \"It will sink soon.”", []string{"Ann Lowe [said] neutral: “The ferry leaks,\" + \"It will sink soon.”"}},
		"goes on behind the end of her line": {"“The ferry leaks,” Ann Lowe said on the radio show “Harbour Hour.” “Nobody has mended it for years.”", []string{"Ann Lowe [said] neutral: “The ferry leaks,”", "Ann Lowe [said] neutral: “Nobody has mended it for years.”"}},
		"a shout is no title":                {"Ann Lowe yelled “You lie!” in the hall.", []string{"Ann Lowe [yelled] neutral: “You lie!”"}},
		"no sentence is a speaker":           {"There’s trouble at the port, though: “Old Ferry” leaks.", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, reportedIn(t, "", test.text)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// reportedIn are the quotations of an English document: source, cue, class and
// content of each.
func reportedIn(t *testing.T, title, text string) []string {
	t.Helper()
	annotator, err := nlp.New(nlp.Default(), nlp.Resources{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	a, err := annotator.Annotate(t.Context(), corpus.Document{Title: title, Text: text, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range a.Quotes {
		src := text
		if q.In == corpus.InTitle {
			src = title
		}
		got = append(got, join(src, q.Source)+" ["+join(src, q.Cue)+"] "+string(q.VerbClass)+": "+join(src, q.Content))
	}
	return got
}
