package table

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

var errRuns = errors.New("runs end early")

// runs decodes Parquet's hybrid of run lengths and packed bits, in which levels
// and dictionary codes are written. It decodes what is asked for and keeps its
// place, so that a run of a billion values costs nothing by itself.
type runs struct {
	data  []byte
	width uint // bits of a value, 0 to 32

	left   int // values left of the present run
	repeat bool
	value  uint32 // of a repeated run
	packed []byte // of a packed run
	at     uint   // bit in packed
}

func newRuns(data []byte, width uint) (runs, error) {
	if width > 32 {
		return runs{}, errors.New("values of more than 32 bits")
	}
	return runs{data: data, width: width}, nil
}

// widthOf is the number of bits that the levels up to most take.
func widthOf(most int16) uint { return uint(bits.Len16(uint16(most))) }

// next starts the next run.
func (r *runs) next() error {
	header, n := binary.Uvarint(r.data)
	if n <= 0 || header>>1 == 0 || header>>1 > 1<<40 {
		return errRuns
	}
	r.data = r.data[n:]
	if header&1 == 0 {
		size := int(r.width+7) / 8
		if len(r.data) < size {
			return errRuns
		}
		var word [4]byte
		copy(word[:], r.data[:size])
		r.data = r.data[size:]
		r.left, r.repeat, r.value = int(header>>1), true, binary.LittleEndian.Uint32(word[:])
		return nil
	}
	groups := int(header >> 1)
	if r.width > 0 {
		// The last run may lack bytes that hold no values.
		groups = min(groups, (len(r.data)+int(r.width)-1)/int(r.width))
	}
	size := min(groups*int(r.width), len(r.data))
	if size == 0 && r.width > 0 {
		return errRuns
	}
	r.packed, r.data = r.data[:size], r.data[size:]
	r.left, r.repeat, r.at = groups*8, false, 0
	return nil
}

// read fills to with the next values.
func read[T int16 | int32](r *runs, to []T) error {
	for len(to) > 0 {
		if r.left == 0 {
			if err := r.next(); err != nil {
				return err
			}
		}
		n := min(r.left, len(to))
		if r.repeat || r.width == 0 {
			value := T(r.value)
			if !r.repeat {
				value = 0
			}
			for i := range to[:n] {
				to[i] = value
			}
		} else if err := unpack(r, to[:n]); err != nil {
			return err
		}
		r.left -= n
		to = to[n:]
	}
	return nil
}

// unpack reads packed values, eight bytes at a time while there are as many.
func unpack[T int16 | int32](r *runs, to []T) error {
	mask := uint64(1)<<r.width - 1
	at, width, packed := r.at, r.width, r.packed
	i := 0
	for ; i < len(to) && int(at/8)+8 <= len(packed); i++ {
		to[i] = T(binary.LittleEndian.Uint64(packed[at/8:]) >> (at % 8) & mask)
		at += width
	}
	for ; i < len(to); i++ {
		if int(at/8) >= len(packed) || int(at+width+7)/8 > len(packed) {
			return errRuns
		}
		var tail [8]byte
		copy(tail[:], packed[at/8:])
		to[i] = T(binary.LittleEndian.Uint64(tail[:]) >> (at % 8) & mask)
		at += width
	}
	r.at = at
	return nil
}
