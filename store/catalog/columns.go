package catalog

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"framewatch/store"
	"framewatch/store/table"
)

// month is the column that is in files' paths alone.
const month = "month"

// kinds are DuckLake's names for the types of columns.
var kinds = map[string]string{"string": "varchar", "binary": "blob", "int64": "int64", "double": "float64", "bool": "boolean", "timestamp[us, UTC]": "timestamptz"}

// want is a column as the table has it today.
type want struct {
	name, was, kind string
	initial         any // what files that lack it are read with, nil for null
	children        []want
}

func wanted(name string) []want {
	var out []want
	for _, c := range store.Columns(name) {
		out = append(out, wantOf(&c))
	}
	if store.ByMonth(name) {
		out = append(out, want{name: month, kind: "varchar"})
	}
	return out
}

func wantOf(c *table.Column) want {
	leaves := c.Leaves()
	if !c.List() {
		w := want{name: c.Name, was: c.Was(), kind: kinds[leaves[0].Type]}
		if c.Later() && w.kind == "boolean" {
			w.initial = "false"
		}
		return w
	}
	element := want{name: "element", kind: kinds[leaves[0].Type]}
	if leaves[0].Name != "" {
		element.kind = "struct"
		for _, l := range leaves {
			element.children = append(element.children, want{name: l.Name, kind: kinds[l.Type]})
		}
	}
	// DuckDB takes no list for the first value: where files lack one it is null.
	return want{name: c.Name, was: c.Was(), kind: "list", children: []want{element}}
}

// same reports whether a column is of the wanted type.
func (w want) same(c *column) bool {
	return w.kind == c.kind && slices.EqualFunc(w.children, c.children, func(w want, c *column) bool { return w.name == c.name && w.same(c) })
}

// schema brings the tables to today's columns as of a snapshot, and returns what it
// did in the words of ducklake_snapshot_changes.
func (b *book) schema(seq int64) ([]string, error) {
	var changes []string
	if len(b.tables) == 0 {
		if err := b.exec("INSERT INTO ducklake_schema VALUES (0, ?, ?, NULL, 'main', '', 1)", b.uuid("schema main"), seq); err != nil {
			return nil, err
		}
		changes = append(changes, `created_schema:"main"`)
	}
	altered := map[int64]bool{}
	for _, name := range store.TableNames() {
		t := b.tables[name]
		change := ""
		if t == nil {
			var err error
			if t, err = b.newTable(seq, name); err != nil {
				return nil, err
			}
			change = fmt.Sprintf(`created_table:"main"."%s"`, name)
		}
		differs, err := b.columnsOf(seq, t)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		if differs && change == "" {
			change = fmt.Sprintf("altered_table:%d", t.id)
		}
		if change == "" {
			continue
		}
		changes = append(changes, change)
		altered[t.id] = true
		if err := b.partition(seq, t); err != nil {
			return nil, err
		}
	}
	if len(altered) == 0 {
		return nil, nil
	}
	b.schemaVersion++
	for _, name := range store.TableNames() {
		if id := b.tables[name].id; altered[id] {
			if err := b.exec("INSERT INTO ducklake_schema_versions VALUES (?, ?, ?)", seq, b.schemaVersion, id); err != nil {
				return nil, err
			}
		}
	}
	return changes, nil
}

func (b *book) newTable(seq int64, name string) (*tableOf, error) {
	t := newTable(name)
	t.id = b.nextCatalog
	b.nextCatalog++
	b.tables[name] = t
	return t, b.exec("INSERT INTO ducklake_table VALUES (?, ?, ?, NULL, 0, ?, '', 1)", t.id, b.uuid("table "+name), seq, name)
}

// partition makes month what a table is partitioned by.
func (b *book) partition(seq int64, t *tableOf) error {
	if !store.ByMonth(t.name) || t.partition != 0 {
		return nil
	}
	t.partition = b.nextCatalog
	b.nextCatalog++
	if err := b.exec("INSERT INTO ducklake_partition_info VALUES (?, ?, ?, NULL)", t.partition, t.id, seq); err != nil {
		return err
	}
	return b.exec("INSERT INTO ducklake_partition_column VALUES (?, ?, 0, ?, 'identity')", t.partition, t.id, t.column(month).id)
}

func (t *tableOf) column(name string) *column {
	if i := slices.IndexFunc(t.columns, func(c *column) bool { return c.name == name }); i >= 0 {
		return t.columns[i]
	}
	return nil
}

// columnsOf brings a table to the columns that it has today: one of another name or type has
// an end in this snapshot and, where it only got another name, goes on with its ID.
func (b *book) columnsOf(seq int64, t *tableOf) (differs bool, err error) {
	var now []*column
	for _, w := range wanted(t.name) {
		c := t.column(w.name)
		switch {
		case c != nil && w.same(c):
		case c == nil && w.was != "" && t.column(w.was) != nil && w.same(t.column(w.was)):
			c = t.column(w.was)
			differs = true
			if err := b.rename(seq, t, c, w.name); err != nil {
				return false, err
			}
		default:
			differs = true
			if c, err = b.newColumn(seq, t, w, nil); err != nil {
				return false, err
			}
		}
		now = append(now, c)
	}
	for _, c := range t.columns {
		if !slices.Contains(now, c) {
			differs = true
			if err := b.end(seq, t, c); err != nil {
				return false, err
			}
		}
	}
	t.columns = now
	return differs, nil
}

func (b *book) newColumn(seq int64, t *tableOf, w want, parent any) (*column, error) {
	c := &column{id: t.nextColumn, name: w.name, kind: w.kind}
	t.nextColumn++
	// Any column may hold nulls here: files of older versions lack some.
	err := b.exec("INSERT INTO ducklake_column VALUES (?, ?, NULL, ?, ?, ?, ?, ?, 'NULL', 1, ?, 'literal', 'duckdb')", c.id, seq, t.id, c.id, c.name, c.kind, w.initial, parent)
	for _, w := range w.children {
		if err != nil {
			return nil, err
		}
		var child *column
		child, err = b.newColumn(seq, t, w, c.id)
		c.children = append(c.children, child)
	}
	return c, err
}

func (b *book) rename(seq int64, t *tableOf, c *column, name string) error {
	const at = " FROM ducklake_column WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL"
	err := b.exec("INSERT INTO ducklake_column SELECT column_id, ?, -1, table_id, column_order, ?, column_type, initial_default, default_value, nulls_allowed, parent_column, default_value_type, default_value_dialect"+at, seq, name, t.id, c.id)
	if err == nil {
		err = b.exec("UPDATE ducklake_column SET end_snapshot = ? WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL", seq, t.id, c.id)
	}
	if err == nil {
		err = b.exec("UPDATE ducklake_column SET end_snapshot = NULL WHERE table_id = ? AND column_id = ? AND end_snapshot = -1", t.id, c.id)
	}
	c.name = name
	return err
}

func (b *book) end(seq int64, t *tableOf, c *column) error {
	for _, child := range c.children {
		if err := b.end(seq, t, child); err != nil {
			return err
		}
	}
	return b.exec("UPDATE ducklake_column SET end_snapshot = ? WHERE table_id = ? AND column_id = ? AND end_snapshot IS NULL", seq, t.id, c.id)
}

// uuid is of something of this dataset: the same each time (RFC 9562, version 8).
func (b *book) uuid(of string) string {
	sum := sha256.Sum256([]byte(b.dataset + "\n" + of))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	x := fmt.Sprintf("%x", sum[:16])
	return strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}
