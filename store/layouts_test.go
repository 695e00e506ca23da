package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// archives are datasets as earlier versions have written them: what is put there is
// read for ever.
func archives(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.tar.gz")
	if err != nil || len(names) == 0 {
		t.Fatalf("no datasets of earlier versions (%v)", err)
	}
	return names
}

// unpackInMemory is [unpack] into a file system that forgets what is not synced.
func unpackInMemory(t *testing.T, archive string) *disktest.Mem {
	t.Helper()
	mem := disktest.NewMem()
	folders := disk.NewFolders(mem)
	must(t, eachFile(archive, func(name string, data []byte) error {
		return errors.Join(folders.Make(path.Dir(name)), disk.WriteFile(mem, name, data))
	}))
	must(t, folders.Sync())
	return mem
}

// allRows are the rows of all tables as text, but those of runs from one on.
func allRows(t *testing.T, fsys disk.FS) map[string]map[string]int {
	t.Helper()
	d, err := store.OpenOn(fsys)
	must(t, err)
	out := map[string]map[string]int{}
	for _, rowType := range store.RowTypes() {
		if name := reflect.Zero(rowType).Interface().(store.Row).Table(); name != "runs" {
			out[name] = rowsOn(t, d, rowType)
		}
	}
	return out
}

// runOn commits a run that appends nothing, and with more does something before.
func runOn(t *testing.T, fsys disk.FS, n int, more func(*store.Batch) error) error {
	t.Helper()
	d, err := store.CreateOn(fsys)
	if err != nil {
		return err
	}
	b, err := d.Begin(store.RunRow{RunID: run(n), Command: "test", Started: start})
	if err != nil {
		return err
	}
	defer b.Close()
	if more != nil {
		if err := more(b); err != nil {
			return err
		}
	}
	_, err = b.Commit(tctx, start.Add(time.Duration(n)*time.Hour))
	return err
}

// filesOf are the files of all tables but runs, with their digests.
func filesOf(t *testing.T, fsys disk.FS) map[string]string {
	t.Helper()
	d, err := store.OpenOn(fsys)
	must(t, err)
	out := map[string]string{}
	for _, f := range d.Files("") {
		if f.Table != "runs" {
			out[f.Path] = f.SHA256
		}
	}
	return out
}

// contents are the digests of the rows of all months of all tables but runs, however
// they are cut into files.
func contents(t *testing.T, fsys disk.FS) map[string]table.Content {
	t.Helper()
	d, err := store.OpenOn(fsys)
	must(t, err)
	out := map[string]table.Content{}
	for _, f := range d.Files("") {
		if f.Table == "runs" {
			continue
		}
		data, err := disk.ReadFile(fsys, f.Path, 1<<28)
		must(t, err)
		in, err := table.Open(bytes.NewReader(data), int64(len(data)))
		must(t, err)
		c, err := table.ContentOf(tctx, in)
		must(t, err)
		out[path.Dir(f.Path)] = out[path.Dir(f.Path)].Plus(c)
	}
	return out
}

// TestFilesOfEarlierVersionsAreReadAsTheReferenceReadsThem: value by value, and what came
// with a later version is null.
func TestFilesOfEarlierVersionsAreReadAsTheReferenceReadsThem(t *testing.T) {
	oneByOne(t)
	for _, archive := range archives(t) {
		mem := unpackInMemory(t, archive)
		d, err := store.OpenOn(mem)
		must(t, err)
		for _, rowType := range store.RowTypes() {
			name := reflect.Zero(rowType).Interface().(store.Row).Table()
			for _, f := range d.Files(name) {
				data, err := disk.ReadFile(mem, f.Path, 1<<28)
				must(t, err)
				rows := reflect.MakeSlice(reflect.SliceOf(rowType), 0, int(f.Rows))
				must(t, store.EachRow(t.Context(), d, f, rowType, func(row reflect.Value) bool {
					rows = reflect.Append(rows, row)
					return true
				}))
				tabletest.Expect(t, data, rows)
				expectLaterNull(t, data, rows)
			}
		}
	}
}

// expectLaterNull wants nothing in the columns that a file does not have.
func expectLaterNull(t *testing.T, data []byte, rows reflect.Value) {
	t.Helper()
	f, err := table.Open(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	columns, err := table.ColumnsOf(rows.Type().Elem())
	must(t, err)
	for _, c := range columns {
		if tag := rows.Type().Elem().Field(c.Index).Tag.Get("col"); slices.Contains(f.Columns(), c.Name) || strings.Contains(tag, ",was=") {
			continue
		}
		for i := range rows.Len() {
			if v := rows.Index(i).Field(c.Index); !v.IsZero() {
				t.Errorf("%s of a file that lacks it is %v", c.Name, v)
				break
			}
		}
	}
}

// TestEveryEarlierLayoutIsConvertedWithoutLoss, row by row in every table, by the next
// run; the run after it finds nothing to do, and merging changes no row.
func TestEveryEarlierLayoutIsConvertedWithoutLoss(t *testing.T) {
	oneByOne(t)
	for _, archive := range archives(t) {
		t.Run(filepath.Base(archive), func(t *testing.T) {
			mem := unpackInMemory(t, archive)
			want := allRows(t, mem)
			must(t, runOn(t, mem, 1, nil))
			if diff := cmp.Diff(want, allRows(t, mem)); diff != "" {
				t.Fatalf("after the conversion: %.3000s", diff)
			}
			converted := filesOf(t, mem)
			must(t, runOn(t, mem, 2, func(b *store.Batch) error {
				if notes := b.Notes(); len(notes) > 0 {
					return fmt.Errorf("the second run has something to do: %q", notes)
				}
				return nil
			}))
			if diff := cmp.Diff(converted, filesOf(t, mem)); diff != "" {
				t.Errorf("the second run has changed files: %s", diff)
			}
			must(t, runOn(t, mem, 3, func(b *store.Batch) error { return b.Compact(tctx) }))
			if diff := cmp.Diff(want, allRows(t, mem)); diff != "" {
				t.Errorf("after merging: %.3000s", diff)
			}
			if problems := problemsOn(t, mem); len(problems) > 0 {
				t.Errorf("problems %+v", problems)
			}
		})
	}
}

// TestRowsOfAnEarlierVersionAreWrittenAnew by the present one, with nothing lost.
func TestRowsOfAnEarlierVersionAreWrittenAnew(t *testing.T) {
	oneByOne(t)
	for _, archive := range archives(t) {
		mem := unpackInMemory(t, archive)
		want := allRows(t, mem)
		must(t, runOn(t, mem, 1, func(b *store.Batch) error {
			touched, err := store.Rewrite(tctx, b, func(*store.DocumentRow) (stays, changed bool) { return true, true })
			if err == nil && touched != b.Base().Rows("documents") {
				err = fmt.Errorf("%d of %d documents", touched, b.Base().Rows("documents"))
			}
			_, quotesErr := store.Rewrite(tctx, b, func(*store.QuoteRow) (stays, changed bool) { return true, true })
			return errors.Join(err, quotesErr)
		}))
		if diff := cmp.Diff(want, allRows(t, mem)); diff != "" {
			t.Errorf("%s: %.3000s", archive, diff)
		}
	}
}

// TestCompactGivesColumnsTheirNamesOfToday: readers that know nothing of former names
// meet one schema in all months, and the rows stay.
func TestCompactGivesColumnsTheirNamesOfToday(t *testing.T) {
	oneByOne(t)
	for _, archive := range archives(t) {
		mem := unpackInMemory(t, archive)
		want := allRows(t, mem)
		must(t, runOn(t, mem, 1, func(*store.Batch) error { return nil })) // in the layout of today
		must(t, store.Reseal(mem, func(m *store.Manifest) {
			for i := range m.Files { // as an older version has compacted it
				m.Files[i].Sorted = true
			}
		}))
		must(t, runOn(t, mem, 2, func(b *store.Batch) error { return b.Compact(tctx) }))
		if diff := cmp.Diff(want, allRows(t, mem)); diff != "" {
			t.Errorf("%s: %.3000s", archive, diff)
		}
		ds, err := store.OpenOn(mem)
		must(t, err)
		for _, rowType := range store.RowTypes() {
			for _, f := range ds.Files(reflect.Zero(rowType).Interface().(store.Row).Table()) {
				data, err := disk.ReadFile(mem, f.Path, 1<<30)
				must(t, err)
				file, err := table.Open(bytes.NewReader(data), int64(len(data)))
				must(t, err)
				for _, c := range file.Columns() {
					if slices.Contains([]string{"start", "end", "by", "group", "window", "weight"}, c) {
						t.Errorf("%s: %s still has column %s", archive, f.Path, c)
					}
				}
			}
		}
	}
}

// TestACrashWhileALayoutIsConverted leaves the old dataset or the new one, and the next
// run ends the conversion.
func TestACrashWhileALayoutIsConverted(t *testing.T) {
	oneByOne(t)
	rng := rand.New(rand.NewPCG(3, 3))
	for _, archive := range archives(t) {
		base := unpackInMemory(t, archive)
		want := contents(t, base)
		counted := &disktest.Faulty{FS: copied(base), Fail: func(int64, string, string) error { return nil }}
		must(t, runOn(t, counted, 1, nil))
		oldOnes, newOnes := 0, 0
		for i := range rounds(16) {
			mem, at, percent := copied(base), 1+rng.Int64N(counted.Calls()), []int{0, 50, 100}[rng.IntN(3)]
			if i%2 == 0 { // what follows the commit is few calls
				at = counted.Calls() - rng.Int64N(counted.Calls()/20)
			}
			var left *disktest.Mem
			err := runOn(t, &disktest.Faulty{FS: mem, Fail: func(call int64, _, _ string) error {
				if call == at {
					left = mem.Crash(percent, rng)
				}
				if call >= at {
					return errPower
				}
				return nil
			}}, 1, nil)
			if left == nil {
				t.Fatalf("the run ends before call %d: %v", at, err)
			}
			if diff := cmp.Diff(want, contents(t, left)); diff != "" {
				t.Fatalf("after a crash at call %d of %d: %s", at, counted.Calls(), diff)
			}
			d, err := store.OpenOn(left)
			must(t, err)
			if d.Generation().SchemaVersion == store.SchemaVersion {
				newOnes++
			} else {
				oldOnes++
			}
			if err := runOn(t, left, 2, nil); err != nil {
				t.Fatalf("the run after a crash at call %d: %v", at, err)
			}
			if diff := cmp.Diff(want, contents(t, left)); diff != "" {
				t.Fatalf("after the run after a crash at call %d: %s", at, diff)
			}
			d, err = store.OpenOn(left)
			must(t, err)
			if d.Generation().SchemaVersion != store.SchemaVersion {
				t.Fatal("the layout is not converted")
			}
		}
		if oldOnes == 0 || newOnes == 0 {
			t.Errorf("%d crashes before the conversion, %d after it: the test covers one side only", oldOnes, newOnes)
		}
	}
}

// TestColumnsThatCameLater may lack from a file, any set of them, and are null then; a
// column that was always there may not.
func TestColumnsThatCameLater(t *testing.T) {
	oneByOne(t)
	for _, rowType := range store.RowTypes() {
		t.Run(rowType.Name(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(6, 6))
			columns, err := table.ColumnsOf(rowType)
			must(t, err)
			rows := reflect.MakeSlice(reflect.SliceOf(rowType), 50, 50)
			for i := range rows.Len() {
				fill(r, rows.Index(i))
				mend(rows.Index(i))
			}
			var b bytes.Buffer
			w, err := table.NewWriter(&b, rowType, table.Options{})
			must(t, err)
			must(t, errors.Join(w.AppendValue(rows), w.Close()))
			later := map[string]int{}
			for _, c := range columns {
				if c.Nullable() || strings.Contains(rowType.Field(c.Index).Tag.Get("col"), ",later") {
					later[c.Name] = c.Index
				}
			}
			for range 10 {
				var lacks []string
				for _, name := range slices.Sorted(maps.Keys(later)) {
					if r.IntN(3) == 0 {
						lacks = append(lacks, name)
					}
				}
				expectRows(t, without(t, b.Bytes(), rowType, lacks...), rows, lacks, later)
			}
			for _, c := range columns {
				if _, ok := later[c.Name]; ok {
					continue
				}
				data := without(t, b.Bytes(), rowType, c.Name)
				f, err := table.Open(bytes.NewReader(data), int64(len(data)))
				must(t, err)
				err = table.Each(t.Context(), f, rowType, func(reflect.Value) bool { return false })
				if err == nil || !strings.Contains(err.Error(), `no column "`+c.Name+`"`) {
					t.Errorf("without %s: %v", c.Name, err)
				}
			}
		})
	}
}

// expectRows wants rows from a file, with nothing in the columns that it lacks.
func expectRows(t *testing.T, data []byte, rows reflect.Value, lacks []string, fields map[string]int) {
	t.Helper()
	f, err := table.Open(bytes.NewReader(data), int64(len(data)))
	must(t, err)
	i := 0
	must(t, table.Each(t.Context(), f, rows.Type().Elem(), func(got reflect.Value) bool {
		want := reflect.New(got.Type()).Elem()
		want.Set(rows.Index(i))
		for _, name := range lacks {
			want.Field(fields[name]).SetZero()
		}
		if diff := cmp.Diff(want.Interface(), got.Interface()); diff != "" {
			t.Errorf("row %d without %v: %s", i, lacks, diff)
		}
		i++
		return !t.Failed()
	}))
}
