package zh

import (
	_ "embed"
	"math"

	"framewatch/nlp/internal/pack"
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

// reader adds to the plain values the tables of these files.
type reader struct{ pack.Reader }

// words reads a front-coded list.
func (r *reader) words() []string {
	n := min(r.Uvarint(), uint64(len(r.Data)))
	ends := make([]int, 0, n)
	arena := make([]byte, 0, 2*len(r.Data))
	last := 0
	for range n {
		shared, rest := r.Uvarint(), r.Uvarint()
		if shared > uint64(len(arena)-last) {
			r.Bad = true
			return nil
		}
		start := len(arena)
		arena = append(arena, arena[last:last+int(shared)]...)
		arena = append(arena, r.Bytes(rest)...)
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
	for n := r.Uvarint(); n > 0 && !r.Bad; n-- {
		key := r.String()
		each(key, float64(r.Uvarint()))
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
