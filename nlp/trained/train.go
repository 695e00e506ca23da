package trained

import (
	"context"
	"fmt"
	"slices"
)

// Job says what to train.
type Job struct {
	Codebook, Version string   // of the codebook
	Frames            []string // that may be trained
	Encoder           string   // version
	CodesSHA256       string   // of the files that hold the codes
	Seed              uint64   // of the folds
}

// Train fits the model of a codebook on all texts, and validates it as
// [CrossValidate] does.
func Train(ctx context.Context, texts []Example, job Job) (*Model, *Validation, error) {
	v := newValidator(texts, job.Frames, job.Seed)
	if len(v.frames) == 0 {
		return nil, nil, fmt.Errorf("no frame has %d texts with it and as many without: code more texts", MinPositives)
	}
	kept := all(len(texts))
	scores, err := v.scoresOf(ctx, kept)
	if err != nil {
		return nil, nil, fmt.Errorf("train: %w", err)
	}
	m := &Model{Codebook: job.Codebook, Version: job.Version, Encoder: job.Encoder, CodesSHA256: job.CodesSHA256, Texts: len(texts)}
	settings := v.settle(func(int) bool { return true }, func(f, i int) float64 { return scores[f].single[i] })
	for f, name := range v.frames {
		full := scores[f].full
		m.frames = append(m.frames, frameModel{
			id: name, weights: full.weights, bias: full.bias - dot(full.weights, v.design.mean), setting: settings[f],
		})
	}
	if err := m.seal(); err != nil {
		return nil, nil, err
	}
	return m, v.validation(job.Frames, scores, kept), nil
}

// Curve is micro F1 of the frames that are trained, by the share of groups that
// teach. What is predicted is always all texts.
type Curve struct {
	Share float64
	*Validation
}

// shares of groups from which a learning curve is drawn.
func shares() []float64 { return []float64{.25, .5, .75} }

// LearningCurve validates models that learn from a part of the groups only.
func LearningCurve(ctx context.Context, texts []Example, frames []string, seed uint64) ([]Curve, error) {
	v := newValidator(texts, frames, seed)
	rank := ranks(groupNames(texts), seed)
	var out []Curve
	for _, share := range shares() {
		kept := make([]bool, len(texts))
		for i := range kept {
			kept[i] = rank[i] < share
		}
		scores, err := v.scoresOf(ctx, kept)
		if err != nil {
			return nil, fmt.Errorf("learning curve: %w", err)
		}
		out = append(out, Curve{share, v.validation(frames, scores, kept)})
	}
	return out, nil
}

func all(n int) []bool { return slices.Repeat([]bool{true}, n) }
