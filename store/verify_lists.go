package store

import "context"

// loadLists reads the keys of the tables that say what frames, entities and blocs
// are. One that cannot be read is told when its own rows are checked, and nothing is
// held against it; nor is anything in datasets of versions that had none.
func (c *tableCheck) loadLists(ctx context.Context) {
	c.frames = keysIn(ctx, c, func(r FrameRow) uint64 { return joint(c.hash(r.Codebook), c.hash(r.Frame)) })
	c.entities = keysIn(ctx, c, func(r EntityRow) uint64 { return c.hash(r.EntityID) })
	c.blocs = keysIn(ctx, c, func(r BlocRow) uint64 { return c.hash(r.BlocID) })
}

func keysIn[T Row](ctx context.Context, c *tableCheck, key func(T) uint64) map[uint64]bool {
	out := map[uint64]bool{}
	for row, err := range Scan[T](ctx, c.d) {
		if err != nil {
			return nil
		}
		out[key(row)] = true
	}
	return out
}

// frame checks a reference to table frames.
func (r *rows) frame(codebook, frame string) {
	if len(r.frames) > 0 && !r.frames[joint(r.hash(codebook), r.hash(frame))] {
		r.bad.add("dangling", "a frame that table frames does not have", codebook+" "+frame)
	}
}

// entity checks a reference to table entities.
func (r *rows) entity(column, id string) {
	if id != "" && len(r.entities) > 0 && !r.entities[r.hash(id)] {
		r.bad.add("dangling", column+" that table entities does not have", id)
	}
}
