package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/codes"
)

// inventedCodes holds what the rules find in the project's invented articles
// against their first coder: micro F1 for each half, the precision over those that
// name the subject in passing, also as the shipped model has it, and the shares of
// articles about the subject, and of those in passing, that are taken for what they
// are. Their writers avoided set phrases and nobody wrote a term for them: they are
// harder than news, and no figure stands on them alone.
func inventedCodes(ctx context.Context, rules, shipped *lab) ([]figure, error) {
	units, err := codedUnits("invented.jsonl")
	if err != nil {
		return nil, err
	}
	all := len(units)
	inPassing, err := codedUnits("passing.jsonl")
	if err != nil {
		return nil, err
	}
	units = append(units, inPassing...)
	byRules, err := rules.annotated(ctx, units)
	if err != nil {
		return nil, err
	}
	byModel, err := shipped.annotated(ctx, units)
	if err != nil {
		return nil, err
	}
	sums := map[string]*hitCount{"half_a": {}, "half_b": {}, "passing": {}, "trained": {}}
	about := map[string]*share{"main_a": {}, "main_b": {}, "passing": {}}
	for i, u := range units {
		code, found, said := u.Codes[0], presentFrames(byRules[i]), relevanceOf(byRules[i])
		if i < all {
			sums["half_"+u.Half].add(found, code.Present)
		}
		switch code.About {
		case codes.AboutMain:
			about["main_"+u.Half].add(said == string(corpus.RelevanceMain))
		case codes.AboutPassing:
			sums["passing"].add(found, code.Present)
			sums["trained"].add(presentFrames(byModel[i]), code.Present)
			about["passing"].add(said == string(corpus.RelevancePassing))
		case codes.AboutNo:
		}
	}
	return []figure{
		{"frames/invented_a", sums["half_a"].f1(), 0}, {"frames/invented_b", sums["half_b"].f1(), 0},
		{"frames/passing_precision", sums["passing"].precision(), .75}, {"frames/passing_trained", sums["trained"].precision(), .75},
		{"relevance/main_a", about["main_a"].of(), 0}, {"relevance/main_b", about["main_b"].of(), 0}, {"relevance/passing", about["passing"].of(), 0},
	}, nil
}

// codedUnits are the texts of a file of the project's hand codes.
func codedUnits(name string) ([]codes.Unit, error) {
	f, err := os.Open(filepath.Join(handCodes, name))
	if err != nil {
		return nil, fmt.Errorf("read hand codes (run from the top of the repository): %w", err)
	}
	defer f.Close()
	set, err := codes.Read(f.Name(), f, codes.Options{})
	if err != nil {
		return nil, err
	}
	return set.Units, nil
}

// annotated are the answers of annotate to texts.
func (l *lab) annotated(ctx context.Context, units []codes.Unit) ([]map[string]any, error) {
	in := make([]any, len(units))
	for i, u := range units {
		in[i] = map[string]any{"id": u.ID, "lang": u.Lang, "title": u.Title, "text": u.Text}
	}
	return l.pipe(ctx, in, "annotate", "--jsonl")
}

// relevanceOf is how far an answer of annotate says that the text is about the
// first target.
func relevanceOf(answer map[string]any) string {
	for _, v := range list(answer["relevance"]) {
		r, _ := v.(map[string]any)
		said, _ := r["relevance"].(string)
		return said
	}
	return ""
}

// share counts answers that are right.
type share struct{ right, all float64 }

func (s *share) add(right bool) {
	s.all++
	if right {
		s.right++
	}
}

func (s *share) of() float64 { return s.right / max(s.all, 1) }

// residualFrame says that there is no other frame: no agreement on a frame.
const residualFrame = "procedural_report"

// presentFrames are the frames of the first codebook and target that an answer of
// annotate has.
func presentFrames(answer map[string]any) []string {
	var out []string
	all := list(answer["document_frames"])
	for _, v := range all {
		f, _ := v.(map[string]any)
		first, _ := all[0].(map[string]any)
		id, _ := f["frame"].(string)
		if present, _ := f["present"].(bool); present && f["codebook"] == first["codebook"] && f["target"] == first["target"] && id != residualFrame {
			out = append(out, id)
		}
	}
	return out
}

// hitCount counts frames that are found rightly, wrongly, and missed.
type hitCount struct{ right, wrong, missed float64 }

func (c *hitCount) add(found, coded []string) {
	for _, f := range found {
		if slices.Contains(coded, f) {
			c.right++
		} else {
			c.wrong++
		}
	}
	for _, f := range coded {
		if f != residualFrame && !slices.Contains(found, f) {
			c.missed++
		}
	}
}

func (c *hitCount) f1() float64 {
	return 2 * c.right / max(2*c.right+c.wrong+c.missed, 1)
}

func (c *hitCount) precision() float64 { return c.right / max(c.right+c.wrong, 1) }

func (c *hitCount) recall() float64 { return c.right / max(c.right+c.missed, 1) }
