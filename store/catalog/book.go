package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"framewatch/store"
)

// book is a catalogue that is being updated.
type book struct {
	ctx     context.Context //nolint:containedctx // of the update, which lives as long
	conn    *sql.Conn
	dataset string // ID
	changed bool
	done    Result

	snapshots     []snapshot // in order
	nextCatalog   int64      // ID of the next table or partitioning
	nextFile      int64      // ID of the next file or mapping
	schemaVersion int64
	tables        map[string]*tableOf
}

// snapshot is one generation as the catalogue has it.
type snapshot struct {
	id   int64
	note note
}

// note is what the catalogue says of where a snapshot is from.
type note struct {
	Dataset string `json:"dataset"`
	Run     string `json:"run_id"`
}

// tableOf is a table of the catalogue.
type tableOf struct {
	name                               string
	id, partition, nextColumn, nextRow int64
	columns                            []*column // that count since the newest snapshot, top ones
	files                              map[string]*file
	mappings                           map[string]int64 // by what they map
}

// column is a column, an element or a field of the catalogue.
type column struct {
	id         int64
	name, kind string
	children   []*column
}

// file is a data file of the catalogue.
type file struct {
	id    int64
	name  string
	begin int64
	end   int64 // 0 while it counts
}

func (b *book) exec(query string, args ...any) error {
	b.changed = true
	return b.do(query, args...)
}

// do executes what changes nothing of the catalogue by itself.
func (b *book) do(query string, args ...any) error {
	_, err := b.conn.ExecContext(b.ctx, query, args...)
	return err
}

// each calls fn with every row of a query.
func (b *book) each(query string, fn func(scan func(...any) error) error, args ...any) (err error) {
	rows, err := b.conn.QueryContext(b.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// update brings the catalogue to the generations that are kept.
func (b *book) update(kept []*store.Dataset) error {
	newest := kept[len(kept)-1]
	if err := b.prepare(newest); err != nil {
		return err
	}
	if err := b.load(); err != nil {
		return err
	}
	if !b.continues(kept) {
		if err := b.clear(newest); err != nil {
			return err
		}
	}
	last := int64(0)
	if n := len(b.snapshots); n > 0 {
		last = b.snapshots[n-1].id
	}
	for _, g := range kept {
		if seq := int64(g.Generation().Seq); seq > last {
			if err := b.add(g); err != nil {
				return fmt.Errorf("add run %s: %w", g.Generation().RunID, err)
			}
		}
	}
	if err := b.expire(kept); err != nil {
		return err
	}
	if err := b.name(kept); err != nil {
		return err
	}
	if !b.changed {
		return nil
	}
	return b.sum()
}

// prepare makes the tables where there are none, and notes where the files lie.
func (b *book) prepare(d *store.Dataset) error {
	var others, ours int
	err := b.conn.QueryRowContext(b.ctx, "SELECT count(*), count(*) FILTER (WHERE name = 'ducklake_metadata') FROM sqlite_master WHERE type = 'table'").Scan(&others, &ours)
	if err != nil {
		return err
	}
	switch {
	case ours == 0 && others > 0:
		return fmt.Errorf("%w: it holds other tables", ErrForeign)
	case ours == 0:
		return b.begin(d)
	}
	var has, path string
	err = b.conn.QueryRowContext(b.ctx, "SELECT max(value) FILTER (WHERE key = 'version'), max(value) FILTER (WHERE key = 'data_path') FROM ducklake_metadata WHERE scope IS NULL").Scan(&has, &path)
	if err != nil {
		return err
	}
	if has != version {
		return fmt.Errorf("%w: it is of version %s of DuckLake, not %s", ErrForeign, has, version)
	}
	if now, err := dataPath(d); err != nil || now == path {
		return err
	} else if err := b.exec("UPDATE ducklake_metadata SET value = ? WHERE key = 'data_path' AND scope IS NULL", now); err != nil {
		return err
	}
	return nil
}

func (b *book) begin(d *store.Dataset) error {
	path, err := dataPath(d)
	if err != nil {
		return err
	}
	if err := b.exec(tables); err != nil {
		return err
	}
	for _, kv := range [][2]string{{"version", version}, {"created_by", "framewatch"}, {"data_path", path}, {"encrypted", "false"}} {
		if err := b.exec("INSERT INTO ducklake_metadata VALUES (?, ?, NULL, NULL)", kv[0], kv[1]); err != nil {
			return err
		}
	}
	return nil
}

// load reads what the catalogue has.
func (b *book) load() error {
	b.tables, b.snapshots, b.nextCatalog, b.nextFile, b.schemaVersion = map[string]*tableOf{}, nil, 1, 0, 0
	err := b.each("SELECT snapshot_id, schema_version, next_catalog_id, next_file_id, coalesce(commit_extra_info, '') FROM ducklake_snapshot LEFT JOIN ducklake_snapshot_changes USING (snapshot_id) ORDER BY snapshot_id", func(scan func(...any) error) error {
		var s snapshot
		var info string
		if err := scan(&s.id, &b.schemaVersion, &b.nextCatalog, &b.nextFile, &info); err != nil {
			return err
		}
		if json.Unmarshal([]byte(info), &s.note) != nil || s.note.Run == "" {
			return fmt.Errorf("%w: its snapshot %d was written by another program (attach it READ_ONLY; without the file it is made anew)", ErrForeign, s.id)
		}
		if s.note.Dataset != "" && s.note.Dataset != b.dataset { // the first layout has no ID
			return fmt.Errorf("%w: its snapshot %d is of dataset %s", ErrForeign, s.id, s.note.Dataset)
		}
		b.snapshots = append(b.snapshots, s)
		return nil
	})
	if err != nil {
		return err
	}
	return errors.Join(b.loadTables(), b.loadColumns(), b.loadFiles())
}

// continues reports whether the generations go on from the snapshots: a dataset
// that came back from a backup, or was rebuilt, has another history.
func (b *book) continues(kept []*store.Dataset) bool {
	runs := map[int64]string{}
	newest := int64(0)
	for _, g := range kept {
		m := g.Generation()
		newest = int64(m.Seq)
		runs[newest] = m.RunID
	}
	return !slices.ContainsFunc(b.snapshots, func(s snapshot) bool {
		run, there := runs[s.id]
		return there && run != s.note.Run || s.id > newest
	})
}

// clear takes everything out, to write it anew.
func (b *book) clear(d *store.Dataset) error {
	var names []string
	err := b.each("SELECT name FROM sqlite_master WHERE type = 'table'", func(scan func(...any) error) error {
		names = append(names, "")
		return scan(&names[len(names)-1])
	})
	if err != nil {
		return err
	}
	for _, n := range names {
		if err := b.exec("DROP TABLE " + strconv.Quote(n)); err != nil {
			return err
		}
	}
	b.done.Anew = true
	if err := b.begin(d); err != nil {
		return err
	}
	return b.load()
}

// result counts what there is after the update.
func (b *book) result(bytes int) Result {
	r := b.done
	r.Snapshots, r.Tables, r.Bytes = len(b.snapshots), len(b.tables), int64(bytes)
	for _, t := range b.tables {
		for _, f := range t.files {
			if f.end == 0 {
				r.Files++
			}
		}
	}
	return r
}
