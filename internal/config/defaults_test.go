package config_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"framewatch/internal/config"
)

// TestADefaultStandsInOnePlace holds that the settings files of the project name no
// value that the program has by itself: who changes one would have to find the other.
// What a subject is stands in its file whole.
func TestADefaultStandsInOnePlace(t *testing.T) {
	subject := []string{"sources", "codebooks", "gazetteers", "registers", "blocs", "events", "corrections", "annotate.targets", "compare.contrasts", "compare.conflicts"}
	files, err := filepath.Glob("../../configs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, file := range files {
		cfg, err := config.Load(config.Options{File: file})
		if err != nil {
			continue // a list
		}
		read++
		defaults := config.Defaults()
		for i, s := range cfg.Settings {
			if s.Origin == config.FromFile && !slices.Contains(subject, s.Key) && reflect.DeepEqual(s.Value, defaults[i].Value) {
				t.Errorf("%s: %s is %v, which is the default", file, s.Key, s.Value)
			}
		}
	}
	if read < 3 {
		t.Errorf("%d settings files among %q", read, files)
	}
}
