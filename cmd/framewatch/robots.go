package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/crawl/robots"
	"framewatch/crawl/urlid"
	"framewatch/internal/foreign"
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
			for _, u := range urls {
				if err := pathOrAddress(u); err != nil {
					return usageError{err}
				}
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
				if _, err := fmt.Fprintf(g.text(), "%s\t%s\t%s\n", verdict, foreign.Line(u), foreign.Line(d.Line)); err != nil {
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

// pathOrAddress refuses what no server could be asked for. A path alone is enough
// for robots.txt, and nothing stands for the root page.
func pathOrAddress(u string) error {
	if u == "" || strings.HasPrefix(u, "/") {
		return nil
	}
	return fullAddress(u)
}

// fullAddress refuses what is no http or https address with a host.
func fullAddress(u string) error {
	if _, err := urlid.Normalise(u, ""); err != nil && !errors.Is(err, urlid.ErrTooLong) {
		return fmt.Errorf("%q: %w", u, err)
	}
	return nil
}
