package catalog

import (
	"cmp"
	"maps"
	"slices"

	"framewatch/store"
)

// ordered are the tables in the order of their IDs.
func (b *book) ordered() []*tableOf {
	return slices.SortedFunc(maps.Values(b.tables), func(x, y *tableOf) int { return cmp.Compare(x.id, y.id) })
}

// expire takes out the snapshots that cannot be read any more, and what only they
// had.
func (b *book) expire(kept []*store.Dataset) error {
	there := map[int64]bool{}
	for _, g := range kept {
		there[int64(g.Generation().Seq)] = true
	}
	var left []snapshot
	for _, s := range b.snapshots {
		if there[s.id] {
			left = append(left, s)
			continue
		}
		b.done.Expired++
		for _, table := range []string{"ducklake_snapshot", "ducklake_snapshot_changes"} {
			if err := b.exec("DELETE FROM "+table+" WHERE snapshot_id = ?", s.id); err != nil {
				return err
			}
		}
	}
	if len(left) == len(b.snapshots) {
		return nil
	}
	b.snapshots = left
	for _, t := range b.ordered() {
		for _, path := range slices.Sorted(maps.Keys(t.files)) {
			if f := t.files[path]; f.end != 0 && !b.sees(f.begin, f.end) {
				delete(t.files, path)
				if err := b.forget(f); err != nil {
					return err
				}
			}
		}
	}
	return b.sweep()
}

// sees reports whether a snapshot has what began and ended so.
func (b *book) sees(begin, end int64) bool {
	return slices.ContainsFunc(b.snapshots, func(s snapshot) bool { return begin <= s.id && s.id < end })
}

func (b *book) forget(f *file) error {
	for _, table := range []string{"ducklake_data_file", "ducklake_file_column_stats", "ducklake_file_partition_value"} {
		if err := b.exec("DELETE FROM "+table+" WHERE data_file_id = ?", f.id); err != nil {
			return err
		}
	}
	return nil
}

// sweep takes out columns that no snapshot has and mappings that no file has.
func (b *book) sweep() error {
	for _, query := range []string{
		`DELETE FROM ducklake_column WHERE end_snapshot IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM ducklake_snapshot s WHERE s.snapshot_id >= begin_snapshot AND s.snapshot_id < end_snapshot)`,
		"DELETE FROM ducklake_column_mapping WHERE mapping_id NOT IN (SELECT mapping_id FROM ducklake_data_file)",
		"DELETE FROM ducklake_name_mapping WHERE mapping_id NOT IN (SELECT mapping_id FROM ducklake_data_file)",
	} {
		if err := b.exec(query); err != nil {
			return err
		}
	}
	return nil
}

// name names every file as the newest generation that has it does.
func (b *book) name(kept []*store.Dataset) error {
	named := map[string]bool{}
	for _, g := range slices.Backward(kept) {
		for _, f := range g.Files("") {
			t := b.tables[f.Table]
			if named[f.Path] || t == nil || t.files[f.Path] == nil {
				continue
			}
			named[f.Path] = true
			e := t.files[f.Path]
			now := g.NameOf(f)
			if now == e.name {
				continue
			}
			e.name = now
			if err := b.exec("UPDATE ducklake_data_file SET path = ? WHERE data_file_id = ?", now, e.id); err != nil {
				return err
			}
		}
	}
	return nil
}
