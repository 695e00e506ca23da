package store_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/corpus"
	"framewatch/store"
	"framewatch/store/disk/disktest"
	"framewatch/store/table"
)

// TestEveryRowTypeIsATable: whatever type of the package has the methods of a row is
// among those that readers, writers, verify and the reference go by.
func TestEveryRowTypeIsATable(t *testing.T) {
	methods := map[string][]string{}
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		must(t, err)
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
				if on, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					methods[on.Name] = append(methods[on.Name], f.Name.Name)
				}
			}
		}
	}
	var rows, known []string
	for name, has := range methods {
		if slices.Contains(has, "Table") && slices.Contains(has, "Partition") {
			rows = append(rows, name)
		}
	}
	for _, rowType := range store.RowTypes() {
		known = append(known, rowType.Name())
	}
	slices.Sort(rows)
	slices.Sort(known)
	if diff := cmp.Diff(known, rows); diff != "" {
		t.Errorf("the types with the methods of a row are not those of the tables: %s", diff)
	}
}

var columnName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestEveryColumnIsExplained, has a name that engines take without quotes, and a key is
// text, of which verify makes one string.
func TestEveryColumnIsExplained(t *testing.T) {
	var tables []string
	for _, rowType := range store.RowTypes() {
		name := reflect.Zero(rowType).Interface().(store.Row).Table()
		tables = append(tables, name)
		columns, err := table.ColumnsOf(rowType)
		must(t, err)
		seen := map[string]bool{}
		for _, c := range columns {
			switch {
			case !columnName.MatchString(c.Name) || seen[c.Name]:
				t.Errorf("%s.%s: another name, or twice", name, c.Name)
			case c.Desc == "" || strings.TrimSpace(c.Desc) != c.Desc || strings.HasSuffix(strings.TrimSuffix(c.Desc, " ..."), "."):
				t.Errorf("%s.%s: explained by %q", name, c.Name, c.Desc)
			case c.Key && c.Type != "string":
				t.Errorf("%s.%s: a key of %s", name, c.Name, c.Type)
			}
			seen[c.Name] = true
		}
		if !seen["run_id"] {
			t.Errorf("%s does not say which run wrote its rows", name)
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(seen)), slices.Sorted(slices.Values(store.ColumnNames(name)))); diff != "" {
			t.Errorf("columns of %s: %s", name, diff)
		}
	}
	if diff := cmp.Diff(slices.Sorted(slices.Values(tables)), slices.Sorted(maps.Keys(store.TableDocs))); diff != "" {
		t.Errorf("the tables are not those that are explained: %s", diff)
	}
	if store.ColumnNames("no such table") != nil {
		t.Error("a table that is none has columns")
	}
}

// show writes a row with all that pointers lead to.
func show(v reflect.Value) string {
	if at, ok := v.Interface().(time.Time); ok {
		return fmt.Sprint(at.UnixMicro())
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "null"
		}
		return show(v.Elem())
	case reflect.Slice, reflect.Struct:
		n, at := v.NumField, v.Field
		if v.Kind() == reflect.Slice {
			n, at = v.Len, v.Index
		}
		parts := make([]string, n())
		for i := range parts {
			parts[i] = show(at(i))
		}
		return "(" + strings.Join(parts, " ") + ")"
	case reflect.String:
		return fmt.Sprintf("%q", v)
	default:
		return fmt.Sprint(v)
	}
}

// randomWorld has rows of every table with random values, in three months.
func randomWorld(r *rand.Rand, n int) *world {
	w := &world{}
	for name, rows := range w.tables() {
		rows.Set(reflect.MakeSlice(rows.Type(), n, n))
		for i := range n {
			row := rows.Index(i)
			fill(r, row)
			month := fmt.Sprintf("2026-%02d", 1+r.IntN(3))
			if m := row.FieldByName("Month"); m.IsValid() {
				m.SetString(month)
			}
			switch name {
			case "captures":
				row.FieldByName("FetchedAt").Set(reflect.ValueOf(oneOf(r, someTimes)))
			case "story_links":
				row.FieldByName("Window").SetString(month)
			}
		}
	}
	return w
}

// rowsOn are the rows of a table in the order of files, as text, with how often they
// are there.
func rowsOn(t *testing.T, d *store.Dataset, rowType reflect.Type) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, f := range d.Files(reflect.Zero(rowType).Interface().(store.Row).Table()) {
		must(t, store.EachRow(t.Context(), d, f, rowType, func(row reflect.Value) bool {
			out[show(row)+f.Month()]++
			return true
		}))
	}
	return out
}

// TestRowsOfEveryTableOutliveRunsAndMerges: what several runs wrote is there after each
// of them, merged and sorted or not.
func TestRowsOfEveryTableOutliveRunsAndMerges(t *testing.T) {
	for seed := range uint64(rounds(1)) {
		r, mem, want := rand.New(rand.NewPCG(seed, 21)), disktest.NewMem(), map[string]map[string]int{}
		for n := 1; n <= 3; n++ {
			w := randomWorld(r, 30)
			d, err := store.CreateOn(mem)
			must(t, err)
			b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Started: start})
			must(t, err)
			must(t, w.append(b))
			if n == 3 {
				must(t, b.Compact(t.Context()))
			}
			_, err = b.Commit(t.Context(), start.Add(time.Duration(n)*time.Hour))
			must(t, err)
			for name, rows := range w.tables() {
				if want[name] == nil {
					want[name] = map[string]int{}
				}
				for i := range rows.Len() {
					row := rows.Index(i)
					month := row.Interface().(store.Row).Partition()
					mend(row)
					want[name][show(row)+month]++
				}
			}
			d, err = store.OpenOn(mem)
			must(t, err)
			for _, rowType := range store.RowTypes() {
				name := reflect.Zero(rowType).Interface().(store.Row).Table()
				if name == "runs" {
					continue
				}
				if diff := cmp.Diff(want[name], rowsOn(t, d, rowType)); diff != "" {
					t.Fatalf("seed %d, run %d: %s: %.2000s", seed, n, name, diff)
				}
			}
		}
	}
}

// TestARowAsAnObject has all columns and nulls for what is not known.
func TestARowAsAnObject(t *testing.T) {
	for _, rowType := range store.RowTypes() {
		empty := reflect.Zero(rowType).Interface().(store.Row)
		o, err := store.Object(empty)
		must(t, err)
		if diff := cmp.Diff(slices.Sorted(slices.Values(store.ColumnNames(empty.Table()))), slices.Sorted(maps.Keys(o))); diff != "" {
			t.Errorf("%s: %s", empty.Table(), diff)
		}
		columns, err := table.ColumnsOf(rowType)
		must(t, err)
		for _, c := range columns {
			if null := o[c.Name] == nil; c.Null && !null {
				t.Errorf("%s.%s is %v, want null", empty.Table(), c.Name, o[c.Name])
			}
		}
	}
}

// TestTheMonthOfADocument is that of its publication in UTC, else of its capture.
func TestTheMonthOfADocument(t *testing.T) {
	fetched := time.Date(2026, 3, 31, 23, 0, 0, 0, time.FixedZone("", -5*3600))
	for want, published := range map[string]corpus.Date{
		"2026-04": {},
		"2026-01": {Time: time.Date(2026, 2, 1, 3, 0, 0, 0, time.FixedZone("", 8*3600)), Precision: corpus.PrecisionMinute, HasOffset: true},
		"1999-01": {Time: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), Precision: corpus.PrecisionYear},
	} {
		if got := store.MonthOf(corpus.Document{Published: published, FetchedAt: fetched}); got != want {
			t.Errorf("%v: month %s, want %s", published, got, want)
		}
	}
}
