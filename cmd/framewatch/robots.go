package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"framewatch/crawl/robots"
)

func newRobots(g *global) *cobra.Command {
	var agent, file string
	c := &cobra.Command{
		Use: "robots --agent A --file ROBOTS URL...", Short: "Say what a robots.txt allows, and which line decides",
		Long: `Robots prints a line for each URL, with tabs between its parts: allowed or
disallowed, the URL, and the line of the file that decides (empty when none
does). Matching follows RFC 9309.`,
		Example: "  framewatch robots --agent framewatch --file robots.txt https://example.org/news/",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, urls []string) error {
			if !c.Flags().Changed("file") {
				return usageError{errors.New("--file is missing; name a robots.txt (- for standard input)")}
			}
			in, done, err := g.input([]string{file})
			if err != nil {
				return err
			}
			defer done()
			body, err := io.ReadAll(io.LimitReader(in, robots.MaxBytes+1)) // one more tells that lines were cut off
			if err != nil {
				return fmt.Errorf("read %s: %w", file, err)
			}
			rules := robots.Parse(body, agent)
			for _, u := range urls {
				d := rules.Explain(u)
				verdict := "disallowed"
				if d.Allowed {
					verdict = "allowed"
				}
				if _, err := fmt.Fprintf(g.stdout, "%s\t%s\t%s\n", verdict, u, d.Line); err != nil {
					return fmt.Errorf("write: %w", err)
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&agent, "agent", "", "user agent (its product token counts)")
	c.Flags().StringVar(&file, "file", "", "robots.txt to read (- for standard input)")
	return c
}
