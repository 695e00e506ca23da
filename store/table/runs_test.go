package table

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// TestRunsAreReadAsWritten writes codes with runs of every length and width and
// reads them in parts of every size.
func TestRunsAreReadAsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 3000 {
		width := uint(1 + r.IntN(20))
		var values []int32
		for range r.IntN(30) {
			v := r.Int32N(1 << width)
			for range 1 + r.IntN(1+r.IntN(30)) {
				values = append(values, v)
			}
		}
		in, err := newRuns(appendRuns(nil, width, values), width)
		if err != nil {
			t.Fatal(err)
		}
		var got []int32
		for len(got) < len(values) {
			part := make([]int32, min(1+r.IntN(20), len(values)-len(got)))
			if err := read(&in, part); err != nil {
				t.Fatalf("width %d, %d values: %v", width, len(values), err)
			}
			got = append(got, part...)
		}
		if !slices.Equal(got, values) {
			t.Fatalf("width %d: got %v, want %v", width, got, values)
		}
	}
}

func TestRunsThatEndEarlyAreAnError(t *testing.T) {
	data := appendRuns(nil, 5, []int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9})
	for n := range data {
		in, err := newRuns(data[:n], 5)
		if err != nil {
			t.Fatal(err)
		}
		if err := read(&in, make([]int32, 18)); err == nil {
			t.Errorf("no error with %d of %d bytes", n, len(data))
		}
	}
	if _, err := newRuns(nil, 33); err == nil {
		t.Error("no error for 33 bits")
	}
}

// TestAFrameThatGrowsBeyondItsPageIsAnError: a page's header says how long it
// is, and the frame in it cannot ask for more.
func TestAFrameThatGrowsBeyondItsPageIsAnError(t *testing.T) {
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bomb := e.EncodeAll(make([]byte, 1<<20), nil)
	c := &codec{}
	if out, err := c.DecodeWithError(make([]byte, 10, 1<<21), bomb); err == nil {
		t.Errorf("%d bytes of a page of 10", len(out))
	}
	page := c.Encode(nil, []byte("a page"))
	if out, err := c.DecodeWithError(make([]byte, 6), page); err != nil || string(out) != "a page" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestADictionaryIsMadeWhereItPays(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	repeated, unique := make([]int64, 10_000), make([]int64, 10_000)
	for i := range repeated {
		repeated[i], unique[i] = r.Int64N(3000), r.Int64()
	}
	var d entries[int64]
	if !dictionaryOf(&d, repeated, wordSize) {
		t.Error("none for 3,000 values in 10,000 rows")
	}
	for i, c := range d.codes {
		if d.values[c] != repeated[i] {
			t.Fatalf("row %d: code %d is %d, want %d", i, c, d.values[c], repeated[i])
		}
	}
	if dictionaryOf(&d, unique, wordSize) {
		t.Error("one for unique values")
	}
	if len(d.codes) > dictionaryLook+1 {
		t.Errorf("given up after %d values", len(d.codes))
	}
}
