package table_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// TestACutFileIsAnError cuts a file everywhere.
func TestACutFileIsAnError(t *testing.T) {
	data := encode(t, everyRows(rand.New(rand.NewPCG(1, 1)), 40), table.Options{})
	for n := range data {
		if rows, err := tryRead[everyRow](data[:n]); err == nil {
			t.Fatalf("%d of %d bytes: %d rows and no error", n, len(data), len(rows))
		}
	}
}

// TestAFlippedBitInAPageIsNoticed: pages have a checksum (zstd's), so that a
// flip is an error or changes nothing; elsewhere it must not panic.
func TestAFlippedBitInAPageIsNoticed(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(2, 2)), 60)
	data := encode(t, rows, table.Options{})
	r := rand.New(rand.NewPCG(4, 4))
	noticed, silent, flips := 0, 0, 0
	for at := 0; at < len(data); at += 1 + r.IntN(9) {
		flips++
		bit := byte(1) << r.IntN(8)
		data[at] ^= bit
		got, err := tryRead[everyRow](data)
		data[at] ^= bit
		switch {
		case err != nil:
			noticed++
		case !reflect.DeepEqual(got, rows):
			silent++
		}
	}
	// Headers and the footer have no checksum; a manifest's digest covers them.
	t.Logf("of %d flips %d were errors, %d gave other rows", flips, noticed, silent)
	if silent*20 > flips || noticed < flips/2 {
		t.Errorf("of %d flips %d were errors, %d gave other rows", flips, noticed, silent)
	}
}

func TestJunkIsAnError(t *testing.T) {
	for _, junk := range []string{"", "PAR1", "PAR1PAR1", "PAR1 no PAR1", "PAR1" + strings.Repeat("\xff", 40) + "\x28\x00\x00\x00PAR1",
		"PAR1\x15\x00\x00\xff\xff\xff\x7fPAR1"} {
		if _, err := table.Open(strings.NewReader(junk), int64(len(junk))); err == nil {
			t.Errorf("%q: no error", junk)
		}
	}
}

// TestManyRowsInFewBytesAreLegal: run lengths make millions of rows of nothing,
// which are read in batches.
func TestManyRowsInFewBytesAreLegal(t *testing.T) {
	rows := make([]termRow, 1<<20)
	data := encode(t, rows, table.Options{})
	if len(data) > 100_000 {
		t.Fatalf("%d bytes: the test wants few", len(data))
	}
	n := 0
	for _, err := range table.Rows[termRow](t.Context(), open(t, data)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != len(rows) {
		t.Errorf("%d rows", n)
	}
}

// badText writes a file whose string column holds bytes that are no UTF-8, as
// earlier versions could.
func badText(t *testing.T) []byte {
	t.Helper()
	like, err := file.NewParquetReader(bytes.NewReader(encode(t, []termRow{{}}, table.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	plain := []parquet.ByteArray{[]byte("fine"), []byte("fine")}
	bad := []parquet.ByteArray{[]byte("caf\xe9"), []byte("fine")}
	var b bytes.Buffer
	err = tabletest.Write(&b, like, []tabletest.Column{{Texts: plain}, {Texts: plain}, {Texts: bad}, {Texts: bad, Defs: []int16{1, 1}}, {Ints: []int64{1, 2}}, {Texts: plain}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestInvalidTextOfOldFilesIsNamedAndMended(t *testing.T) {
	data := badText(t)
	names, err := table.InvalidText(t.Context(), open(t, data))
	if err != nil || !reflect.DeepEqual(names, []string{"term", "pos"}) {
		t.Errorf("invalid text in %v, %v", names, err)
	}
	if got := read[termRow](t, data); got[0].Term != "caf\xe9" {
		t.Errorf("read %q: a reader gives what is there", got[0].Term)
	}
	var b bytes.Buffer
	content, err := table.Merge(t.Context(), &b, []*table.File{open(t, data)}, table.MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := read[termRow](t, b.Bytes()); got[0].Term != "caf\uFFFD" || *got[0].pos() != "caf\uFFFD" {
		t.Errorf("merged %+v", got[0])
	}
	if after, err := table.ContentOf(t.Context(), open(t, b.Bytes())); err != nil || after != content {
		t.Errorf("content %v, %v, want %v", after, err, content)
	}
}

func (r termRow) pos() *string { return &r.POS }

// FuzzFile reads whatever it is given in every way.
func FuzzFile(f *testing.F) {
	f.Add(encode(f, everyRows(rand.New(rand.NewPCG(1, 1)), 20), table.Options{}))
	f.Add(encode(f, termRows(rand.New(rand.NewPCG(1, 1)), 50), table.Options{}))
	old, err := filepath.Glob("testdata/old/*.parquet")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range old {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := table.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		const most = 1 << 16 // rows may be many and legal
		n := 0
		for _, err := range table.Rows[everyRow](context.Background(), file) {
			if n++; err != nil || n > most {
				break
			}
		}
		n = 0
		for _, err := range table.Rows[termRow](context.Background(), file) {
			if n++; err != nil || n > most {
				break
			}
		}
		if file.Rows() > most {
			return
		}
		if _, err := table.ContentOf(context.Background(), file); err != nil {
			return
		}
		if _, err := table.Merge(context.Background(), &bytes.Buffer{}, []*table.File{file}, table.MergeOptions{}); err != nil {
			t.Logf("merge: %v", err)
		}
	})
}
