package store_test

import (
	"archive/tar"
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
