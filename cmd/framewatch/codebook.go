package main

import "github.com/spf13/cobra"

func newCodebook(_ *global) *cobra.Command {
	return &cobra.Command{Use: "codebook", Short: "Make codebooks of frames", Args: args(cobra.NoArgs)}
}
