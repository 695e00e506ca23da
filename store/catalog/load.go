package catalog

import (
	"database/sql"
	"fmt"

	"framewatch/store"
)

func (b *book) loadTables() error {
	return b.each(`SELECT t.table_id, t.table_name, coalesce(s.next_row_id, 0), coalesce(p.partition_id, 0), (SELECT coalesce(max(column_id), 0) FROM ducklake_column c WHERE c.table_id = t.table_id)
FROM ducklake_table t LEFT JOIN ducklake_table_stats s USING (table_id) LEFT JOIN ducklake_partition_info p ON p.table_id = t.table_id AND p.end_snapshot IS NULL
WHERE t.end_snapshot IS NULL`, func(scan func(...any) error) error {
		t := newTable("")
		if err := scan(&t.id, &t.name, &t.nextRow, &t.partition, &t.nextColumn); err != nil {
			return err
		}
		t.nextColumn++
		b.tables[t.name] = t
		return nil
	})
}

func newTable(name string) *tableOf {
	return &tableOf{name: name, nextColumn: 1, files: map[string]*file{}, mappings: map[string]int64{}}
}

// byID finds the tables by their IDs.
func (b *book) byID() map[int64]*tableOf {
	out := map[int64]*tableOf{}
	for _, t := range b.tables {
		out[t.id] = t
	}
	return out
}

func (b *book) loadColumns() error {
	tables := b.byID()
	known := map[[2]int64]*column{}
	return b.each("SELECT table_id, column_id, column_name, column_type, parent_column FROM ducklake_column WHERE end_snapshot IS NULL ORDER BY table_id, column_id", func(scan func(...any) error) error {
		var table int64
		var parent sql.NullInt64
		c := &column{}
		if err := scan(&table, &c.id, &c.name, &c.kind, &parent); err != nil {
			return err
		}
		known[[2]int64{table, c.id}] = c
		if parent.Valid {
			above := known[[2]int64{table, parent.Int64}]
			if above == nil {
				return fmt.Errorf("%w: column %s of no column", ErrForeign, c.name)
			}
			above.children = append(above.children, c)
		} else if t := tables[table]; t != nil {
			t.columns = append(t.columns, c)
		}
		return nil
	})
}

func (b *book) loadFiles() error {
	tables := b.byID()
	err := b.each("SELECT table_id, data_file_id, path, begin_snapshot, coalesce(end_snapshot, 0) FROM ducklake_data_file", func(scan func(...any) error) error {
		var table int64
		f := &file{}
		if err := scan(&table, &f.id, &f.name, &f.begin, &f.end); err != nil {
			return err
		}
		if t := tables[table]; t != nil {
			t.files[store.PathOfName(f.name)] = f
		}
		return nil
	})
	if err != nil {
		return err
	}
	maps := map[int64]*mapping{}
	of := map[int64]*tableOf{}
	err = b.each("SELECT m.mapping_id, m.table_id, n.column_id, n.source_name, n.target_field_id, n.parent_column, n.is_partition FROM ducklake_column_mapping m JOIN ducklake_name_mapping n USING (mapping_id) ORDER BY m.mapping_id, n.column_id", func(scan func(...any) error) error {
		var id, table, column int64
		var e entry
		if err := scan(&id, &table, &column, &e.source, &e.target, &e.parent, &e.partition); err != nil {
			return err
		}
		if maps[id] == nil {
			maps[id], of[id] = &mapping{}, tables[table]
		}
		*maps[id] = append(*maps[id], e)
		return nil
	})
	for id, m := range maps {
		if t := of[id]; t != nil {
			t.mappings[m.key()] = id
		}
	}
	return err
}
