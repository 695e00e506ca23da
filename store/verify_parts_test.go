package store_test

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/table"
)

// times gives a world as many documents, each with all that is about it.
func (w *world) times(t *testing.T, n int) *world {
	t.Helper()
	shared := []string{"run_id", "source_id", "capture_id", "entity_id", "speaker_id"} // not told of documents
	for name, rows := range w.tables() {
		columns, err := table.ColumnsOf(rows.Type().Elem())
		must(t, err)
		if !slices.ContainsFunc(columns, func(c table.Column) bool { return c.Name == "doc_id" }) || name == "failures" {
			continue
		}
		one := rows.Len()
		for k := 1; k < n; k++ {
			for i := range one {
				row := reflect.New(rows.Type().Elem()).Elem()
				row.Set(rows.Index(i))
				for _, c := range columns {
					field := row.Field(c.Index)
					id := strings.HasSuffix(c.Name, "_id") || c.Name == "aligned_to"
					if id && !slices.Contains(shared, c.Name) && field.Kind() == reflect.String && field.String() != "" {
						field.SetString(fmt.Sprintf("%s-%d", field.String(), k))
					}
					if field.Kind() == reflect.Slice { // not shared with the row it is copied from
						field.Set(reflect.AppendSlice(reflect.Zero(field.Type()), field))
					}
				}
				rows.Set(reflect.Append(rows, row))
			}
		}
	}
	return w
}

func sortedProblems(problems []store.Problem) []store.Problem {
	slices.SortFunc(problems, func(a, b store.Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Message, b.Message))
	})
	return problems
}

// TestAMonthOfManyTextsIsCheckedInParts, and the same is found as when it is checked at
// once, each fault once.
func TestAMonthOfManyTextsIsCheckedInParts(t *testing.T) {
	check := func(t *testing.T, d damaged, want string) {
		t.Helper()
		whole := sortedProblems(problemsOn(t, copied(d.Mem)))
		if want != "" && !slices.ContainsFunc(whole, func(p store.Problem) bool { return strings.Contains(p.Code+": "+p.Message, want) }) {
			t.Errorf("problems %+v, want %q", whole, want)
		}
		for _, texts := range []int{2 * len(worldText), 1 << 20} {
			parts, err := store.VerifyInParts(t.Context(), copied(d.Mem), texts)
			must(t, err)
			if diff := gocmp.Diff(whole, sortedProblems(parts)); diff != "" {
				t.Errorf("with %d bytes at a time: %s", texts, diff)
			}
		}
	}
	sound := newWorld().times(t, 7).write(t)
	t.Run("sound", func(t *testing.T) {
		check(t, damaged{copied(sound), t}, "")
		if problems := problemsOn(t, copied(sound)); len(problems) > 0 {
			t.Errorf("problems %+v", problems)
		}
	})
	for _, name := range slices.Sorted(maps.Keys(inRows)) {
		if name == "a quotation of no document" {
			continue // it may be of another part than the clause that names it, which is told then, too
		}
		t.Run(name, func(t *testing.T) {
			w := newWorld().times(t, 7)
			inRows[name].do(w)
			check(t, damaged{w.write(t), t}, inRows[name].want)
		})
	}
	for _, table := range []string{"quotes", "mentions", "term_counts"} {
		t.Run("text of "+table, func(t *testing.T) {
			d := damaged{copied(sound), t}
			d.spoil(table, "run_id")
			check(t, d, "text: 1 rows with ")
		})
		t.Run("rows of "+table, func(t *testing.T) {
			d := damaged{copied(sound), t}
			reseal(d, func(m *store.Manifest) {
				i := slices.IndexFunc(m.Files, func(f store.File) bool { return f.Table == table })
				m.Files[i].Rows++
			})
			check(t, d, "row-count: ")
		})
	}
	t.Run("no documents", func(t *testing.T) {
		d := damaged{copied(sound), t}
		lose(d, reflect.TypeFor[store.MentionRow](), "doc_id")
		check(t, d, "dangling: 21 rows with no doc_id")
	})
}
