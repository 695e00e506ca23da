package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/config"
	"framewatch/internal/imports"
	"framewatch/internal/pipeline"
	"framewatch/store"
)

// edition writes pages of an invented outlet: n articles with so many
// paragraphs each, in a template whose body has the given class.
func edition(t *testing.T, name string, n int, paragraphs func(article int) int, class string) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s report %d from the quay</title></head><body><main class=%q><h1>%s report %d from the quay</h1>`, name, i, class, name, i)
		for p := range paragraphs(i) {
			fmt.Fprintf(&b, "<p>Boat %d of the %s fleet left the quay at %d minutes past the hour, and the harbour master, who counts them, wrote down that %d crates of fish went with it.</p>\n", 10*i+p, name, p+i%7, 3*p+i)
		}
		b.WriteString("</main></body></html>")
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%02d.html", name, i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestHealth imports editions of one outlet after one another: only the one whose
// articles are cut short is worth a warning.
func TestHealth(t *testing.T) {
	cfg, err := config.Load(config.Options{File: "builtin:demo.yaml", Flags: map[string]any{"data": filepath.Join(t.TempDir(), "data"), "compare.bootstrap": 100}})
	if err != nil {
		t.Fatal(err)
	}
	usual := func(i int) int { return 6 + i%5 }
	for _, e := range []struct {
		name       string
		n          int
		paragraphs func(int) int
		want       []string
	}{
		{"first", 14, usual, nil},
		{"second", 8, func(i int) int { return 5 + i%6 }, nil},
		{"few short", 3, func(int) int { return 1 }, nil},
		{"third", 8, func(i int) int { return 1 + i%2 }, []string{"length began"}},
	} {
		result, err := pipeline.New(cfg, pipeline.Options{Command: "import"}).Import(t.Context(), imports.Options{Format: "html",
			Paths: []string{edition(t, strings.ReplaceAll(e.name, " ", "-"), e.n, e.paragraphs, "story")}, Source: "quay-courier"})
		if err != nil {
			t.Fatal(err)
		}
		if result.Documents != e.n {
			t.Errorf("%s: %d documents of %d: %v", e.name, result.Documents, e.n, result.Failures)
		}
		var codes []string
		for _, f := range result.Events {
			codes = append(codes, f.Code+" "+f.Phase)
			t.Logf("%s: %s", e.name, f.Message)
		}
		if diff := cmp.Diff(e.want, codes); diff != "" {
			t.Errorf("%s: warnings (-want +got):\n%s", e.name, diff)
		}
	}
	rows := 0
	for e, err := range store.Scan[store.SourceEventRow](t.Context(), open(t, cfg.Data)) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Code == "length" && e.SourceID == "quay-courier" && e.Phase == store.PhaseBegan {
			rows++
		}
	}
	if rows != 1 {
		t.Errorf("%d begins in table source_events, want 1", rows)
	}
}
