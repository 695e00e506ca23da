package atomicfile_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"framewatch/internal/atomicfile"
)

func only(t *testing.T, dir, name string, want []byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder has %v, %v", entries, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, %v; want %d", name, len(got), err, len(want))
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	if err := atomicfile.Replace(path, []byte("x")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(path, []byte("新的")); err != nil {
		t.Fatal(err)
	}
	only(t, dir, "a.csv", []byte("新的"))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions: %v, %v", info.Mode(), err)
	}
}

// TestFullDisk replaces a file on a file system that has no room for the new one.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v %s", err, out)
	}
	defer exec.Command("umount", dir).Run() //nolint:errcheck // the folder is a test's
	old := bytes.Repeat([]byte("o"), 40<<10)
	if err := os.WriteFile(filepath.Join(dir, "a.csv"), old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := atomicfile.Replace(filepath.Join(dir, "a.csv"), bytes.Repeat([]byte("n"), 50<<10)); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("no room: %v", err)
	}
	only(t, dir, "a.csv", old)
}
