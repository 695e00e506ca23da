package catalog

import (
	"fmt"
	"strconv"
	"time"

	"framewatch/store/table"
)

// prunes reports whether the least and greatest values of a column are kept: those of
// texts would put texts into the catalogue, and those of floating-point numbers do
// not tell where a value is not a number.
func (c *column) prunes() bool {
	return c.kind == "int64" || c.kind == "timestamptz" || c.kind == "boolean"
}

// stats notes what is known of a file's columns without their values.
func (b *book) stats(t *tableOf, f *file, foot table.Footer, inMonth string) error {
	known := map[string]table.FooterColumn{}
	for _, c := range foot.Columns {
		known[c.Name] = c
	}
	initial := map[string]bool{}
	for _, w := range wanted(t.name) {
		initial[w.name] = w.initial != nil
	}
	insert := func(c *column, bytes int64, values, nulls, low, high any) error {
		return b.exec("INSERT INTO ducklake_file_column_stats VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", f.id, t.id, c.id, bytes, values, nulls, low, high)
	}
	for _, c := range t.columns {
		var err error
		k, there := known[c.name]
		switch {
		case c.name == month && inMonth != "":
			err = insert(c, 0, foot.Rows, 0, inMonth, inMonth)
		case !c.prunes():
		case !there && initial[c.name]:
		case !there:
			err = insert(c, 0, 0, foot.Rows, nil, nil)
		case !k.HasNulls:
			err = insert(c, k.Bytes, nil, nil, nil, nil)
		default:
			err = insert(c, k.Bytes, foot.Rows-k.Nulls, k.Nulls, text(k.Min), text(k.Max))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// text is a value as a catalogue has it, nil where there is none.
func text(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		return strconv.FormatInt(v, 10)
	case time.Time:
		return instant(v)
	}
	return fmt.Sprint(v)
}

// sum computes what is known of whole tables. It holds for every snapshot: values are
// the outermost of all files that the catalogue has.
func (b *book) sum() error {
	for _, query := range []string{
		"DELETE FROM ducklake_table_column_stats",
		`INSERT INTO ducklake_table_column_stats
SELECT s.table_id, s.column_id, max(s.null_count > 0), NULL,
  CASE c.column_type WHEN 'int64' THEN CAST(min(CAST(s.min_value AS INTEGER)) AS TEXT) ELSE min(s.min_value) END,
  CASE c.column_type WHEN 'int64' THEN CAST(max(CAST(s.max_value AS INTEGER)) AS TEXT) ELSE max(s.max_value) END, NULL
FROM ducklake_file_column_stats s JOIN ducklake_column c ON c.table_id = s.table_id AND c.column_id = s.column_id AND c.end_snapshot IS NULL
GROUP BY s.table_id, s.column_id, c.column_type
HAVING count(*) = (SELECT count(*) FROM ducklake_data_file d WHERE d.table_id = s.table_id)
  AND min(s.null_count IS NOT NULL AND (s.value_count = 0 OR s.min_value IS NOT NULL)) = 1
ORDER BY s.table_id, s.column_id`,
		"DELETE FROM ducklake_table_stats",
	} {
		if err := b.exec(query); err != nil {
			return err
		}
	}
	for _, t := range b.ordered() {
		err := b.exec(`INSERT INTO ducklake_table_stats
SELECT ?1, coalesce(sum(record_count), 0), ?2, coalesce(sum(file_size_bytes), 0) FROM ducklake_data_file WHERE table_id = ?1 AND end_snapshot IS NULL`, t.id, t.nextRow)
		if err != nil {
			return err
		}
	}
	return nil
}
