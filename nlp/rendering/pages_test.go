package rendering_test

import (
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/bilingual"
)

// pages builds the pages of a folder.
func pages(t testing.TB, dir string) []bilingual.Page {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []bilingual.Page
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, bilingual.LayOut(filepath.Base(f), string(data), ""))
	}
	return out
}
