package store_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
)

// unpack gives the demo's dataset as a version of this program wrote it. The
// archives are kept for ever, so that every dataset stays readable.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	must(t, eachFile(archive, func(name string, data []byte) error {
		full := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, data, 0o644))
	}))
	return dir
}

// eachFile calls fn with the files of an archive.
func eachFile(archive string, fn func(name string, data []byte) error) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		data, err := io.ReadAll(r)
		if err == nil {
			err = fn(path.Clean(h.Name), data)
		}
		if err != nil {
			return err
		}
	}
}

// rowsOfV1 are what version 1 of the layout counted when it wrote the archive.
var rowsOfV1 = map[string]int64{"documents": 154, "captures": 238, "document_frames": 3388, "quotes": 534, "syndication": 154,
	"term_counts": 24596, "memberships": 351, "events": 24, "estimates": 8086, "runs": 1}

// TestVersion1IsReadAndConverted: the tables of the first layout are read as
// they are, and the next run gives them the new one without loss.
func TestVersion1IsReadAndConverted(t *testing.T) {
	dir, as := unpack(t, "testdata/v1-demo.tar.gz"), unpack(t, "testdata/v1-demo.tar.gz")
	expectRows := func(d *store.Dataset, more map[string]int64) {
		t.Helper()
		for table, n := range rowsOfV1 {
			if got := d.Rows(table); got != n+more[table] {
				t.Errorf("%d rows of %s, want %d", got, table, n+more[table])
			}
		}
	}
	expectRows(open(t, dir), nil)
	expectProblems(t, dir)
	b, err := begin(dir, run(1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	if len(b.Notes()) > 0 {
		t.Errorf("notes: %q", b.Notes())
	}
	expectRows(open(t, dir), map[string]int64{"runs": 1})
	expectProblems(t, dir)
	diffs, err := store.Diff(t.Context(), open(t, as), open(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		if !d.Equal() {
			t.Errorf("%s differs after the conversion: %+v", d.Table, d)
		}
	}
	names, err := filepath.Glob(filepath.Join(dir, "_manifest", "*"))
	if diff := cmp.Diff([]string{filepath.Join(dir, "_manifest", run(1)+".json")}, names); diff != "" || err != nil {
		t.Errorf("manifests: %s %v", diff, err)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "current", "documents", "*", "*.parquet")); len(found) != len(open(t, dir).Files("documents")) {
		t.Errorf("current shows %d files of documents", len(found))
	}
}

// TestVersion1IsCopiedAsItIs: a backup before the conversion is the dataset as it
// was, also a second one, and is converted like it.
func TestVersion1IsCopiedAsItIs(t *testing.T) {
	dir, to := unpack(t, "testdata/v1-demo.tar.gz"), filepath.Join(t.TempDir(), "backup")
	noState := func(*store.Copied, string) error { return nil }
	for round := range 2 {
		c, err := open(t, dir).CopyTo(t.Context(), to, noState)
		if err != nil {
			t.Fatal(err)
		}
		if c.Files == 0 || round == 0 && c.New != c.Files {
			t.Errorf("round %d: %+v", round, c)
		}
		diffs, err := store.Diff(t.Context(), open(t, dir), open(t, to))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range diffs {
			if !d.Equal() || d.RowsA != d.RowsB {
				t.Errorf("%s differs in the copy: %+v", d.Table, d)
			}
		}
		expectProblems(t, to)
	}
	archives, err := filepath.Glob(filepath.Join(dir, "warc", "*"))
	if err != nil || len(archives) == 0 {
		t.Fatalf("archives: %v %v", archives, err)
	}
	for _, a := range archives {
		want, err := os.ReadFile(a)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(to, "warc", filepath.Base(a))); err != nil || !bytes.Equal(want, got) {
			t.Errorf("%s is not the same in the copy: %v", a, err)
		}
	}
	b, err := begin(to, run(1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	expectProblems(t, to)
	if _, err := open(t, dir).CopyTo(t.Context(), to, noState); !errors.Is(err, store.ErrForeign) {
		t.Errorf("over the converted copy: %v", err)
	}
	other := filepath.Join(t.TempDir(), "mine")
	if err := os.MkdirAll(filepath.Join(other, "photos"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir).CopyTo(t.Context(), other, noState); !errors.Is(err, store.ErrForeign) {
		t.Errorf("into somebody's folder: %v", err)
	}
}
