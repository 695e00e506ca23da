package datasetcheck_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"framewatch/internal/config"
	"framewatch/internal/datasetcheck"
	"framewatch/internal/demosite"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// crawled is a dataset of three invented outlets, crawled twice, so that there is
// an earlier generation.
func crawled(t *testing.T) string {
	t.Helper()
	site, err := demosite.New()
	if err != nil {
		t.Fatal(err)
	}
	server, err := demosite.Serve(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	data := filepath.Join(t.TempDir(), "data")
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": data, "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Crawl.Hosts = map[string]string{}
	for _, h := range site.Hosts() {
		cfg.Crawl.Hosts[h] = server.Addr
	}
	cfg.Sources = cfg.Sources[:3]
	for range 2 {
		if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	expectClean(t, data)
	return data
}

func problems(t *testing.T, dir string, part store.Part) []store.Problem {
	t.Helper()
	r, err := datasetcheck.Verify(t.Context(), dir, part)
	if err != nil {
		t.Fatal(err)
	}
	return r.Problems
}

func expectClean(t *testing.T, dir string) {
	t.Helper()
	for _, p := range problems(t, dir, nil) {
		t.Errorf("a sound dataset has problem %+v", p)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// files lists the files of a dataset that a test may damage.
func files(t *testing.T, dir string, want func(name string) bool) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && info.Size() > 0 && want(filepath.ToSlash(rel)) {
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// flip changes one bit of a file and returns what changes it back.
func flip(t *testing.T, dir, name string, at int64, bit int) func() {
	t.Helper()
	change := func() {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var b [1]byte
		if _, err := f.ReadAt(b[:], at); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 1 << bit
		if _, err := f.WriteAt(b[:], at); err != nil {
			t.Fatal(err)
		}
	}
	change()
	return change
}

// named reports whether a problem names a file, by its own name or that of a
// link to it.
func named(found []store.Problem, name string) bool {
	base := name[strings.LastIndex(name, "/")+1:]
	if number, file, ok := strings.Cut(base, "."); ok && strings.HasPrefix(name, "generations/") {
		base = strings.TrimPrefix(file, number)
	}
	return slices.ContainsFunc(found, func(p store.Problem) bool {
		return strings.HasSuffix(p.Path, base) || strings.Contains(p.Message, base)
	})
}

// TestEveryFlippedByteIsFound changes single bits in files of every kind: tables
// of both generations, manifests, WARC files (the fields of gzip headers that
// change no content among them), marker and state.
func TestEveryFlippedByteIsFound(t *testing.T) {
	t.Parallel()
	dir := crawled(t)
	chance := rand.New(rand.NewPCG(20261128, 1))
	kinds := map[string]func(string) bool{
		"tables": func(n string) bool {
			return strings.HasSuffix(n, ".parquet")
		},
		"manifests": func(n string) bool { return strings.HasPrefix(n, "_manifest/") },
		"archive":   func(n string) bool { return strings.HasPrefix(n, "warc/") },
		"state":     func(n string) bool { return n == "_state/commits.json" || n == "framewatch-dataset.json" },
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		names := files(t, dir, kinds[kind])
		for i := range 25 {
			name := names[chance.IntN(len(names))]
			info, err := os.Stat(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			at, bit := chance.Int64N(info.Size()), chance.IntN(8)
			if kind == "archive" && i < 6 {
				at = int64(4 + i) // time, extra flags and system of the first member
			}
			back := flip(t, dir, name, at, bit)
			if found := problems(t, dir, nil); !named(found, name) {
				t.Errorf("bit %d of byte %d of %s: not found, but %+v", bit, at, name, found)
			}
			back()
		}
	}
	expectClean(t, dir)
}

// TestFlipsInTheCrawlStateAreFound: a bit of crawl.db matters when the crawler
// would find other entries; pages that are free have none.
func TestFlipsInTheCrawlStateAreFound(t *testing.T) {
	t.Parallel()
	dir := crawled(t)
	const name = "_state/crawl.db"
	path := filepath.Join(dir, name)
	chance := rand.New(rand.NewPCG(20261128, 2))
	before := entries(t, path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var used []int64 // most of the file are zeros behind entries
	for at, b := range data {
		if b != 0 {
			used = append(used, int64(at))
		}
	}
	some := func(string) bool { return false } // the state only
	found := 0
	for range 100 {
		at, bit := used[chance.IntN(len(used))], chance.IntN(8)
		back := flip(t, dir, name, at, bit)
		if named(problems(t, dir, some), name) {
			found++
		} else if after := entries(t, path); !maps.Equal(before, after) {
			t.Errorf("bit %d of byte %d changes what is known and is not found", bit, at)
		}
		back()
	}
	if found < 10 {
		t.Errorf("%d of 100 flips hit an entry: the test shows nothing", found)
	}
	expectClean(t, dir)
}

// entries reads a store as the crawler does, from a copy.
func entries(t *testing.T, path string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(own, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(own, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	defer db.Close()
	out := map[string]string{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				out[fmt.Sprintf("%s/%x", name, k)] = string(v)
				if name := string(name); name != "meta" && b.Get(k) == nil && v != nil {
					return fmt.Errorf("key %x of %s cannot be looked up", k, name)
				}
				return nil
			})
		})
	})
	if err != nil {
		out["error"] = err.Error()
	}
	return out
}

// TestAPartReadsItsFilesOnly: what a part leaves out is found by another.
func TestAPartReadsItsFilesOnly(t *testing.T) {
	t.Parallel()
	dir := crawled(t)
	name := files(t, dir, func(n string) bool { return strings.HasPrefix(n, "documents/") })[0]
	defer flip(t, dir, name, 100, 3)()
	if got := problems(t, dir, func(n string) bool { return n != name }); len(got) > 0 {
		t.Errorf("a part without the file finds %+v", got)
	}
	if got := problems(t, dir, func(n string) bool { return n == name }); !named(got, name) {
		t.Errorf("the part with the file finds %+v", got)
	}
}

// TestHostileFilesEndNoCheck: pipes and links in place of files are faults.
func TestHostileFilesEndNoCheck(t *testing.T) {
	t.Parallel()
	dir := crawled(t)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"documents/", "warc/", "_state/crawl.db", "generations/", "_state/run.json", "_state/crawl.log"} {
		for what, put := range map[string]func(path string) error{
			"pipe": func(p string) error { return syscall.Mkfifo(p, 0o600) },
			"link": func(p string) error { return os.Symlink(outside, p) },
		} {
			name := kind
			if strings.HasSuffix(kind, "/") {
				name = files(t, dir, func(n string) bool { return strings.HasPrefix(n, kind) })[0]
			}
			path := filepath.Join(dir, name)
			err := os.Rename(path, path+".kept")
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if err := put(path); err != nil {
				t.Fatal(err)
			}
			if got := problems(t, dir, nil); !named(got, name) {
				t.Errorf("a %s as %s is not told: %+v", what, name, got)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(path + ".kept"); err == nil {
				if err := os.Rename(path+".kept", path); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	expectClean(t, dir)
}
