package table

const (
	dictionaryBytes = 1 << 20 // of a dictionary page
	dictionaryLook  = 4096    // values after which a column of hardly any repetition is given up
)

// entries is a dictionary in the making. It pays where at most half of the
// values are distinct; its page holds each once.
type entries[V comparable] struct {
	index  map[V]int32
	values []V
	codes  []int32
	bytes  int
}

// dictionaryOf gives the distinct values and each value's code, false where a
// dictionary does not pay. size is what an entry takes in the dictionary's page.
func dictionaryOf[V comparable](d *entries[V], values []V, size func(V) int) bool {
	if d.index == nil {
		d.index = make(map[V]int32, 256)
	}
	clear(d.index)
	clear(d.values)
	d.values, d.codes, d.bytes = d.values[:0], d.codes[:0], 0
	for i, v := range values {
		// Values like to stand in a row: all rows of a document, of a run.
		if i > 0 && v == values[i-1] {
			d.codes = append(d.codes, d.codes[i-1])
			continue
		}
		code, ok := d.index[v]
		if !ok {
			code = int32(len(d.values))
			d.index[v] = code
			d.values = append(d.values, v)
			if d.bytes += size(v); d.bytes > dictionaryBytes {
				return false
			}
		}
		d.codes = append(d.codes, code)
		if i == dictionaryLook && len(d.values)*10 > i*9 {
			return false
		}
	}
	return len(d.values)*2 <= len(values)+1
}

func textSize(s string) int { return len(s) + 4 }

func wordSize[V cell64](V) int { return 8 }
