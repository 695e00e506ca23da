package main

import (
	"context"
	"fmt"

	"framewatch/compare"
	"framewatch/explore"
	"framewatch/internal/config"
	"framewatch/internal/trace"
	"framewatch/report"
	"framewatch/store"
)

// figuresOf are the numbers of the first screens of the reports of the settings, one
// a target, computed as framewatch report would. load gives the corpus.
func figuresOf(cfg *config.Loaded, ds *store.Dataset, load func(context.Context) (*compare.Corpus, error)) func(context.Context) ([]trace.Figure, error) {
	return func(ctx context.Context) ([]trace.Figure, error) {
		c, err := load(ctx)
		if err != nil {
			return nil, err
		}
		pages := reportPages(cfg, reportName)
		var out []trace.Figure
		for _, p := range pages {
			study, err := c.Study(ctx, ds, cfg.CompareFor(p.target))
			if err != nil {
				return nil, fmt.Errorf("compare: %w", err)
			}
			list, err := report.Figures(ctx, ds, study, pageConfig(cfg, p, pages))
			if err != nil {
				return nil, err
			}
			out = append(out, explore.FiguresOf(c, list)...)
		}
		return out, nil
	}
}
