package table_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"

	"framewatch/store/table"
)

type (
	streamedSpan struct {
		Start int64  `col:"start"`
		Word  string `col:"word"`
	}
	streamedRow struct {
		Doc   string         `col:"doc_id"`
		Title string         `col:"title,null"`
		N     *int64         `col:"n"`
		Share float64        `col:"share"`
		Raw   []byte         `col:"raw,null"`
		Tags  []string       `col:"labels,was=tags"`
		Spans []streamedSpan `col:"spans"`
		Since string         `col:"since,null"`
		Seen  bool           `col:"seen,later"`
	}
	// olderRow is as an earlier version wrote it.
	olderRow struct {
		Doc   string         `col:"doc_id"`
		Title string         `col:"title,null"`
		N     *int64         `col:"n"`
		Share float64        `col:"share"`
		Raw   []byte         `col:"raw,null"`
		Tags  []string       `col:"tags"`
		Spans []streamedSpan `col:"spans"`
	}
)

// TestStreamHasTheRows of files of two versions, over more than one batch: nulls, lists,
// renamed columns and those that an older file lacks.
func TestStreamHasTheRows(t *testing.T) {
	var older []olderRow
	var rows []streamedRow
	var want []string
	for i := range int64(5000) {
		r := streamedRow{Doc: fmt.Sprintf("d%d", i), Title: []string{"", "海港"}[i%2], Share: float64(i) / 8, Raw: []byte{0, byte(i)}[:2*(i%2)],
			Tags: []string{"a", "", "港"}[:i%4%3], Spans: []streamedSpan{{i, "x"}, {-i, ""}}[:i%3], Seen: i > 4000}
		if i%3 > 0 {
			r.N = &i
		}
		if i < 100 {
			r.Seen = false
			older = append(older, olderRow{r.Doc, r.Title, r.N, r.Share, r.Raw, r.Tags, r.Spans})
		} else {
			r.Since = []string{"2026", ""}[i%2]
			rows = append(rows, r)
		}
		month := []string{"", "2026-02"}[min(i/100, 1)]
		want = append(want, asLine(t, r, month))
	}
	cols, err := table.ColumnsOf(reflect.TypeFor[streamedRow]())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := table.NewArrowStream(&out, append(cols[:len(cols):len(cols)], table.PathColumn("month", "")))
	for i, data := range [][]byte{encode(t, older, table.Options{}), encode(t, rows, table.Options{})} {
		f, err := open(t, data).As(reflect.TypeFor[streamedRow]())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Add(t.Context(), f, []string{"", "2026-02"}[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ipc.NewReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	var got []string
	batches := 0
	for r.Next() {
		batches++
		data, err := r.RecordBatch().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var objects []map[string]any
		if err := json.Unmarshal(data, &objects); err != nil {
			t.Fatal(err)
		}
		for _, o := range objects {
			line, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
	}
	if err := r.Err(); err != nil || batches < 3 {
		t.Fatalf("%d batches, %v", batches, err)
	}
	if a, b := strings.Join(got, "\n"), strings.Join(want, "\n"); a != b {
		for i := range got {
			if i >= len(want) || got[i] != want[i] {
				t.Fatalf("row %d of %d is\n%s, want\n%s", i, len(got), got[i], want[i])
			}
		}
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
}

// asLine is a row as Arrow's own JSON has it, with sorted names.
func asLine(t *testing.T, r streamedRow, month string) string {
	t.Helper()
	null := func(v string) any {
		if v == "" {
			return nil
		}
		return v
	}
	spans, tags := []any{}, []any{}
	for _, s := range r.Spans {
		spans = append(spans, map[string]any{"start": s.Start, "word": s.Word})
	}
	for _, s := range r.Tags {
		tags = append(tags, s)
	}
	o := map[string]any{"doc_id": r.Doc, "title": null(r.Title), "n": r.N, "share": r.Share, "raw": nil, "labels": tags, "spans": spans, "since": null(r.Since), "seen": r.Seen, "month": null(month)}
	if len(r.Raw) > 0 {
		o["raw"] = r.Raw
	}
	line, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}
