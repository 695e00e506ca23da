package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"framewatch/internal/statistics"
)

func newStats(g *global) *cobra.Command {
	parent := &cobra.Command{
		Use: "stats", Short: "Compute statistics on any table of JSON lines, CSV or Parquet",
		Long: `Stats computes statistics on tables that anybody made, and prints one JSON object
a term or estimate, one a line, in a stable order. It needs no dataset and no
settings. Each command's --help gives formulas, sources and the fields of its
objects.

Input is FILEs one after the other, or standard input: JSON lines such as
{"doc_id":"1","group":"north","tokens":["a","port"]}, where tokens may also be one
text with spaces between the words; CSV whose first line names the columns; or
Parquet. Flags name the columns. JSON lines and CSV may be packed with gzip or
zstd.

Numbers have 12 significant digits. What is not defined is null, and the field
note says why.`,
		Example: "  framewatch stats keyness --a north --b south texts.jsonl",
	}
	for _, s := range statistics.All() {
		parent.AddCommand(newStatistic(g, s))
	}
	return parent
}

func newStatistic(g *global, s statistics.Statistic) *cobra.Command {
	c := &cobra.Command{Use: s.Name + " [FILE|-]...", Aliases: s.Aliases, Short: s.Short, Long: s.Help(), Example: s.Example}
	run := s.Options(c.Flags())
	c.RunE = func(c *cobra.Command, files []string) (err error) {
		in, err := statistics.Open(g.stdin, files...)
		if err == nil {
			out := statistics.NewOutput(g.stdout, s.Fields)
			err = errors.Join(run(c.Context(), in, out), out.Flush())
		}
		if errors.Is(err, statistics.ErrUsage) {
			return usageError{err}
		}
		if err != nil {
			return fmt.Errorf("stats %s: %w", s.Name, err)
		}
		return nil
	}
	return c
}
