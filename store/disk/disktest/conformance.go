package disktest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
	"testing"

	"framewatch/store/disk"
)

// Traits are the ways in which file systems may differ.
type Traits struct {
	Links    bool // hard and symbolic links can be had
	Folders  bool // a folder is there without a file, and a file needs its folder
	Replaces bool // Put and PutNew are there ([disk.Putter])
}

// Conformance checks that a file system does what [disk.FS] says. open gives an
// empty one each time.
func Conformance(t *testing.T, traits Traits, open func(t *testing.T) disk.FS) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, disk.FS, Traits){
		"what is written is read":         checkReadBack,
		"a missing name is not there":     checkMissing,
		"a taken name is not made again":  checkTaken,
		"a rename replaces":               checkRename,
		"a listing is in order":           checkList,
		"folders":                         checkFolders,
		"a walk meets every file once":    checkWalk,
		"small files are written at once": checkWriteFile,
		"links":                           checkLinks,
		"one holds a lock":                checkLock,
		"odd names":                       checkOddNames,
		"more names than a page":          checkManyNames,
		"of many makers one is first":     checkMakers,
		"a reader goes anywhere":          checkReader,
		"what is not empty stays":         checkFull,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t), traits) })
	}
}

func write(t *testing.T, fsys disk.FS, name string, data []byte) {
	t.Helper()
	f, err := fsys.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for len(data) > 0 { // in pieces, as an encoder does
		n := min(len(data), 100_000)
		if _, err := f.Write(data[:n]); err != nil {
			t.Fatal(err)
		}
		data = data[n:]
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, fsys disk.FS, names ...string) {
	t.Helper()
	for _, n := range names {
		for range 2 { // twice is no error
			if err := fsys.Mkdir(n); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// expectMissing checks that a name is not there.
func expectMissing(t *testing.T, fsys disk.FS, name string) {
	t.Helper()
	if e, err := fsys.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("stat %s: %v, %v, want fs.ErrNotExist", name, e, err)
	}
}

func checkReadBack(t *testing.T, fsys disk.FS, _ Traits) {
	large := make([]byte, 3<<20+17) // of several blocks
	for i := range large {
		large[i] = byte(i * i >> 8)
	}
	for name, data := range map[string][]byte{"empty": {}, "small": []byte("渡轮公司"), "large": large} {
		write(t, fsys, name, data)
		e, err := fsys.Stat(name)
		if err != nil || e.Kind != disk.Regular || e.Size != int64(len(data)) || e.Name != name {
			t.Errorf("stat %s: %+v, %v", name, e, err)
		}
		r, err := fsys.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes are read (%v), %d were written", name, len(got), err, len(data))
		}
		if end, err := r.Seek(0, io.SeekEnd); end != int64(len(data)) || err != nil {
			t.Errorf("%s ends at %d (%v)", name, end, err)
		}
		checkReadAt(t, name, r, data)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// checkReadAt reads pieces from many goroutines at once, as columns are read.
func checkReadAt(t *testing.T, name string, r io.ReaderAt, data []byte) {
	t.Helper()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			at := len(data) * i / 40
			p := make([]byte, 70_000)
			n, err := r.ReadAt(p, int64(at))
			want := data[at:min(len(data), at+len(p))]
			if !bytes.Equal(p[:n], want) {
				t.Errorf("%s: %d bytes at %d, want %d", name, n, at, len(want))
			}
			if short := len(want) < len(p); short != errors.Is(err, io.EOF) {
				t.Errorf("%s: %d bytes at %d end with %v", name, n, at, err)
			}
		})
	}
	all.Wait()
}

func checkMissing(t *testing.T, fsys disk.FS, _ Traits) {
	expectMissing(t, fsys, "no")
	_, openErr := fsys.Open("no")
	_, linkErr := fsys.Readlink("no")
	_, listErr := fsys.List("no")
	for what, err := range map[string]error{"open": openErr, "read link": linkErr, "list": listErr, "remove": fsys.Remove("no"), "rename": fsys.Rename("no", "yes")} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want fs.ErrNotExist", what, err)
		}
	}
	expectMissing(t, fsys, "yes")
}

func checkTaken(t *testing.T, fsys disk.FS, _ Traits) {
	write(t, fsys, "name", []byte("first"))
	if f, err := fsys.Create("name"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("create again: %v, %v, want fs.ErrExist", f, err)
	}
	if got, err := disk.ReadFile(fsys, "name", 10); string(got) != "first" {
		t.Errorf("the file holds %q (%v)", got, err)
	}
}

func checkRename(t *testing.T, fsys disk.FS, _ Traits) {
	mkdir(t, fsys, "a", "b")
	write(t, fsys, "a/from", []byte("new"))
	write(t, fsys, "b/to", []byte("old"))
	if err := fsys.Rename("a/from", "b/to"); err != nil {
		t.Fatal(err)
	}
	expectMissing(t, fsys, "a/from")
	if got, err := disk.ReadFile(fsys, "b/to", 10); string(got) != "new" {
		t.Errorf("the file holds %q (%v), want what was renamed", got, err)
	}
}

func checkList(t *testing.T, fsys disk.FS, _ Traits) {
	if entries, err := fsys.List("."); err != nil || len(entries) > 0 {
		t.Errorf("the empty root lists %v, %v", entries, err)
	}
	mkdir(t, fsys, "d", "d/sub")
	for _, n := range []string{"d/z", "d/a.b", "d/a", "d/sub/x", "d/文"} {
		write(t, fsys, n, []byte(n))
	}
	entries, err := fsys.List("d")
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s %d %d", e.Name, e.Kind, e.Size*int64(1-e.Kind)))
	}
	want := []string{"a 0 3", "a.b 0 5", "sub 1 0", "z 0 3", "文 0 5"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("list: %q, %v, want %q", got, err, want)
	}
}

func checkFolders(t *testing.T, fsys disk.FS, traits Traits) {
	mkdir(t, fsys, "d", "d/e")
	if traits.Folders {
		if e, err := fsys.Stat("d/e"); err != nil || e.Kind != disk.Folder {
			t.Errorf("an empty folder is %v, %v", e, err)
		}
	} else {
		expectMissing(t, fsys, "d/e")
	}
	write(t, fsys, "d/e/f", nil)
	for _, n := range []string{".", "d", "d/e"} {
		if e, err := fsys.Stat(n); err != nil || e.Kind != disk.Folder {
			t.Errorf("%s is %v, %v, want a folder", n, e, err)
		}
		if err := fsys.SyncDir(n); err != nil {
			t.Errorf("sync %s: %v", n, err)
		}
	}
	if _, err := fsys.Open("d"); !errors.Is(err, disk.ErrNotRegular) {
		t.Errorf("open a folder: %v, want ErrNotRegular", err)
	}
	if err := fsys.Remove("d/e/f"); err != nil {
		t.Fatal(err)
	}
	if err := disk.RemoveEmpty(fsys, "d/e", "."); err != nil {
		t.Fatal(err)
	}
	expectMissing(t, fsys, "d")
}

func checkWalk(t *testing.T, fsys disk.FS, _ Traits) {
	mkdir(t, fsys, "d", "d/a", "d/b", "dd")
	want := []string{"d/a/1", "d/a/2", "d/b/1", "d/c"}
	for _, n := range append([]string{"dd/x"}, want...) {
		write(t, fsys, n, []byte("x"))
	}
	var got []string
	err := disk.Walk(fsys, "d", func(name string, e disk.Entry) error {
		if e.Kind != disk.Regular || e.Size != 1 {
			t.Errorf("%s is %+v", name, e)
		}
		got = append(got, name)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("walk: %q, %v, want %q", got, err, want)
	}
	if err := disk.Walk(fsys, "no", func(string, disk.Entry) error { return errors.New("called") }); err != nil {
		t.Errorf("walk over nothing: %v", err)
	}
	stop := errors.New("stop")
	if err := disk.Walk(fsys, "d", func(string, disk.Entry) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("walk ends with %v, want the error of its function", err)
	}
}

func checkWriteFile(t *testing.T, fsys disk.FS, traits Traits) {
	mkdir(t, fsys, "d")
	for _, content := range []string{"one", "two"} {
		if err := disk.WriteFile(fsys, "d/f", []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := disk.ReadFile(fsys, "d/f", 10); string(got) != content {
			t.Errorf("the file holds %q (%v), want %q", got, err, content)
		}
	}
	if entries, err := fsys.List("d"); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v, want the file only", entries, err)
	}
	p, ok := fsys.(disk.Putter)
	if ok != traits.Replaces {
		t.Fatalf("it is a Putter: %v", ok)
	}
	if !ok {
		return
	}
	if err := p.PutNew("d/f", []byte("three")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("put in a file's place: %v, want fs.ErrExist", err)
	}
	var all sync.WaitGroup
	won := make(chan int, 20)
	for i := range cap(won) {
		all.Go(func() {
			if p.PutNew("d/new", fmt.Append(nil, i)) == nil {
				won <- i
			}
		})
	}
	all.Wait()
	close(won)
	got, err := disk.ReadFile(fsys, "d/new", 10)
	if winner := fmt.Sprint(<-won); len(won) != 0 || err != nil || string(got) != winner {
		t.Errorf("%d more writers than one were first; the file holds %q, %s was (%v)", len(won), got, winner, err)
	}
}

func checkLinks(t *testing.T, fsys disk.FS, traits Traits) {
	write(t, fsys, "f", []byte("content"))
	linkErr, symErr := fsys.Link("f", "second"), fsys.Symlink("f", "sym")
	if !traits.Links {
		if !errors.Is(linkErr, disk.ErrNoLinks) || !errors.Is(symErr, disk.ErrNoLinks) {
			t.Errorf("links: %v, %v, want ErrNoLinks", linkErr, symErr)
		}
		return
	}
	if linkErr != nil || symErr != nil {
		t.Fatal(linkErr, symErr)
	}
	if err := fsys.Link("f", "second"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("link again: %v, want fs.ErrExist", err)
	}
	if e, err := fsys.Stat("sym"); err != nil || e.Kind != disk.Link {
		t.Errorf("the link is %+v, %v", e, err)
	}
	if to, err := fsys.Readlink("sym"); err != nil || to != "f" {
		t.Errorf("the link stands for %q, %v", to, err)
	}
	if err := fsys.Remove("f"); err != nil {
		t.Fatal(err)
	}
	if got, err := disk.ReadFile(fsys, "second", 10); string(got) != "content" {
		t.Errorf("the second name holds %q (%v)", got, err)
	}
}

func checkLock(t *testing.T, fsys disk.FS, _ Traits) {
	for range 3 {
		l, err := fsys.Lock("lock")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fsys.Lock("lock"); !errors.Is(err, disk.ErrLocked) {
			t.Errorf("a second holder: %v, want ErrLocked", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
