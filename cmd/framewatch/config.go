package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/invalid"
)

func newConfig(g *global) *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Check, show and describe the settings", Args: args(cobra.NoArgs)}
	c.AddCommand(newConfigValidate(g), newConfigShow(g), newConfigSchema(g))
	return c
}

func newConfigValidate(g *global) *cobra.Command {
	var imports bool
	c := &cobra.Command{
		Use: "validate", Short: "Check the settings and every file that they name",
		Long: `Validate reads the settings, source lists, codebooks, gazetteers, blocs and
events as a run does and reports every mistake at once, each with file, line and
remedy: what it accepts, a run accepts. It codes the examples of the codebooks'
frames, each as a text that is about the first target, and reports those that are not
coded as the codebook says, and terms that their own anti-terms mask. What is no
mistake but wants an editor's eye goes to standard error as warnings: outlets with
fewer than two independent ways in, addresses that were verified more than 90 days ago
or not in order when they were last checked, names that two entities share, outlets of
comparisons that no list has.`,
		Example: "  framewatch config validate\n  framewatch config validate -c framewatch.yaml",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			check := cfg.Check
			if imports {
				check = cfg.CheckForImport
			}
			if err := check(c.Context()); err != nil {
				return err
			}
			for _, w := range cfg.Warnings(time.Now()) {
				fmt.Fprintf(g.stderr, "warning: %s\n", w)
			}
			if err := cfg.Crawl.CheckContact(cfg.Sources...); err != nil && !imports {
				fmt.Fprintf(g.stderr, "note: nothing is crawled yet: %v\n", err)
			}
			entities, frames := 0, 0
			for _, b := range cfg.Codebooks {
				frames += len(b.Frames)
			}
			for _, gz := range cfg.Gazetteers {
				entities += len(gz.Entities)
			}
			fmt.Fprintf(g.text(), "%s: valid: %d sources, %d frames, %d entities, %d blocs, %d events, %d corrections\n", cfg.File,
				len(cfg.Sources), frames, entities, len(cfg.Blocs), len(cfg.Events), len(cfg.Corrections))
			return nil
		},
	}
	c.Flags().BoolVar(&imports, "import", false, "for imports and what is stored, which need no sources")
	return c
}

func newConfigShow(g *global) *cobra.Command {
	var origin bool
	c := &cobra.Command{
		Use: "show", Short: "Print the settings that are in force",
		Long: `Show prints the settings that are in force, as YAML. Users, passwords and query
values of addresses, and all but the host of a webhook, are shown as ***.`,
		Example: "  framewatch config show\n  framewatch config show --origin -c framewatch.yaml",
		Args:    args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if origin {
				for _, s := range cfg.Settings {
					fmt.Fprintf(g.text(), "%-12s %s = %v\n", s.Origin, s.Key, config.Masked(s.Key, fmt.Sprint(s.Value)))
				}
				return nil
			}
			out, err := cfg.Show()
			if err != nil {
				return err
			}
			fmt.Fprintf(g.text(), "# %s\n%s", cfg.File, out)
			return nil
		},
	}
	c.Flags().BoolVar(&origin, "origin", false, "say where each value comes from: default, file, environment or flag")
	return c
}

func newConfigSchema(g *global) *cobra.Command {
	return &cobra.Command{
		Use: "schema [" + strings.Join(config.SchemaNames(), "|") + "]", Short: "Print the JSON Schema of a file, for editors",
		Long: `Schema prints the JSON Schema of a file that editors write (default: settings).
An editor with a YAML language server uses it after a first line such as
# yaml-language-server: $schema=sources.schema.json`,
		Example: "  framewatch config schema sources > sources.schema.json",
		Args:    args(cobra.MaximumNArgs(1)), ValidArgs: config.SchemaNames(),
		RunE: func(_ *cobra.Command, a []string) error {
			name := "settings"
			if len(a) == 1 {
				name = a[0]
			}
			if !slices.Contains(config.SchemaNames(), name) {
				return usageError{fmt.Errorf("no file %q has a schema%s", name, invalid.Suggest(name, config.SchemaNames()))}
			}
			return config.WriteJSONSchema(g.stdout, name)
		},
	}
}
