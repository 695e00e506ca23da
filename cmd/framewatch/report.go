package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"framewatch/compare"
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
stand beside it under their IDs.`,
		Args: args(cobra.NoArgs),
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
			page, err := writeReport(c.Context(), cfg, nil, out)
			if err != nil {
				return err
			}
			fmt.Fprintln(g.stdout, page)
			return nil
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "file to write (default: report.html in the dataset's folder, or in the working folder of one in a bucket)")
	c.Flags().StringVar(&target, "target", "", "target whose page alone to write, at --out (default: all of annotate.targets)")
	return c
}

// reportName is the report's file in the folder of a dataset.
const reportName = "report.html"

// writeReport writes the pages of all targets aside and renames them into place,
// so that a reader never sees half of one, and returns where the first is: at
// path, or where run writes it. studies are what the run before it computed, if
// there was one.
func writeReport(ctx context.Context, cfg *config.Loaded, studies []*compare.Study, path string) (string, error) {
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
		if err := writePage(ctx, ds, cfg.CompareFor(p.target), pageConfig(cfg, p, pages), studies, p.path); err != nil {
			return "", err
		}
	}
	return path, nil
}

func writePage(ctx context.Context, ds *store.Dataset, about compare.Config, cfg report.Config, studies []*compare.Study, path string) error {
	studyKey, err := compare.Key(ds, about)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	if current, err := reportIsCurrent(ds, studyKey, cfg, path); err != nil || current {
		return err
	}
	study, err := compare.Renew(ctx, studyOf(studies, studyKey), ds, about)
	if err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	lines := linesPath(path)
	return written(func(page, concordance io.Writer) error {
		return report.Write(ctx, report.Files{Page: page, Lines: concordance, Name: filepath.Base(path)}, ds, study, cfg)
	}, path, lines)
}

// linesPath is where the concordance of a page lies.
func linesPath(page string) string {
	return filepath.Join(filepath.Dir(page), report.LinesName(filepath.Base(page)))
}

// written writes a page and its concordance aside and renames them into place, the
// page last, as it leads to the other.
func written(write func(page, lines io.Writer) error, page, lines string) (err error) {
	var files [2]*os.File
	for i, path := range []string{page, lines} {
		if files[i], err = os.Create(path + ".tmp"); err != nil {
			break
		}
	}
	if err == nil {
		err = write(files[0], files[1])
	}
	for _, f := range files {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	if err == nil {
		err = errors.Join(os.Rename(lines+".tmp", lines), os.Rename(page+".tmp", page))
	}
	if err != nil {
		for _, f := range files {
			if f != nil {
				_ = os.Remove(f.Name()) // of a file that is in place already there is none
			}
		}
		return fmt.Errorf("write report %s: %w", page, err)
	}
	return nil
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
	info, err := os.Lstat(path)
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
