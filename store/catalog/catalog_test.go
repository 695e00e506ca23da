package catalog_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/store"
	"framewatch/store/catalog"
)

var start = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

// grow commits a run of a dataset: an outlet's list anew, documents in two months.
func grow(t *testing.T, dir string, n int, keep time.Duration) *store.Dataset {
	t.Helper()
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	began := start.Add(time.Duration(n) * time.Hour)
	run := fmt.Sprintf("%s-%04x", began.Format("20060102T150405Z"), n)
	b, err := d.Begin(store.RunRow{RunID: run, Command: "test", Version: "1", Started: began})
	if err != nil {
		t.Fatal(err)
	}
	b.KeepFor(keep)
	b.Replace("sources")
	err = store.Append(b, store.SourceRow{SourceID: "quay", Name: fmt.Sprintf("Quay %d", n), Country: "GB", Langs: []string{"en"}, RunID: run})
	for i, month := range []string{"2026-01", "2026-02"} {
		row := store.DocumentRow{DocID: fmt.Sprintf("%032d", 10*n+i), SourceID: "quay", URL: "https://quay.example/", Lang: "zh-Hans", Title: "海港", Text: "港口", NTokens: int64(n), Counted: true, RunID: run, Month: month}
		err = errors.Join(err, store.Append(b, row))
	}
	if err != nil {
		t.Fatal(errors.Join(err, b.Close()))
	}
	if _, err := b.Commit(t.Context(), began.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if d, err = store.Open(dir); err != nil {
		t.Fatal(err)
	}
	return d
}

func update(t *testing.T, path string, d *store.Dataset) catalog.Result {
	t.Helper()
	r, err := catalog.Update(t.Context(), path, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ask runs SQL over a catalogue, or changes it.
func ask(t *testing.T, path, query string, args ...any) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s sql.NullString
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const filesAt = "SELECT path FROM ducklake_data_file WHERE begin_snapshot <= ?1 AND coalesce(end_snapshot, 1000) > ?1 ORDER BY 1"

// TestSnapshotsAreGenerations: of each that is kept the catalogue has the files and no
// others, under names that are there.
func TestSnapshotsAreGenerations(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "it's 海港 50%20#1?")
	path := filepath.Join(dir, catalog.Name)
	for n := 1; n <= 7; n++ {
		keep := store.DefaultKeep
		if n == 5 {
			keep = 0 // what was before goes, as after an erasure
		}
		d := grow(t, dir, n, keep)
		r := update(t, path, d)
		kept, err := d.Kept()
		if err != nil {
			t.Fatal(err)
		}
		if want := map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 1, 6: 2, 7: 3}[n]; len(kept) != want || r.Snapshots != want || r.Added != 1 {
			t.Fatalf("run %d: %d generations, %+v; want %d", n, len(kept), r, want)
		}
		for _, g := range kept {
			seq := g.Generation().Seq
			got := ask(t, path, filesAt, seq)
			var rows []string
			for _, name := range got {
				if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
					t.Errorf("run %d, generation %d: %v", n, seq, err)
				}
				rows = append(rows, store.PathOfName(name))
			}
			var want []string
			for _, f := range g.Files("") {
				want = append(want, f.Path)
			}
			slices.Sort(rows)
			slices.Sort(want)
			if !slices.Equal(rows, want) {
				t.Errorf("run %d, generation %d has\n%v\nwant\n%v", n, seq, rows, want)
			}
		}
		if stray := ask(t, path, "SELECT data_file_id FROM ducklake_file_column_stats WHERE data_file_id NOT IN (SELECT data_file_id FROM ducklake_data_file) UNION ALL SELECT mapping_id FROM ducklake_name_mapping WHERE mapping_id NOT IN (SELECT mapping_id FROM ducklake_data_file)"); len(stray) > 0 {
			t.Errorf("run %d: left of files that are gone: %v", n, stray)
		}
	}
}

// TestTheSameBytes: an update with nothing new leaves the file, and a catalogue made
// anew is the same.
func TestTheSameBytes(t *testing.T) {
	dir := t.TempDir()
	grow(t, dir, 1, store.DefaultKeep)
	d := grow(t, dir, 2, store.DefaultKeep)
	path, other := filepath.Join(t.TempDir(), "a.ducklake"), filepath.Join(t.TempDir(), "b.ducklake")
	update(t, path, d)
	first := read(t, path)
	if r := update(t, path, d); r.Added != 0 || !bytes.Equal(first, read(t, path)) {
		t.Errorf("changed by a second update: %+v", r)
	}
	update(t, other, d)
	if !bytes.Equal(first, read(t, other)) {
		t.Error("another one of the same dataset has other bytes")
	}
}

// TestInterruptedIsTheOld: an update that does not come to its end leaves the file, and
// nothing beside it.
func TestInterruptedIsTheOld(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	path := filepath.Join(out, "a.ducklake")
	update(t, path, grow(t, dir, 1, store.DefaultKeep))
	before := read(t, path)
	d := grow(t, dir, 2, store.DefaultKeep)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := catalog.Update(ctx, path, d); err == nil {
		t.Fatal("no error")
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 1 || !bytes.Equal(before, read(t, path)) {
		t.Errorf("%v, %v", entries, err)
	}
}

// TestAnotherHistory: a dataset that came back from a backup and went on otherwise has
// a catalogue of what it has now.
func TestAnotherHistory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(t.TempDir(), "a.ducklake")
	grow(t, dir, 1, store.DefaultKeep)
	backup := t.TempDir()
	if err := os.CopyFS(filepath.Join(backup, "data"), os.DirFS(dir)); err != nil {
		t.Skipf("links cannot be copied here: %v", err)
	}
	update(t, path, grow(t, dir, 2, store.DefaultKeep))
	back := filepath.Join(backup, "data")
	r := update(t, path, grow(t, back, 3, store.DefaultKeep))
	if !r.Anew {
		t.Errorf("%+v", r)
	}
	runs := ask(t, path, "SELECT json_extract(commit_extra_info, '$.run_id') FROM ducklake_snapshot_changes ORDER BY snapshot_id")
	if want := []string{"20260301T070000Z-0001", "20260301T090000Z-0003"}; !slices.Equal(runs, want) {
		t.Errorf("runs %v, want %v", runs, want)
	}
}

// TestWhatIsNotOursStays as it is.
func TestWhatIsNotOursStays(t *testing.T) {
	d := grow(t, t.TempDir(), 1, store.DefaultKeep)
	for _, c := range []struct {
		name string
		make func(path string)
	}{
		{"a text", func(path string) {
			if err := os.WriteFile(path, []byte("a text of more than some bytes, which is no database at all"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		{"another database", func(path string) { ask(t, path, "CREATE TABLE harbour (name TEXT)") }},
		{"another dataset's", func(path string) { update(t, path, grow(t, t.TempDir(), 1, store.DefaultKeep)) }},
		{"another version", func(path string) {
			update(t, path, d)
			ask(t, path, "UPDATE ducklake_metadata SET value = '2.0' WHERE key = 'version'")
		}},
		{"written to by others", func(path string) {
			update(t, path, d)
			ask(t, path, "INSERT INTO ducklake_snapshot SELECT 2, snapshot_time, schema_version, next_catalog_id, next_file_id FROM ducklake_snapshot")
		}},
	} {
		path := filepath.Join(t.TempDir(), "a.ducklake")
		c.make(path)
		before := read(t, path)
		if _, err := catalog.Update(t.Context(), path, d); !errors.Is(err, catalog.ErrForeign) {
			t.Errorf("%s: %v", c.name, err)
		}
		if !bytes.Equal(before, read(t, path)) {
			t.Errorf("%s was changed", c.name)
		}
	}
}

// TestColumnsOfAnotherVersion: after an upgrade a column goes on under its new name
// with its ID, one that came is there and one that went has its end, from the next
// snapshot on.
func TestColumnsOfAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, catalog.Name)
	update(t, path, grow(t, dir, 1, store.DefaultKeep))
	const columns = "SELECT group_concat(column_name || ':' || column_id || ':' || c.begin_snapshot || ':' || coalesce(c.end_snapshot, '')) FROM ducklake_column c JOIN ducklake_table t USING (table_id) WHERE table_name = ? AND column_name IN ('start', 'start_char', 'counted', 'bygone') GROUP BY table_name"
	id := ask(t, path, "SELECT column_id FROM ducklake_column JOIN ducklake_table USING (table_id) WHERE table_name = 'mentions' AND column_name = 'start_char'")[0]
	went := ask(t, path, "SELECT column_id FROM ducklake_column JOIN ducklake_table USING (table_id) WHERE table_name = 'documents' AND column_name = 'counted'")[0]
	next, err := strconv.Atoi(ask(t, path, "SELECT max(column_id) + 1 FROM ducklake_column JOIN ducklake_table USING (table_id) WHERE table_name = 'documents'")[0])
	if err != nil {
		t.Fatal(err)
	}
	// The catalogue as an earlier version would have written it.
	for _, query := range []string{
		"UPDATE ducklake_column SET column_name = 'start' WHERE column_name = 'start_char'",
		"UPDATE ducklake_column SET column_name = 'bygone' WHERE column_name = 'counted'",
	} {
		ask(t, path, query)
	}
	update(t, path, grow(t, dir, 2, store.DefaultKeep))
	if got, want := ask(t, path, columns, "mentions")[0], fmt.Sprintf("start:%s:1:2,start_char:%s:2:", id, id); got != want {
		t.Errorf("mentions: %s, want %s", got, want)
	}
	if got, want := ask(t, path, columns, "documents")[0], fmt.Sprintf("bygone:%s:1:2,counted:%d:2:", went, next); got != want {
		t.Errorf("documents: %s, want %s", got, want)
	}
	if got := ask(t, path, "SELECT group_concat(schema_version) FROM ducklake_snapshot"); got[0] != "1,2" {
		t.Errorf("schema versions %v", got)
	}
	if r := update(t, path, grow(t, dir, 3, 0)); r.Expired != 2 {
		t.Errorf("%+v", r)
	}
	if got := ask(t, path, "SELECT count(*) FROM ducklake_column WHERE end_snapshot IS NOT NULL"); got[0] != "0" {
		t.Errorf("%s columns that no snapshot has", got[0])
	}
}

// TestKeep updates the catalogue that a dataset has, and makes none.
func TestKeep(t *testing.T) {
	dir := t.TempDir()
	d := grow(t, dir, 1, store.DefaultKeep)
	if err := catalog.Keep(t.Context(), dir, d); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, catalog.Name)); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("made a catalogue that nobody wants")
	}
	update(t, catalog.PathOf(d), d)
	grow(t, dir, 2, store.DefaultKeep)
	if err := catalog.Keep(t.Context(), dir, d); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, catalog.PathOf(d), "SELECT count(*) FROM ducklake_snapshot"); got[0] != "2" {
		t.Errorf("%s snapshots", got[0])
	}
	if _, err := d.At(corpus.RunID("20260301T060000Z-0009")); !errors.Is(err, store.ErrNoGeneration) {
		t.Errorf("a run that was not: %v", err)
	}
}
