package config_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"framewatch/internal/config"
)

// TestCodebookYAML writes the codebooks that the binary carries as they were
// resolved, and reads them again: they are the same.
func TestCodebookYAML(t *testing.T) {
	for _, file := range []string{"", "builtin:aiib.yaml"} {
		l, err := config.Load(config.Options{File: file})
		if err != nil {
			t.Fatal(err)
		}
		for i, book := range l.Codebooks {
			data, err := l.CodebookYAML(i)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "book.yaml")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			again, err := config.Load(config.Options{File: file, Flags: map[string]any{"codebooks": []string{path}}})
			if err != nil {
				t.Fatalf("%s: %v", book.ID, err)
			}
			if !reflect.DeepEqual(again.Codebooks[0], book) {
				t.Errorf("codebook %s is another when it is written and read", book.ID)
			}
			twice, err := again.CodebookYAML(0)
			if err != nil || !bytes.Equal(twice, data) {
				t.Errorf("codebook %s has other bytes the second time: %v", book.ID, err)
			}
		}
	}
}

// TestCard finds the card of the codebook that has a trained coder.
func TestCard(t *testing.T) {
	l, err := config.Load(config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, book := range l.Codebooks {
		card, err := l.Card(i)
		trained := false
		for _, m := range l.Models {
			trained = trained || m.Codebook == book.ID
		}
		if err != nil || trained != bytes.Contains(card, []byte(book.ID)) {
			t.Errorf("codebook %s: card of %d bytes, trained %t, %v", book.ID, len(card), trained, err)
		}
	}
}
