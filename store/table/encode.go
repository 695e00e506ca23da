package table

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// appendRuns encodes values in Parquet's hybrid: runs of eight and more equal
// values as their length, others packed in groups of eight.
func appendRuns[T int16 | int32](to []byte, width uint, values []T) []byte {
	packed := 0 // where the values that are to be packed begin
	for i := 0; i < len(values); {
		end := i + 1
		for end < len(values) && values[end] == values[i] {
			end++
		}
		fill := (8 - (i-packed)%8) % 8 // what the group before lacks
		if end-i-fill < 8 {
			i = end
			continue
		}
		i += fill
		to = appendPacked(to, width, values[packed:i])
		to = binary.AppendUvarint(to, uint64(end-i)<<1)
		for shift := uint(0); shift < width; shift += 8 {
			to = append(to, byte(uint32(values[i])>>shift))
		}
		i, packed = end, end
	}
	return appendPacked(to, width, values[packed:])
}

func appendPacked[T int16 | int32](to []byte, width uint, values []T) []byte {
	if len(values) == 0 {
		return to
	}
	groups := (len(values) + 7) / 8
	to = binary.AppendUvarint(to, uint64(groups)<<1|1)
	end := len(to) + groups*int(width)
	var word uint64
	var filled uint
	for _, v := range values {
		word |= uint64(uint32(v)) << filled
		if filled += width; filled >= 32 {
			to = binary.LittleEndian.AppendUint32(to, uint32(word))
			word >>= 32
			filled -= 32
		}
	}
	for len(to) < end {
		to = append(to, byte(word))
		word >>= 8
	}
	return to[:end]
}

// appendLevels writes levels as a page of the first version has them, after
// their length.
func appendLevels(to []byte, most int16, levels []int16) []byte {
	if most == 0 {
		return to
	}
	start := len(to)
	to = appendRuns(append(to, 0, 0, 0, 0), widthOf(most), levels)
	binary.LittleEndian.PutUint32(to[start:], uint32(len(to)-start-4))
	return to
}

// codeWidth is the number of bits for codes below n.
func codeWidth(n int) uint { return max(1, uint(bits.Len(uint(n-1)))) }

// appendBits writes truth values, eight in a byte.
func appendBits(to []byte, values []bool) []byte {
	for i, v := range values {
		if i%8 == 0 {
			to = append(to, 0)
		}
		if v {
			to[len(to)-1] |= 1 << (i % 8)
		}
	}
	return to
}

// cell64 is a value of eight bytes.
type cell64 interface{ int64 | float64 }

func bitsOf[V cell64](v V) uint64 {
	switch v := any(v).(type) {
	case int64:
		return uint64(v)
	case float64:
		return math.Float64bits(v)
	}
	return 0
}

func append64[V cell64](to []byte, v V) []byte {
	return binary.LittleEndian.AppendUint64(to, bitsOf(v))
}

func appendText(to []byte, s string) []byte {
	to = binary.LittleEndian.AppendUint32(to, uint32(len(s)))
	return append(to, s...)
}
