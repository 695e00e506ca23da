package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFullDisk runs the demo into a file system that is too small: a clear
// error, no half-written run, and room for the next one.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v %s", err, out)
	}
	defer exec.Command("umount", dir).Run() //nolint:errcheck // the folder is a test's
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), []string{"demo", "--out", dir}, nil, &stdout, &stderr)
	if code != exitInternal || !strings.Contains(stderr.String(), "no space left on device") {
		t.Errorf("exit code %d, want %d; stderr: %s", code, exitInternal, stderr.String())
	}
	for _, table := range []string{"documents", "runs", "_manifest/*.json"} {
		if left, _ := filepath.Glob(filepath.Join(dir, "data", table)); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "report.html")); err == nil {
		t.Error("a report of a run that failed")
	}
}

// TestUnwritableFolder names the folder and what is wrong with it.
func TestUnwritableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), []string{"demo", "--out", file}, nil, &stdout, &stderr)
	if code != exitUsage || !strings.Contains(stderr.String(), "not a directory") {
		t.Errorf("exit code %d, stderr: %s", code, stderr.String())
	}
}
