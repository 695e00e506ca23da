package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/internal/config"
)

// FuzzLoad loads files of any content in each place of a run's settings: they are
// taken or are mistakes, each with its file, and the same twice.
func FuzzLoad(f *testing.F) {
	kinds := []struct{ file, run string }{
		{"run.yaml", ""}, // after smallRun, for what it would load otherwise takes a second
		{"list.yaml", smallRun},
		{"names.yaml", strings.Replace(smallRun, "builtin:gazetteers/iomed.yaml", "names.yaml", 1)},
		{"book.yaml", strings.Replace(smallRun, "codebooks: []", "codebooks: [book.yaml]", 1)},
		{"blocs.yaml", strings.Replace(smallRun, `blocs: ""`, "blocs: blocs.yaml", 1)},
		{"events.yaml", strings.Replace(smallRun, `events: ""`, "events: events.yaml", 1)},
	}
	list := listHead + entryWith("  feeds: [http://a.test/f]\n")
	for which, text := range []string{"crawl:\n  workers: 2\n", list, "gazetteer: {id: g, version: \"1\"}\nentities:\n- id: org.a\n  names: {zh: [潮汐院]}\n",
		"codebook: {id: c, version: \"1\"}\nframes:\n- id: a\n  terms: {en: [cost]}\n", "blocs:\n- id: a\n  countries: [HK]\n", "events:\n- date: 2026-03-05\n  title: 开放\n"} {
		f.Add(byte(which), text)
	}
	f.Add(byte(1), "a: &a [*a, *a]\n")
	f.Add(byte(0), "a:\n\t- b\n\u2028c: d\n---\ne: 1")
	f.Fuzz(func(t *testing.T, which byte, text string) {
		dir := t.TempDir()
		kind := kinds[int(which)%len(kinds)]
		if kind.run == "" {
			text = smallRun + text
		}
		for name, text := range map[string]string{"list.yaml": list, "run.yaml": kind.run, kind.file: text} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := config.Load(config.Options{File: filepath.Join(dir, "run.yaml")})
		_, again := config.Load(config.Options{File: filepath.Join(dir, "run.yaml")})
		if (err == nil) != (again == nil) || err != nil && err.Error() != again.Error() {
			t.Errorf("loaded twice: %v, then %v", err, again)
		}
	})
}
