package pipeline

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/streams"
	"framewatch/store"
)

func compareIDs[T cmp.Ordered](a, b T) int { return cmp.Compare(a, b) }

// writeDimensions replaces the small tables that describe the others where the
// lists say something else today.
func (r *run) writeDimensions(ctx context.Context) error {
	maps.Copy(r.sources, r.imported)
	var sources []store.SourceRow
	for _, id := range slices.Sorted(maps.Keys(r.sources)) {
		sources = append(sources, r.sourceRow(r.sources[id]))
	}
	return errors.Join(
		replaceChanged(ctx, r, sources, func(s *store.SourceRow) { s.RunID = "" }),
		replaceChanged(ctx, r, r.blocs(), func(b *store.BlocRow) { b.RunID = "" }),
		replaceChanged(ctx, r, r.memberships(), func(m *store.MembershipRow) { m.RunID = "" }),
		replaceChanged(ctx, r, r.events(), func(e *store.EventRow) { e.RunID = "" }))
}

// replaceChanged replaces the rows of a table where they differ in more than
// the run that wrote them.
func replaceChanged[T store.Row](ctx context.Context, r *run, rows []T, strip func(*T)) error {
	digest := func(rows []T) string { // whatever their order, which a compaction changes
		keys := make([]string, len(rows))
		for i, r := range rows {
			strip(&r)
			keys[i] = streams.KeyOf(r)
		}
		slices.Sort(keys)
		return streams.KeyOf(keys)
	}
	var before []T
	for row, err := range store.Scan[T](ctx, r.dataset) {
		if err != nil {
			return err
		}
		before = append(before, row)
	}
	if digest(before) == digest(rows) {
		return nil
	}
	var zero T
	r.batch.Replace(zero.Table())
	return store.Append(r.batch, rows...)
}

func (r *run) sourceRow(s *corpus.Source) store.SourceRow {
	blocs := slices.Clone(s.Blocs)
	for _, b := range config.BlocsOn(r.p.cfg.Blocs, s.Country, r.started) {
		if !slices.Contains(blocs, b) {
			blocs = append(blocs, b)
		}
	}
	return store.SourceRow{SourceID: string(s.ID), Name: s.Name, Domain: s.Domain, Country: s.Country, Parent: r.p.cfg.Parents[s.Country], Bloc: blocs,
		OwnerType: string(s.OwnerType), Langs: s.Langs, Demo: s.Demo, ValidFrom: s.ValidFrom, ValidTo: s.ValidTo,
		ListID: s.ListID, ListVersion: s.ListVersion, RunID: string(r.id)}
}

func (r *run) memberships() []store.MembershipRow {
	var out []store.MembershipRow
	for _, b := range r.p.cfg.Blocs {
		for _, m := range b.Members {
			out = append(out, store.MembershipRow{EntityID: m.Country, BlocID: b.ID, Status: m.Status,
				ValidFrom: m.From, ValidTo: m.To, SourceURL: cmp.Or(m.Source, b.Source), Note: m.Note, RunID: string(r.id)})
		}
	}
	return out
}

func (r *run) events() []store.EventRow {
	var out []store.EventRow
	for _, e := range r.p.cfg.Events {
		out = append(out, store.EventRow{EventID: e.ID, Date: e.Date, LabelEN: e.Label["en"],
			LabelZH: e.Label["zh-Hans"], SourceURL: e.Source, Support: e.Support, RunID: string(r.id)})
	}
	return out
}
