package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/atomicfile"
	"framewatch/internal/config"
	"framewatch/report"
	"framewatch/store"
)

func newReport(g *global) *cobra.Command {
	var out, target string
	c := &cobra.Command{
		Use: "report", Short: "Write the HTML report of a dataset",
		Long: `Report writes an HTML page without scripts or outside parts: the answers to twelve
questions, and charts with intervals. Beside it, in a file whose name ends in
.lines.html, are the lines of text behind every figure. With several targets there
is a page for each, which lead to each other: the first is the file, the others
stand beside it under their IDs.

With -o - the page goes to standard output, and no lines are written: they belong
in a file beside it. The same is so of a device or a pipe.`,
		Example: "  framewatch report --data iomed\n  framewatch report -o pages/iomed.html\n  framewatch report --target org.iomed -o - > iomed.html",
		Args:    args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := g.load(nil)
			if err != nil {
				return err
			}
			if target != "" {
				t, err := targetNamed(cfg, target)
				if err != nil {
					return err
				}
				cfg = cfg.Only(t.ID)
			}
			if err := checkReport(cfg, out); err != nil {
				return err
			}
			page, err := g.writeReport(c.Context(), cfg, nil, out)
			if err != nil || out == toStdout {
				return err
			}
			fmt.Fprintln(g.text(), page)
			return nil
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`FILE` to write, - for standard output (default: report.html in the dataset's folder, or in the working folder of one in a bucket)")
	cobra.CheckErr(c.MarkFlagFilename("out", "html"))
	c.Flags().StringVar(&target, "target", "", "target whose page alone to write, at --out (default: all of annotate.targets)")
	return c
}

// reportName is the report's file in the folder of a dataset.
const reportName = "report.html"

// isStream reports whether a page goes where no other file can lie beside it.
func isStream(path string) bool { return path == toStdout || path != "" && atomicfile.Through(path) }

// checkReport refuses places for the pages of a report before they are computed.
func checkReport(cfg *config.Loaded, path string) error {
	pages := reportPages(cfg, path)
	if isStream(path) {
		if len(pages) > 1 {
			return usageError{fmt.Errorf("--out %s holds one page, and there are %d targets: choose one by --target", path, len(pages))}
		}
		return nil
	}
	for _, p := range pages {
		if path == "" {
			break
		}
		if err := errors.Join(checkOut("out", p.path), checkOut("out", linesPath(p.path))); err != nil {
			return err
		}
	}
	return nil
}

// writeReport writes the pages of all targets aside and renames them into place,
// so that a reader never sees half of one, and returns where the first is: at
// path, or where run writes it. studies are what the run before it computed, if
// there was one.
func (g *global) writeReport(ctx context.Context, cfg *config.Loaded, studies []*compare.Study, path string) (string, error) {
	ds, err := store.Open(cfg.Data)
	if err != nil {
		return "", err
	}
	if path == "" {
		path = filepath.Join(ds.Dir(), reportName)
		if err := os.MkdirAll(ds.Dir(), 0o755); err != nil { // of a bucket that was written elsewhere
			return "", fmt.Errorf("write report: %w", err)
		}
	}
	pages := reportPages(cfg, path)
	for _, p := range pages {
		if err := g.writePage(ctx, ds, cfg.CompareFor(p.target), pageConfig(cfg, p, pages), studies, p.path); err != nil {
			return "", err
		}
	}
	return path, nil
}

func (g *global) writePage(ctx context.Context, ds *store.Dataset, about compare.Config, cfg report.Config, studies []*compare.Study, path string) error {
	studyKey, err := compare.Key(ds, about)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	stream := isStream(path)
	if !stream {
		if current, err := reportIsCurrent(ds, studyKey, cfg, path); err != nil || current {
			return err
		}
	}
	study, err := compare.Renew(ctx, studyOf(studies, studyKey), ds, about)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	if stream {
		return g.streamed(ctx, ds, study, cfg, path)
	}
	return written(func(page, concordance io.Writer) error {
		return report.Write(ctx, report.Files{Page: page, Lines: concordance, Name: filepath.Base(path)}, ds, study, cfg)
	}, path, linesPath(path))
}

// streamed writes a page without its lines to standard output, a device or a pipe,
// whole: of a page that fails nothing is written.
func (g *global) streamed(ctx context.Context, ds *store.Dataset, study *compare.Study, cfg report.Config, path string) error {
	const name = "report.html" // what its links take it for
	var page bytes.Buffer
	if err := report.Write(ctx, report.Files{Page: &page, Lines: io.Discard, Name: name}, ds, study, cfg); err != nil {
		return err
	}
	if err := g.writeOut(path, page.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(g.stderr, "The lines behind the figures are not written: links lead to %s beside the page, which framewatch report -o %s writes.\n", report.LinesName(name), name)
	return nil
}

// linesPath is where the concordance of a page lies.
func linesPath(page string) string {
	return filepath.Join(filepath.Dir(page), report.LinesName(filepath.Base(page)))
}

// written writes a page and its concordance aside and puts them in place, the page
// last, as it leads to the other.
func written(write func(page, lines io.Writer) error, page, lines string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write report %s: %w", page, err)
		}
	}()
	p, err := atomicfile.Create(page)
	if err != nil {
		return err
	}
	defer p.Discard()
	l, err := atomicfile.Create(lines)
	if err != nil {
		return err
	}
	defer l.Discard()
	if err := write(p, l); err != nil {
		return err
	}
	return errors.Join(l.Commit(), p.Commit())
}

// reportIsCurrent reports whether the page at path was made from the same rows
// and settings, so that there is nothing to compute.
func reportIsCurrent(ds *store.Dataset, studyKey string, cfg report.Config, path string) (bool, error) {
	key, err := report.Key(ds, studyKey, cfg)
	if err != nil {
		return false, err
	}
	return isCurrent(path, key) && isCurrent(linesPath(path), key), nil
}

func isCurrent(path, key string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false // then it is written
	}
	f, err := os.Open(path)
	if err != nil {
		return false // writing it will tell what is wrong
	}
	defer f.Close()
	return report.Current(f, key)
}
