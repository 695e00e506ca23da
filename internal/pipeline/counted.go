package pipeline

import (
	"context"

	"framewatch/compare"
	"framewatch/store"
)

// keepCounted writes into the documents whether they count, where their rows say
// something else. It looks at all of them in every run: what decides stands in a
// few columns, and a new version changes the row of an old one.
func (r *run) keepCounted(ctx context.Context) error {
	now, err := r.batch.Snapshot(ctx)
	if err != nil {
		return err
	}
	why, wrong, err := compare.Uncounted(ctx, now)
	if err != nil {
		return err
	}
	return store.Amend(ctx, r.batch, wrong, func(d *store.DocumentRow) {
		d.NotCounted = why[d.DocID]
		d.Counted = d.NotCounted == ""
	})
}
