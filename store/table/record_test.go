package table_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"framewatch/store/table"
)

type (
	recordSpan struct {
		Start int64 `col:"start"`
		End   int64 `col:"end"`
	}
	recordQuote struct {
		ID    string       `col:"quote_id,key"`
		Doc   string       `col:"doc_id"`
		Lang  string       `col:"lang"`
		Spans []recordSpan `col:"spans"`
		Of    []string     `col:"of"`
		Score *float64     `col:"score"`
		Run   string       `col:"run_id,volatile"`
	}
	recordHead struct {
		Doc  string    `col:"doc_id,key"`
		At   time.Time `col:"at,null"`
		Lang string    `col:"lang,null"`
	}
	record struct {
		recordHead
		Body   []byte        `col:"body,null"`
		N      int64         `col:"n"`
		Share  *float64      `col:"share"`
		Yes    bool          `col:"yes"`
		Quotes []recordQuote `col:"quotes"`
	}
)

func someRecords(n int) []record {
	out := make([]record, n)
	for i := range out {
		share := float64(i) / 4
		r := record{recordHead: recordHead{Doc: fmt.Sprint("d", i), Lang: []string{"", "zh"}[i%2]}, N: int64(-i), Yes: i%3 == 0}
		if i%2 == 1 {
			r.At, r.Share, r.Body = time.Date(2026, 3, 1+i%28, 5, 6, 7, 8000, time.UTC), &share, []byte{0xff, byte(i)}
		}
		for j := range i % 4 {
			q := recordQuote{ID: fmt.Sprint(i, "q", j), Doc: r.Doc, Lang: "en", Spans: []recordSpan{{1, 2}, {3, int64(j)}}[:j%3], Of: []string{"港", ""}[:(i+j)%3]}
			if len(q.Spans) == 0 {
				q.Spans = nil
			}
			if len(q.Of) == 0 {
				q.Of = nil
			}
			if j%2 == 0 {
				q.Score = &share
			}
			r.Quotes = append(r.Quotes, q)
		}
		out[i] = r
	}
	return out
}

func stream[T any](t *testing.T, rows []T, meta ...[2]string) []byte {
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

func records[T any](t *testing.T, data []byte) (out []table.Read[T], offset int64, err error) {
	t.Helper()
	r, err := table.NewRecordReader[T](bytes.NewReader(data), table.RecordOptions{})
	if err != nil {
		return nil, 0, err
	}
	offset = r.Offset()
	for row, err := range r.All(t.Context()) {
		if err != nil {
			return out, offset, err
		}
		out = append(out, row)
	}
	return out, offset, nil
}

// inMemory is a file that counts how often it is open.
type inMemory struct {
	*bytes.Reader
	open *int
}

// Close closes it.
func (f inMemory) Close() error { *f.open--; return nil }

// TestRecordsComeBack in the order in which they were written, and one by one.
func TestRecordsComeBack(t *testing.T) {
	want := someRecords(2500)
	data := stream(t, want, [2]string{"framewatch.schema", "x/1"})
	rows, first, err := records[record](t, data)
	if err != nil || len(rows) != len(want) {
		t.Fatalf("%d of %d records, %v", len(rows), len(want), err)
	}
	open := 0
	file := table.NewRecordCache(8).Records(func() (table.RecordsFile, error) { open++; return inMemory{bytes.NewReader(data), &open}, nil }, first)
	batches := map[int64]bool{}
	for i, r := range rows {
		batches[r.Batch] = true
		one, err := table.RecordAt[record](file, r.Batch, r.Row)
		head, headErr := table.RecordAt[recordHead](file, r.Batch, r.Row)
		if err = errors.Join(err, headErr, r.Wrong); err != nil || !reflect.DeepEqual(r.Record, want[i]) || !reflect.DeepEqual(one, want[i]) || head != want[i].recordHead {
			t.Fatalf("record %d: %v\n%+v\n%+v\n%+v", i, err, r.Record, one, want[i])
		}
	}
	if len(batches) < 3 || open != 0 {
		t.Errorf("%d batches, %d files left open", len(batches), open)
	}
	for _, wrong := range [][2]int64{{first - 1, 0}, {int64(len(data)), 0}, {first, 1 << 20}, {first, -1}} {
		if _, err := table.RecordAt[record](file, wrong[0], int(wrong[1])); err == nil {
			t.Errorf("a record at %v", wrong)
		}
	}
}

// TestABatchIsBoundedByItsBytes: large records go out alone.
func TestABatchIsBoundedByItsBytes(t *testing.T) {
	rows := make([]record, 20)
	for i := range rows {
		rows[i].Body = bytes.Repeat([]byte("x"), 1<<20)
	}
	got, _, err := records[record](t, stream(t, rows))
	in := map[int64]int{}
	for _, r := range got {
		in[r.Batch]++
	}
	for at, n := range in {
		if n > 4 {
			t.Errorf("%d records of a megabyte in the batch at %d", n, at)
		}
	}
	if err != nil || len(got) != len(rows) {
		t.Errorf("%d records, %v", len(got), err)
	}
}

// TestACutStreamIsAnError, wherever it is cut.
func TestACutStreamIsAnError(t *testing.T) {
	data := stream(t, someRecords(1100)) // two batches
	_, first, err := records[record](t, data)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, _ := records[record](t, data)
	second := rows[len(rows)-1].Batch
	for _, at := range []int64{first, first + 2, first + 4, first + 100, second - 1, second, second + 9, int64(len(data)) - 9, int64(len(data)) - 8, int64(len(data)) - 4, int64(len(data)) - 1} {
		if _, _, err := records[record](t, data[:at]); !errors.Is(err, table.ErrCut) {
			t.Errorf("cut at byte %d of %d: %v", at, len(data), err)
		}
	}
	for _, at := range []int64{0, 3, first / 2} {
		if _, _, err := records[record](t, data[:at]); err == nil {
			t.Errorf("cut at byte %d: no error", at)
		}
	}
}

// TestADamagedStreamIsAnError, or another text, and never a panic.
func TestADamagedStreamIsAnError(t *testing.T) {
	data := stream(t, someRecords(8))
	for i := 0; i < len(data); i += 11 {
		changed := bytes.Clone(data)
		changed[i] ^= 0x55
		_, _, _ = records[record](t, changed)
	}
}

// TestAHugeBatchIsRefused before memory is asked for.
func TestAHugeBatchIsRefused(t *testing.T) {
	data := stream(t, someRecords(3))
	_, first, err := records[record](t, data)
	if err != nil {
		t.Fatal(err)
	}
	body := int64(len(data)) - 8 - first - 8 - int64(binary.LittleEndian.Uint32(data[first+4:]))
	length := binary.LittleEndian.AppendUint64(nil, uint64(body))
	if bytes.Count(data[first:], length) != 1 {
		t.Fatalf("the length of the body, %d, does not stand in its message once", body)
	}
	huge := binary.LittleEndian.AppendUint64(nil, 1<<40)
	if _, _, err := records[record](t, bytes.Replace(data, length, huge, 1)); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("error %v for a batch of a terabyte", err)
	}
}

// TestColumnsAreNamed in errors about them.
func TestColumnsAreNamed(t *testing.T) {
	text, integer := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64
	doc := arrow.Field{Name: "doc_id", Type: text}
	for name, c := range map[string]struct {
		fields []arrow.Field
		want   string
	}{
		"missing":      {[]arrow.Field{{Name: "n", Type: integer}}, `no column "doc_id"`},
		"unknown":      {[]arrow.Field{doc, {Name: "titel", Type: text}}, `column "titel" is none`},
		"twice":        {[]arrow.Field{doc, doc}, `column "doc_id" stands twice`},
		"another type": {[]arrow.Field{doc, {Name: "n", Type: text}}, `column "n" is utf8, want int64`},
		"no list":      {[]arrow.Field{doc, {Name: "quotes", Type: text}}, `column "quotes" is utf8, want list<`},
		"elements":     {[]arrow.Field{doc, {Name: "quotes", Type: arrow.ListOf(text)}}, `column "quotes" is list<`},
		"a field": {[]arrow.Field{doc, {Name: "quotes", Type: arrow.ListOf(arrow.StructOf(arrow.Field{Name: "quote_id", Type: integer}))}},
			`column "quotes.quote_id" is int64, want utf8`},
		"no field": {[]arrow.Field{doc, {Name: "quotes", Type: arrow.ListOf(arrow.StructOf(arrow.Field{Name: "quote_id", Type: text}))}}, `no column "spans" in column "quotes"`},
	} {
		var out bytes.Buffer
		w := ipc.NewWriter(&out, ipc.WithSchema(arrow.NewSchema(c.fields, nil)))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := table.NewRecordReader[record](&out, table.RecordOptions{Required: []string{"doc_id"}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

// TestOtherFormsOfTypes are read as they come from other programs: wide, narrow,
// dictionaries, all null. A text that is none is told of its row alone.
func TestOtherFormsOfTypes(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "doc_id", Type: arrow.BinaryTypes.LargeString}, {Name: "lang", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
		{Name: "body", Type: arrow.BinaryTypes.StringView}, {Name: "n", Type: arrow.PrimitiveTypes.Int16}, {Name: "share", Type: arrow.Null, Nullable: true},
		{Name: "at", Type: &arrow.TimestampType{Unit: arrow.Millisecond}}, {Name: "yes", Type: arrow.FixedWidthTypes.Boolean},
	}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, doc := range []string{"a", "\xff", "c"} {
		b.Field(0).(*array.LargeStringBuilder).Append(doc)
		if err := b.Field(1).(*array.BinaryDictionaryBuilder).AppendString([]string{"zh", "en", "zh"}[i]); err != nil {
			t.Fatal(err)
		}
		b.Field(2).(*array.StringViewBuilder).Append("body")
		b.Field(3).(*array.Int16Builder).Append(int16(i))
		b.Field(4).AppendNull()
		b.Field(5).(*array.TimestampBuilder).Append(arrow.Timestamp(1000 * i))
		b.Field(6).(*array.BooleanBuilder).Append(true)
	}
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema), ipc.WithZstd())
	if err := errors.Join(w.Write(b.NewRecordBatch()), w.Close()); err != nil {
		t.Fatal(err)
	}
	got, _, err := records[record](t, out.Bytes())
	if err != nil || len(got) != 3 {
		t.Fatal(len(got), err)
	}
	want := record{recordHead: recordHead{Doc: "c", At: time.Unix(2, 0).UTC(), Lang: "zh"}, Body: []byte("body"), N: 2, Yes: true}
	if !reflect.DeepEqual(got[2].Record, want) || got[0].Wrong != nil {
		t.Errorf("%+v, want %+v", got[2].Record, want)
	}
	if got[1].Wrong == nil || !strings.Contains(got[1].Wrong.Error(), "column doc_id: is not valid UTF-8") || got[1].Record.Lang != "en" {
		t.Errorf("%+v, %v", got[1].Record, got[1].Wrong)
	}
}

// TestAWriterThatFails leaves a stream without an end.
func TestAWriterThatFails(t *testing.T) {
	r, w := io.Pipe()
	_ = r.Close()
	records, err := table.NewRecordWriter[record](w)
	for i := 0; err == nil && i < 2000; i++ {
		err = records.Write(&record{N: int64(i)})
	}
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v", err)
	}
}
