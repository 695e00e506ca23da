package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// array is an array of NumPy, as bytes or as numbers.
type array struct {
	shape  []int
	bytes  []byte
	floats []float32
}

// member reads a file of an archive.
func member(archive *zip.Reader, name string) (data []byte, err error) {
	f, err := archive.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f)
}

// readArrays reads an .npz file.
func readArrays(data []byte) (map[string]array, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	out := map[string]array{}
	for _, f := range archive.File {
		raw, err := member(archive, f.Name)
		if err != nil {
			return nil, err
		}
		a, err := readArray(raw)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Name, err)
		}
		out[strings.TrimSuffix(f.Name, ".npy")] = a
	}
	return out, nil
}

var header = regexp.MustCompile(`'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\)`)

// readArray reads an .npy file (NumPy's format, version 1): bytes and floats.
func readArray(raw []byte) (array, error) {
	const fixed = 10
	if len(raw) < fixed || string(raw[:8]) != "\x93NUMPY\x01\x00" {
		return array{}, errors.New("no array of NumPy")
	}
	start := fixed + int(binary.LittleEndian.Uint16(raw[8:]))
	if len(raw) < start {
		return array{}, io.ErrUnexpectedEOF
	}
	m := header.FindSubmatch(raw[:start])
	if m == nil {
		return array{}, fmt.Errorf("cannot read the header %q", raw[fixed:start])
	}
	a, size := array{}, 1
	for _, s := range strings.FieldsFunc(string(m[2]), func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return array{}, err
		}
		a.shape = append(a.shape, n)
		size *= n
	}
	body := raw[start:]
	width := map[string]int{"|u1": 1, "|i1": 1, "<f4": 4, "<f8": 8}[string(m[1])]
	if width == 0 || len(body) != size*width {
		return array{}, fmt.Errorf("%d bytes for %d values of type %s", len(body), size, m[1])
	}
	switch width {
	case 1:
		a.bytes = body
	case 4:
		for i := 0; i < len(body); i += 4 {
			a.floats = append(a.floats, math.Float32frombits(binary.LittleEndian.Uint32(body[i:])))
		}
	case 8:
		for i := 0; i < len(body); i += 8 {
			a.floats = append(a.floats, float32(math.Float64frombits(binary.LittleEndian.Uint64(body[i:]))))
		}
	}
	return a, nil
}

// vocabulary is what a SentencePiece model holds.
type vocabulary struct {
	pieces []string
	scores []float32
	table  []byte // the replacements of the normaliser
}

// Fields of the messages of SentencePiece. This model is of an early version
// that had the normaliser in field 3.
const (
	fieldPiece, fieldNormalizer = 1, 3
	fieldText, fieldScore       = 1, 2
	fieldTable                  = 2
)

func readVocabulary(data []byte) (vocabulary, error) {
	var v vocabulary
	err := fields(data, func(field int, value []byte) error {
		switch field {
		case fieldPiece:
			var text string
			var score float32
			err := fields(value, func(field int, value []byte) error {
				switch {
				case field == fieldText:
					text = string(value)
				case field == fieldScore && len(value) == 4:
					score = math.Float32frombits(binary.LittleEndian.Uint32(value))
				}
				return nil
			})
			v.pieces, v.scores = append(v.pieces, text), append(v.scores, score)
			return err
		case fieldNormalizer:
			return fields(value, func(field int, value []byte) error {
				if field == fieldTable {
					v.table = value
				}
				return nil
			})
		}
		return nil
	})
	return v, err
}

var errMessage = errors.New("no message of protocol buffers")

// fields calls what for each field of a message of protocol buffers; value is
// empty for numbers of variable length.
func fields(data []byte, what func(field int, value []byte) error) error {
	for len(data) > 0 {
		key, n := binary.Uvarint(data)
		if n <= 0 {
			return errMessage
		}
		data = data[n:]
		size := 0
		switch key & 7 {
		case 0:
			if _, n = binary.Uvarint(data); n <= 0 {
				return errMessage
			}
			data = data[n:]
		case 1:
			size = 8
		case 2:
			length, n := binary.Uvarint(data)
			if n <= 0 || length > uint64(len(data)) {
				return errMessage
			}
			data, size = data[n:], int(length)
		case 5:
			size = 4
		default:
			return errMessage
		}
		if size > len(data) {
			return errMessage
		}
		if err := what(int(key>>3), data[:size]); err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}
