package main

import "github.com/spf13/cobra"

func newCodebook(g *global) *cobra.Command {
	c := &cobra.Command{Use: "codebook", Short: "Make codebooks of frames", Args: args(cobra.NoArgs)}
	c.AddCommand(newCodebookImport(g), newCodebookSample(g), newCodebookScore(g), newCodebookParity(g), newCodebookTrain(g), newCodebookSuggest(g), newCodebookAsk(g))
	return c
}
