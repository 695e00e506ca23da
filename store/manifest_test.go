package store_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/store"
	"framewatch/store/disk"
)

// TestManifestsThatNoRunHasWritten are refused by readers and by the next run, whatever
// of them is wrong, and nothing is touched.
func TestManifestsThatNoRunHasWritten(t *testing.T) {
	file := func(key string, value any) func(map[string]any) {
		return func(m map[string]any) { m["files"].([]any)[0].(map[string]any)[key] = value }
	}
	warc := func(key string, value any) func(map[string]any) {
		return func(m map[string]any) { m["warc"].([]any)[0].(map[string]any)[key] = value }
	}
	top := func(key string, value any) func(map[string]any) { return func(m map[string]any) { m[key] = value } }
	twice := func(key string) func(map[string]any) {
		return func(m map[string]any) { m[key] = append(m[key].([]any), m[key].([]any)[0]) }
	}
	digest := strings.Repeat("0", 63)
	cases := map[string]func(map[string]any){
		"a file twice": twice("files"), "an archive twice": twice("warc"),
		"no dataset": top("dataset", ""), "another dataset": top("dataset", "other"), "a newer layout": top("schema_version", 3), "no layout": top("schema_version", 0),
		"no number": top("seq", 0), "a number beyond reason": top("seq", 1<<40), "a number that is none": top("seq", "x"), "a negative number": top("seq", -1),
		"the number before": top("seq", 1), "the run before": top("run_id", run(1)), "no run": top("run_id", ""), "a run that is a path": top("run_id", "../x"),
		"no digest of the one before": top("previous", "x"), "files that are none": top("files", "x"), "an older layout after a newer": top("schema_version", 1),
	}
	for key, values := range map[string][]any{
		"path": {"", "/etc/passwd", "../x", "names/../../x", "names/x.parquet", "names/" + run(1) + "-0000.parquet.tmp", "nobody/" + run(1) + "-0000.parquet", "documents/month=2026-3/" + run(1) + "-0000.parquet",
			"documents/month=2026-03/x/" + run(1) + "-0000.parquet", "events\\" + run(1) + "-0000.parquet", "names/" + run(1) + "-0000.parquet\n"},
		"rows": {-1, 1 << 50, 0.5, "1"}, "bytes": {-1, 1 << 50}, "sha256": {"", digest, digest + "G", digest + "0\n"}, "origin": {"x", digest}, "table": {"", "names", "secrets"},
	} {
		for _, v := range values {
			name, err := json.Marshal(v)
			must(t, err)
			cases["a file of "+key+" "+string(name)] = file(key, v)
		}
	}
	for key, values := range map[string][]any{"path": {"warc/x.warc.gz", "../" + worldWARC, "/" + worldWARC, "_state/lock", worldWARC + "/x", strings.Replace(worldWARC, "warc/", "warc/../", 1)},
		"bytes": {-1, 1 << 50}, "sha256": {"", digest}} {
		for _, v := range values {
			name, err := json.Marshal(v)
			must(t, err)
			cases["an archive of "+key+" "+string(name)] = warc(key, v)
		}
	}
	sound := newWorld().write(t)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		t.Run(strings.ReplaceAll(name, "/", "_"), func(t *testing.T) {
			d := damaged{copied(sound), t}
			d.remove(commitsFile) // its digest would tell of any change
			d.editJSON(secondManifest, cases[name])
			before := allFiles(t, d)
			if _, err := store.OpenOn(d); !errors.Is(err, store.ErrManifest) {
				t.Errorf("open: %v, want ErrManifest", err)
			}
			if err := runOn(t, d, 3, nil); !errors.Is(err, store.ErrManifest) {
				t.Errorf("the next run: %v, want ErrManifest", err)
			}
			if !maps.Equal(before, allFiles(t, d)) {
				t.Error("the dataset was touched")
			}
			problems := problemsOn(t, d)
			if len(problems) != 1 || problems[0].Code != "manifest" {
				t.Errorf("problems %+v, want one of the manifest", problems)
			}
		})
	}
}

// allFiles are all files with what is in them.
func allFiles(t *testing.T, fsys disk.FS) map[string]string {
	t.Helper()
	out := map[string]string{}
	must(t, disk.Walk(fsys, ".", func(name string, e disk.Entry) error {
		data, err := disk.ReadFile(fsys, name, 1<<20)
		out[strings.TrimPrefix(name, "./")] = string(data)
		return err
	}))
	return out
}

// TestAReaderKeepsItsGeneration and says where its files lie, whatever is committed later.
func TestAReaderKeepsItsGeneration(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, run(1), documents(1))
	d := open(t, dir)
	paths := map[string]string{}
	for _, f := range d.Files("") {
		paths[f.Path] = d.PathOf(f)
		if !strings.Contains(paths[f.Path], "generations/000001-"+run(1)) {
			t.Errorf("%s lies at %s", f.Path, paths[f.Path])
		}
	}
	write(t, dir, run(2), documents(2)[1:])
	for _, f := range d.Files("") {
		if d.PathOf(f) != paths[f.Path] {
			t.Errorf("%s lies at %s now", f.Path, d.PathOf(f))
		}
	}
	for n, want := range map[int]bool{1: true, 2: true, 3: false} {
		if got, err := d.Committed(corpus.RunID(run(n))); got != want || err != nil {
			t.Errorf("run %d is committed: %v, %v", n, got, err)
		}
	}
	if m := d.Generation(); m.RunID != run(1) || m.Seq != 1 || len(m.Files) != len(d.Files("")) || !m.Ended.Equal(start.Add(time.Hour)) {
		t.Errorf("generation %+v", m)
	}
}
