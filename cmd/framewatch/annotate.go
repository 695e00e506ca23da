package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/nlp"
	"framewatch/nlp/neardup"
)

func newAnnotate(g *global) *cobra.Command {
	var jsonl, arrow, tokens bool
	var parts string
	c := &cobra.Command{
		Use: "annotate [FILE|-]", Short: "Find sentences, entities, frames and quotations",
		Long: `With --jsonl annotate reads lines {"id","text"[,"lang"][,"title"][,"published"]
[,"targets"]} from FILE or standard input and writes a line for each, with
positions in code points; a frame's target is the one of annotate.targets for
which it counts. "frames" are the places where terms stand, "document_frames"
what they, or a trained coder, make of the text: present is null where nothing
codes its language. For "targets", places {"start","end"} of the text, "stance"
says how the text stands towards each.

With --arrow it reads a stream of the Arrow IPC format, of extract --arrow, of
dataset read documents --arrow or with the columns doc_id and text at least, and
writes an Arrow stream with a row for each: the document's columns and the rows of
every table about it as lists. See scale/spark/README.md.

Without such a flag it annotates every stored document of the dataset again and
compares; with --parts it takes what annotate --arrow has found elsewhere in all of
them, by the same settings. Where the settings name an annotator
service (annotate.service), it is asked too.`,
		Example: "  framewatch annotate --jsonl < texts.jsonl\n  framewatch annotate --data iomed\n  framewatch annotate --data iomed --parts parts/",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			if err := onlyWith(c, "tokens", jsonl, "--jsonl"); err != nil {
				return err
			}
			if len(a) > 0 && !jsonl && !arrow {
				return usageError{fmt.Errorf("%q is read with --jsonl or --arrow; without them annotate takes what the dataset has", a[0])}
			}
			if arrow {
				return annotateArrow(c.Context(), g, a)
			}
			if !jsonl {
				cfg, err := g.load(nil)
				if err != nil {
					return err
				}
				result, err := g.pipelineWith(c, cfg, parts, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Annotate(c.Context()) })
				if err != nil {
					return err
				}
				printResult(g.text(), result)
				return sourceFailed(result)
			}
			return g.lines(a, func(cfg *config.Loaded, in io.Reader) error {
				annotator, err := g.annotator(cfg)
				if err != nil {
					return err
				}
				return nlp.JSONL(c.Context(), annotator, nlp.JSONLOptions{Tokens: tokens}, in, g.stdout)
			})
		},
	}
	c.Flags().BoolVar(&jsonl, "jsonl", false, "read and write JSON lines")
	c.Flags().BoolVar(&arrow, "arrow", false, "read and write streams of the Arrow IPC format")
	partsFlag(c, &parts)
	c.MarkFlagsMutuallyExclusive("arrow", "jsonl", "parts")
	c.Flags().BoolVar(&tokens, "tokens", false, "with --jsonl: write tokens too")
	return c
}

func newDedupe(g *global) *cobra.Command {
	c := &cobra.Command{
		Use: "dedupe --jsonl [FILE|-]", Short: "Group near-duplicate texts",
		Long: `Dedupe reads lines {"id","text"} from FILE or standard input and writes
{"id","cluster"} for each: texts of one cluster are copies of one another.`,
		Example: "  framewatch dedupe --jsonl < texts.jsonl",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			return g.lines(a, func(cfg *config.Loaded, in io.Reader) error {
				return neardup.New(cfg.Dedupe).JSONL(c.Context(), in, g.stdout)
			})
		},
	}
	onlyLines(c)
	return c
}
