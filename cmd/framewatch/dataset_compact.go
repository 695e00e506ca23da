package main

import (
	"github.com/spf13/cobra"

	"framewatch/internal/pipeline"
)

func newDatasetCompact(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "compact [DIR]", Short: "Merge small files, rows sorted",
		Long: `Compact makes one file of each table and month, its rows sorted by document. The
rows stay the same, which is proven before the old files go; nothing is computed
again. Runs merge by themselves what has become more than eight files of a
month, so that this is for datasets that are to be read often, or handed on.`,
		Example: "  framewatch dataset compact iomed",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if len(a) == 1 {
				cfg.Data = a[0]
			}
			result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Compact(c.Context()) })
			if err != nil {
				return err
			}
			printResult(g.text(), result)
			return nil
		},
	}
}
