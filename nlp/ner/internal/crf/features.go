package crf

// Features are the features of the places of one sequence, as hashes. The zero
// value is an empty sequence; it may be used again after Reset.
type Features struct {
	ids  []uint32
	ends []int
}

// Add gives the current place a feature.
func (f *Features) Add(id uint32) { f.ids = append(f.ids, id) }

// Outside is the only feature of a place that is surely outside of every name:
// nothing else is asked about it.
const Outside uint32 = 0

// Next ends the current place.
func (f *Features) Next() { f.ends = append(f.ends, len(f.ids)) }

// Len is how many places have ended.
func (f *Features) Len() int { return len(f.ends) }

// Reset empties f and keeps its memory.
func (f *Features) Reset() { f.ids, f.ends = f.ids[:0], f.ends[:0] }

// Clone copies f.
func (f *Features) Clone() *Features {
	return &Features{ids: append([]uint32(nil), f.ids...), ends: append([]int(nil), f.ends...)}
}

func (f *Features) at(i int) []uint32 {
	from := 0
	if i > 0 {
		from = f.ends[i-1]
	}
	return f.ids[from:f.ends[i]]
}
