package table_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/google/go-cmp/cmp"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

func texts(t *testing.T, data []byte, columns ...string) (out [][]table.TextValue) {
	t.Helper()
	for row, err := range open(t, data).Texts(t.Context(), columns) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, append([]table.TextValue(nil), row...))
	}
	return out
}

// TestTextsOfFilesOfAnyWriter reads what arrow-go writes of the same rows in forms
// that our own files never have.
func TestTextsOfFilesOfAnyWriter(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(34, 1)), 3000)
	ours := encode(t, rows, table.Options{})
	like, err := file.NewParquetReader(bytes.NewReader(ours))
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"id", "b", "p_n", "t_null", "texts"}
	want := texts(t, ours, names...)
	for i, r := range rows {
		plain := []table.TextValue{{Text: r.ID}, {Text: strconv.FormatBool(r.B)}, {Null: r.PN == nil}, {Text: r.TNull.Format(time.RFC3339Nano), Null: r.TNull.IsZero()}}
		if r.PN != nil {
			plain[2].Text = strconv.FormatInt(*r.PN, 10)
		}
		if r.TNull.IsZero() {
			plain[3].Text = ""
		}
		if diff := cmp.Diff(plain, want[i][:4]); diff != "" {
			t.Fatalf("row %d:\n%s", i, diff)
		}
		if fmt.Sprint(want[i][4].Texts) != fmt.Sprint(r.Texts) || !want[i][4].List {
			t.Fatalf("row %d: %v, want %v", i, want[i][4], r.Texts)
		}
	}
	columns := tabletest.Read(t, ours, nil, true)
	for name, props := range map[string][]parquet.WriterProperty{
		"snappy": {parquet.WithCompression(compress.Codecs.Snappy)},
		"gzip":   {parquet.WithCompression(compress.Codecs.Gzip), parquet.WithDataPageSize(500), parquet.WithBatchSize(64)},
		"delta": {parquet.WithDictionaryDefault(false), parquet.WithEncodingFor("p_n", parquet.Encodings.DeltaBinaryPacked),
			parquet.WithEncodingFor("id", parquet.Encodings.DeltaByteArray), parquet.WithDataPageVersion(parquet.DataPageV2)},
	} {
		var b bytes.Buffer
		if err := tabletest.Write(&b, like, columns, props...); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, texts(t, b.Bytes(), names...)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestTextsOfNoColumnAndOfOtherShapes(t *testing.T) {
	data := encode(t, everyRows(rand.New(rand.NewPCG(35, 1)), 10), table.Options{})
	for _, column := range []string{"nowhere", "points"} {
		var last error
		for _, err := range open(t, data).Texts(t.Context(), []string{column}) {
			last = err
		}
		if last == nil {
			t.Errorf("no error for column %s", column)
		}
	}
}
