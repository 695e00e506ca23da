// Command train rebuilds the data files of package nlp/lang. It fetches the
// two packages it needs with their ordinary clients (go and pip), reads their
// tables and writes data/model.zst and data/han.txt:
//
//	go run ./nlp/lang/train
//
// Sources: the n-gram tables of lingua-go 1.4.0 (Apache-2.0), counted by its
// author on news and web text of the Leipzig corpora, and the character tables
// of OpenCC (Apache-2.0) as opencc-python-reimplemented 0.1.7 carries them.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"framewatch/nlp/internal/published"
)

const (
	lingua = "github.com/pemistahl/lingua-go@v1.4.0"
	opencc = "opencc-python-reimplemented==0.1.7"
)

func main() {
	out := flag.String("out", filepath.Join("nlp", "lang", "data"), "folder of the data files")
	rows := flag.Int("rows", 60000, "n-grams kept for the Latin alphabet; the other alphabets get a third of it")
	flag.Parse()
	if err := run(context.Background(), *out, *rows); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(ctx context.Context, out string, rows int) error {
	dir, err := published.GoModule(ctx, lingua)
	if err != nil {
		return err
	}
	model, err := buildModel(filepath.Join(dir, "language-models"), rows)
	if err != nil {
		return fmt.Errorf("read %s: %w", dir, err)
	}
	han, err := buildHan(ctx)
	if err != nil {
		return fmt.Errorf("build the Chinese character table: %w", err)
	}
	return errors.Join(
		os.WriteFile(filepath.Join(out, "model.zst"), model, 0o644),
		os.WriteFile(filepath.Join(out, "han.txt"), han, 0o644))
}

// openccTables downloads OpenCC's dictionaries and returns the named ones.
func openccTables(ctx context.Context, names ...string) (map[string]string, error) {
	tmp, err := os.MkdirTemp("", "opencc")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	if err := published.Pip(ctx, tmp, opencc); err != nil {
		return nil, err
	}
	wheel, err := published.One(tmp, "*.whl")
	if err != nil {
		return nil, err
	}
	tables := map[string]string{}
	for _, name := range names {
		text, err := published.Member(wheel, "opencc/dictionary/"+name)
		if err != nil {
			return nil, err
		}
		tables[name] = string(bytes.TrimPrefix(text, []byte("\ufeff")))
	}
	return tables, nil
}
