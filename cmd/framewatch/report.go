package main

import (
	"context"
	"errors"
	"fmt"
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
		Long: `Report writes one HTML file without scripts or outside parts: charts with
intervals, and behind every figure the lines of text that it counts. With several
targets there is a page for each, which lead to each other: the first is the
file, the others stand beside it under their IDs.`,
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
		path = filepath.Join(ds.Dir(), "report.html")
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
	tmp := path + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	err = report.Write(ctx, f, ds, study, cfg)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write report %s: %w", path, err), os.Remove(tmp))
	}
	return os.Rename(tmp, path)
}

// reportIsCurrent reports whether the page at path was made from the same rows
// and settings, so that there is nothing to compute.
func reportIsCurrent(ds *store.Dataset, studyKey string, cfg report.Config, path string) (bool, error) {
	key, err := report.Key(ds, studyKey, cfg)
	if err != nil {
		return false, err
	}
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil // then it is written
	}
	f, err := os.Open(path)
	if err != nil {
		return false, nil // writing it will tell what is wrong
	}
	defer f.Close()
	return report.Current(f, key), nil
}
