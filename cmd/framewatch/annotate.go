package main

import (
	"io"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/pipeline"
	"framewatch/nlp"
	"framewatch/nlp/neardup"
)

func newAnnotate(g *global) *cobra.Command {
	var jsonl, tokens bool
	c := &cobra.Command{
		Use: "annotate [FILE|-]", Short: "Find sentences, entities, frames and quotations",
		Long: `With --jsonl annotate reads lines {"id","text"[,"lang"][,"title"][,"published"]
[,"targets"]} from FILE or standard input and writes a line for each, with
positions in code points; a frame's target is the one of annotate.targets for
which it counts. "frames" are the places where terms stand, "document_frames"
what they, or a trained coder, make of the text: present is null where nothing
codes its language. For "targets", places {"start","end"} of the text, "stance"
says how the text stands towards each. Without --jsonl it annotates every stored
document of the dataset again and compares. Where the settings name an annotator
service (annotate.service), it is asked too.`,
		Example: "  framewatch annotate --jsonl < texts.jsonl\n  framewatch annotate --data iomed",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			if !jsonl {
				cfg, err := g.load(nil)
				if err != nil {
					return err
				}
				result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Annotate(c.Context()) })
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
