package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/internal/datapackage"
	"framewatch/internal/export"
	"framewatch/nlp/codes"
	"framewatch/nlp/trained"
	"framewatch/store"
)

// packageFlags are what a package may hold beside the tables.
type packageFlags struct {
	excel bool
	score scoreFlags
}

func (f *packageFlags) add(c *cobra.Command) {
	fl := c.Flags()
	fl.BoolVar(&f.excel, "excel", false, "add CSV for spreadsheet programs: with a byte order mark, and no text that is taken for a formula")
	fl.StringSliceVar(&f.score.codes, "codes", nil, "files with hand codes ("+strings.Join(codes.Endings(), ", ")+"), by which the package says how well it is coded")
	fl.StringSliceVar(&f.score.key, "key", nil, keyUsage)
}

// writePackage makes the package of a plan.
func (g *global) writePackage(ctx context.Context, plan *export.Plan, opt datapackage.Options, out string) error {
	done, err := datapackage.Write(ctx, plan, opt, out)
	if errors.Is(err, datapackage.ErrTaken) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(g.text(), "%s: %d files, %.1f MB unpacked\n", done.Path, done.Files, float64(done.Bytes)/1e6)
	return nil
}

// packageOptions gathers what stands in a package beside the tables of its plan: by
// the settings, which say what is meant by the codes.
func (g *global) packageOptions(ctx context.Context, ds *store.Dataset, plan *export.Plan, f packageFlags) (datapackage.Options, error) {
	cfg, err := g.load(nil)
	if err != nil {
		return datapackage.Options{}, err
	}
	opt := datapackage.Options{About: cfg.Share, Program: version(), Excel: f.excel, CodebookSHA256: cfg.CodebookSHA256}
	if opt.Origins, err = datapackage.OriginsOf(ctx, ds); err != nil {
		return opt, err
	}
	for i, b := range cfg.Codebooks {
		book := datapackage.Codebook{ID: b.ID, Version: b.Version, Status: b.Status, Languages: b.Languages}
		if book.YAML, err = cfg.CodebookYAML(i); err != nil {
			return opt, err
		}
		for _, m := range cfg.Models {
			if m.Codebook == b.ID {
				opt.Models = append(opt.Models, datapackage.Model{Method: trained.Method + "@" + m.Hash(), Codebook: m.Codebook, Version: m.Version, Encoder: m.Encoder, CodesSHA256: m.CodesSHA256, Texts: m.Texts})
				if book.Card, err = cfg.Card(i); err != nil {
					return opt, err
				}
			}
		}
		opt.Codebooks = append(opt.Codebooks, book)
	}
	if opt.Further, err = datapackage.Sheets(plan, cfg.Codebooks, opt.Origins.Codebooks); err != nil {
		return opt, err
	}
	if len(f.score.codes) > 0 {
		f.score.by = []string{"lang"}
		opt.Validation, err = g.score(ctx, f.score)
	}
	return opt, err
}
