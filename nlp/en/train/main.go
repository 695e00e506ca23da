// Command train rewrites the data file of package nlp/en from the weights of
// the averaged perceptron that the sources of prose carry (MIT):
//
//	go run ./nlp/en/train
//
// It learns nothing: it rounds the weights to the thousandths that they are
// made of, and replaces the text of the features by its hash.
package main

import (
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"framewatch/nlp/en/internal/perceptron"
	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/published"
)

const module = "github.com/jdkato/prose/v2"

func main() {
	out := flag.String("out", filepath.Join("nlp", "en", "data", "tagger.zst"), "the data file")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(ctx context.Context, out string) error {
	dir, err := published.GoModule(ctx, module)
	if err != nil {
		return err
	}
	folder := filepath.Join(dir, "model", "AveragedPerceptron")
	var weights map[string]map[string]float64
	var fixed map[string]string
	if err := errors.Join(read(filepath.Join(folder, "weights.gob"), &weights), read(filepath.Join(folder, "tags.gob"), &fixed)); err != nil {
		return err
	}
	raw, err := encode(weights, fixed)
	if err != nil {
		return err
	}
	packed, err := pack.Write(raw, perceptron.Format)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d features, %d bytes, %d compressed\n", out, len(weights), len(raw), len(packed))
	return os.WriteFile(out, packed, 0o644)
}

func read(path string, into any) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := gob.NewDecoder(f).Decode(into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// encode writes labels, words with one tag, and features with their weights,
// all sorted.
func encode(weights map[string]map[string]float64, fixed map[string]string) ([]byte, error) {
	index := map[string]uint64{}
	for _, row := range weights {
		for label := range row {
			index[label] = 0
		}
	}
	for _, label := range fixed {
		index[label] = 0
	}
	labels := slices.Sorted(maps.Keys(index))
	out := binary.AppendUvarint(nil, uint64(len(labels)))
	for i, label := range labels {
		index[label] = uint64(i)
		out = appendString(out, label)
	}
	out = binary.AppendUvarint(out, uint64(len(fixed)))
	for _, word := range slices.Sorted(maps.Keys(fixed)) {
		out = appendString(out, word)
		out = binary.AppendUvarint(out, index[fixed[word]])
	}
	features := map[uint64]string{}
	for f := range weights {
		key := perceptron.FeatureKey(f)
		if other, taken := features[key]; taken {
			return nil, fmt.Errorf("features %q and %q have one hash", f, other)
		}
		features[key] = f
	}
	out = binary.AppendUvarint(out, uint64(len(features)))
	last := uint64(0)
	for _, key := range slices.Sorted(maps.Keys(features)) {
		out = binary.AppendUvarint(out, key-last)
		last = key
		row := weights[features[key]]
		out = binary.AppendUvarint(out, uint64(len(row)))
		for _, label := range slices.Sorted(maps.Keys(row)) {
			out = binary.AppendUvarint(out, index[label])
			out = binary.AppendVarint(out, int64(math.Round(row[label]*1000)))
		}
	}
	return out, nil
}

func appendString(out []byte, s string) []byte {
	out = binary.AppendUvarint(out, uint64(len(s)))
	return append(out, s...)
}
