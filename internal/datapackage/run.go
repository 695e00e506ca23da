package datapackage

import (
	"context"

	"framewatch/store"
)

// RunOf is the row of the run whose generation a dataset has; nil where it has none.
func RunOf(ctx context.Context, ds *store.Dataset) (*store.RunRow, error) {
	for r, err := range store.Scan[store.RunRow](ctx, ds) {
		if err != nil {
			return nil, err
		}
		if r.RunID == ds.Generation().RunID {
			return &r, nil
		}
	}
	return nil, nil
}
