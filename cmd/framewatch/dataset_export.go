package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"framewatch/internal/export"
	"framewatch/internal/exposure"
)

const exportHelp = `Export writes what of the dataset may leave it, as a package:

  L0  full texts, for a private archive: needs --private, and says so in its files
  L1  the words of hits, mentions, quotations and claims, with some around them
  L2  codes and counts of each document: none of its words, no place in it
  L3  numbers over at least 5 documents; those below are withheld, and those
      from which they would follow

Names of people whom no gazetteer has, and those of coders, are pseudonyms from L1
on. Erased articles, and those in which a person was masked, never leave. A source
that reserves text and data mining, or a page that robots.txt disallows or that
asks not to be indexed, leaves as L2 at most; --permit SOURCE=WHY sets a right of
yours against that, and the package says so. What nobody has said is told as "not
known".

The meter is printed: the share of each article's words (of Chinese, characters)
that a reader can put in their places from all files together, copies of the
article in other outlets among them. Of no article more than --max-exposure may
leave at L1 or L2; what would is refused (2). --fit shortens contexts, the longest
first, and then leaves out quotations, mentions and hits until each article fits.

A package has each table as CSV and Parquet, Frictionless and Croissant metadata,
CITATION.cff, a README with what was withheld, the codebooks and the card of a
trained coder, a dictionary of columns, the manifest of the run, sheets for coders
and the digest of every file. The same state of the dataset gives the same bytes.
Who made it, and under which licence, says section share of the settings; --codes
adds how well it is coded. dataset refetch builds its texts again.

The dataset remembers what left it: see framewatch dataset exports.`

type exportOptions struct {
	level, out, meter string
	private, fit      bool
	context           int
	limit             float64
	permit            map[string]string
	dryRun            bool
	pack              packageFlags
}

func newDatasetExport(g *global) *cobra.Command {
	var opt exportOptions
	c := &cobra.Command{
		Use: "export [DIR] --level L0|L1|L2|L3 --out FOLDER|FILE.zip", Short: "Write what may leave the dataset, and measure what it exposes",
		Long:    exportHelp,
		Example: "  framewatch dataset export --level L2 --out iomed-codes.zip\n  framewatch dataset export --level L1 --fit --dry-run\n  framewatch dataset export --level L1 --fit --meter exposed.csv --out iomed-spans.zip\n  framewatch dataset export --level L0 --private --out /mnt/private/iomed",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE:    func(c *cobra.Command, a []string) error { return runDatasetExport(c.Context(), g, opt, a) },
	}
	fl := c.Flags()
	fl.StringVar(&opt.level, "level", "", "how much leaves: L0, L1, L2 or L3")
	fl.StringVarP(&opt.out, "out", "o", "", "folder, or file that ends with .zip, for the package; must not be there")
	fl.BoolVar(&opt.private, "private", false, "export full texts, for nobody else (L0)")
	fl.IntVar(&opt.context, "context", export.AutoContext, "words on each side of hits and of mentions of the target (L1); default: as many as the limit allows, at most 8")
	fl.BoolVar(&opt.fit, "fit", false, "shorten contexts and leave spans out until each article is within the limit")
	fl.Float64Var(&opt.limit, "max-exposure", export.DefaultMaxExposure, "greatest share of an article's words that may leave, 0 to 1")
	fl.StringToStringVar(&opt.permit, "permit", nil, "SOURCE=WHY: your right to export a source in spite of its reservation")
	fl.StringVar(&opt.meter, "meter", "", "CSV file for the share of each article, for yourself")
	fl.BoolVar(&opt.dryRun, "dry-run", false, "print tables, rows, what is withheld and the meter, and write nothing")
	opt.pack.add(c)
	return c
}

func (o *exportOptions) check() (export.Options, error) {
	out := export.Options{Private: o.private, Context: o.context, Fit: o.fit, MaxExposure: o.limit, Permit: o.permit}
	var err error
	switch {
	case o.level == "":
		return out, usageError{errors.New("export needs --level: L0, L1, L2 or L3")}
	case o.out == "" && !o.dryRun:
		return out, usageError{errors.New("export needs --out, or --dry-run")}
	case o.limit < 0 || o.limit > 1:
		return out, usageError{fmt.Errorf("--max-exposure %v: not a share from 0 to 1", o.limit)}
	case o.context < export.AutoContext || o.context > export.MostContext:
		return out, usageError{fmt.Errorf("--context %d: not from 0 to %d", o.context, export.MostContext)}
	}
	if out.Level, err = export.ParseLevel(o.level); err != nil {
		return out, usageError{fmt.Errorf("--level: %w", err)}
	}
	for source, why := range o.permit {
		if strings.TrimSpace(why) == "" {
			return out, usageError{fmt.Errorf("--permit %s: say why", source)}
		}
	}
	return out, nil
}

func runDatasetExport(ctx context.Context, g *global, opt exportOptions, a []string) error {
	want, err := opt.check()
	if err != nil {
		return err
	}
	if opt.out != "" {
		opt.out = filepath.Clean(opt.out) // a folder may be written with a slash
	}
	if !opt.dryRun {
		if err := errors.Join(checkNew("out", opt.out), checkOut("meter", opt.meter)); err != nil {
			return err
		}
	}
	ds, _, err := g.openDataset(a, false)
	if err != nil {
		return err
	}
	plan, err := export.Prepare(ctx, ds, want)
	if errors.Is(err, export.ErrPrivate) {
		return usageError{fmt.Errorf("%w: say so with --private", err)}
	}
	if errors.Is(err, export.ErrNoSource) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	printExport(g.text(), plan)
	if opt.meter != "" && !opt.dryRun {
		if err := g.writeOut(opt.meter, meterCSV(plan.Meter)); err != nil {
			return err
		}
	}
	if err := plan.Check(); err != nil {
		return usageError{err}
	}
	if opt.dryRun {
		return nil
	}
	pack, err := g.packageOptions(ctx, ds, plan, opt.pack)
	if err != nil {
		return err
	}
	// The record comes first: an export too many is told of later, and none too few.
	if err := export.Keep(ds.StateDir(), plan, time.Now()); err != nil {
		return err
	}
	return g.writePackage(ctx, plan, pack, opt.out)
}

func printExport(w io.Writer, p *export.Plan) {
	fmt.Fprintf(w, "%s: %s %d documents of run %s\n", p.Level, p.Level.Meaning(), len(p.Documents), p.RunID)
	if p.Demo {
		fmt.Fprintln(w, "Demonstration: its outlets and texts are invented.")
	}
	for _, t := range p.Tables {
		fmt.Fprintf(w, "  %-16s %8d rows %3d columns\n", t.Name, t.Count, len(t.Fields))
	}
	printWishes(w, p.Reservations)
	if len(p.Withheld) > 0 {
		fmt.Fprintln(w, "Withheld:")
	}
	for _, h := range p.Withheld {
		fmt.Fprintf(w, "  %-9s %-18s %8d  %s\n", h.Kind, h.What, h.Count, h.Reason)
	}
	if p.Level == export.L1 {
		fmt.Fprintf(w, "Context: at most %d words on each side\n", p.Context)
	}
	if p.Level < export.L3 {
		printMeter(w, p)
	}
}

// printWishes tells what the sources said. What is not known is no leave.
func printWishes(w io.Writer, all []export.Reservation) {
	robots, tdm := map[string]int{}, map[string]int{}
	for _, r := range all {
		robots[r.Robots]++
		tdm[r.TDM]++
	}
	fmt.Fprintf(w, "Sources: %d; robots.txt: %s; text and data mining: %s\n", len(all), tally(robots), tally(tdm))
	for _, r := range all {
		switch {
		case r.Permission != "":
			fmt.Fprintf(w, "  %s leaves by permission: %s\n", r.SourceID, r.Permission)
		case r.Reason != "":
			fmt.Fprintf(w, "  %s leaves as %s: %s\n", r.SourceID, r.Level, r.Reason)
		}
	}
}

func tally(words map[string]int) string {
	var parts []string
	for _, word := range []string{"allowed", "disallowed", "reserved", "not reserved", "not known"} {
		if n := words[word]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	return strings.Join(parts, ", ")
}

func printMeter(w io.Writer, p *export.Plan) {
	fmt.Fprintf(w, "Share of an article's words that the export exposes, over all its files (limit %s", export.Percent(p.Meter.Limit))
	if p.Level == export.L0 {
		fmt.Fprint(w, ", which holds for what leaves this machine: L0 is private")
	}
	fmt.Fprintf(w, "):\n  %-10s %8s %8s %8s %8s %6s\n", "language", "articles", "median", "90 %", "most", "over")
	for _, l := range p.Meter.Table() {
		fmt.Fprintf(w, "  %-10s %8d %8s %8s %8s %6d\n", l.Lang, l.Articles, export.Percent(l.Median), export.Percent(l.P90), export.Percent(l.Max), l.Over)
	}
}

func meterCSV(m exposure.Meter) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	lines := [][]string{{"doc_id", "lang", "words", "exposed", "share", "over"}}
	for _, a := range m.Articles {
		lines = append(lines, []string{a.DocID, a.Lang, strconv.Itoa(a.Tokens), strconv.Itoa(a.Exposed), strconv.FormatFloat(a.Share(), 'f', 4, 64), strconv.FormatBool(a.Share() > m.Limit)})
	}
	_ = w.WriteAll(lines) // a buffer takes all
	return b.Bytes()
}
