package compare

import (
	"context"
	"fmt"
	"slices"

	"framewatch/internal/invalid"
	"framewatch/store"
)

type targetBatch struct {
	Doc       store.Symbols `col:"doc_id"`
	Target    store.Symbols `col:"target_id"`
	Relevance store.Symbols `col:"relevance"`
}

func (targetBatch) Table() string { return store.DocumentTargetRow{}.Table() }

// targetRows finds the targets for which documents are coded, and how far each
// document is about them.
func (l *loader) targetRows(ctx context.Context, ds *store.Dataset) error {
	docs := documentCodes{c: l.Corpus}
	for b, err := range store.ScanColumns[targetBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("load document_targets: %w", err)
		}
		docs.extend(b.Doc.Values)
		for i, code := range b.Target.Codes {
			t := b.Target.At(i)
			if code < 0 || t == "" {
				continue
			}
			of := l.relevance[t]
			if of == nil {
				of = make([]uint8, len(l.docs))
				l.relevance[t] = of
			}
			if d, known := docs.at(b.Doc.Codes[i]); known {
				of[d] = uint8(slices.Index(relevances, b.Relevance.At(i)) + 1)
			}
		}
	}
	l.targets = sorted(l.relevance)
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
		return "", asked(fmt.Errorf("documents are coded for %d targets, %v: name one", n, c.targets))
	case named == "" && n == 1:
		return c.targets[0], nil
	case n > 0 && !slices.Contains(c.targets, named):
		return "", asked(fmt.Errorf("no document is coded for target %q%s; framewatch annotate codes them for those of the settings", named, invalid.Suggest(named, c.targets)))
	}
	return named, nil
}

// Counts reports whether a row with a value of target_id is about a target. Rows
// of older versions, which may have none or the name of a part of it, are about
// the one target that there was.
func (c *Corpus) Counts(target, row string) bool { return len(c.targets) <= 1 || row == target }
