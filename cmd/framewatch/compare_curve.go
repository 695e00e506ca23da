package main

import (
	"context"
	"errors"
	"fmt"

	"framewatch/compare"
	"framewatch/internal/config"
	"framewatch/store"
)

// curveRows answers how a difference fares under every choice that could have
// been defended; without sides, those that the settings compare first.
func curveRows(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, f compareFlags) ([]store.EstimateRow, error) {
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	if len(f.frames) != 1 {
		return nil, usageError{fmt.Errorf("--frame names %d frames: a curve is of one", len(f.frames))}
	}
	c, err := f.corpus(ctx, ds)
	if err != nil {
		return nil, err
	}
	a, b, ok := c.Sides(cfg.Compare)
	if f.a != "" || f.b != "" {
		if a, b, err = f.sides(); err != nil {
			return nil, err
		}
	} else if !ok {
		return nil, usageError{errors.New("the settings compare no sides: name them with --a and --b")}
	}
	curve, err := c.Curve(ctx, compare.CurveSpec{Selection: selection, Sampling: cfg.Compare.Sampling(), A: a, B: b, Codebook: cfg.MainCodebook(),
		Frame: f.frames[0], Voice: compare.Voice(f.voice), MinDocs: cfg.Compare.MinDocs, Hand: cfg.Compare.Hand})
	if err != nil {
		return nil, err
	}
	return curve.Rows(), nil
}
