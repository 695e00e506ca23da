package main

import "github.com/spf13/cobra"

func newSchedulePrint(g *global) *cobra.Command { return &cobra.Command{Use: "print"} }
