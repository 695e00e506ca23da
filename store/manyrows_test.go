package store_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"framewatch/store"
	"framewatch/store/table"
)

// TestManyRowsInFewBytesAreRefused: a file of a dataset has a byte for each row at
// least, for each costs a command its work; small files are left alone.
func TestManyRowsInFewBytesAreRefused(t *testing.T) {
	for rows, refused := range map[int]bool{1 << 16: false, 1<<16 + 1: true, 1 << 18: true} {
		var b bytes.Buffer
		w, err := table.NewWriter(&b, reflect.TypeFor[store.TermCountRow](), table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(table.Append(w, make([]store.TermCountRow, rows)), w.Close()); err != nil {
			t.Fatal(err)
		}
		if b.Len() > 1<<16 {
			t.Fatalf("%d bytes: the test wants few", b.Len())
		}
		_, err = store.OpenTable(bytes.NewReader(b.Bytes()), int64(b.Len()), "term_counts")
		if refused != (err != nil && strings.Contains(err.Error(), "rows in")) {
			t.Errorf("%d rows: %v", rows, err)
		}
	}
}
