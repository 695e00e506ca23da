package health

import (
	"context"
	"time"

	"framewatch/corpus"
	"framewatch/store"
)

// Load reads the runs and events of all sources, in their order: the runs of the year
// before now, and all events. What a clock that was ahead dated after now is no run by
// which anything can be judged, until that time has come. Documents are not among it.
func Load(ctx context.Context, d *store.Dataset, now time.Time) (map[corpus.SourceID]*History, error) {
	out := map[corpus.SourceID]*History{}
	of := func(id string) *History {
		h := out[corpus.SourceID(id)]
		if h == nil {
			h = &History{}
			out[corpus.SourceID(id)] = h
		}
		return h
	}
	var files []store.File
	first := now.Add(-longest).Format("2006-01")
	for _, f := range d.Files(store.SourceRunRow{}.Table()) {
		if f.Month() >= first {
			files = append(files, f)
		}
	}
	for row, err := range store.Scan[store.SourceRunRow](ctx, d.Only(files...)) {
		if err != nil {
			return nil, err
		}
		if row.Started.After(now) {
			continue
		}
		h := of(row.SourceID)
		h.Runs = append(h.Runs, row)
	}
	for row, err := range store.Scan[store.SourceEventRow](ctx, d) {
		if err != nil {
			return nil, err
		}
		h := of(row.SourceID)
		h.Events = append(h.Events, row)
	}
	for _, h := range out {
		h.Sort()
	}
	return out, nil
}
