package main

import (
	"context"
	"errors"
	"fmt"

	"framewatch/compare"
	"framewatch/internal/coding"
	"framewatch/internal/config"
	"framewatch/store"
)

// readHand reads the hand codes that flags name in place of those of the settings.
func (f compareFlags) readHand(cfg *config.Loaded) error {
	if len(f.codes) == 0 {
		if len(f.key) > 0 {
			return usageError{errors.New("--key goes with --codes")}
		}
		return nil
	}
	if len(cfg.Codebooks) == 0 {
		return usageError{errors.New("--codes needs a codebook in the settings")}
	}
	book := cfg.Codebooks[0]
	set, err := readCodes(f.codes, frameIDs(book))
	if err != nil {
		return err
	}
	keys, err := readKeys(f.key, set)
	if err != nil {
		return err
	}
	cfg.Compare.Hand, err = coding.HandCodes(set, keys, book)
	return err
}

// corrections corrects a comparison where there are hand codes; nil where there are
// none, or the comparison knows no correction.
func (f compareFlags) corrections(ctx context.Context, ds *store.Dataset, cfg *config.Loaded, name string) (*compare.Corrections, error) {
	hand := cfg.Compare.Hand
	corrects := name == "prevalence" || name == "contrast"
	if len(f.codes) > 0 && !corrects && name != "curve" { // which has the correction as a specification
		return nil, usageError{fmt.Errorf("--codes corrects prevalence, contrast and curve, not %s", name)}
	}
	if hand == nil || !corrects {
		return nil, nil
	}
	c, err := f.corpus(ctx, ds)
	if err != nil {
		return nil, err
	}
	if len(f.codes) > 0 && hand.In(c) == 0 {
		return nil, usageError{errors.New("no unit of the codes is a document of the dataset: name the sample's key with --key")}
	}
	selection, err := f.selection(cfg)
	if err != nil {
		return nil, err
	}
	var out *compare.Corrections
	if name == "prevalence" {
		out, err = c.CorrectPrevalence(ctx, f.prevalence(cfg, selection), hand)
	} else {
		a, b, sidesErr := f.sides()
		if sidesErr != nil {
			return nil, sidesErr
		}
		out, err = c.CorrectContrast(ctx, f.contrast(cfg, selection, a, b), hand)
	}
	if errors.Is(err, compare.ErrQuestion) && len(f.codes) == 0 {
		return nil, nil // the settings' codes have nothing to say of this question
	}
	if errors.Is(err, compare.ErrQuestion) {
		err = usageError{err}
	}
	return out, err
}

// shown are the rows to print, those of one number beside each other: by the
// preferred method and, where it is corrected, by the best correction; or by all.
func (f compareFlags) shown(rows []store.EstimateRow, c *compare.Corrections) []store.EstimateRow {
	type number struct{ dimension, group, item, statistic string }
	of := func(r store.EstimateRow) number { return number{r.Dimension, r.GroupName, r.Item, r.Statistic} }
	corrected := map[number][]store.EstimateRow{}
	for _, r := range c.Rows() {
		if n := of(r); f.everyMethod || len(corrected[n]) == 0 { // the best is the first
			corrected[n] = append(corrected[n], r)
		}
	}
	var out []store.EstimateRow
	for i, r := range rows {
		if f.everyMethod || r.Preferred {
			out = append(out, r)
		}
		if n := of(r); i+1 == len(rows) || of(rows[i+1]) != n {
			out = append(out, corrected[n]...)
			delete(corrected, n)
		}
	}
	return out
}

// printCorrections says what was not corrected, and where the program errs otherwise
// than elsewhere: under the table, or beside lines of JSON.
func (g *global) printCorrections(c *compare.Corrections, asJSON bool) error {
	to := g.stdout
	if asJSON {
		to = g.stderr
	}
	for i, s := range c.Sentences(nil) {
		if i == 0 && !asJSON {
			fmt.Fprintln(to)
		}
		if _, err := fmt.Fprintln(to, s); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return nil
}
