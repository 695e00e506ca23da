package huffman_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"framewatch/nlp/encode/internal/huffman"
)

func count(row []byte) (counts [huffman.Symbols]int) {
	for _, s := range row {
		counts[s]++
	}
	return counts
}

func TestRowsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for spread := 1; spread <= 63; spread++ {
		row := make([]byte, 1+r.IntN(700))
		for i := range row {
			row[i] = byte(min(63, r.ExpFloat64()*float64(spread)))
		}
		code := huffman.NewCode(count(row))
		table, err := huffman.NewTable(code)
		if err != nil {
			t.Fatal(err)
		}
		packed := code.Append(nil, row)
		got := make([]byte, len(row))
		table.Read(got, packed)
		if !bytes.Equal(got, row) {
			t.Fatalf("spread %d: another row came back", spread)
		}
		if len(packed) > len(row) {
			t.Errorf("spread %d: %d bytes became %d", spread, len(row), len(packed))
		}
	}
}

func TestNoWordIsTooLong(t *testing.T) {
	var counts [huffman.Symbols]int
	a, b := 1, 1
	for i := range counts[:40] { // Fibonacci's numbers make the longest words
		counts[i] = a
		a, b = b, a+b
	}
	code := huffman.NewCode(counts)
	for s, bits := range code {
		if bits > huffman.MaxBits || (bits == 0) != (counts[s] == 0) {
			t.Errorf("symbol %d, which occurs %d times, has a word of %d bits", s, counts[s], bits)
		}
	}
}

func TestLengthsOfNoCodeAreRefused(t *testing.T) {
	for name, code := range map[string]huffman.Code{"three of one bit": {1, 1, 1}, "a longer one first": {2, 1, 1, 1}, "too long": {huffman.MaxBits + 1}} {
		if _, err := huffman.NewTable(code); !errors.Is(err, huffman.ErrCode) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{1, 2, 3}, []byte{1, 2, 2})
	f.Fuzz(func(t *testing.T, data, lengths []byte) {
		var code huffman.Code
		copy(code[:], lengths)
		table, err := huffman.NewTable(code)
		if err != nil {
			return
		}
		row := make([]byte, 512)
		table.Read(row, data)
		for _, s := range row {
			if s >= huffman.Symbols {
				t.Fatalf("symbol %d", s)
			}
		}
	})
}
