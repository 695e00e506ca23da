package pipeline_test

import (
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/pipeline"
	"framewatch/store"
)

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestADamagedDatasetIsRebuilt takes away or damages parts of a crawled dataset:
// where another copy is left nothing is lost, else tables come from the archive.
func TestADamagedDatasetIsRebuilt(t *testing.T) {
	base := t.TempDir()
	cfg := web(t, filepath.Join(base, "made"))
	cfg.Sources = cfg.Sources[:3]
	if _, err := pipeline.New(cfg, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := documentsByID(t, cfg.Data)
	for name, c := range map[string]struct {
		damage   func(dir string) error
		fromWARC bool
	}{
		"no manifests":         {func(d string) error { return os.RemoveAll(filepath.Join(d, "_manifest")) }, false},
		"no marker":            {func(d string) error { return os.Remove(filepath.Join(d, "framewatch-dataset.json")) }, false},
		"no state":             {func(d string) error { return os.RemoveAll(filepath.Join(d, "_state")) }, false},
		"no documents":         {func(d string) error { return os.RemoveAll(filepath.Join(d, "documents")) }, false},
		"a damaged manifest":   {damageOne("_manifest/*.json"), false},
		"a damaged state":      {damageOne("_state/commits.json"), false},
		"a damaged table":      {damageOne("documents/*/*.parquet"), false},
		"a damaged link":       {damageOne("generations/*/documents/*/*.parquet"), false},
		"both copies damaged":  {damageOne("documents/*/*.parquet", "generations/*/documents/*/*.parquet"), true},
		"nothing but archives": {onlyArchives, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hurt := *cfg
			hurt.Data = filepath.Join(t.TempDir(), "data")
			copyFolder(t, cfg.Data, hurt.Data)
			if err := c.damage(hurt.Data); err != nil {
				t.Fatal(err)
			}
			done, err := pipeline.New(&hurt, pipeline.Options{Command: "dataset rebuild"}).Rebuild(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if done.FromWARC != c.fromWARC {
				t.Errorf("from the archive: %v, want %v (%+v)", done.FromWARC, c.fromWARC, done.Mended)
			}
			expectClean(t, hurt.Data)
			expectDocuments(t, before, hurt.Data)
			expectTables(t, cfg.Data, hurt.Data, c.fromWARC)
			if _, err := pipeline.New(&hurt, pipeline.Options{Command: "run"}).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			expectClean(t, hurt.Data)
			expectDocuments(t, before, hurt.Data)
		})
	}
}

// expectTables compares what was there with what was rebuilt, table by table. What
// an archive cannot tell is what was never answered.
func expectTables(t *testing.T, made, rebuilt string, fromWARC bool) {
	t.Helper()
	diffs, err := store.Diff(t.Context(), open(t, made), open(t, rebuilt))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diffs {
		if fromWARC && (d.Table == "captures" || d.Table == "failures") {
			continue
		}
		if !d.Equal() {
			t.Errorf("table %s is not what it was: %d rows were, %d are; %.300s %.300s", d.Table, d.RowsA, d.RowsB, d.ExampleA, d.ExampleB)
		}
	}
}

// damageOne changes a byte of the first file of each pattern; the copy of a
// dataset has no shared files.
func damageOne(patterns ...string) func(dir string) error {
	return func(dir string) error {
		for _, p := range patterns {
			files, err := filepath.Glob(filepath.Join(dir, p))
			if err != nil || len(files) == 0 {
				return os.ErrNotExist
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 1
			if err := os.WriteFile(files[0], data, 0o600); err != nil {
				return err
			}
		}
		return nil
	}
}

func onlyArchives(dir string) error {
	names := append([]string{"_manifest", "generations", "current", "_state"}, store.TableNames()...)
	for _, n := range names {
		if err := os.RemoveAll(filepath.Join(dir, n)); err != nil {
			return err
		}
	}
	return nil
}
