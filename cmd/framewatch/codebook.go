package main

import "github.com/spf13/cobra"

func newCodebook(g *global) *cobra.Command {
	c := &cobra.Command{Use: "codebook", Short: "Make codebooks of frames", Args: args(cobra.NoArgs)}
	c.AddCommand(newCodebookSample(g))
	return c
}
