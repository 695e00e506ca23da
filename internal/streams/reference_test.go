package streams_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"framewatch/internal/streams"
	"framewatch/store/table"
)

// TestTheReferenceHasAllColumns: scale/spark/README.md describes each column of the
// streams as the code does.
func TestTheReferenceHasAllColumns(t *testing.T) {
	text, err := os.ReadFile("../../scale/spark/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []reflect.Type{reflect.TypeFor[streams.Page](), reflect.TypeFor[streams.Capture](), reflect.TypeFor[streams.Document](), reflect.TypeFor[streams.Annotation]()} {
		cols, err := table.RecordColumns(row)
		if err != nil {
			t.Fatal(err)
		}
		var want strings.Builder
		for _, c := range cols {
			fmt.Fprintf(&want, "| `%s` | %s | %s |\n", c.Name, c.Type, c.Desc)
		}
		if !strings.Contains(string(text), want.String()) {
			t.Errorf("scale/spark/README.md lacks the columns of %s as they are:\n%s", row.Name(), want.String())
		}
	}
	for _, schema := range []string{streams.SchemaPages, streams.SchemaCaptures, streams.SchemaDocuments, streams.SchemaAnnotated} {
		if !strings.Contains(string(text), "`"+schema+"`") {
			t.Errorf("scale/spark/README.md does not name %s", schema)
		}
	}
}
