// Package pack reads the data files that the layers of nlp embed: a line that
// names the format, then numbers and bytes, all compressed with Zstandard
// (RFC 8878). The files are the project's own, yet a damaged one gives an error
// and never a panic.
package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"

	"github.com/klauspost/compress/zstd"
)

// ErrDamaged says that a data file does not hold what its format promises.
var ErrDamaged = errors.New("the data file is damaged")

// Open decompresses a file whose first line is format. Without a format it has
// no such line.
func Open(data []byte, format string) ([]byte, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(data, nil)
	if err != nil || format == "" {
		return raw, err
	}
	raw, ok := bytes.CutPrefix(raw, []byte(format+"\n"))
	if !ok {
		return nil, ErrDamaged
	}
	return raw, nil
}

// Write compresses a file for [Open].
func Write(raw []byte, format string) ([]byte, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	if format != "" {
		raw = append([]byte(format+"\n"), raw...)
	}
	out := enc.EncodeAll(raw, nil)
	return out, enc.Close()
}

// Reader takes values off the front of Data. Bad stays set after the first
// value that is not there.
type Reader struct {
	Data []byte
	Bad  bool
}

// Err is [ErrDamaged] when a value was missing.
func (r *Reader) Err() error {
	if r.Bad {
		return ErrDamaged
	}
	return nil
}

func (r *Reader) fail() { r.Bad, r.Data = true, nil }

// Uvarint takes a number of [binary.AppendUvarint].
func (r *Reader) Uvarint() uint64 {
	v, n := binary.Uvarint(r.Data)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.Data = r.Data[n:]
	return v
}

// Varint takes a number of [binary.AppendVarint].
func (r *Reader) Varint() int64 {
	v, n := binary.Varint(r.Data)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.Data = r.Data[n:]
	return v
}

// Count takes a number of things of which each has a byte or more left in
// Data, so that a damaged file cannot ask for more memory than it has bytes.
func (r *Reader) Count() int {
	n := r.Uvarint()
	if n > uint64(len(r.Data)) {
		r.fail()
		return 0
	}
	return int(n)
}

// Bytes takes n bytes, which belong to Data.
func (r *Reader) Bytes(n uint64) []byte {
	if n > uint64(len(r.Data)) {
		r.fail()
		return nil
	}
	out := r.Data[:n]
	r.Data = r.Data[n:]
	return out
}

// String takes a length and as many bytes.
func (r *Reader) String() string { return string(r.Bytes(r.Uvarint())) }

// Float takes four bytes, little-endian.
func (r *Reader) Float() float32 {
	b := r.Bytes(4)
	if b == nil {
		return 0
	}
	return math.Float32frombits(binary.LittleEndian.Uint32(b))
}
