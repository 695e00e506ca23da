package pipeline

import (
	"context"

	"framewatch/store"
)

// Compact merges the files of each partition into one, sorted. The rows stay the
// same, so that what was computed from them is still right: stages that were up
// to date are so afterwards.
func (p *Pipeline) Compact(ctx context.Context) (*Result, error) {
	return p.redo(ctx, func(r *run) error {
		current := map[string]bool{}
		_, before := r.overall(r.dataset)
		for _, s := range before {
			current[s.name] = r.stages[s.name] == s.key(p.cfg, r.dataset)
		}
		if err := r.batch.Compact(ctx); err != nil {
			return err
		}
		now, err := r.batch.Snapshot(ctx)
		if err != nil {
			return err
		}
		_, after := r.overall(now)
		for _, s := range after {
			key := r.stages[s.name]
			if current[s.name] {
				key = s.key(p.cfg, now)
			}
			r.done = append(r.done, store.StageRun{Stage: s.name, Key: key})
		}
		return nil
	})
}
