package store

import (
	"context"
	"fmt"
	"framewatch/store/table"
	"hash/maphash"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

// byMonth are the tables about documents, whose rows lie in the month of their
// document: they are read a month at a time.
var byMonth = []string{"sentences", "mentions", "frame_hits", "quotes", "clauses", "claims", "stances", "document_frames", "document_targets", "term_counts"}

// ofThePast are the tables whose rows may concern an outlet that a list no longer
// has.
var ofThePast = []string{"failures", "source_runs", "source_events"}

// tableCheck is what checking tables keeps: keys as hashes of 8 bytes.
type tableCheck struct {
	*verifier
	seed     maphash.Seed
	sources  map[uint64]bool
	captures []uint64        // sorted
	docs     []uint64        // sorted
	frames   map[uint64]bool // codebook and frame; none where the dataset has no such table
	entities map[uint64]bool // likewise
	blocs    map[uint64]bool // likewise
}

// checkTables reads every table once, what is referred to first.
func (v *verifier) checkTables(ctx context.Context) error {
	c := &tableCheck{verifier: v, seed: maphash.MakeSeed(), sources: map[uint64]bool{}}
	if err := v.checkRuns(ctx); err != nil || v.soundBefore() {
		return err
	}
	found := len(v.problems)
	c.loadLists(ctx)
	later := append([]string{"documents"}, byMonth...)
	for _, first := range []bool{true, false} {
		for _, t := range rowTypes() {
			name := tableName(t)
			if slices.Contains(later, name) || first != slices.Contains([]string{"sources", "captures"}, name) {
				continue
			}
			if err := c.checkSmall(ctx, t); err != nil {
				return err
			}
		}
		if !first {
			break
		}
		if err := c.checkDocuments(ctx); err != nil {
			return err
		}
	}
	if err := c.checkMonths(ctx); err != nil {
		return err
	}
	if len(v.problems) == found && len(v.unreadable) == 0 {
		v.noteSound()
	}
	return nil
}

// unread notes that a file cannot be read, and passes on what ends the check.
func (v *verifier) unread(ctx context.Context, f File, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	v.unreadable[f.Path] = true
	v.add(Problem{Path: f.Path, Table: f.Table, Code: "unreadable", Message: strings.TrimPrefix(err.Error(), "read "+f.Path+": ")})
	return nil
}

// eachFile calls check with the files of a table that can be read, and holds the
// rows it counts against the manifest.
func (v *verifier) eachFile(ctx context.Context, files []File, check func(d *Dataset, f File) (rows int64, err error)) error {
	for _, f := range files {
		if v.unreadable[f.Path] {
			continue
		}
		n, err := check(v.d.Only(f), f)
		if err != nil || ctx.Err() != nil {
			if err := v.unread(ctx, f, err); err != nil {
				return err
			}
			continue
		}
		if n != f.Rows {
			v.add(Problem{Path: f.Path, Table: f.Table, Code: "row-count", Message: fmt.Sprintf("%d rows, the manifest has %d", n, f.Rows)})
		}
	}
	return nil
}

// faults counts faults of one kind in a file, with the first as an example.
type faults struct {
	kinds []string // in the order in which they were met
	count map[string]int
	code  map[string]string
	first map[string]string
}

func (f *faults) add(code, what, example string) {
	if f.count == nil {
		f.count, f.code, f.first = map[string]int{}, map[string]string{}, map[string]string{}
	}
	if f.count[what] == 0 {
		f.kinds, f.code[what], f.first[what] = append(f.kinds, what), code, example
	}
	f.count[what]++
}

func (f *faults) tell(v *verifier, path, table string) {
	for _, what := range f.kinds {
		v.add(Problem{Path: path, Table: table, Code: f.code[what],
			Message: fmt.Sprintf("%d rows with %s, such as %q", f.count[what], what, strings.ToValidUTF8(f.first[what], "\uFFFD"))})
	}
}

func (c *tableCheck) hash(s string) uint64 { return maphash.String(c.seed, s) }

// doubled sorts hashes of keys and counts those that repeat another.
func doubled(keys []uint64) int {
	slices.Sort(keys)
	n := 0
	for i := 1; i < len(keys); i++ {
		if keys[i] == keys[i-1] {
			n++
		}
	}
	return n
}

func (v *verifier) tellDoubled(table string, keys []uint64) {
	if n := doubled(keys); n > 0 {
		v.add(Problem{Table: table, Code: "duplicate-key", Message: fmt.Sprintf("%d rows repeat a key", n)})
	}
}

func has(sorted []uint64, h uint64) bool {
	_, ok := slices.BinarySearch(sorted, h)
	return ok
}

// checkSmall reads a table that does not grow with the words of texts, a row at
// a time.
func (c *tableCheck) checkSmall(ctx context.Context, t reflect.Type) error {
	name := tableName(t)
	cols, err := table.ColumnsOf(t)
	if err != nil {
		return err
	}
	var keys []uint64
	err = c.eachFile(ctx, c.d.Files(name), func(d *Dataset, f File) (n int64, err error) {
		var bad faults
		err = d.eachRow(ctx, f, t, func(row reflect.Value) bool {
			n++
			if k := keyOf(cols, row); k != "" {
				keys = append(keys, c.hash(k))
			}
			c.checkRow(name, cols, row, &bad)
			return true
		})
		bad.tell(c.verifier, f.Path, name)
		return n, err
	})
	c.tellDoubled(name, keys)
	if name == (CaptureRow{}).Table() {
		c.captures = keys
	}
	return err
}

func (c *tableCheck) checkRow(name string, cols []table.Column, row reflect.Value, bad *faults) {
	for _, col := range cols {
		field := row.Field(col.Index)
		if !validText(field) {
			bad.add("text", col.Name+" that is not UTF-8", fmt.Sprint(field))
		}
		if field.Kind() != reflect.String || field.String() == "" {
			continue
		}
		value := field.String()
		switch col.Name {
		case "source_id":
			if name == "sources" {
				c.sources[c.hash(value)] = true
			} else if !slices.Contains(ofThePast, name) && !c.sources[c.hash(value)] {
				bad.add("dangling", "a source_id that table sources does not have", value)
			}
		case "doc_id", "copy_id", "group_id", "other_id":
			if !has(c.docs, c.hash(value)) {
				bad.add("dangling", "a "+col.Name+" that table documents does not have", value)
			}
		case "bloc_id":
			if name == (MembershipRow{}).Table() && len(c.blocs) > 0 && !c.blocs[c.hash(value)] {
				bad.add("dangling", "a bloc_id that table blocs does not have", value)
			}
		case "warc_file":
			if c.warcMissing(value) {
				bad.add("dangling", "a warc_file that is not there", value)
			}
		}
	}
}

// validText reports whether all strings in a value are UTF-8.
func validText(v reflect.Value) bool {
	switch v.Kind() { //nolint:exhaustive // other kinds hold no text
	case reflect.String:
		return utf8.ValidString(v.String())
	case reflect.Slice:
		for i := range v.Len() {
			if !validText(v.Index(i)) {
				return false
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && !validText(v.Field(i)) {
				return false
			}
		}
	}
	return true
}

// keyOf joins the key columns of a row; empty when the table has no key.
func keyOf(cols []table.Column, row reflect.Value) string {
	var parts []string
	for _, c := range cols {
		if c.Key {
			parts = append(parts, row.Field(c.Index).String())
		}
	}
	return strings.Join(parts, "\x00")
}

// columnText checks the text columns of batches of T: a repeated string once.
type columnText struct{ seen []int }

func (t *columnText) check(batch any, bad *faults) {
	v := reflect.ValueOf(batch).Elem()
	if t.seen == nil {
		t.seen = make([]int, v.NumField())
	}
	for i := range v.NumField() {
		var texts []string
		switch field := v.Field(i).Addr().Interface().(type) {
		case *Symbols:
			texts, t.seen[i] = field.Values[min(t.seen[i], len(field.Values)):], len(field.Values)
		case *[]string:
			texts = *field
		}
		for _, s := range texts {
			if !utf8.ValidString(s) {
				name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("col"), ",")
				bad.add("text", name+" that is not UTF-8", s)
			}
		}
	}
}
