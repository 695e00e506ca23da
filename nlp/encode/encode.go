package encode

import (
	"sync"
	"unicode/utf8"

	"framewatch/nlp/encode/internal/pieces"
)

// Size is the length of a vector.
const Size = 512

// Limits of what is read of one sentence: so many bytes of it, and of these so
// many pieces. What is longer is no sentence, and its rest is not read.
const (
	MaxBytes  = 8 << 10
	MaxPieces = 512
)

// batchPieces is how many pieces go through the network together: enough that
// its weights are read from memory seldom, few enough for the caches.
const batchPieces = 384

// Encoder gives sentences vectors. It is safe for concurrent use.
type Encoder struct {
	pieces *pieces.Model
	table  *table
	net    *network
}

var loadOnce = sync.OnceValues(func() (*Encoder, error) { return decode(useData) })

// Load returns the embedded encoder, which the first call in a process unpacks.
func Load() (*Encoder, error) { return loadOnce() }

// Embed returns a vector of [Size] numbers and of length one for each sentence,
// in their order; the dot product of two is their cosine. A sentence gets the same
// vector whatever stands beside it, but many in one call are several times as
// fast as many calls. Texts in a language that [Reads] refuses get vectors too,
// which say little.
//
// Of a sentence the first [MaxBytes] bytes are read, and of these the first
// [MaxPieces] pieces. Bytes that are no UTF-8 are read as U+FFFD.
func (e *Encoder) Embed(sentences []string) [][]float32 {
	out := make([][]float32, 0, len(sentences))
	cutter := pieces.NewCutter(e.pieces)
	var b batch
	var waiting [][]int32
	size := 0
	for _, s := range sentences {
		ids := e.cut(cutter, s)
		if size > 0 && size+len(ids) > batchPieces {
			out = append(out, e.net.run(&b, e.table, waiting)...)
			waiting, size = waiting[:0], 0
		}
		waiting, size = append(waiting, ids), size+len(ids)+gap
	}
	if size > 0 {
		out = append(out, e.net.run(&b, e.table, waiting)...)
	}
	return out
}

// Pieces that stand around every sentence.
const (
	begins = 1
	ends   = 2
)

func (e *Encoder) cut(cutter *pieces.Cutter, sentence string) []int32 {
	if len(sentence) > MaxBytes {
		end := MaxBytes // or before the character that it would cut
		for end > MaxBytes-utf8.UTFMax && !utf8.RuneStart(sentence[end]) {
			end--
		}
		sentence = sentence[:end]
	}
	ids := cutter.Append([]int32{begins}, sentence)
	if len(ids) > MaxPieces+1 {
		ids = ids[:MaxPieces+1]
	}
	return append(ids, ends)
}
