package disktest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"framewatch/store/disk"
)

// oddNames are names that file systems and servers have treated in their own ways:
// characters that mean something in a URL, a pattern or a shell, several scripts, one
// letter in two forms, and the longest. Some machines' folders take two of them for one.
func oddNames(folders bool) []string {
	names := []string{"a b", " a", "a ", "a+b", "a%20b", "%2F", "%", "a?b", "a#b", "a&b=c", "a:b", "a;b,c", "a@b", "a*b", "a'b\"c", "a(b)[c]{d}", "a$b", "a~b", "~", "-a", ".a", "a.", "..a", "a..b",
		"a", "é", "文", "🕊", "הא", "a=b", "<a>", "a|b", "a^b", "a`b", "!", strings.Repeat("n", 200)}
	if !folders {
		names = append(names, "A", "e\u0301")
	}
	slices.Sort(names)
	return names
}

func checkOddNames(t *testing.T, fsys disk.FS, traits Traits) {
	mkdir(t, fsys, "d", "to")
	want := oddNames(traits.Folders)
	for _, n := range want {
		write(t, fsys, path.Join("d", n), []byte(n))
	}
	entries, err := fsys.List("d")
	var got []string
	for _, e := range entries {
		got = append(got, e.Name)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("list: %q, %v, want %q", got, err, want)
	}
	for _, n := range want {
		name, to := path.Join("d", n), path.Join("to", n)
		if e, err := fsys.Stat(name); err != nil || e.Name != n || e.Kind != disk.Regular || e.Size != int64(len(n)) {
			t.Errorf("%q is %+v, %v", name, e, err)
		}
		if err := fsys.Rename(name, to); err != nil {
			t.Errorf("rename %q: %v", name, err)
		}
		if data, err := disk.ReadFile(fsys, to, 1000); err != nil || string(data) != n {
			t.Errorf("%q holds %q, %v", to, data, err)
		}
		if err := fsys.Remove(to); err != nil {
			t.Errorf("remove %q: %v", to, err)
		}
		expectMissing(t, fsys, to)
	}
}

// checkManyNames has more files in a folder than a server lists at once.
func checkManyNames(t *testing.T, fsys disk.FS, _ Traits) {
	const n = 1050
	mkdir(t, fsys, "d", "d/sub", "d0")
	var want []string
	for i := range n {
		name := fmt.Sprintf("f%06d", i*7919%n)
		want = append(want, name)
		write(t, fsys, "d/"+name, nil)
	}
	write(t, fsys, "d/sub/x", nil)
	write(t, fsys, "d0/x", nil)
	slices.Sort(want)
	entries, err := fsys.List("d")
	var got []string
	for _, e := range entries {
		if e.Kind == disk.Regular {
			got = append(got, e.Name)
		}
	}
	if err != nil || !slices.Equal(got, want) || len(entries) != n+1 {
		t.Errorf("%d entries, %v, want %d files and a folder", len(entries), err, n)
	}
	got = nil
	err = disk.Walk(fsys, "d", func(name string, _ disk.Entry) error {
		got = append(got, strings.TrimPrefix(name, "d/"))
		return nil
	})
	if err != nil || !slices.Equal(got, append(want, "sub/x")) {
		t.Errorf("a walk meets %d files, %v, want %d", len(got), err, n+1)
	}
}

// checkMakers lets many make one file at once: one does, and its content stays.
func checkMakers(t *testing.T, fsys disk.FS, _ Traits) {
	var all sync.WaitGroup
	won := make(chan string, 20)
	for i := range cap(won) {
		all.Go(func() {
			content := fmt.Sprint("maker ", i)
			f, err := fsys.Create("name")
			if err == nil {
				_, err = io.WriteString(f, content)
				err = errors.Join(err, f.Sync(), f.Close())
			}
			if err == nil {
				won <- content
			} else if !errors.Is(err, fs.ErrExist) {
				t.Errorf("%s: %v, want fs.ErrExist", content, err)
			}
		})
	}
	all.Wait()
	close(won)
	got, err := disk.ReadFile(fsys, "name", 100)
	if winner := <-won; len(won) > 0 || err != nil || string(got) != winner {
		t.Errorf("%d makers more than one; the file holds %q (%v), want %q", len(won), got, err, winner)
	}
}

// checkReader reads in the ways that a reader has.
func checkReader(t *testing.T, fsys disk.FS, _ Traits) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 80_000) // more than a block of a bucket
	write(t, fsys, "f", data)
	r, err := fsys.Open("f")
	if err != nil {
		t.Fatal(err)
	}
	if end, err := r.Seek(0, io.SeekEnd); err != nil || end != int64(len(data)) {
		t.Errorf("the end is at %d, %v", end, err)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d bytes at the end, %v", n, err)
	}
	for _, at := range []int64{0, 1, 1<<20 - 1, 1 << 20, int64(len(data)) - 3} {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			t.Error(err)
		}
		got := make([]byte, 3)
		if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, data[at:at+3]) {
			t.Errorf("%q at %d, %v", got, at, err)
		}
	}
	for _, at := range []int64{int64(len(data)), int64(len(data)) + 1, 1 << 40} {
		if n, err := r.ReadAt(make([]byte, 1), at); n != 0 || !errors.Is(err, io.EOF) {
			t.Errorf("%d bytes at %d, %v, want the end", n, at, err)
		}
	}
	if _, err := r.Seek(-1, io.SeekStart); err == nil {
		t.Error("seeks to before the start")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	for limit, whole := range map[int64]bool{int64(len(data)) - 1: false, int64(len(data)): true, int64(len(data)) + 1: true} {
		if got, err := disk.ReadFile(fsys, "f", limit); (err == nil) != whole || whole && !bytes.Equal(got, data) {
			t.Errorf("with a limit of %d: %d bytes, %v", limit, len(got), err)
		}
	}
}

// checkFull says that what is not empty stays, and that a file does not stand in for a
// folder.
func checkFull(t *testing.T, fsys disk.FS, traits Traits) {
	mkdir(t, fsys, "d", "d/e", "d/e/g")
	write(t, fsys, "d/e/f", []byte("x"))
	if err := fsys.Remove("d/e"); err == nil {
		t.Error("a folder with a file is removed")
	}
	if err := disk.RemoveEmpty(fsys, "d/e/g", "d"); err != nil {
		t.Error(err)
	}
	if got, err := disk.ReadFile(fsys, "d/e/f", 10); string(got) != "x" {
		t.Errorf("the file holds %q (%v)", got, err)
	}
	if _, err := fsys.List("d/e/f"); err == nil {
		t.Error("a file is listed")
	}
	if !traits.Folders {
		return
	}
	if _, err := fsys.Create("no/f"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("create in a folder that is not there: %v, want fs.ErrNotExist", err)
	}
	if err := fsys.Mkdir("no/sub"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("make a folder in one that is not there: %v, want fs.ErrNotExist", err)
	}
	if err := fsys.Rename("d/e", "moved"); err != nil {
		t.Errorf("rename a folder: %v", err)
	}
	if got, err := disk.ReadFile(fsys, "moved/f", 10); string(got) != "x" {
		t.Errorf("the file in the folder that was moved holds %q (%v)", got, err)
	}
	expectMissing(t, fsys, "d/e")
}
