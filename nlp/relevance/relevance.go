package relevance

import "framewatch/corpus"

const (
	opening      = 3   // sentences of the text that say what it is about
	mainMentions = 3   // sentences that make an entity a subject
	mainShare    = .15 // share of sentences that name it, enough in a short text
	fullShare    = .3  // share of sentences from which a text is about nothing else
)

// Of tells how far an annotated document is about a target, by a rule of
// thumb: where it is named first and in how many sentences. What names a
// part of the target names it, as a text that names only the
// convention is about the body. References such as "the organisation"
// count. The score is the mean of: the headline names it (where there is a
// headline), the headline or the opening does, and the share of sentences that
// do, 30 % being all that can be asked.
func Of(a *corpus.Annotations, target corpus.Target) corpus.TargetUse {
	use := corpus.TargetUse{Target: target.ID, Relevance: corpus.RelevanceNone, First: -1}
	headlines := 0
	for _, s := range a.Sentences {
		if s.Headline {
			headlines++
		}
	}
	early, last := false, -1
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
		last = m.Sentence
		use.Sentences++
		early = early || m.Sentence < headlines+opening
		use.InHeadline = use.InHeadline || m.Sentence < headlines
	}
	if use.Sentences == 0 {
		return use
	}
	share := float64(use.Sentences) / float64(len(a.Sentences))
	use.Relevance = corpus.RelevancePassing
	if early && (use.Sentences >= mainMentions || share >= mainShare) {
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
