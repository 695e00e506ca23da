package pipeline

import (
	"cmp"
	"maps"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/store"
)

func compareIDs[T cmp.Ordered](a, b T) int { return cmp.Compare(a, b) }

// writeDimensions replaces the small tables that describe the others: they say
// what the lists say today.
func (r *run) writeDimensions() error {
	if r.described {
		return nil
	}
	r.described = true
	r.batch.Replace("sources", "memberships", "events")
	maps.Copy(r.sources, r.imported)
	for _, id := range slices.Sorted(maps.Keys(r.sources)) {
		if err := store.Append(r.batch, r.sourceRow(r.sources[id])); err != nil {
			return err
		}
	}
	return r.writeFacts()
}

func (r *run) sourceRow(s *corpus.Source) store.SourceRow {
	blocs := slices.Clone(s.Blocs)
	for _, b := range config.BlocsOn(r.p.cfg.Blocs, s.Country, r.started) {
		if !slices.Contains(blocs, b) {
			blocs = append(blocs, b)
		}
	}
	return store.SourceRow{SourceID: string(s.ID), Name: s.Name, Domain: s.Domain, Country: s.Country, Bloc: blocs,
		OwnerType: string(s.OwnerType), Langs: s.Langs, Demo: s.Demo, ValidFrom: s.ValidFrom, ValidTo: s.ValidTo,
		ListID: s.ListID, ListVersion: s.ListVersion, RunID: string(r.id)}
}

func (r *run) writeFacts() error {
	for _, b := range r.p.cfg.Blocs {
		for _, m := range b.Members {
			err := store.Append(r.batch, store.MembershipRow{EntityID: m.Country, BlocID: b.ID, Status: m.Status,
				ValidFrom: m.From, ValidTo: m.To, SourceURL: cmp.Or(m.Source, b.Source), Note: m.Note, RunID: string(r.id)})
			if err != nil {
				return err
			}
		}
	}
	for _, e := range r.p.cfg.Events {
		err := store.Append(r.batch, store.EventRow{EventID: e.ID, Date: e.Date, LabelEN: e.Label["en"],
			LabelZH: e.Label["zh-Hans"], SourceURL: e.Source, Support: e.Support, RunID: string(r.id)})
		if err != nil {
			return err
		}
	}
	return nil
}
