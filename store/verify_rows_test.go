package store_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// references are the columns that name a row of a table; those of a table's own key
// are left out, and so is what may name what is no more.
func references(table, column string) bool {
	own := map[string]string{"source_id": "sources", "doc_id": "documents", "sentence_id": "sentences", "clause_id": "clauses", "quote_id": "quotes", "capture_id": "captures"}
	named := append(slices.Collect(mapsKeys(own)), "copy_id", "group_id", "other_id", "parent_id", "aligned_to", "warc_file")
	switch table + "." + column {
	case "frame_hits.frame", "frame_hits.codebook", "document_frames.frame", "document_frames.codebook", "mentions.entity_id", "quotes.speaker_id", "memberships.bloc_id":
		return true
	}
	return slices.Contains(named, column) && own[column] != table && (column != "source_id" || !slices.Contains([]string{"failures", "source_runs", "source_events"}, table))
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// columnOf is the field of a row's column.
func columnOf(row reflect.Value, name string) reflect.Value {
	for i := range row.NumField() {
		column, _, _ := strings.Cut(row.Type().Field(i).Tag.Get("col"), ",")
		if column == name {
			return row.Field(i)
		}
	}
	return reflect.Value{}
}

// expectProblem wants a problem of a table with a code, and none of another table
// than those that are named.
func expectProblem(t *testing.T, problems []store.Problem, table, code string) {
	t.Helper()
	if !slices.ContainsFunc(problems, func(p store.Problem) bool { return p.Table == table && p.Code == code }) {
		t.Errorf("problems of %s: %+v, want %s", table, problems, code)
	}
}

// TestVerifyFindsEveryReferenceToNothing, in whatever table and column.
func TestVerifyFindsEveryReferenceToNothing(t *testing.T) {
	cases := 0
	for name, rows := range newWorld().tables() {
		columns, err := table.ColumnsOf(rows.Type().Elem())
		must(t, err)
		for _, c := range columns {
			if !references(name, c.Name) {
				continue
			}
			cases++
			t.Run(name+"."+c.Name, func(t *testing.T) {
				w := newWorld()
				row := w.tables()[name]
				columnOf(row.Index(row.Len()-1), c.Name).SetString("nobody")
				expectProblem(t, problemsOn(t, w.write(t)), name, "dangling")
			})
		}
	}
	if cases < 37 {
		t.Errorf("%d columns refer to something: are they met?", cases)
	}
}

// TestVerifyFindsEveryRepeatedKey, in whatever table has one.
func TestVerifyFindsEveryRepeatedKey(t *testing.T) {
	for name, rows := range newWorld().tables() {
		columns, err := table.ColumnsOf(rows.Type().Elem())
		must(t, err)
		if !slices.ContainsFunc(columns, func(c table.Column) bool { return c.Key }) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			at := w.tables()[name]
			at.Set(reflect.Append(at, at.Index(0)))
			expectProblem(t, problemsOn(t, w.write(t)), name, "duplicate-key")
		})
	}
}

// TestVerifyFindsEveryPlaceThatIsWrong: outside the text, of two forms that differ,
// and with another text than what stands there.
func TestVerifyFindsEveryPlaceThatIsWrong(t *testing.T) {
	set := func(column string, value int64) func(reflect.Value) {
		return func(row reflect.Value) { columnOf(row, column).SetInt(value) }
	}
	say := func(column string) func(reflect.Value) {
		return func(row reflect.Value) { columnOf(row, column).SetString("another") }
	}
	damage := map[string]func(reflect.Value){"start before the text": set("start_byte", -1), "end beyond the text": set("end_byte", 1<<40), "end before start": set("end_byte", 0),
		"start in code points": set("start_char", 1<<20), "end in code points": set("end_char", 1<<20), "surface": say("surface")}
	for _, name := range []string{"sentences", "mentions", "frame_hits", "clauses", "claims", "stances"} {
		for what, do := range damage {
			if what == "surface" && (name == "sentences" || name == "clauses" || name == "stances") {
				continue // they have none
			}
			t.Run(name+" "+what, func(t *testing.T) {
				w := newWorld()
				rows := w.tables()[name]
				do(rows.Index(rows.Len() - 1))
				expectProblem(t, problemsOn(t, w.write(t)), name, "offset")
			})
		}
	}
	for what, do := range map[string]func(*store.QuoteRow){
		"content outside":  func(q *store.QuoteRow) { q.Content[0].End = 1 << 20 },
		"content backward": func(q *store.QuoteRow) { q.Content[0].End = q.Content[0].Start - 1 },
		"content before":   func(q *store.QuoteRow) { q.Content[0].Start = -1 },
		"content text":     func(q *store.QuoteRow) { q.ContentText += "!" },
		"source text":      func(q *store.QuoteRow) { q.SourceText = "Ms Lau" },
		"cue span":         func(q *store.QuoteRow) { q.Cue = nil },
	} {
		t.Run("quotes "+what, func(t *testing.T) {
			w := newWorld()
			do(&w.Quotes[0])
			expectProblem(t, problemsOn(t, w.write(t)), "quotes", "offset")
		})
	}
}

// fileOf is the newest file of a table with what is in it.
func fileOf(t *testing.T, mem *disktest.Mem, name string) (store.File, []byte) {
	t.Helper()
	d, err := store.OpenOn(mem)
	must(t, err)
	files := d.Files(name)
	f := files[len(files)-1]
	data, err := disk.ReadFile(mem, f.Path, 1<<20)
	must(t, err)
	return f, data
}

// TestVerifyFindsTextThatIsNone, in whatever column of whatever table: a file of an
// earlier version may hold bytes that are no UTF-8.
func TestVerifyFindsTextThatIsNone(t *testing.T) {
	sound, spoilt := newWorld().write(t), 0
	for _, rowType := range store.RowTypes() {
		name := reflect.Zero(rowType).Interface().(store.Row).Table()
		mem := copied(sound)
		f, data := fileOf(t, mem, name)
		columns, err := table.ColumnsOf(rowType)
		must(t, err)
		for _, c := range columns {
			bad := tabletest.Spoil(t, data, c.Name)
			if bad == nil {
				if strings.Contains(c.Type, "string") {
					t.Errorf("%s.%s has no value in the world: it cannot be spoilt", name, c.Name)
				}
				continue
			}
			spoilt++
			t.Run(name+"."+c.Name, func(t *testing.T) {
				must(t, store.Replace(mem, f.Path, bad))
				problems := problemsOn(t, mem)
				if !slices.ContainsFunc(problems, func(p store.Problem) bool { return p.Path == f.Path && p.Code == "text" }) {
					t.Errorf("problems %+v, want text in %s", problems, f.Path)
				}
			})
		}
	}
	if spoilt < 150 {
		t.Errorf("%d columns of text: are they met?", spoilt)
	}
}

// TestVerifyHoldsNothingAgainstListsThatAreNotThere, as in datasets of versions that
// wrote none.
func TestVerifyHoldsNothingAgainstListsThatAreNotThere(t *testing.T) {
	w := newWorld()
	w.Codebook, w.Entities, w.Blocs = nil, nil, nil
	if problems := problemsOn(t, w.write(t)); len(problems) > 0 {
		t.Errorf("problems %+v", problems)
	}
}
