package pipeline

import (
	"cmp"
	"context"
	"slices"

	"framewatch/store"
)

// Compact merges the files of each partition into one, sorted. The rows stay the
// same, so that what was computed from them is still right, and no stage is stale
// for it.
func (p *Pipeline) Compact(ctx context.Context) (*Result, error) {
	return p.redo(ctx, func(r *run) error {
		for name, key := range r.stages {
			r.done = append(r.done, store.StageRun{Stage: name, Key: key})
		}
		slices.SortFunc(r.done, func(a, b store.StageRun) int { return cmp.Compare(a.Stage, b.Stage) })
		return r.batch.Compact(ctx)
	})
}
