package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// names lists what is in a folder.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func TestNewFilesComeTogetherOrNotAtAll(t *testing.T) {
	full := errors.New("disk full")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		last func(io.Writer) error
		want error
	}{
		"a full disk": {t.Context(), func(w io.Writer) error { return errors.Join(text("half")(w), full) }, full},
		"interrupted": {cancelled, text("b"), context.Canceled},
	} {
		dir := t.TempDir()
		err := writeNew(c.ctx, []newFile{{filepath.Join(dir, "a"), text("a")}, {filepath.Join(dir, "b"), c.last}})
		if !errors.Is(err, c.want) || names(t, dir) != "" {
			t.Errorf("%s: %v, and the folder has %q", name, err, names(t, dir))
		}
	}
	dir := t.TempDir()
	if err := writeNew(t.Context(), []newFile{{filepath.Join(dir, "a"), text("a")}, {filepath.Join(dir, "b"), text("b")}}); err != nil || names(t, dir) != "a b" {
		t.Errorf("%v, and the folder has %q", err, names(t, dir))
	}
}

func TestNoFileIsWrittenOver(t *testing.T) {
	dir := t.TempDir()
	work := filepath.Join(dir, "b")
	if err := os.WriteFile(work, []byte("work"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := writeNew(t.Context(), []newFile{{filepath.Join(dir, "a"), text("a")}, {work, text("b")}})
	var usage usageError
	if !errors.As(err, &usage) || names(t, dir) != "b" {
		t.Errorf("%v, and the folder has %q", err, names(t, dir))
	}
	if kept, err := os.ReadFile(work); err != nil || string(kept) != "work" {
		t.Errorf("%q, %v", kept, err)
	}
}
