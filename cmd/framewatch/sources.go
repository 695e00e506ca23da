package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/corpus"
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

// asker is crawler for what asks outlets, which has to name somebody: those at the
// addresses, or any where none is given.
func (f *reachFlags) asker(g *global, c *cobra.Command, addresses ...string) (*config.Loaded, *crawl.Crawler, error) {
	outlets := make([]corpus.Source, len(addresses))
	for i, u := range addresses {
		if err := fullAddress(u); err != nil {
			return nil, nil, usageError{err}
		}
		var err error
		if outlets[i], err = crawl.URLSource(u); err != nil {
			return nil, nil, usageError{err}
		}
	}
	cfg, cr, err := f.crawler(g, c)
	if err == nil {
		err = cfg.Crawl.CheckContact(outlets...)
	}
	return cfg, cr, err
}

func newSourcesCheck(g *global) *cobra.Command {
	var f reachFlags
	var only []string
	var asJSON, write bool
	c := &cobra.Command{
		Use: "check", Short: "Probe each source and say what to change",
		Long: `Check asks for what a crawl would ask for first - robots.txt, each feed, sitemap
and start page, and one article - under the same rules for robots, pace and
addresses, and prints a line for each source as soon as it is known, with tabs
between its parts: ok, warn or fail; the source; what to change. fail means that a
crawl would collect nothing, that an address of the entry is of no use - it is gone or
refused, or a feed, sitemap or WordPress site that is none, is empty or names nothing
of the source - or that nothing tells whether its lists are kept up; the exit code is
then 3. Runs judge what they are answered by the same rules. A page whose links lead
elsewhere is a warning where other lists name articles, and so is an empty list beside
others that have had nothing new for a month.

An address that gives nothing is asked for twice before it is said to be gone (404,
410) or refused (403, robots.txt and the like: it may be right all the same). A list
without dates is not taken for one that works. A source whose feeds and sitemaps all
fail is looked up on its front page and in its robots.txt, and what is found is
printed as a line to paste. Fewer than two independent ways in, of different kinds,
are a warning unless one_way says why.

Nothing is stored, unless --write has it noted in the source lists: at each address
the day (checked), what was seen (answer) and, where that was in order, the day again
(verified), the number of entries and the newest day. Comments and order stay. The
lists are written when all sources are checked; a run that is ended before changes
nothing.`,
		Example: "  framewatch sources check\n  framewatch sources check --source scmp --json\n  framewatch sources check --write",
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
			if write {
				if err := cfg.Writable(sources); err != nil {
					return usageError{fmt.Errorf("--write: %w", err)}
				}
			}
			if err := cfg.Crawl.CheckContact(sources...); err != nil {
				return err
			}
			e, err := extract.New(cfg.Extract)
			if err != nil {
				return err
			}
			var failed []string
			var checks []config.Checked
			print := verdictPrinter(g.text(), asJSON)
			err = sourcecheck.New(cr, e, sourcecheck.Options{Workers: cfg.Crawl.Workers}).All(c.Context(), sources, func(r sourcecheck.Report) error {
				if r.Verdict == sourcecheck.Fail {
					failed = append(failed, string(r.Source))
				}
				checks = append(checks, checksOf(r)...)
				return print(r)
			})
			if err == nil && write {
				err = cfg.WriteChecks(checks)
			}
			if err == nil && len(failed) > 0 {
				err = fmt.Errorf("%w its check: %s", errSourceFailed, strings.Join(failed, ", "))
			}
			return err
		},
	}
	f.add(c)
	c.Flags().StringArrayVar(&only, "source", nil, "outlet of the source lists (repeatable; default all)")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line with all that was seen")
	c.Flags().BoolVar(&write, "write", false, "note in the source lists what was seen at each address")
	return c
}

// checksOf are the notes that a report leaves in the source list.
func checksOf(r sourcecheck.Report) []config.Checked {
	var out []config.Checked
	for _, l := range r.Lists {
		out = append(out, config.Checked{Source: r.Source, Field: l.Field, URL: l.Listed, Day: l.Checked, Answer: l.Answer, Entries: l.Entries, Newest: l.Newest})
	}
	return out
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
one entry. A sitemap of news comes first, whether robots.txt, an index or its usual
address has it. Fields that an editor has to look at carry a comment; owner_type and
country are never guessed. Paste the entry into a list, or save the output and run
"framewatch sources check" on it.`,
		Example: "  framewatch sources suggest https://example.org/ > new.yaml",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, urls []string) error {
			_, cr, err := f.asker(g, c, urls[0])
			if err != nil {
				return err
			}
			draft, err := suggest(c.Context(), cr, urls[0])
			if err != nil {
				return err
			}
			return config.WriteDrafts(g.stdout, config.ListHead{ID: "draft", Version: "0.1.0"}, config.Draft{Source: draft.Source, Notes: draft.Notes})
		},
	}
	f.add(c)
	return c
}

// suggest drafts an outlet's entry; its address is a full one.
func suggest(ctx context.Context, cr *crawl.Crawler, address string) (sourcecheck.Draft, error) {
	draft, err := sourcecheck.Suggest(ctx, cr, address)
	if err != nil && ctx.Err() == nil {
		return draft, fmt.Errorf("%w: %w", errSourceFailed, err)
	}
	return draft, err
}
