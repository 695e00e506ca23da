package store

import (
	"encoding/binary"
	"encoding/hex"
)

// origin names the rows of files by the digests of the files in which they were
// first written, added up as four numbers: merging files keeps it.
type origin [4]uint64

func (o origin) plus(p origin) origin {
	for i := range o {
		o[i] += p[i]
	}
	return o
}

func (o origin) String() string {
	var b [32]byte
	for i, n := range o {
		binary.BigEndian.PutUint64(b[8*i:], n)
	}
	return hex.EncodeToString(b[:])
}

// origin of a file that was not merged is its digest.
func (f File) origin() origin {
	text := f.Origin
	if text == "" {
		text = f.SHA256
	}
	var b [32]byte
	if n, err := hex.Decode(b[:], []byte(text)); n != len(b) || err != nil {
		return origin{} // the manifest was checked when it was read
	}
	var o origin
	for i := range o {
		o[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return o
}

func originOf(files []File) origin {
	var sum origin
	for _, f := range files {
		sum = sum.plus(f.origin())
	}
	return sum
}

// Origin names the rows of files: it is another one when rows are added, changed
// or taken out, and the same when files are merged.
func Origin(files []File) string { return originOf(files).String() }
