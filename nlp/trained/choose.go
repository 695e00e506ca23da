package trained

import (
	"framewatch/corpus"
)

// What is read of a document.
const (
	lead  = 3 // sentences of the text's beginning
	near  = 1 // sentences around one that names the target
	short = 6 // sentences up to which a text about the target is read whole
	most  = 6 // sentences: more cost time and tell no more
)

// choose lists the sentences that are encoded, as indices. Of a text that is about
// the target these are the headline, the lead and what stands near the target, and
// as much of the rest as makes a short text whole; of one that names it in passing
// only the sentences that do. Sentences in a language that the encoder cannot read
// are left out.
func choose(a *corpus.Annotations, target corpus.Target, r corpus.Relevance, reads func(string) bool) []int {
	wanted, n := wantedSentences(a, target, r), 0
	for i, s := range a.Sentences {
		wanted[i] = wanted[i] && !s.Boilerplate && reads(s.Lang)
		if wanted[i] {
			n++
		}
	}
	var out []int
	for i, s := range a.Sentences {
		fill := r != corpus.RelevancePassing && n < short && !s.Boilerplate && reads(s.Lang)
		if !wanted[i] && fill {
			n++
		}
		if (wanted[i] || fill) && len(out) < most {
			out = append(out, i)
		}
	}
	return out
}

func wantedSentences(a *corpus.Annotations, target corpus.Target, r corpus.Relevance) []bool {
	wanted := make([]bool, len(a.Sentences))
	reach := near
	if r == corpus.RelevancePassing {
		reach = 0
	}
	for _, m := range a.Mentions {
		if !target.Has(m.Entity) {
			continue
		}
		for i := max(0, m.Sentence-reach); i <= min(len(wanted)-1, m.Sentence+reach); i++ {
			wanted[i] = true
		}
	}
	if r == corpus.RelevancePassing {
		return wanted
	}
	headlines := 0
	for i, s := range a.Sentences {
		if s.Headline {
			headlines++
		}
		wanted[i] = wanted[i] || i < headlines+lead
	}
	return wanted
}

// surfaces are the texts of sentences.
func surfaces(doc *corpus.Document, a *corpus.Annotations, sentences []int) []string {
	out := make([]string, len(sentences))
	for i, k := range sentences {
		s := a.Sentences[k]
		text := doc.Text
		if s.Headline {
			text = doc.Title
		}
		out[i] = s.Span.Of(text)
	}
	return out
}
