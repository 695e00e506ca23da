package datapackage_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/datapackage"
)

// TestHostileArchives reads archives that were made to do harm.
func TestHostileArchives(t *testing.T) {
	zeros := bytes.Repeat([]byte("doc_id\n"), 10<<20)
	sum := sha256.Sum256(zeros)
	d := datapackage.Descriptor{Resources: []datapackage.Resource{{Name: "documents", Path: "data/documents.csv", Format: "csv", Encoding: "utf-8",
		Dialect: &datapackage.Dialect{Delimiter: ","}, Bytes: int64(len(zeros)), Hash: "sha256:" + hex.EncodeToString(sum[:])}}}
	good, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	type file struct {
		name string
		data []byte
	}
	many := []file{{datapackage.DescriptorFile, good}}
	for i := range 5000 {
		many = append(many, file{string(rune('a'+i%26)) + hex.EncodeToString([]byte{byte(i), byte(i >> 8)}), nil})
	}
	for name, parts := range map[string][]file{
		"bomb":             {{datapackage.DescriptorFile, good}, {"data/documents.csv", zeros}},
		"twice":            {{datapackage.DescriptorFile, good}, {"data/documents.csv", []byte("doc_id\n")}, {"data/documents.csv", []byte("doc_id\n")}},
		"missing":          {{datapackage.DescriptorFile, good}},
		"many":             many,
		"no descriptor":    {{"README.md", nil}},
		"bad descriptor":   {{datapackage.DescriptorFile, []byte("[1")}},
		"large descriptor": {{datapackage.DescriptorFile, bytes.Repeat([]byte(" "), 17<<20)}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "p.zip")
			var out bytes.Buffer
			z := zip.NewWriter(&out)
			for _, p := range parts {
				w, err := z.Create(p.name)
				if err == nil {
					_, err = w.Write(p.data)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(z.Close(), os.WriteFile(path, out.Bytes(), 0o600)); err != nil {
				t.Fatal(err)
			}
			r, err := datapackage.Open(path)
			if err == nil {
				table, _ := r.Table("documents")
				err = errors.Join(r.Check(context.Background(), table), r.Close())
			}
			if !errors.Is(err, datapackage.ErrPackage) {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := datapackage.Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, datapackage.ErrPackage) {
		t.Errorf("no such file: %v", err)
	}
}
