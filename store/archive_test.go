package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/store"
	"framewatch/store/disk"
	"framewatch/store/disk/disktest"
)

func warcOf(n int) string { return "warc/" + run(n) + "-00000.warc.gz" }

// countedOn are the archive files of the newest generation.
func countedOn(t *testing.T, fsys disk.FS) []string {
	t.Helper()
	d, err := store.OpenOn(fsys)
	must(t, err)
	var names []string
	for _, a := range d.Generation().WARC {
		data, err := disk.ReadFile(fsys, a.Path, 1<<20)
		must(t, err)
		sum := sha256.Sum256(data)
		if a.Bytes != int64(len(data)) || a.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%+v is not what %s holds", a, a.Path)
		}
		names = append(names, a.Path)
	}
	return names
}

// TestWhichArchivesCount: those of runs that are committed or about to be, unless they
// were rewritten, and none of somebody else's.
func TestWhichArchivesCount(t *testing.T) {
	imported, ofWorker, ofFetcher := "warc/import-"+run(2)+"-00000.warc.gz", "warc/"+run(2)+"-w17-00000.warc.gz", "warc/"+run(2)+"-f3-00001.warc.gz"
	for name, c := range map[string]struct {
		more  func(*store.Batch) error
		want  []string
		stays bool // what was rewritten counts again while nobody removes it
	}{
		"its own and those before":   {nil, []string{imported, ofWorker, ofFetcher, warcOf(1), warcOf(2)}, true},
		"one was rewritten":          {func(b *store.Batch) error { b.DropArchives(warcOf(1)); return nil }, []string{imported, ofWorker, ofFetcher, warcOf(2)}, false},
		"its own was rewritten":      {func(b *store.Batch) error { b.DropArchives(warcOf(2)); return nil }, []string{imported, ofWorker, ofFetcher, warcOf(1)}, false},
		"all that are there, anew":   {func(b *store.Batch) error { b.AdoptArchives(); return nil }, []string{imported, ofWorker, ofFetcher, warcOf(1), warcOf(2), warcOf(9)}, true},
		"all but those rewritten":    {func(b *store.Batch) error { b.AdoptArchives(); b.DropArchives(warcOf(9), warcOf(1)); return nil }, []string{imported, ofWorker, ofFetcher, warcOf(2)}, false},
		"none that was there before": {func(b *store.Batch) error { b.DropArchives(warcOf(1), warcOf(7)); return nil }, []string{imported, ofWorker, ofFetcher, warcOf(2)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			mem := disktest.NewMem()
			_, err := store.CreateOn(mem)
			must(t, err)
			must(t, disk.WriteFile(mem, warcOf(1), []byte("one")))
			must(t, runOn(t, mem, 1, nil))
			for _, n := range []string{warcOf(2), imported, ofWorker, ofFetcher, warcOf(9), "warc/mine.warc.gz", "warc/" + run(2) + "-x1-00000.warc.gz", "warc/" + run(1) + "-00000.warc.gz.part", "warc/" + run(2) + "-1.warc.gz"} {
				must(t, disk.WriteFile(mem, n, []byte("body of "+n)))
			}
			must(t, mem.Mkdir("warc/"+run(2)+"-00009.warc.gz"))
			must(t, runOn(t, mem, 2, c.more))
			want := slices.Sorted(slices.Values(c.want))
			if diff := cmp.Diff(want, countedOn(t, mem)); diff != "" {
				t.Errorf("archives: %s", diff)
			}
			must(t, runOn(t, mem, 3, nil))
			if diff := cmp.Diff(want, countedOn(t, mem)); diff != "" && c.stays {
				t.Errorf("after another run: %s", diff)
			}
		})
	}
}

// TestAnArchiveThatCannotBeReadStopsTheCommit before anything is visible.
func TestAnArchiveThatCannotBeReadStopsTheCommit(t *testing.T) {
	mem := disktest.NewMem()
	_, err := store.CreateOn(mem)
	must(t, err)
	must(t, disk.WriteFile(mem, warcOf(1), []byte("one")))
	bad := errors.New("bad sector")
	for _, op := range []string{"open", "list"} {
		err = runOn(t, &disktest.Unreadable{FS: mem, Fail: func(did, name string) error {
			if did == op && strings.HasPrefix(name, "warc") {
				return bad
			}
			return nil
		}}, 1, nil)
		if !errors.Is(err, bad) {
			t.Errorf("%s: the commit ends with %v", op, err)
		}
		d, err := store.OpenOn(mem)
		must(t, err)
		if d.Generation().RunID != "" {
			t.Error("the run is visible")
		}
	}
}

// TestArchivesOfADatasetInABucket are read where they are: in the working folder of the
// machine that wrote them, else in the bucket.
func TestArchivesOfADatasetInABucket(t *testing.T) {
	at := atURL(t)
	here, there := t.TempDir(), t.TempDir()
	for n, dir := range []string{here, there, here} {
		d, err := store.Create(at + dir)
		must(t, err)
		b, err := d.Begin(store.RunRow{RunID: run(n + 1), Command: "test", Started: start})
		must(t, err)
		put(t, dir, warcOf(n+1), "body of "+warcOf(n+1))
		put(t, dir, "warc/.fetch-123", "half")
		_, err = b.Commit(t.Context(), start)
		must(t, err)
	}
	d, err := store.Open(at + there)
	must(t, err)
	if diff := cmp.Diff([]string{warcOf(1), warcOf(2), warcOf(3)}, countedOn(t, d.FS())); diff != "" {
		t.Errorf("archives: %s", diff)
	}
	expectProblems(t, at+there)
	if got := d.PathOf(d.Files("runs")[0]); !strings.HasPrefix(got, "s3://bucket/a/set/runs/") {
		t.Errorf("a file lies at %s", got)
	}
	if d.StateDir() != filepath.Join(there, "_state") || d.WARCDir() != filepath.Join(there, "warc") {
		t.Errorf("state in %s, archives in %s", d.StateDir(), d.WARCDir())
	}
}

// TestTheWorkingFolderOfABucket is of this dataset at this place, and of no other.
func TestTheWorkingFolderOfABucket(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	at := strings.TrimSuffix(atURL(t), "&state=")
	folder := func(address string) string {
		t.Helper()
		d, err := store.Create(address)
		must(t, err)
		if again, err := store.Create(address); err != nil || again.Dir() != d.Dir() {
			t.Errorf("the folder is another the second time: %v", err)
		}
		if !strings.HasPrefix(d.Dir(), cache) {
			t.Errorf("the working folder is %s", d.Dir())
		}
		if _, err := os.Stat(d.WARCDir()); err != nil {
			t.Error(err)
		}
		return d.Dir()
	}
	first, second := folder(at), folder(strings.Replace(at, "/a/set?", "/a/other?", 1))
	if first == second {
		t.Errorf("two datasets have one working folder, %s", first)
	}
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	if _, err := store.Create(at); err == nil || !strings.Contains(err.Error(), "?state=DIR") {
		t.Errorf("without a home: %v, want what to do", err)
	}
}

func TestWhatWorksOnFoldersOnly(t *testing.T) {
	for address, inBucket := range map[string]bool{"data": false, "/data": false, "./s3": false, `C:\data`: false, "s3://b/p": true, "gs://b": true, "azblob://c/p": true, "S3://b/p": true, "file:///x": true} {
		err := store.OnlyFolder(address, "backup")
		if store.InBucket(address) != inBucket || errors.Is(err, store.ErrAddress) != inBucket || err != nil && !strings.Contains(err.Error(), "backup works on folders only") {
			t.Errorf("%s: in a bucket %v, %v", address, store.InBucket(address), err)
		}
	}
}
