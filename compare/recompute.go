package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
)

// ErrHandCodes means that a number rests on hand codes, which a dataset does not
// hold.
var ErrHandCodes = errors.New("it rests on hand codes, which the dataset does not hold: framewatch compare --codes computes it again")

// Recompute loads a dataset and computes the number of a row of table estimates
// again from its target, spec, dimension, group and item. The row's own value is not
// looked at; the answer has no run.
func Recompute(ctx context.Context, ds *store.Dataset, row store.EstimateRow) (store.EstimateRow, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return store.EstimateRow{}, err
	}
	again, _, err := c.Recompute(ctx, ds, row)
	return again, err
}

// Recompute is the function of that name for a corpus that is loaded already, and
// tells what is behind the number.
func (c *Corpus) Recompute(ctx context.Context, ds *store.Dataset, row store.EstimateRow) (again store.EstimateRow, behind *Behind, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("recompute %s of %s: %w", row.Statistic, row.Spec, err)
		}
	}()
	b := newBehind(c, row)
	rows, err := c.recomputed(ctx, ds, row, b)
	if err != nil {
		return again, b, err
	}
	for _, r := range rows {
		if r.GroupName == row.GroupName && r.Item == row.Item && r.Statistic == row.Statistic && r.Method == row.Method {
			return r, b, nil
		}
	}
	return again, b, fmt.Errorf("no such number for %s %q, %q in this dataset", row.Dimension, row.GroupName, row.Item)
}

// recomputed are the rows among which the number is; b takes what is behind it.
func (c *Corpus) recomputed(ctx context.Context, ds *store.Dataset, row store.EstimateRow, b *Behind) ([]store.EstimateRow, error) {
	about := Selection{Target: row.TargetID}
	switch row.Question {
	case questionPrevalence:
		spec := PrevalenceSpec{Selection: about, By: []string{row.Dimension}, Frames: []string{row.Item}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		if err := errors.Join(b.prevalence(spec), handCoded(row)); err != nil {
			return nil, err
		}
		return rowsOf(c.Prevalence(ctx, spec))
	case questionContrast:
		spec := ContrastSpec{Selection: about}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		if err := errors.Join(b.contrast(spec, row.Item), handCoded(row)); err != nil {
			return nil, err
		}
		return rowsOf(c.Contrast(ctx, spec))
	case questionCurve:
		spec := CurveSpec{Selection: about, Frame: row.Item}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		if err := b.curve(spec, row.GroupName); err != nil {
			return nil, err
		}
		if spec.Hand != nil {
			return nil, ErrHandCodes
		}
		curve, err := c.Curve(ctx, spec)
		if err != nil {
			return nil, err
		}
		return curve.Rows(), nil
	case questionCoverage:
		spec := CoverageSpec{Target: row.TargetID, By: []string{row.Dimension}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		if err := b.coverage(spec); err != nil {
			return nil, err
		}
		return rowsOf(c.Coverage(spec))
	case questionNaming:
		if !strings.Contains(row.Item, ": ") { // documents by whether a wrong name is the only one
			return c.askedAgain(ctx, ds, row, b)
		}
		spec := NamingSpec{Selection: about, By: []string{row.Dimension}}
		if err := parseSpec(row.Spec, &spec); err != nil {
			return nil, err
		}
		if err := b.naming(ctx, ds, spec); err != nil {
			return nil, err
		}
		return rowsOf(c.Naming(ctx, ds, spec))
	case questionKeyness:
		return c.keynessAgain(ctx, ds, row, b)
	}
	return c.askedAgain(ctx, ds, row, b)
}

// handCoded refuses a correction.
func handCoded(row store.EstimateRow) error {
	if isCorrection(row) {
		return ErrHandCodes
	}
	return nil
}

func (c *Corpus) keynessAgain(ctx context.Context, ds *store.Dataset, row store.EstimateRow, b *Behind) ([]store.EstimateRow, error) {
	spec := KeynessSpec{Selection: Selection{Target: row.TargetID}, Only: []string{row.Item}}
	if err := parseSpec(row.Spec, &spec); err != nil {
		return nil, err
	}
	k, err := c.newKeyness(spec)
	if err != nil {
		return nil, err
	}
	if err := c.keynessOf(ctx, ds, []*keyness{k}, keptWords); err != nil {
		return nil, err
	}
	if k.err != nil {
		return nil, k.err
	}
	b.keyness(k)
	return k.result.Rows(), nil
}

// askedAgain asks the question of a row of table estimates again.
func (c *Corpus) askedAgain(ctx context.Context, ds *store.Dataset, row store.EstimateRow, b *Behind) ([]store.EstimateRow, error) {
	if _, err := questionNamed(row.Question); err != nil {
		return nil, err
	}
	spec := QuestionSpec{Selection: Selection{Target: row.TargetID}}
	if err := parseSpec(row.Spec, &spec); err != nil {
		return nil, err
	}
	// A question may cross dimensions of its own with those of documents.
	var by []string
	for part := range strings.SplitSeq(row.Dimension, "/") {
		if slices.Contains(Dimensions(), part) {
			by = append(by, part)
		}
	}
	if len(by) > 0 {
		spec.By = []string{strings.Join(by, "/")}
	}
	if row.Dimension == byEvent {
		spec.Events = []string{row.GroupName}
	}
	reply, err := c.ask(ctx, ds, row.Question, spec, b)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(reply.Rows(), func(r store.EstimateRow) bool { return r.Dimension != row.Dimension }), nil
}
