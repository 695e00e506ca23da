package trained

import (
	"context"
	"fmt"

	"framewatch/corpus"
)

// Outcome is what a coder that did not learn from a text, nor from its group, says
// of one frame in it.
type Outcome struct {
	Text    int // index into the examples
	Frame   string
	P       float64 // 0 where the rules decided
	Present bool
	Trained bool // by the trained coder, not by the rules
}

// Validation is a nested cross-validation: what models, calibrations and thresholds
// that did not see a group say of it.
type Validation struct {
	Frames   []string // that are trained; the others stay with the rules
	Outcomes []Outcome
}

// CrossValidate trains on four fifths of the groups and codes the last, five times.
// The seed decides which groups stand together.
func CrossValidate(ctx context.Context, texts []Example, frames []string, seed uint64) (*Validation, error) {
	v := newValidator(texts, frames, seed)
	kept := all(len(texts))
	scores, err := v.scoresOf(ctx, kept)
	if err != nil {
		return nil, fmt.Errorf("cross-validate: %w", err)
	}
	return v.validation(frames, scores, kept), nil
}

// validation codes each fold by what the others teach.
func (v *validator) validation(frames []string, scores []*outOfFold, kept []bool) *Validation {
	out := &Validation{Frames: v.frames}
	for j := range folds {
		settings := v.settle(func(i int) bool { return kept[i] && v.fold[i] != j }, func(f, i int) float64 { return scores[f].without[j][i] })
		for f := range v.frames {
			for i := range v.texts {
				if v.fold[i] == j {
					out.Outcomes = append(out.Outcomes, v.outcome(f, i, settings[f], scores[f].single[i])...)
				}
			}
		}
	}
	trained := map[string]bool{}
	for _, f := range v.frames {
		trained[f] = true
	}
	for _, f := range frames {
		for i, t := range v.texts {
			if hit, ok := t.Rules[f]; ok && !trained[f] {
				out.Outcomes = append(out.Outcomes, Outcome{Text: i, Frame: f, Present: hit})
			}
		}
	}
	return out
}

// outcome codes one text, which may come to nothing where the rules cannot read it.
func (v *validator) outcome(frame, text int, s setting, score float64) []Outcome {
	t, name := &v.texts[text], v.frames[frame]
	p := s.p(score, v.say(frame, text, s.centre))
	if hit, ok := t.Rules[name]; ok && !s.better && t.Relevance == corpus.RelevanceMain {
		return []Outcome{{Text: text, Frame: name, Present: hit}}
	}
	if present, ok := decide(t.Relevance, p, s); ok {
		return []Outcome{{Text: text, Frame: name, P: p, Present: present, Trained: true}}
	}
	if hit, ok := t.Rules[name]; ok {
		return []Outcome{{Text: text, Frame: name, Present: hit}}
	}
	return nil
}

// decide says whether a frame is present in a text, and false where the model has
// no say: in texts that do not name the target, and in those that name it in
// passing where the frame has not shown its precision in such texts.
func decide(r corpus.Relevance, p float64, s setting) (present, ok bool) {
	switch r {
	case corpus.RelevanceMain:
		return p >= s.threshold, true
	case corpus.RelevancePassing:
		return p >= s.passing, s.passing <= 1
	case corpus.RelevanceNone:
	}
	return false, false
}
