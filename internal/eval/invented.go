package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"framewatch/nlp/codes"
)

// inventedCodes holds what the rules find in the project's invented articles
// against their first coder, micro F1 for each half, and the precision over those
// that name the subject in passing. Their writers avoided set phrases and nobody
// wrote a term for them: they are harder than news, and no figure stands on them
// alone.
func inventedCodes(ctx context.Context, l *lab) ([]figure, error) {
	f, err := os.Open(filepath.Join(handCodes, "invented.jsonl"))
	if err != nil {
		return nil, fmt.Errorf("read hand codes (run from the top of the repository): %w", err)
	}
	defer f.Close()
	set, err := codes.Read(f.Name(), f, codes.Options{})
	if err != nil {
		return nil, err
	}
	in := make([]any, len(set.Units))
	for i, u := range set.Units {
		in[i] = map[string]any{"id": u.ID, "lang": u.Lang, "title": u.Title, "text": u.Text}
	}
	pred, err := l.pipe(ctx, in, "annotate", "--jsonl")
	if err != nil {
		return nil, err
	}
	sums := map[string]*hitCount{"half_a": {}, "half_b": {}, "passing": {}}
	for i, u := range set.Units {
		found := presentFrames(pred[i])
		for _, to := range []string{"half_" + u.Half, string(u.Codes[0].About)} {
			if sum := sums[to]; sum != nil {
				sum.add(found, u.Codes[0].Present)
			}
		}
	}
	return []figure{{"frames/invented_a", sums["half_a"].f1(), 0}, {"frames/invented_b", sums["half_b"].f1(), 0},
		{"frames/passing_precision", sums["passing"].precision(), .75}}, nil
}

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
