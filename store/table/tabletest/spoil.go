package tabletest

import (
	"bytes"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// Bad is what [Spoil] puts into a file: bytes that are no UTF-8.
const Bad = "caf\xe9"

// Spoil writes a file of one row group anew with [Bad] in place of the first value
// of each leaf of text of a column, as earlier versions could. It is nil where the
// column has no text.
func Spoil(tb testing.TB, data []byte, column string) []byte {
	tb.Helper()
	like, err := file.NewParquetReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	columns, spoilt := Read(tb, data, nil, true), false
	for i := range columns {
		leaf := like.MetaData().Schema.Column(i)
		name, _, _ := strings.Cut(leaf.Path(), ".")
		_, text := leaf.LogicalType().(schema.StringLogicalType)
		if name == column && text && len(columns[i].Texts) > 0 {
			columns[i].Texts[0], spoilt = parquet.ByteArray(Bad), true
		}
	}
	if !spoilt {
		return nil
	}
	var out bytes.Buffer
	if err := Write(&out, like, columns); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
