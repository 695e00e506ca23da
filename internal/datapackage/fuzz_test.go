package datapackage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/datapackage"
)

// FuzzOpen opens a package whose descriptor and table are of any content: what is
// wrong is an error of the package, and no file but its own is read.
func FuzzOpen(f *testing.F) {
	table := "doc_id,url\nd1,https://a.test/渡轮\n"
	f.Add(fmt.Sprintf(`{"name":"x","resources":[{"name":"t","path":"t.csv","bytes":%d,"hash":"sha256:%s"}]}`, len(table), corpus.SHA256([]byte(table))), table)
	f.Add(`{"resources":[{"name":"t","path":"../secret.csv","bytes":6}]}`, "a\n")
	f.Add(`{"resources":[{"name":"t","path":"/etc/passwd"},{"name":"t"}]}`, "\"")
	f.Fuzz(func(t *testing.T, descriptor, table string) {
		above := t.TempDir()
		dir := filepath.Join(above, "package")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		for path, text := range map[string]string{filepath.Join(above, "secret.csv"): "SECRET", filepath.Join(dir, datapackage.DescriptorFile): descriptor, filepath.Join(dir, "t.csv"): table} {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p, err := datapackage.Open(dir)
		if err != nil {
			if !errors.Is(err, datapackage.ErrPackage) {
				t.Errorf("no error of the package: %v", err)
			}
			return
		}
		defer p.Close()
		for i := range p.Descriptor.Resources {
			r := &p.Descriptor.Resources[i]
			if err := p.Check(t.Context(), r); err == nil && r.Path != "t.csv" && r.Path != datapackage.DescriptorFile && filepath.Clean(r.Path) != "t.csv" {
				t.Errorf("%q is held to be sound", r.Path)
			}
			for row, err := range p.Rows(t.Context(), r, "doc_id") {
				if err == nil && len(row) != 1 {
					t.Errorf("a row of %d cells for one column", len(row))
				}
				if err != nil {
					break
				}
			}
		}
	})
}
