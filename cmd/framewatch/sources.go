package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/crawl"
	"framewatch/extract"
	"framewatch/internal/config"
	"framewatch/internal/sourcecheck"
)

func newSources(g *global) *cobra.Command {
	c := &cobra.Command{Use: "sources", Short: "Look at outlets before crawling them", Args: args(cobra.NoArgs)}
	c.AddCommand(newSourcesCheck(g), newSourcesSuggest(g))
	return c
}

// crawler loads the settings and makes a crawler of them.
func (f *reachFlags) crawler(g *global, c *cobra.Command) (*config.Loaded, *crawl.Crawler, error) {
	cfg, err := g.load(f.settings(c))
	if err != nil {
		return nil, nil, err
	}
	log, err := g.logger()
	if err != nil {
		return nil, nil, err
	}
	cr, err := crawl.New(cfg.Crawl, log)
	return cfg, cr, err
}

func newSourcesCheck(g *global) *cobra.Command {
	var f reachFlags
	var only []string
	var asJSON bool
	c := &cobra.Command{
		Use: "check", Short: "Probe each source and say what to change",
		Long: `Check asks for what a crawl would ask for first - robots.txt, each feed, sitemap
and start page, and one article - under the same rules for robots, pace and
addresses, and prints a line for each source as soon as it is known, with tabs
between its parts: ok, warn or fail; the source; what to change. fail means that a
crawl would collect nothing; the exit code is then 3. Nothing is stored.`,
		Example: "  framewatch sources check\n  framewatch sources check --source scmp --json",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, cr, err := f.crawler(g, c)
			if err != nil {
				return err
			}
			sources, err := chosen(cfg, only, nil)
			if err != nil {
				return usageError{err}
			}
			e, err := extract.New(cfg.Extract)
			if err != nil {
				return err
			}
			var failed []string
			print := verdictPrinter(g.stdout, asJSON)
			err = sourcecheck.New(cr, e, sourcecheck.Options{Workers: cfg.Crawl.Workers}).All(c.Context(), sources, func(r sourcecheck.Report) error {
				if r.Verdict == sourcecheck.Fail {
					failed = append(failed, string(r.Source))
				}
				return print(r)
			})
			if err == nil && len(failed) > 0 {
				err = fmt.Errorf("%w its check: %s", errSourceFailed, strings.Join(failed, ", "))
			}
			return err
		},
	}
	f.add(c)
	c.Flags().StringArrayVar(&only, "source", nil, "outlet of the source lists (repeatable; default all)")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line with all that was seen")
	return c
}

// verdictPrinter writes reports as lines for people or programs.
func verdictPrinter(w io.Writer, asJSON bool) func(sourcecheck.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return func(r sourcecheck.Report) error {
		var err error
		if asJSON {
			err = enc.Encode(r)
		} else {
			_, err = fmt.Fprintln(w, r.Line())
		}
		if err != nil {
			return fmt.Errorf("write verdict on %s: %w", r.Source, err)
		}
		return nil
	}
}

func newSourcesSuggest(g *global) *cobra.Command {
	var f reachFlags
	c := &cobra.Command{
		Use: "suggest URL", Short: "Draft the source list entry of a new outlet",
		Long: `Suggest looks at an outlet's front page, its feeds and its sitemaps, under the
same rules for robots, pace and addresses as a crawl, and prints a source list with
one entry. Fields that an editor has to look at carry a comment; owner_type and
country are never guessed. Paste the entry into a list, or save the output and run
"framewatch sources check" on it.`,
		Example: "  framewatch sources suggest https://example.org/ > new.yaml",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, urls []string) error {
			_, cr, err := f.crawler(g, c)
			if err != nil {
				return err
			}
			draft, err := sourcecheck.Suggest(c.Context(), cr, urls[0])
			if err != nil && c.Context().Err() == nil {
				return fmt.Errorf("%w: %w", errSourceFailed, err)
			}
			if err != nil {
				return err
			}
			return config.WriteDraft(g.stdout, draft.Source, draft.Notes)
		},
	}
	f.add(c)
	return c
}
