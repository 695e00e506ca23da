package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/internal/config"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
)

func newDemo(g *global) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "demo", Short: "Run the whole pipeline on invented outlets, served by this program",
		Long: `Demo serves sixteen invented outlets on this machine's loopback address, crawls
them as it would crawl the web, and writes tables and a report. Nothing leaves the
machine, and no outlet, person or event in it is real.`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) (err error) {
			site, err := demosite.New()
			if err != nil {
				return err
			}
			server, err := demosite.Serve(c.Context(), site)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, server.Close()) }()
			cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{
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
			if _, err := writeReport(c.Context(), cfg, result.Studies, report); err != nil {
				return err
			}
			printResult(g.stdout, result)
			printNext(g, report, cfg.Data)
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "demo", "folder for tables and report")
	return c
}

func printNext(g *global, report, data string) {
	fmt.Fprintf(g.stdout, `
Report: %s (open it in a browser; it needs no network)

What to try next:
  framewatch serve --data %s -c builtin:demo.yaml
  framewatch compare prevalence --by country --frame global_south_voice --data %s -c builtin:demo.yaml
  framewatch dataset verify %s
  duckdb -c "SELECT lang, count(*) FROM '%s/current/documents/**/*.parquet' GROUP BY lang"
`, report, data, data, data, data)
}
