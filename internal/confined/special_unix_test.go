//go:build unix

package confined_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"framewatch/internal/confined"
)

// special makes what is in a folder but no regular file.
func special(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	for link, to := range map[string]string{"link": "pipe", "null": "/dev/null", "zero": "/dev/zero"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOnlyRegularFilesAreOpened would wait for ever for a pipe nobody writes to.
func TestOnlyRegularFilesAreOpened(t *testing.T) {
	dir, err := os.MkdirTemp("", "fw") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	special(t, dir)
	f, err := confined.Open(dir, "/dev")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, want := range map[string]string{"pipe": "a pipe", "link": "a pipe", "s": "a socket", "null": "a device", "zero": "a device", "/dev/zero": "a device", ".": "a folder"} {
		if _, err := f.Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s in a folder: error %v, want %q", name, err, want)
		}
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		if _, err := confined.Regular(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
}
