package streams_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/streams"
	"framewatch/store/table"
)

// FuzzParts opens a folder of parts under a list of any form: what does not fit is
// [streams.ErrParts], and what fits has as many rows as the list says.
func FuzzParts(f *testing.F) {
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for _, list := range []string{
		`{"format":"framewatch.parts/1","rows":0,"parts":[]}`,
		`{"format":"framewatch.parts/1","rows":1,"parts":[{"name":"a.arrow","rows":1,"bytes":0,"sha256":"` + empty + `"}]}`,
		`{"format":"framewatch.parts/1","rows":0,"parts":[{"name":"../a.arrow","rows":0,"bytes":0,"sha256":""},{"name":"a.arrow"}]}`,
		`{"format":"framewatch.parts/2"}`, `{"rows":-1}`, `[]`, "\x00", `{"format":"framewatch.parts/1","rows":9223372036854775807,"parts":[{"name":"海.arrow","rows":-9223372036854775808}]}`,
	} {
		f.Add([]byte(list))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		dir := t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(dir, streams.ListName), list, 0o600), os.WriteFile(filepath.Join(dir, "a.arrow"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		p, err := streams.OpenParts(context.Background(), dir, "rules")
		if err != nil && !errors.Is(err, streams.ErrParts) {
			t.Errorf("not said to be of the parts: %v", err)
		}
		if err == nil && p.Rows() != 0 {
			t.Errorf("%d rows of no file that has any", p.Rows())
		}
	})
}

// FuzzRecords reads a stream of any form as annotated documents: it is read, or refused
// with an error.
func FuzzRecords(f *testing.F) {
	var whole bytes.Buffer
	w, err := table.NewRecordWriter[streams.Page](&whole)
	if err == nil {
		err = errors.Join(w.Write(&streams.Page{ID: "1", URL: "https://quay.example/海", Body: []byte("<p>海港</p>")}), w.Close())
	}
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:whole.Len()/2])
	f.Add([]byte("\xff\xff\xff\xff\x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		r, err := table.NewRecordReader[streams.Page](bytes.NewReader(stream), table.RecordOptions{})
		if err != nil {
			return
		}
		for row, err := range r.All(context.Background()) {
			if err != nil {
				return
			}
			if len(row.Record.Body) > len(stream) {
				t.Errorf("a body of %d bytes out of %d", len(row.Record.Body), len(stream))
			}
		}
	})
}
