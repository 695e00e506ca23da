package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/invalid"
	"framewatch/internal/pipeline"
)

func newDemo(g *global) *cobra.Command {
	var out, subject string
	c := &cobra.Command{
		Use: "demo", Short: "Run the whole pipeline on invented outlets, served by this program",
		Long: `Demo serves sixteen invented outlets on this machine's loopback address, crawls
them as it would crawl the web, and writes tables and a report. Nothing leaves the
machine, and no outlet, person or event in it is real. With --subject it serves
those that write about another subject: ` + strings.Join(demosite.Subjects(), ", ") + `.`,
		Example: "  framewatch demo\n  framewatch demo --out /tmp/demo",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if known := demosite.Subjects(); subject != "" && !slices.Contains(known, subject) {
				return usageError{fmt.Errorf("--subject %q has no invented outlets%s", subject, invalid.Suggest(subject, known))}
			}
			site, err := demosite.Open(subject)
			if err != nil {
				return err
			}
			settings := "builtin:" + strings.TrimSuffix("demo-"+subject, "-") + ".yaml"
			server, err := demosite.Serve(c.Context(), site)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, server.Close()) }()
			cfg, err := config.Load(config.Options{File: settings, Flags: map[string]any{
				"data": filepath.Join(out, "data")}})
			if err != nil {
				return err
			}
			// The outlets' names lead to the server's port, which differs from run to
			// run and is no setting.
			cfg.Crawl.Hosts = map[string]string{}
			for _, h := range site.Hosts() {
				cfg.Crawl.Hosts[h] = server.Addr
			}
			fmt.Fprintf(g.stderr, "Crawling %d invented outlets on %s ...\n", len(cfg.Sources), server.Addr)
			result, err := g.pipeline(c, cfg, func(p *pipeline.Pipeline) (*pipeline.Result, error) { return p.Run(c.Context()) })
			if err != nil {
				return err
			}
			report := filepath.Join(out, "report.html")
			if _, err := g.writeReport(c.Context(), cfg, result.Studies, report); err != nil {
				return err
			}
			printResult(g.text(), result)
			printNext(g, report, cfg, settings)
			return nil
		},
	}
	c.Flags().StringVar(&subject, "subject", "", "invented outlets that write about another subject: "+strings.Join(demosite.Subjects(), ", "))
	c.Flags().StringVar(&out, "out", "demo", "folder for tables and report")
	cobra.CheckErr(c.MarkFlagDirname("out"))
	return c
}

func printNext(g *global, report string, cfg *config.Loaded, settings string) {
	fmt.Fprintf(g.text(), `
Report: %s (open it in a browser; it needs no network)

What to try next:
  framewatch serve --data %[2]s -c %[3]s
  framewatch compare prevalence --by country --frame %[4]s --data %[2]s -c %[3]s
  framewatch dataset verify %[2]s
  duckdb -c "SELECT lang, count(*) FROM '%[2]s/current/documents/**/*.parquet' GROUP BY lang"
`, report, cfg.Data, settings, cfg.Compare.Contrasts[0].Frame)
}
