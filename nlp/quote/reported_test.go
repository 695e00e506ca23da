package quote_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReported reads sentences as the chain gives them, with tags and mentions.
func TestReported(t *testing.T) {
	tests := []struct {
		name, title, text string
		want              []string // source [cue] class: content
	}{
		{name: "two speakers joined by and", text: "Ann Lowe said the ferry was a toy and Ben Ode said it was a bridge.",
			want: []string{"Ann Lowe [said] neutral: the ferry was a toy", "Ben Ode [said] neutral: it was a bridge"}},
		{name: "two speakers at a semicolon", text: "Residents say the harbour is full; officials say it is empty.",
			want: []string{"Residents [say] neutral: the harbour is full", "officials [say] neutral: it is empty"}},
		{name: "a subordinate speaker first", text: "While Ann Lowe argued the ferry was a toy, Ben Ode maintained that it was a bridge.",
			want: []string{"Ann Lowe [argued] neutral: the ferry was a toy", "Ben Ode [maintained] neutral: it was a bridge"}},
		{name: "disagreement is no content", text: "Ann Lowe says that the ferry is a toy, but Ben Ode disagrees.",
			want: []string{"Ann Lowe [says] neutral: the ferry is a toy"}},
		{name: "a question is not the answerer's", text: "Asked whether the ferry was a toy, the envoy said it was a bridge.",
			want: []string{"the envoy [said] neutral: it was a bridge"}},
		{name: "a question with a short answer", text: "Asked if the ferry was a toy, Ann Lowe said no."},
		{name: "inside the sentence", text: "The ferry, officials insist, is no toy.",
			want: []string{"officials [insist] neutral: The ferry + is no toy"}},
		{name: "inverted inside the sentence", text: "Norway, said Ann Lowe, supports the plan.",
			want: []string{"Ann Lowe [said] neutral: Norway + supports the plan"}},
		{name: "at the end with a recipient", text: "The ferry is old, officials told reporters on Monday.",
			want: []string{"officials [told] neutral: The ferry is old"}},
		{name: "recipient and day before that", text: "The ministry told reporters on Monday that the ferry is old.",
			want: []string{"The ministry [told] neutral: the ferry is old"}},
		{name: "recipient and no that", text: "Lowe told reporters the ferry was safe.", want: []string{"Lowe [told] neutral: the ferry was safe"}},
		{name: "denial", text: "Ann Lowe denied that the ferry was a toy.", want: []string{"Ann Lowe [denied] denying: the ferry was a toy"}},
		{name: "rejected claims", text: "Ann Lowe rejected claims that the ferry is a toy.", want: []string{"Ann Lowe [rejected] denying: the ferry is a toy"}},
		{name: "somebody's claim rejected", text: "The envoy rejected Ben Ode's claim that the ferry is a toy.",
			want: []string{"The envoy [rejected] denying: Ben Ode's claim that the ferry is a toy", "Ben Ode [claim] distancing: the ferry is a toy"}},
		{name: "source of a source", text: "Reuters reported that Ann Lowe said the ferry is old.",
			want: []string{"Reuters [reported] neutral: Ann Lowe said the ferry is old", "Ann Lowe [said] neutral: the ferry is old"}},
		{name: "a document", text: "The report shows the ferry is old.", want: []string{"The report [shows] endorsing: the ferry is old"}},
		{name: "accused of", text: "Ben Ode accused the council of being a toy shop.", want: []string{"Ben Ode [accused] neutral: the council of being a toy shop"}},
		{name: "seen as", text: "Supporters regard the ferry as a bridge between towns.", want: []string{"Supporters [regard] neutral: the ferry as a bridge between towns"}},
		{name: "passive", text: "The ferry was described as a waste of money by Ann Lowe.", want: []string{"Ann Lowe [was described] neutral: as a waste of money"}},
		{name: "infinitive", text: "The ministers promised to reopen the harbour.", want: []string{"The ministers [promised] neutral: to reopen the harbour"}},
		{name: "infinitive of another", text: "Ann Lowe urged states to stay away from the ferry.", want: []string{"Ann Lowe [urged] neutral: states to stay away from the ferry"}},
		{name: "in somebody's view", text: "In Ann Lowe's view, the ferry is a toy.", want: []string{"Ann Lowe [view] neutral: the ferry is a toy"}},
		{name: "for somebody", text: "For Ann Lowe, the ferry is a toy.", want: []string{"Ann Lowe [For] neutral: the ferry is a toy"}},
		{name: "in somebody's words", text: "The ferry is, in the words of Ann Lowe, a costly toy.",
			want: []string{"Ann Lowe [in the words of] neutral: The ferry is + a costly toy"}},
		{name: "participle has the subject for its source", text: "The envoy spoke of “a storm”, describing the ferry as “a costly little toy”.",
			want: []string{"The envoy [describing] neutral: the ferry as + “a costly little toy”"}},
		{name: "participle before its subject", text: "Calling it “a toy”, Ann Lowe urged states to stay away.",
			want: []string{"Ann Lowe [Calling] neutral: it + “a toy”", "Ann Lowe [urged] neutral: states to stay away"}},
		{name: "relative pronoun is no source", text: "Ann Lowe, who once praised the ferry as “safe”, now calls it “a wreck”.",
			want: []string{"Ann Lowe [once praised] neutral: the ferry as + “safe”", "Ann Lowe [now calls] neutral: it + “a wreck”"}},
		{name: "nickname", text: "“At first it looked like rain,” said a baker known in the street as “Rusty.”",
			want: []string{"a baker known [said] neutral: “At first it looked like rain,”"}},
		{name: "title between two parts", text: "“The ferry,” Ann Lowe wrote in her book “The Long Harbour”, “is a toy.”",
			want: []string{"Ann Lowe [wrote] neutral: “The ferry,” + “is a toy.”"}},
		{name: "transcript", text: "LOWE: The ferry is a toy.\n\nODE: The ferry is a bridge.",
			want: []string{"LOWE [:] neutral: The ferry is a toy", "ODE [:] neutral: The ferry is a bridge"}},
		{name: "no source", text: "It is clear that the ferry is old. There are claims that it leaks."},
		{name: "headline with colon", title: "Norwegian envoy: ferry is a toy", text: "It rained.", want: []string{"Norwegian envoy [:] neutral: ferry is a toy"}},
		{name: "headline with the speaker last", title: "‘Ferry is a toy’: Norwegian envoy", text: "It rained.", want: []string{"Norwegian envoy [:] neutral: ‘Ferry is a toy’"}},
		{name: "headline says", title: "Ferry not a toy, says Lowe", text: "It rained.", want: []string{"Lowe [says] neutral: Ferry not a toy"}},
		{name: "headline denies", title: "Lowe denies ferry is rival to bridge", text: "It rained.", want: []string{"Lowe [denies] denying: ferry is rival to bridge"}},
		{name: "headline slams", title: "Lowe slams ferry as ‘costly toy’", text: "It rained.", want: []string{"Lowe [slams] neutral: ferry as + ‘costly toy’"}},
		{name: "rubric is no speaker", title: "Weather: it will rain", text: "It rained."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := reportedIn(t, test.title, test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q %q (-want +got):\n%s", test.title, test.text, diff)
			}
		})
	}
}
