package catalog

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framewatch/store"
	"framewatch/store/table"
)

// dataPath is what the paths in a catalogue are below. It is absolute: engines take
// another one for relative to where they run. Whoever moves a dataset updates the
// catalogue, or attaches it with DATA_PATH and OVERRIDE_DATA_PATH.
func dataPath(d *store.Dataset) (string, error) {
	root := d.Root()
	if !store.InBucket(root) {
		abs, err := filepath.Abs(root)
		if err != nil {
			return "", err
		}
		root = filepath.ToSlash(abs)
	}
	return strings.TrimRight(root, "/") + "/", nil
}

// add makes a snapshot of a generation.
func (b *book) add(g *store.Dataset) error {
	m := g.Generation()
	seq := int64(m.Seq)
	changes, err := b.schema(seq)
	if err != nil {
		return err
	}
	files := map[string]store.File{}
	for _, f := range m.Files {
		files[f.Path] = f
	}
	for _, name := range store.TableNames() {
		t := b.tables[name]
		deleted, err := b.endFiles(seq, t, files)
		if err != nil {
			return err
		}
		inserted := false
		for _, f := range g.Files(name) {
			if known := t.files[f.Path]; known != nil {
				continue
			}
			inserted = true
			if err := b.addFile(seq, t, g, f); err != nil {
				return err
			}
		}
		if inserted {
			changes = append(changes, fmt.Sprintf("inserted_into_table:%d", t.id))
		}
		if deleted {
			changes = append(changes, fmt.Sprintf("deleted_from_table:%d", t.id))
		}
	}
	n := note{Dataset: b.dataset, Run: m.RunID}
	info, err := json.Marshal(n)
	if err != nil {
		return err
	}
	if err := b.exec("INSERT INTO ducklake_snapshot VALUES (?, ?, ?, ?, ?)", seq, instant(m.Ended), b.schemaVersion, b.nextCatalog, b.nextFile); err != nil {
		return err
	}
	b.snapshots = append(b.snapshots, snapshot{id: seq, note: n})
	b.done.Added++
	return b.exec("INSERT INTO ducklake_snapshot_changes VALUES (?, ?, ?, ?, ?)", seq, strings.Join(changes, ","), "framewatch "+m.Version, "framewatch "+m.Command, string(info))
}

// endFiles gives the files that a generation has no more their end.
func (b *book) endFiles(seq int64, t *tableOf, live map[string]store.File) (any bool, err error) {
	for _, path := range slices.Sorted(maps.Keys(t.files)) {
		f := t.files[path]
		if _, there := live[path]; there || f.end != 0 {
			continue
		}
		any, f.end = true, seq
		if err := b.exec("UPDATE ducklake_data_file SET end_snapshot = ? WHERE data_file_id = ?", seq, f.id); err != nil {
			return any, err
		}
	}
	return any, nil
}

func (b *book) addFile(seq int64, t *tableOf, g *store.Dataset, f store.File) error {
	foot, err := g.Footer(f)
	if err != nil {
		return err
	}
	if foot.Rows != f.Rows {
		return fmt.Errorf("%w: %s has %d rows, %d were written", store.ErrDamaged, f.Path, foot.Rows, f.Rows)
	}
	mapping, err := b.mapping(t, foot, f.Month())
	if err != nil {
		return err
	}
	e := &file{id: b.nextFile, name: g.NameOf(f), begin: seq}
	b.nextFile++
	t.files[f.Path] = e
	partition := sql.NullInt64{Int64: t.partition, Valid: f.Month() != ""}
	err = b.exec("INSERT INTO ducklake_data_file VALUES (?, ?, ?, NULL, NULL, ?, 1, 'parquet', ?, ?, ?, ?, ?, NULL, ?, NULL)",
		e.id, t.id, seq, e.name, f.Rows, f.Bytes, foot.Bytes, t.nextRow, partition, mapping)
	if err != nil {
		return err
	}
	t.nextRow += f.Rows
	if f.Month() != "" {
		if err := b.exec("INSERT INTO ducklake_file_partition_value VALUES (?, ?, 0, ?)", e.id, t.id, f.Month()); err != nil {
			return err
		}
	}
	return b.stats(t, e, foot, f.Month())
}

// entry maps a name in a file to a column.
type entry struct {
	source    string
	target    int64
	parent    sql.NullInt64 // place of the entry above
	partition bool
}

// mapping is how the names in some files map to columns.
type mapping []entry

// key is the same for mappings that map the same.
func (m mapping) key() string { return fmt.Sprint([]entry(m)) }

func (m *mapping) add(source string, target int64, parent int64) int64 {
	e := entry{source: source, target: target}
	if parent >= 0 {
		e.parent = sql.NullInt64{Int64: parent, Valid: true}
	}
	*m = append(*m, e)
	return int64(len(*m) - 1)
}

// mapping finds or makes the mapping of a file. Columns that the table does not have
// are left out, and what is left out of a file's is null.
func (b *book) mapping(t *tableOf, foot table.Footer, inMonth string) (int64, error) {
	var m mapping
	for _, c := range foot.Columns {
		to := t.column(c.Name)
		if to == nil || (to.kind == "list") != (len(c.Paths[0]) > 1) {
			continue
		}
		at := m.add(c.Paths[0][0], to.id, -1)
		if to.kind != "list" {
			continue
		}
		element := to.children[0]
		at = m.add(c.Paths[0][1], element.id, at)
		for _, path := range c.Paths {
			name := path[len(path)-1]
			if i := slices.IndexFunc(element.children, func(c *column) bool { return c.name == name }); i >= 0 {
				m.add(name, element.children[i].id, at)
			}
		}
	}
	if inMonth != "" {
		m = append(m, entry{source: month, target: t.column(month).id, partition: true})
	}
	if id, ok := t.mappings[m.key()]; ok {
		return id, nil
	}
	id := b.nextFile
	b.nextFile++
	t.mappings[m.key()] = id
	if err := b.exec("INSERT INTO ducklake_column_mapping VALUES (?, ?, 'map_by_name')", id, t.id); err != nil {
		return 0, err
	}
	for i, e := range m {
		if err := b.exec("INSERT INTO ducklake_name_mapping VALUES (?, ?, ?, ?, ?, ?)", id, i, e.source, e.target, e.parent, e.partition); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// instant is a time as a catalogue has it, so that texts have the order of times.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000000+00") }
