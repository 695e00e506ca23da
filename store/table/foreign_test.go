package table_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/google/go-cmp/cmp"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

// TestFilesOfOtherWritersAreRead lets arrow-go write the same values in other
// ways that the format has: both versions of pages, with and without dictionary
// and compression, small pages, dictionaries that are given up midway, truth
// values in runs.
func TestFilesOfOtherWritersAreRead(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(31, 1)), 4000)
	ours := encode(t, rows, table.Options{})
	like, err := file.NewParquetReader(bytes.NewReader(ours))
	if err != nil {
		t.Fatal(err)
	}
	columns := tabletest.Read(t, ours, nil, true)
	content := contentOf(t, ours)
	for name, props := range map[string][]parquet.WriterProperty{
		"as it comes":           nil,
		"pages of version two":  {parquet.WithDataPageVersion(parquet.DataPageV2)},
		"small pages":           {parquet.WithDataPageSize(500), parquet.WithBatchSize(64)},
		"small pages of two":    {parquet.WithDataPageSize(500), parquet.WithBatchSize(64), parquet.WithDataPageVersion(parquet.DataPageV2)},
		"no dictionary":         {parquet.WithDictionaryDefault(false)},
		"no compression":        {parquet.WithCompression(compress.Codecs.Uncompressed)},
		"none, version two":     {parquet.WithCompression(compress.Codecs.Uncompressed), parquet.WithDataPageVersion(parquet.DataPageV2)},
		"dictionaries given up": {parquet.WithDictionaryPageSizeLimit(2000), parquet.WithDataPageSize(1000), parquet.WithBatchSize(32)},
		"truth values in runs":  {parquet.WithEncodingFor("b", parquet.Encodings.RLE), parquet.WithEncodingFor("p_b", parquet.Encodings.RLE)},
		"with a page index":     {parquet.WithPageIndexEnabled(true), parquet.WithDataPageSize(2000), parquet.WithBatchSize(50)},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := tabletest.Write(&b, like, columns, props...); err != nil {
				t.Fatal(err)
			}
			if got := read[everyRow](t, b.Bytes()); !reflect.DeepEqual(rows, got) {
				t.Error(cmp.Diff(rows, got))
			}
			if c := contentOf(t, b.Bytes()); c != content {
				t.Errorf("content %v, want %v", c, content)
			}
			scan, err := table.NewColumnScan[everyColumns]()
			if err != nil {
				t.Fatal(err)
			}
			i := 0
			for c, err := range scan.Batches(t.Context(), open(t, b.Bytes())) {
				if err != nil {
					t.Fatal(err)
				}
				for j := range c.ID {
					checkRow(t, &rows[i], c, j)
					i++
				}
			}
			if i != len(rows) {
				t.Errorf("%d rows", i)
			}
		})
	}
}

// TestWhatIsNotReadSaysSo: other encodings and compressions are an error that
// names them.
func TestWhatIsNotReadSaysSo(t *testing.T) {
	ours := encode(t, termRows(rand.New(rand.NewPCG(32, 1)), 500), table.Options{})
	like, err := file.NewParquetReader(bytes.NewReader(ours))
	if err != nil {
		t.Fatal(err)
	}
	columns := tabletest.Read(t, ours, nil, true)
	for want, props := range map[string][]parquet.WriterProperty{
		"no support for the compression SNAPPY": {parquet.WithCompression(compress.Codecs.Snappy)},
		"values in the encoding DELTA_BINARY_PACKED": {parquet.WithDictionaryDefault(false),
			parquet.WithEncodingFor("n", parquet.Encodings.DeltaBinaryPacked)},
		"values in the encoding DELTA_BYTE_ARRAY": {parquet.WithDictionaryDefault(false),
			parquet.WithEncodingFor("term", parquet.Encodings.DeltaByteArray)},
	} {
		var b bytes.Buffer
		if err := tabletest.Write(&b, like, columns, props...); err != nil {
			t.Fatal(err)
		}
		if _, err := tryRead[termRow](b.Bytes()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestOurPagesAreReadByTheReferenceReader compares all leaves of all kinds, over
// several pages and row groups, with what arrow-go makes of its own file of the
// same values.
func TestOurPagesAreReadByTheReferenceReader(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	rows := everyRows(r, 30_000)
	ours := encode(t, rows, table.Options{})
	like, err := file.NewParquetReader(bytes.NewReader(ours))
	if err != nil {
		t.Fatal(err)
	}
	columns := tabletest.Read(t, ours, nil, true)
	var b bytes.Buffer
	if err := tabletest.Write(&b, like, columns); err != nil {
		t.Fatal(err)
	}
	theirs := tabletest.Read(t, b.Bytes(), nil, true)
	for i := range columns {
		if !reflect.DeepEqual(columns[i], theirs[i]) {
			t.Errorf("column %d differs", i)
		}
	}
	texts, points := 0, 0
	for _, row := range rows {
		texts += len(row.Texts)
		points += len(row.Points)
	}
	if got := columns[17].Values; got != texts {
		t.Errorf("%d elements of texts, want %d", got, texts)
	}
	if got := columns[19].Values; got != points {
		t.Errorf("%d elements of points, want %d", got, points)
	}
}
