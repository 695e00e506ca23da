package table_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store/table"
	"framewatch/store/table/tabletest"
)

type point struct {
	Name  string    `col:"name"`
	Start int64     `col:"start"`
	Share float64   `col:"share"`
	On    bool      `col:"on"`
	At    time.Time `col:"at"`
}

// everyRow has a column of every kind.
type everyRow struct {
	ID      string     `col:"id,key"`
	Text    string     `col:"text,null,plain"`
	Bytes   []byte     `col:"bytes"`
	Digest  []byte     `col:"digest,null"`
	N       int64      `col:"n"`
	NNull   int64      `col:"n_null,null"`
	F       float64    `col:"f"`
	FNull   float64    `col:"f_null,null"`
	B       bool       `col:"b"`
	BNull   bool       `col:"b_null,null"`
	T       time.Time  `col:"t"`
	TNull   time.Time  `col:"t_null,null"`
	PText   *string    `col:"p_text"`
	PN      *int64     `col:"p_n"`
	PF      *float64   `col:"p_f"`
	PB      *bool      `col:"p_b"`
	PT      *time.Time `col:"p_t"`
	Texts   []string   `col:"texts"`
	Numbers []int64    `col:"numbers"`
	Points  []point    `col:"points"`
	Hidden  string
}

var pieces = []string{"talks", "国际调解院", "🕊", "é", "\x00", "a", "", "\u2028", strings.Repeat("long ", 90), "end"}

func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(4) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func moment(r *rand.Rand) time.Time {
	return time.UnixMicro(r.Int64N(4e15) - 1e15).UTC()
}

// maybe is nil half of the time.
func maybe[T any](r *rand.Rand, v T) *T {
	if r.IntN(2) == 0 {
		return nil
	}
	return &v
}

func list[T any](r *rand.Rand, make func(*rand.Rand) T) []T {
	var out []T
	for range max(0, r.IntN(6)-2) {
		out = append(out, make(r))
	}
	return out
}

func everyRows(r *rand.Rand, n int) []everyRow {
	rows := make([]everyRow, n)
	for i := range rows {
		rows[i] = everyRow{ID: id(r), Text: text(r), Bytes: []byte(text(r)), N: r.Int64() >> r.IntN(64), F: r.NormFloat64(), B: r.IntN(2) == 0,
			T: moment(r), PText: maybe(r, text(r)), PN: maybe(r, r.Int64N(9)), PF: maybe(r, r.Float64()), PB: maybe(r, r.IntN(2) == 0),
			PT: maybe(r, moment(r)), Texts: list(r, text), Numbers: list(r, (*rand.Rand).Int64), Points: list(r, func(r *rand.Rand) point {
				return point{text(r), r.Int64N(100), r.Float64(), r.IntN(2) == 0, moment(r)}
			})}
		if r.IntN(2) == 0 {
			rows[i].Digest, rows[i].NNull, rows[i].FNull, rows[i].BNull, rows[i].TNull = []byte{0xff, byte(i)}, 1+r.Int64N(9), 0.5, true, moment(r)
		}
		if len(rows[i].Bytes) == 0 {
			rows[i].Bytes = []byte{}
		}
	}
	return rows
}

func read[T any](tb testing.TB, data []byte) []T {
	tb.Helper()
	rows, err := tryRead[T](data)
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

func tryRead[T any](data []byte) ([]T, error) {
	f, err := table.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var rows []T
	for row, err := range table.Rows[T](context.Background(), f) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func TestRandomRowsSurviveTheRoundTrip(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		rows := everyRows(r, int(seed*seed)*2)
		got := read[everyRow](t, encode(t, rows, table.Options{}))
		if len(got) != len(rows) {
			t.Fatalf("seed %d: %d rows, want %d", seed, len(got), len(rows))
		}
		if len(rows) > 0 && !reflect.DeepEqual(rows, got) {
			t.Fatalf("seed %d: %s", seed, cmp.Diff(rows, got))
		}
	}
}

// TestShapedRowsSurviveTheRoundTrip crosses pages and row groups.
func TestShapedRowsSurviveTheRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	terms := termRows(r, 150_000)
	if got := read[termRow](t, encode(t, terms, table.Options{})); !reflect.DeepEqual(terms, got) {
		t.Error("term rows differ")
	}
	documents := documentRows(r, 3000)
	if got := read[documentRow](t, encode(t, documents, table.Options{})); !reflect.DeepEqual(documents, got) {
		t.Error("document rows differ")
	}
	sentences := sentenceRows(r, 50_000)
	if got := read[sentenceRow](t, encode(t, sentences, table.Options{})); !reflect.DeepEqual(sentences, got) {
		t.Error("sentence rows differ")
	}
}

// TestTheReferenceReaderAgrees reads a file by arrow-go's own column readers.
func TestTheReferenceReaderAgrees(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(8, 8)), 3000)
	columns := tabletest.Read(t, encode(t, rows, table.Options{}), nil, true)
	ids, next := columns[0].Texts, 0
	for i, row := range rows {
		if string(ids[i]) != row.ID {
			t.Fatalf("row %d: id %s, want %s", i, ids[i], row.ID)
		}
		if (row.Text != "") != (columns[1].Defs[i] == 1) {
			t.Fatalf("row %d: level of text %q is %d", i, row.Text, columns[1].Defs[i])
		}
		if row.Text != "" {
			if got := string(columns[1].Texts[next]); got != row.Text {
				t.Fatalf("row %d: text %q, want %q", i, got, row.Text)
			}
			next++
		}
		if columns[4].Ints[i] != row.N || columns[6].Floats[i] != row.F || columns[8].Bools[i] != row.B || columns[10].Ints[i] != row.T.UnixMicro() {
			t.Fatalf("row %d differs", i)
		}
	}
}

// TestEveryStringIsMadeValid: lists and the structs in them too; NUL stays, and
// so do bytes that are no text.
func TestEveryStringIsMadeValid(t *testing.T) {
	bad := "caf\xe9 \xff\xfe\x00国\xe5\x9b"
	good := "caf\uFFFD \uFFFD\x00国\uFFFD"
	row := everyRow{ID: bad, Text: bad, Bytes: []byte(bad), PText: &bad, Texts: []string{bad, "fine", bad}, Points: []point{{Name: bad}}}
	data := encode(t, []everyRow{row, row, {ID: "fine"}}, table.Options{})
	got := read[everyRow](t, data)
	want := everyRow{ID: good, Text: good, Bytes: []byte(bad), PText: &good, Texts: []string{good, "fine", good}, Points: []point{{Name: good}}}
	for _, g := range got[:2] {
		want.T, g.T = time.Time{}, time.Time{}
		want.Points[0].At, g.Points[0].At = time.Time{}, time.Time{}
		if diff := cmp.Diff(want, g); diff != "" {
			t.Error(diff)
		}
	}
	if names, err := table.InvalidText(t.Context(), open(t, data)); err != nil || len(names) > 0 {
		t.Errorf("invalid text in %v, %v", names, err)
	}
	if row.ID != bad {
		t.Error("the caller's row was changed")
	}
}

type narrowRow struct {
	Points []point  `col:"points"`
	Young  *float64 `col:"young"`
	Later  string   `col:"later,null"`
	ID     string   `col:"id"`
}

func TestAProjectionReadsItsColumnsOnly(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(5, 5)), 500)
	for i, got := range read[narrowRow](t, encode(t, rows, table.Options{})) {
		if diff := cmp.Diff(narrowRow{Points: rows[i].Points, ID: rows[i].ID}, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestAColumnThatIsNotThereOrOfAnotherTypeIsAnError(t *testing.T) {
	data := encode(t, everyRows(rand.New(rand.NewPCG(5, 5)), 5), table.Options{})
	type young struct {
		Young string `col:"young"`
	}
	type youngList struct {
		Young []string `col:"young"`
	}
	type number struct {
		ID int64 `col:"id"`
	}
	type notList struct {
		Texts string `col:"texts"`
	}
	type bytesAsText struct {
		Bytes string `col:"bytes"`
	}
	for want, try := range map[string]func() error{
		`no column "young" (written by another version`: func() error { _, err := tryRead[young](data); return err },
		`no column "young"`:                             func() error { _, err := tryRead[youngList](data); return err },
		`"id" holds string, not int64`:                  func() error { _, err := tryRead[number](data); return err },
		`"texts" holds string, not string`:              func() error { _, err := tryRead[notList](data); return err },
		`"bytes" holds binary, not string`:              func() error { _, err := tryRead[bytesAsText](data); return err },
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestARowTypeOfNoColumnTypeIsAnError(t *testing.T) {
	type small struct {
		N int32 `col:"n"`
	}
	type nested struct {
		N [][]string `col:"n"`
	}
	type option struct {
		N string `col:"n,unique"`
	}
	type nullInList struct {
		N []struct {
			S string `col:"s,null"`
		} `col:"n"`
	}
	for _, t1 := range []reflect.Type{reflect.TypeFor[small](), reflect.TypeFor[nested](), reflect.TypeFor[option](),
		reflect.TypeFor[nullInList](), reflect.TypeFor[string]()} {
		if _, err := table.NewWriter(&bytes.Buffer{}, t1, table.Options{}); err == nil {
			t.Errorf("no error for %s", t1)
		}
	}
}

func TestRowsOfAnotherTypeAreRefused(t *testing.T) {
	w, err := table.NewWriter(&bytes.Buffer{}, reflect.TypeFor[termRow](), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Append(w, []point{{}}); err == nil {
		t.Error("no error")
	}
	if err := w.AppendValue(reflect.ValueOf([]point{{}})); err == nil {
		t.Error("no error")
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err == nil {
		t.Error("closed twice without an error")
	}
}

// TestEachIsRowsWithoutTheType compares the two ways to read and to write.
func TestEachIsRowsWithoutTheType(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(6, 6)), 2500)
	var b bytes.Buffer
	w, err := table.NewWriter(&b, reflect.TypeFor[everyRow](), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.AppendValue(reflect.ValueOf(rows[:1100])), table.Append(w, rows[1100:]), w.Close()); err != nil {
		t.Fatal(err)
	}
	if w.Rows() != 2500 {
		t.Errorf("%d rows", w.Rows())
	}
	i := 0
	err = table.Each(t.Context(), open(t, b.Bytes()), reflect.TypeFor[everyRow](), func(v reflect.Value) bool {
		if diff := cmp.Diff(rows[i], v.Interface()); diff != "" {
			t.Fatal(diff)
		}
		i++
		return i < 2000
	})
	if err != nil || i != 2000 {
		t.Errorf("%d rows, %v", i, err)
	}
}

type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk is full")
	}
	return len(p), nil
}

func TestAWriterBelowThatFailsIsAnError(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(6, 6)), 300)
	size := len(encode(t, rows, table.Options{}))
	for left := 0; left < size; left += 97 {
		w, err := table.NewWriter(&failing{left}, reflect.TypeFor[everyRow](), table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(table.Append(w, rows), w.Close())
		if err == nil || !strings.Contains(err.Error(), "disk is full") {
			t.Fatalf("after %d bytes: %v", left, err)
		}
	}
}

func TestNumbersAtTheEdgesSurvive(t *testing.T) {
	rows := []everyRow{{N: math.MinInt64, F: math.Inf(-1)}, {N: math.MaxInt64, F: math.MaxFloat64}, {F: math.Copysign(0, -1)}, {F: math.NaN()}}
	for range 100 { // enough for a dictionary
		rows = append(rows, everyRow{}, everyRow{F: math.Copysign(0, -1)}, everyRow{F: 1})
	}
	for i, got := range read[everyRow](t, encode(t, rows, table.Options{})) {
		if got.N != rows[i].N || math.Float64bits(got.F) != math.Float64bits(rows[i].F) {
			t.Errorf("row %d: %d %g", i, got.N, got.F)
		}
	}
}
