//go:build unix

package imports_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"framewatch/internal/imports"
)

// TestAPipeIsRefused would wait for ever for a pipe nobody writes to.
func TestAPipeIsRefused(t *testing.T) {
	dir := write(t, map[string]string{"folder/a.txt": "一", "r.jsonl": `{"id":"1","html_path":"pipe"}` + "\n" + `{"id":"2","html_path":"link"}`})
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	link(t, "pipe", filepath.Join(dir, "link"))
	link(t, pipe, filepath.Join(dir, "folder/link.txt"))
	link(t, "/dev/zero", filepath.Join(dir, "folder/zero.txt"))
	if err := syscall.Mkfifo(filepath.Join(dir, "folder/pipe.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ format, path, want string }{
		{"jsonl", "r.jsonl", "unreadable unreadable"}, {"text", "folder", " unreadable unreadable unreadable"},
	} {
		codes, messages := problems(t, imports.Options{Format: c.format, Paths: []string{filepath.Join(dir, c.path)}, Source: "s", Allow: []string{dir}})
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %q %q", c.format, got, messages)
		}
	}
	for _, path := range []string{pipe, "/dev/null"} {
		if _, err := imports.Read(t.Context(), imports.Options{Format: "text", Paths: []string{path}}); err == nil || !strings.Contains(err.Error(), "neither a file nor a folder") {
			t.Errorf("%s: error %v", path, err)
		}
	}
}
