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
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
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
	dir, err := linguaDir(ctx)
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

// linguaDir downloads lingua-go into the module cache, without making it a
// dependency of this module, and returns where it lies.
func linguaDir(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", lingua)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w", lingua, err)
	}
	var mod struct{ Dir string }
	if err := json.Unmarshal(text, &mod); err != nil {
		return "", fmt.Errorf("read the answer of go mod download: %w", err)
	}
	return mod.Dir, nil
}

// openccTables downloads OpenCC's dictionaries and returns the named ones.
func openccTables(ctx context.Context, names ...string) (map[string]string, error) {
	tmp, err := os.MkdirTemp("", "opencc")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	//nolint:gosec // the arguments are this program's own
	cmd := exec.CommandContext(ctx, "python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", tmp, opencc)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("pip download %s: %w", opencc, err)
	}
	wheels, err := filepath.Glob(filepath.Join(tmp, "*.whl"))
	if err != nil || len(wheels) == 0 {
		return nil, fmt.Errorf("pip download %s: no wheel came", opencc)
	}
	tables := map[string]string{}
	for _, name := range names {
		text, err := unzip(wheels[0], "opencc/dictionary/"+name)
		if err != nil {
			return nil, err
		}
		tables[name] = string(bytes.TrimPrefix(text, []byte("\ufeff")))
	}
	return tables, nil
}

// readAll drains r and closes it.
func readAll(r io.ReadCloser) ([]byte, error) {
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}
