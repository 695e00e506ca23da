package main

import (
	"io"

	"github.com/spf13/cobra"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/nlp"
)

func newRenderings(g *global) *cobra.Command {
	var target string
	c := &cobra.Command{
		Use: "renderings --jsonl [FILE|-]", Short: "Find how a translation names the target",
		Long: `Renderings reads lines {"id","text"} with a bilingual text (one half after the
other, or paragraph by paragraph), or {"id","source","target"} with a text and
its translation, from FILE or standard input. For each it writes a line
{"id","bilingual","renderings","omitted","lost","changed"}:

  renderings  where the translation names the target: start, end, text, variant
              (official, alias, abbreviation, mistranslation, typo, description or pronoun),
              source_start and source_end of the mention that it translates,
              score and evidence
  omitted     mentions of the target that the translation leaves out
  lost        sentences of the original without a translation
  changed     numbers and names that differ, and what one text says is and the other is not

A text in one language is answered with bilingual false and the names that can be
told without an original: those of the gazetteers, and slips such as
International Meditation Institute.

Positions are code points. In a bilingual text they all count in the text; of a
pair, start and end count in target, source_start and source_end in source.`,
		Example: "  framewatch renderings --jsonl < bilingual.jsonl",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			return g.lines(a, func(cfg *config.Loaded, in io.Reader) error {
				t, err := targetNamed(cfg, target)
				if err != nil {
					return err
				}
				cfg.Annotate.Targets = []corpus.EntityID{t.ID}
				annotator, err := g.annotator(cfg)
				if err != nil {
					return err
				}
				return nlp.RenderingsJSONL(c.Context(), annotator, in, g.stdout)
			})
		},
	}
	onlyLines(c)
	c.Flags().StringVar(&target, "target", "", targetUsage)
	return c
}
