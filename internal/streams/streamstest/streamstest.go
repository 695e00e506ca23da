// Package streamstest makes and reads streams and parts for tests.
package streamstest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"framewatch/internal/streams"
	"framewatch/store/table"
)

// Rows reads a stream of annotated documents.
func Rows(t testing.TB, stream []byte) (out []streams.Annotated) {
	t.Helper()
	r, err := table.NewRecordReader[streams.Annotated](bytes.NewReader(stream), table.RecordOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range r.All(t.Context()) {
		if err != nil || row.Wrong != nil {
			t.Fatal(err, row.Wrong)
		}
		out = append(out, row.Record)
	}
	return out
}

// Stream writes rows under the metadata of another stream.
func Stream(t testing.TB, like []byte, rows []streams.Annotated) []byte {
	t.Helper()
	r, err := table.NewRecordReader[streams.Annotated](bytes.NewReader(like), table.RecordOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var meta [][2]string
	for _, key := range []string{"framewatch.schema", "framewatch.rules"} {
		meta = append(meta, [2]string{key, r.Meta(key)})
	}
	return write(t, rows, meta...)
}

// Pages writes a stream of pages.
func Pages(t testing.TB, pages []streams.Page) []byte {
	t.Helper()
	return write(t, pages)
}

func write[T any](t testing.TB, rows []T, meta ...[2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := table.NewRecordWriter[T](&out, meta...)
	for i := 0; err == nil && i < len(rows); i++ {
		err = w.Write(&rows[i])
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Parts puts streams into a folder as a job does, with an attempt that was given up.
func Parts(t testing.TB, parts ...[]byte) string {
	t.Helper()
	dir := t.TempDir()
	type line struct {
		Name   string `json:"name"`
		Rows   int    `json:"rows"`
		Bytes  int    `json:"bytes"`
		SHA256 string `json:"sha256"`
	}
	list := struct {
		Format string `json:"format"`
		Rows   int    `json:"rows"`
		Parts  []line `json:"parts"`
	}{Format: "framewatch.parts/1"}
	files := map[string][]byte{"given-up.arrows": parts[0][:len(parts[0])/2]}
	for i, p := range parts {
		sum := sha256.Sum256(p)
		l := line{fmt.Sprintf("part-%d.arrows", i), len(Rows(t, p)), len(p), hex.EncodeToString(sum[:])}
		list.Parts, list.Rows = append(list.Parts, l), list.Rows+l.Rows
		files[l.Name] = p
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	files[streams.ListName] = data
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
