package store_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

// tree lists the files and links below a folder with what is in them.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if d.Type()&fs.ModeSymlink != 0 {
			out[rel], err = os.Readlink(p)
			return err
		}
		data, err := os.ReadFile(p)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// put writes a file of somebody else's.
func put(t *testing.T, dir, name, content string) string {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return full
}

// must is for what a test does by itself.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// begin starts a run that appends nothing.
func begin(dir, id string) (*store.Batch, error) {
	d, err := store.Create(dir)
	if err != nil {
		return nil, err
	}
	return d.Begin(store.RunRow{RunID: id, Command: "test", Started: start})
}

// TestAFolderOfSomebodyElseIsRefused: names that our tables have, too, are no
// invitation.
func TestAFolderOfSomebodyElseIsRefused(t *testing.T) {
	for _, name := range []string{"documents/thesis.docx", "sources/mine.yaml", "events/2024/party.ics", "names/n.txt", "notes.txt",
		"configs/sources/iomed.yaml", "warc/holiday.warc.gz", "_state/x", "current/readme", "文件/论文.docx"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, name, "mine")
			before := tree(t, dir)
			if _, err := store.Create(dir); !errors.Is(err, store.ErrForeign) {
				t.Errorf("create: %v, want ErrForeign", err)
			}
			if _, err := store.Open(dir); !errors.Is(err, store.ErrNoDataset) {
				t.Errorf("open: %v, want ErrNoDataset", err)
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Errorf("the folder has changed: %s", diff)
			}
		})
	}
}

func TestAnEmptyOrFreshFolderIsTaken(t *testing.T) {
	for name, make := range map[string]func(dir string) string{
		"empty":      func(dir string) string { return dir },
		"not there":  func(dir string) string { return filepath.Join(dir, "a", "b") },
		"a new disk": func(dir string) string { put(t, dir, "lost+found/x", ""); return dir },
		"linked": func(dir string) string {
			must(t, errors.Join(os.Mkdir(dir+"/real", 0o755), os.Symlink("real", dir+"/link")))
			return dir + "/link"
		},
		"interrupted": func(dir string) string {
			_, err := store.Create(dir)
			must(t, errors.Join(err, os.RemoveAll(dir+"/warc")))
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := make(t.TempDir())
			write(t, dir, run(1), documents(1))
			expectProblems(t, dir)
		})
	}
	if _, err := store.Create(put(t, t.TempDir(), "file", "x")); !errors.Is(err, store.ErrForeign) {
		t.Errorf("create in place of a file: %v, want ErrForeign", err)
	}
}

// TestWhatIsNotOursStays: neither stray files among the tables nor what looks
// like a part of an unknown run is moved.
func TestWhatIsNotOursStays(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(3))
	names := []string{"documents/thesis.docx", "documents/month=2026-03/stray.parquet", "sources/notes.txt", "names/" + run(77) + "-0000.parquet",
		"_staging/mine.txt", "_staging/" + run(1) + "/mine.txt", "generations/mine.txt", "generations/000001-" + run(1) + "/mine.txt",
		"_manifest/readme.txt", "_state/mine", "warc/mine.warc.gz", "_trash/mine", "mine.txt", "documents/月=三/文.parquet"}
	for _, n := range names {
		put(t, dir, n, "mine "+n)
	}
	for i := range 5 {
		d, err := store.Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		b, err := d.Begin(store.RunRow{RunID: run(i + 2), Command: "test", Started: start})
		if err != nil {
			t.Fatal(err)
		}
		b.KeepFor(0)
		b.Replace("documents", "sources")
		if err := store.Append(b, documents(2)...); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(t.Context(), start.Add(time.Duration(i)*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	after := tree(t, dir)
	for _, n := range names {
		if after[filepath.FromSlash(n)] != "mine "+n {
			t.Errorf("%s is gone or changed", n)
		}
	}
}

// TestALeftoverOfACommitThatWasCutShort lies in the trash after the next run.
func TestALeftoverOfACommitThatWasCutShort(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	plain, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	// The crash comes just before the manifest.
	cut := errors.New("cut short")
	d, err := store.OpenOn(&disktest.Faulty{FS: plain, Fail: func(_ int64, op, name string) error {
		if op == "rename" && name == "_manifest/"+run(2)+".json" {
			return cut
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: run(2), Command: "test", Started: start})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Append(b, documents(2)[1:]...); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start); !errors.Is(err, cut) {
		t.Fatalf("the commit ends with %v", err)
	}
	if n := open(t, dir).Rows("documents"); n != 1 {
		t.Fatalf("%d documents, want those of the first run", n)
	}
	write(t, dir, run(3), documents(3)[2:])
	expectProblems(t, dir)
	if n := open(t, dir).Rows("documents"); n != 2 {
		t.Errorf("%d documents after the next run, want 2", n)
	}
	left, err := filepath.Glob(filepath.Join(dir, "_trash", run(3), "documents", "*", run(2)+"-*.parquet"))
	if err != nil || len(left) != 1 {
		t.Errorf("trash has %v, want the file of the cut run", left)
	}
}

func rewriteJSON(t *testing.T, name string, change func(map[string]any)) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	change(v)
	if data, err = json.Marshal(v); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestMissingOrForeignManifestsStopTheRun before anything is touched, and say
// what to do.
func TestMissingOrForeignManifestsStopTheRun(t *testing.T) {
	oneByOne(t)
	newest := func(dir string) string { return filepath.Join(dir, "_manifest", run(2)+".json") }
	other := func(t *testing.T) string {
		dir := t.TempDir()
		write(t, dir, run(9), documents(1))
		return filepath.Join(dir, "_manifest", run(9)+".json")
	}
	change := func(f func(map[string]any)) func(*testing.T, string) {
		return func(t *testing.T, dir string) { rewriteJSON(t, newest(dir), f) }
	}
	file := func(key string, value any) func(*testing.T, string) {
		return change(func(m map[string]any) {
			m["files"] = append(m["files"].([]any), map[string]any{"path": "documents/" + run(2) + "-0009.parquet", "table": "documents",
				"rows": 0, "bytes": 0, "sha256": strings.Repeat("0", 64), key: value})
		})
	}
	for name, damage := range map[string]func(t *testing.T, dir string){
		"folder gone":  func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "_manifest"))) },
		"newest gone":  func(t *testing.T, dir string) { must(t, os.Remove(newest(dir))) },
		"newest cut":   func(t *testing.T, dir string) { must(t, os.Truncate(newest(dir), 100)) },
		"newest empty": func(t *testing.T, dir string) { must(t, os.Truncate(newest(dir), 0)) },
		"newest null":  func(t *testing.T, dir string) { must(t, os.WriteFile(newest(dir), []byte("null"), 0o600)) },
		"newest is a folder": func(t *testing.T, dir string) {
			must(t, errors.Join(os.Remove(newest(dir)), os.Mkdir(newest(dir), 0o755)))
		},
		"of another dataset": func(t *testing.T, dir string) {
			must(t, os.Link(other(t), filepath.Join(dir, "_manifest", run(9)+".json")))
		},
		"twice": func(t *testing.T, dir string) {
			must(t, os.Link(newest(dir), filepath.Join(dir, "_manifest", run(3)+".json")))
		},
		"a row count changed": change(func(m map[string]any) { m["files"].([]any)[0].(map[string]any)["rows"] = 7 }),
		"no files":            change(func(m map[string]any) { m["files"] = nil }),
		"outside by dots":     file("path", "../victim/id_rsa"),
		"outside, absolute":   file("path", "/etc/passwd"),
		"outside, both":       file("path", "/../victim/other.txt"),
		"not a part":          file("path", "documents/thesis.docx"),
		"a device":            file("path", "../../../../dev/zero"),
		"rows beyond reason":  file("rows", 1<<62),
		"negative rows":       file("rows", -1),
		"no digest":           file("sha256", "x"),
		"table of no name":    file("table", "secrets"),
		"run ID with a path":  change(func(m map[string]any) { m["run_id"] = "x/../../../victim2/d/pwn" }),
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			victim := put(t, filepath.Dir(dir), "victim/id_rsa", "secret")
			write(t, dir, run(1), documents(1))
			write(t, dir, run(2), documents(2)[1:])
			damage(t, dir)
			before := tree(t, dir)
			b, err := begin(dir, run(5))
			if err == nil {
				b.Close()
				t.Fatal("the run begins")
			}
			if !strings.Contains(err.Error(), "manifest") || !strings.Contains(err.Error(), "rebuild") {
				t.Errorf("error %q does not say what is wrong and what to do", err)
			}
			if _, err := store.Open(dir); err == nil {
				t.Error("a reader opens it")
			}
			after := tree(t, dir)
			for _, n := range []string{"_state/lock"} {
				delete(before, n)
				delete(after, n)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the dataset was touched: %s", diff)
			}
			if data, err := os.ReadFile(victim); err != nil || string(data) != "secret" {
				t.Errorf("victim outside: %q, %v", data, err)
			}
		})
	}
}

// TestEverySingleFileMayGo: whatever one file is removed, the next run either
// stops and leaves all as it is, or loses and doubles nothing.
func TestEverySingleFileMayGo(t *testing.T) {
	oneByOne(t)
	made := t.TempDir()
	write(t, made, run(1), documents(3))
	write(t, made, run(2), documents(5)[3:])
	stopped, went := 0, 0
	for name := range tree(t, made) {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			copyTree(t, made, dir)
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			b, err := begin(dir, run(3))
			if err != nil {
				stopped++
				if diff := cmp.Diff(before, tree(t, dir), ignoreKeys("_state/lock")); diff != "" {
					t.Errorf("stopped (%v) and touched: %s", err, diff)
				}
				return
			}
			went++
			if err := store.Append(b, documents(6)[5:]...); err != nil {
				t.Fatal(err)
			}
			if _, err := b.Commit(t.Context(), start.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			expectIDs(t, dir, "a", "b", "c", "d", "e", "f")
			problems, _, err := store.Verify(t.Context(), dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				// The only name of what an earlier generation had cannot come back.
				if p.Path != filepath.ToSlash(name) || p.Code != "missing-file" || !strings.HasPrefix(p.Path, "generations/000001") {
					t.Errorf("problem %+v", p)
				}
			}
		})
	}
	if stopped == 0 || went == 0 {
		t.Errorf("%d stopped, %d went on: the test covers one way only", stopped, went)
	}
}

func ignoreKeys(keys ...string) cmp.Option {
	return cmp.FilterPath(func(p cmp.Path) bool {
		i, ok := p.Last().(cmp.MapIndex)
		return ok && slices.Contains(keys, filepath.ToSlash(i.Key().String()))
	}, cmp.Ignore())
}

// copyTree copies a dataset with its links.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, p)
		at := filepath.Join(to, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(at, 0o755)
		case d.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(p)
			return errors.Join(err, os.Symlink(target, at))
		}
		data, err := os.ReadFile(p)
		return errors.Join(err, os.WriteFile(at, data, 0o644))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// expectIDs checks which documents the manifest counts, and that a glob over
// data/current and one over the tables' own folders find the same files.
func expectIDs(t *testing.T, dir string, want ...string) {
	t.Helper()
	var got []string
	for _, d := range scan[store.DocumentRow](t, open(t, dir)) {
		got = append(got, d.DocID)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents of %s: %s", dir, diff)
	}
	files := open(t, dir).Files("documents")
	for _, glob := range []string{"documents/*/*.parquet", "current/documents/*/*.parquet"} {
		if found, _ := filepath.Glob(filepath.Join(dir, glob)); len(found) != len(files) {
			t.Errorf("%s finds %d files, %d count", glob, len(found), len(files))
		}
	}
}

// TestLinksOutOfTheDatasetAreRefused: a month moved to another disk is not
// followed and not removed.
func TestLinksOutOfTheDatasetAreRefused(t *testing.T) {
	for _, what := range []string{"documents", "documents/month=2026-03", "_manifest", "_state"} {
		t.Run(what, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "data")
			write(t, dir, run(1), documents(1))
			moved := filepath.Join(top, "disk2")
			if err := errors.Join(os.Rename(filepath.Join(dir, what), moved), os.Symlink(moved, filepath.Join(dir, what))); err != nil {
				t.Fatal(err)
			}
			before := tree(t, top)
			if b, err := begin(dir, run(2)); err == nil {
				b.Close()
				t.Error("the run begins")
			}
			if diff := cmp.Diff(before, tree(t, top)); diff != "" {
				t.Errorf("touched: %s", diff)
			}
		})
	}
}

func TestAPipeInAFilesPlaceIsRefused(t *testing.T) {
	for _, what := range []string{"_state/lock", "_state/commits.json", "_manifest/" + run(1) + ".json", "framewatch-dataset.json", "sources/" + run(1) + "-0000.parquet"} {
		t.Run(strings.ReplaceAll(what, "/", "_"), func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, run(1), documents(1))
			name := filepath.Join(dir, what)
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			makePipe(t, name)
			if b, err := begin(dir, run(2)); err == nil {
				b.Close()
				t.Error("the run begins")
			}
		})
	}
}

func TestGenerationsAreKeptForAWhile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	old := open(t, dir)
	replace := func(n int, ended time.Time) {
		b, err := begin(dir, run(n))
		if err != nil {
			t.Fatal(err)
		}
		b.Replace("documents")
		if err := store.Append(b, documents(n)...); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Commit(t.Context(), ended); err != nil {
			t.Fatal(err)
		}
		for _, note := range b.Notes() {
			t.Errorf("run %d: %s", n, note)
		}
	}
	replace(2, start.Add(2*time.Hour))
	if n := len(scan[store.DocumentRow](t, old)); n != 1 {
		t.Errorf("%d documents through a dataset opened before the commit, want 1", n)
	}
	expectIDs(t, dir, "a", "b")
	replace(3, start.Add(200*time.Hour))
	replace(4, start.Add(300*time.Hour))
	kept, err := filepath.Glob(filepath.Join(dir, "generations", "*"))
	if err != nil || len(kept) != 2 {
		t.Errorf("generations %v, want the newest and the one that it has just replaced", kept)
	}
	if m, _ := filepath.Glob(filepath.Join(dir, "_manifest", "*")); len(m) != 2 {
		t.Errorf("manifests %v", m)
	}
	expectIDs(t, dir, "a", "b", "c", "d")
	expectProblems(t, dir)
}

func TestReplaceMonthLeavesTheOthers(t *testing.T) {
	dir := t.TempDir()
	rows := documents(60) // March and April
	write(t, dir, run(1), rows)
	b, err := begin(dir, run(2))
	if err != nil {
		t.Fatal(err)
	}
	b.ReplaceMonth("documents", "2026-03")
	if err := store.Append(b, rows[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), start); err != nil {
		t.Fatal(err)
	}
	march, april := 0, 0
	for _, r := range scan[store.DocumentRow](t, open(t, dir)) {
		if r.PublishedAt.Month() == time.March {
			march++
		} else {
			april++
		}
	}
	if march != 1 || april == 0 {
		t.Errorf("%d documents in March, %d later", march, april)
	}
}

// TestAForeignCurrentIsLeftAlone: a file or folder that somebody called current
// is not replaced; the dataset itself is well.
func TestAForeignCurrentIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	link := filepath.Join(dir, "current")
	if err := errors.Join(os.Remove(link), os.WriteFile(link, []byte("mine"), 0o600)); err != nil {
		t.Fatal(err)
	}
	write(t, dir, run(2), documents(2)[1:])
	if data, err := os.ReadFile(link); err != nil || string(data) != "mine" {
		t.Errorf("current: %q, %v", data, err)
	}
	if n := open(t, dir).Rows("documents"); n != 2 {
		t.Errorf("%d documents", n)
	}
}

func TestRunIDsBecomeFileNamesOnlyInTheirForm(t *testing.T) {
	for _, id := range []string{"", "r1", "../x", "20260304T081500Z-0001/../x", "20260304T081500Z-0001\n", "20260304T081500Z-00G1"} {
		if b, err := begin(t.TempDir(), id); err == nil {
			b.Close()
			t.Errorf("run %q begins", id)
		}
	}
}

// TestACopyThatFollowedTheLinkIsMended: tools that copy what links lead to make a
// folder of current. It is as good until the next run, which makes it a link.
func TestACopyThatFollowedTheLinkIsMended(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(3))
	generation, err := filepath.EvalSymlinks(filepath.Join(dir, "current"))
	must(t, err)
	must(t, os.Remove(filepath.Join(dir, "current")))
	must(t, os.CopyFS(filepath.Join(dir, "current"), os.DirFS(generation)))
	expectProblems(t, dir)
	write(t, dir, run(2), documents(4)[3:])
	expectIDs(t, dir, "a", "b", "c", "d")
	expectProblems(t, dir)
	if _, err := os.Readlink(filepath.Join(dir, "current")); err != nil {
		t.Errorf("current is no link: %v", err)
	}
}
