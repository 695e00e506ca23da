package relevance

import "framewatch/corpus"

const (
	opening      = 3   // sentences of the text that say what it is about
	mainMentions = 3   // sentences that make an entity a subject
	mainShare    = .15 // share of sentences that name it, enough in a short text
	fullShare    = .3  // share of sentences from which a text is about nothing else
	shortText    = 25  // sentences up to which one naming in the opening can carry a text
)

// Of tells how far an annotated document is about a target, by a rule of
// thumb: where it is named first and in how many sentences. What names a
// part of the target names it, as a text that names only the
// convention is about the body. References such as "the organisation"
// count. What the headline names and the text too is its subject. Short texts may name
// their subject once and then say "it" or "the pact": they are about it where no other
// body is named in as many sentences, and the headline or the first paragraph names
// it, or the text comes back to it in another one. The score is the mean of: the
// headline names it (where there is a headline), the headline or the opening does, and
// the share of sentences that do, 30 % being all that can be asked.
func Of(a *corpus.Annotations, target corpus.Target) corpus.TargetUse {
	use := corpus.TargetUse{Target: target.ID, Relevance: corpus.RelevanceNone, First: -1}
	headlines := 0
	for _, s := range a.Sentences {
		if s.Headline {
			headlines++
		}
	}
	early, lead, returns, last := false, false, false, -1
	for _, m := range a.Mentions {
		if !target.Has(m.Entity) {
			continue
		}
		use.Mentions++
		if m.Sentence == last {
			continue
		}
		if use.Sentences == 0 {
			use.First = float64(m.Sentence) / float64(max(len(a.Sentences)-1, 1))
		}
		returns = returns || last >= 0 && m.Sentence > last+1 && a.Sentences[m.Sentence].Paragraph != a.Sentences[last].Paragraph
		last = m.Sentence
		use.Sentences++
		early = early || m.Sentence < headlines+opening
		lead = lead || m.Sentence < headlines || a.Sentences[m.Sentence].Paragraph == a.Sentences[headlines].Paragraph
		use.InHeadline = use.InHeadline || m.Sentence < headlines
	}
	if use.Sentences == 0 {
		return use
	}
	share := float64(use.Sentences) / float64(len(a.Sentences))
	use.Relevance = corpus.RelevancePassing
	main := use.InHeadline && use.Sentences > 1 || early && (use.Sentences >= mainMentions || share >= mainShare)
	if !main && len(a.Sentences) <= shortText {
		main = (early && lead || returns) && foremost(a, target, use.Sentences)
	}
	if main {
		use.Relevance = corpus.RelevanceMain
	}
	sum, n := min(share/fullShare, 1), 2.
	if early {
		sum++
	}
	if headlines > 0 {
		n++
		if use.InHeadline {
			sum++
		}
	}
	use.Score = sum / n
	return use
}

// foremost reports whether no body besides the target is as much what the text is
// about: named in as many sentences as it, which is n, and in more than one or at
// the beginning of one.
func foremost(a *corpus.Annotations, target corpus.Target, n int) bool {
	type seen struct {
		sentences, last int
		begins          bool
	}
	others := map[string]seen{}
	for _, m := range a.Mentions {
		name := string(m.Entity)
		if name == "" {
			name = m.Name
		}
		if m.Label != corpus.ORG || target.Has(m.Entity) || name == "" {
			continue
		}
		o, ok := others[name]
		if !ok || o.last != m.Sentence {
			o.sentences, o.last = o.sentences+1, m.Sentence
		}
		o.begins = o.begins || m.Span.Start <= a.Sentences[m.Sentence].Span.Start+article
		if o.sentences >= n && (o.sentences > 1 || o.begins) {
			return false
		}
		others[name] = o
	}
	return true
}

// article is how many bytes may stand before a name that begins a sentence.
const article = 4
