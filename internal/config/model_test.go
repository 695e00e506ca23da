package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framewatch/internal/config"
)

// TestModelsLieBesideTheirCodebook: the shipped one is found, a broken one is a
// mistake of its file with a remedy, and training does without.
func TestModelsLieBesideTheirCodebook(t *testing.T) {
	cfg, err := config.Load(config.Options{File: "../../configs/framewatch.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if len(cfg.Models) != 1 || cfg.Models[0].Codebook != cfg.Codebooks[0].ID {
		t.Fatalf("models %v", cfg.Models)
	}
	if got := cfg.ModelFile(cfg.Codebooks[0].ID); got != "../../configs/codebooks/iomed.model" {
		t.Errorf("the model belongs at %s", got)
	}
	dir := t.TempDir()
	book := "codebook:\n  id: b\n  version: \"1\"\n  languages: [en]\n  licence: CC0-1.0\n  status: draft\n  sets: []\n  frames:\n    - {id: x, label: {en: X}, terms: {en: [x]}}\n"
	for name, text := range map[string]string{"run.yaml": "codebook: b.yaml\n", "b.yaml": book, "b.model": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := filepath.Join(dir, "run.yaml")
	if _, err := config.Load(config.Options{File: run}); err == nil || !strings.Contains(err.Error(), "b.model: read model") || !strings.Contains(err.Error(), "without the file the codebook's rules code alone") {
		t.Errorf("error %v", err)
	}
	if cfg, err = config.Load(config.Options{File: run, WithoutModel: true}); err != nil || len(cfg.Models) != 0 {
		t.Errorf("without model: %v", err)
	}
}
