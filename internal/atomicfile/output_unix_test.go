//go:build unix

package atomicfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"framewatch/internal/atomicfile"
)

// TestWhatIsThereStaysWhatItIs: a regular file, new or old, is replaced whole; a
// link stays a link, a pipe a pipe, a device a device.
func TestWhatIsThereStaysWhatItIs(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.WriteFile(at("旧.html"), []byte("old"), 0o640), os.Symlink("旧.html", at("link.html")),
		os.Symlink("later.html", at("dangling.html")), os.Symlink("dangling.html", at("twice.html")), syscall.Mkfifo(at("pipe"), 0o600)); err != nil {
		t.Fatal(err)
	}
	piped := make(chan string)
	go func() {
		f, err := os.Open(at("pipe"))
		if err != nil {
			piped <- err.Error()
			return
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		piped <- string(data) + errString(err)
	}()
	for _, c := range []struct {
		path, lands string
		kind        fs.FileMode // of path afterwards
		perm        fs.FileMode // of what it leads to; 0 is that of a new file
	}{
		{at("旧.html"), at("旧.html"), 0, 0o640},
		{at("new.html"), at("new.html"), 0, 0},
		{at("link.html"), at("旧.html"), fs.ModeSymlink, 0o640},
		{at("twice.html"), at("later.html"), fs.ModeSymlink, 0},
		{at("pipe"), "", fs.ModeNamedPipe, 0o600},
		{os.DevNull, "", fs.ModeDevice | fs.ModeCharDevice, 0},
	} {
		if err := errors.Join(atomicfile.Check(c.path), atomicfile.Write(c.path, []byte("新 "+c.path))); err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		if info, err := os.Lstat(c.path); err != nil || info.Mode().Type() != c.kind {
			t.Errorf("%s has become %v, %v", c.path, info.Mode(), err)
		}
		if c.lands == "" {
			if !atomicfile.Through(c.path) {
				t.Errorf("%s is not written through", c.path)
			}
			continue
		}
		if data, err := os.ReadFile(c.lands); err != nil || string(data) != "新 "+c.path {
			t.Errorf("%s: %s holds %q, %v", c.path, c.lands, data, err)
		}
		if info, err := os.Stat(c.lands); err != nil || c.perm != 0 && info.Mode().Perm() != c.perm || info.Mode().Perm()&0o600 != 0o600 {
			t.Errorf("%s: permissions %v, %v", c.path, info.Mode(), err)
		}
	}
	if got := <-piped; got != "新 "+at("pipe") {
		t.Errorf("the pipe gave %q", got)
	}
	noneAside(t, dir)
}

func errString(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func noneAside(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s is left aside", e.Name())
		}
	}
}

// TestDiscardLeavesTheOld, also after a part of the new was written.
func TestDiscardLeavesTheOld(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := atomicfile.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("half"); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	f.Discard()
	only(t, dir, "a", []byte("old"))
}

func TestCheckTellsWhatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "锁")
	if err := errors.Join(os.Mkdir(locked, 0o755), os.WriteFile(filepath.Join(dir, "file"), nil, 0o600), os.Symlink("loop", filepath.Join(dir, "loop"))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		want error
		says string
	}{
		{dir, atomicfile.ErrFolder, "name a file"},
		{filepath.Join(dir, "nowhere", "a"), atomicfile.ErrNoFolder, "nowhere"},
		{filepath.Join(dir, "file", "a"), syscall.ENOTDIR, "not a directory"},
		{filepath.Join(dir, "loop"), syscall.ELOOP, "links"},
		{filepath.Join(dir, strings.Repeat("长", 100)), syscall.ENAMETOOLONG, "too long"},
	} {
		for _, err := range []error{atomicfile.Check(c.path), atomicfile.Write(c.path, nil)} {
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), ".tmp") {
				t.Errorf("%s: %v, want %v", c.path, err, c.want)
			}
		}
	}
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	if err := os.Chmod(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Check(filepath.Join(locked, "a")); !errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), ".tmp") {
		t.Errorf("a folder without permission: %v", err)
	}
}
