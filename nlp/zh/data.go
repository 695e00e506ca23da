package zh

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"math"

	"github.com/klauspost/compress/zstd"
)

// The data files, all written by nlp/zh/train.
var (
	//go:embed data/words.zst
	wordData []byte
	//go:embed data/names.zst
	nameData []byte
	//go:embed data/convert.zst
	convertData []byte
)

var errData = errors.New("the data file is damaged")

// unpack decompresses a data file and checks its first line.
func unpack(data []byte, magic string) ([]byte, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	raw, ok := bytes.CutPrefix(raw, []byte(magic+"\n"))
	if !ok {
		return nil, errData
	}
	return raw, nil
}

// reader takes values off the front of a file; bad stays set after the first
// value that is not there.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// words reads a front-coded list.
func (r *reader) words() []string {
	n := min(r.uvarint(), uint64(len(r.b)))
	ends := make([]int, 0, n)
	arena := make([]byte, 0, 2*len(r.b))
	last := 0
	for range n {
		shared, rest := r.uvarint(), r.uvarint()
		if shared > uint64(len(arena)-last) {
			r.bad = true
			return nil
		}
		start := len(arena)
		arena = append(arena, arena[last:last+int(shared)]...)
		arena = append(arena, r.bytes(rest)...)
		last = start
		ends = append(ends, len(arena))
	}
	all := string(arena)
	out := make([]string, n)
	for i, start := 0, 0; i < len(out); i++ {
		out[i] = all[start:ends[i]]
		start = ends[i]
	}
	return out
}

// counts reads a table of keys and numbers.
func (r *reader) counts(each func(key string, n float64)) {
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		key := string(r.bytes(r.uvarint()))
		each(key, float64(r.uvarint()))
	}
}

// costs reads a table as negative log probabilities.
func (r *reader) costs() map[string]float64 {
	out := map[string]float64{}
	total := 0.0
	r.counts(func(key string, n float64) {
		out[key] = n
		total += n
	})
	for key, n := range out {
		out[key] = math.Log(total) - math.Log(n)
	}
	return out
}
