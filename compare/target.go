package compare

import (
	"context"
	"fmt"
	"slices"

	"framewatch/internal/invalid"
	"framewatch/store"
)

type targetBatch struct {
	Target store.Symbols `col:"target_id"`
	Former store.Symbols `col:"entity_id"` // target_id in rows of older versions
}

func (targetBatch) Table() string { return store.DocumentTargetRow{}.Table() }

// targetRows finds the targets for which documents are coded.
func (l *loader) targetRows(ctx context.Context, ds *store.Dataset) error {
	for b, err := range store.ScanColumns[targetBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load document_targets: %w", err)
		}
		for i, code := range b.Target.Codes {
			column := b.Target
			if code < 0 {
				column = b.Former
			}
			if t := column.At(i); t != "" {
				if at, known := slices.BinarySearch(l.targets, t); !known {
					l.targets = slices.Insert(l.targets, at, t)
				}
			}
		}
	}
	return nil
}

// Targets lists the targets for which documents are coded, none where the dataset
// does not say.
func (c *Corpus) Targets() []string { return slices.Clone(c.targets) }

// Target is the target that a selection means: that of the dataset, where none
// is named and there is one. One for which no document is coded is an error.
func (c *Corpus) Target(named string) (string, error) {
	switch n := len(c.targets); {
	case named == "" && n > 1:
		return "", fmt.Errorf("documents are coded for %d targets, %v: name one", n, c.targets)
	case named == "" && n == 1:
		return c.targets[0], nil
	case n > 0 && !slices.Contains(c.targets, named):
		return "", fmt.Errorf("no document is coded for target %q%s; framewatch annotate codes them for those of the settings", named, invalid.Suggest(named, c.targets))
	}
	return named, nil
}

// Counts reports whether a row with a value of target_id is about a target. Rows
// of older versions, which may have none or the name of a part of it, are about
// the one target that there was.
func (c *Corpus) Counts(target, row string) bool { return len(c.targets) <= 1 || row == target }
