package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/internal/invalid"
	"framewatch/report/digest"
	"framewatch/store"
)

// digestFormats maps --format to what writes it.
var digestFormats = map[string]func(w io.Writer, d *digest.Digest) error{
	"markdown": digest.Markdown,
	"html":     digest.HTML,
	"json": func(w io.Writer, d *digest.Digest) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(d)
	},
}

func newDigest(g *global) *cobra.Command {
	var since, until, target, format, out string
	c := &cobra.Command{
		Use: "digest", Short: "Say what came in since a day: articles, newcomers, what moved, what broke",
		Long: `Digest writes what an editor reads on Mondays: the new articles about the target by
story and outlet, outlets, people and bodies that none of its articles had before,
frames whose share moved beyond chance, new wrong renderings, and sources that broke
or came back.

What counts is when Framewatch first had an article in its tables, not when it was
published: the moment at which the run ended that first read it. Digests of periods
that meet (--until of one is --since of the next) have each article once.

A frame moved beyond chance where its share of stories differs from that of the time
before by more than the interval, and p, adjusted for all frames that were tested
(Benjamini & Hochberg 1995), is below 1 - compare.confidence.

It reads the tables only: no lock, no request, nothing written but --out.`,
		Example: "  framewatch digest --since 7d\n  framewatch digest --since 2w --format html -o digest.html\n  framewatch digest --since 2026-03-02 --until 2026-03-09 --target org.iomed\n  framewatch digest --since 24h --format json | jq '.stories[].articles[].url'",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			write, ok := digestFormats[format]
			if !ok {
				known := []string{"markdown", "html", "json"}
				return usageError{fmt.Errorf("--format: no format %q: markdown, html or json%s", format, invalid.Suggest(format, known))}
			}
			opt, err := period(since, until, time.Now())
			if err != nil {
				return usageError{err}
			}
			if err := checkOut("out", out); err != nil {
				return err
			}
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			t, err := targetNamed(cfg, target)
			if err != nil {
				return err
			}
			opt.Compare, opt.Report = cfg.CompareFor(t), cfg.ReportConfig(t.ID)
			ds, err := store.Open(cfg.Data)
			if err != nil {
				return err
			}
			d, err := digest.Make(c.Context(), ds, opt)
			if err != nil {
				return err
			}
			var text bytes.Buffer
			if err := write(&text, d); err != nil {
				return fmt.Errorf("write digest: %w", err)
			}
			if err := g.writeOut(out, text.Bytes()); err != nil || out == toStdout {
				return err
			}
			fmt.Fprintln(g.text(), out)
			return nil
		},
	}
	fs := c.Flags()
	fs.StringVar(&since, "since", "7d", "begin of the period: hours, days or weeks before its end (24h, 7d, 2w), a day (2026-03-02, UTC) or a time (2026-03-02T06:00:00Z)")
	fs.StringVar(&until, "until", "", "end of the period: a day, which is not part of it, or a time (default: now)")
	fs.StringVar(&target, "target", "", targetUsage)
	fs.StringVar(&format, "format", "markdown", "markdown, html or json")
	fs.StringVarP(&out, "out", "o", toStdout, "`FILE` to write, - for standard output")
	cobra.CheckErr(c.MarkFlagFilename("out", "html", "md", "json"))
	return c
}

// period reads --since and --until.
func period(since, until string, now time.Time) (opt digest.Options, err error) {
	opt.Until = now
	if until != "" {
		if opt.Until, err = moment(until); err != nil {
			return opt, fmt.Errorf("--until %s: want a day (2026-03-02) or a time (2026-03-02T06:00:00Z)", until)
		}
	}
	if back, ok := backwards(since); ok {
		opt.Since = opt.Until.Add(-back)
	} else if opt.Since, err = moment(since); err != nil {
		return opt, fmt.Errorf("--since %s: want hours, days or weeks (24h, 7d, 2w), a day (2026-03-02) or a time (2026-03-02T06:00:00Z)", since)
	}
	if !opt.Since.Before(opt.Until) {
		return opt, fmt.Errorf("the period ends, %s, before it begins, %s", opt.Until.UTC().Format(time.RFC3339), opt.Since.UTC().Format(time.RFC3339))
	}
	return opt, nil
}

func moment(s string) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		return at, nil
	}
	return time.Parse(time.RFC3339, s)
}

// backwards reads 24h, 7d and 2w; days are of 24 hours.
func backwards(s string) (time.Duration, bool) {
	if s == "" {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[s[len(s)-1]]
	n, err := strconv.Atoi(strings.TrimSpace(s[:len(s)-1]))
	const most = 100 * 366 * 24 * time.Hour // longer ones are slips, and would not fit
	return time.Duration(n) * unit, ok && err == nil && n > 0 && n <= int(most/unit)
}
