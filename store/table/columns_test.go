package table_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/store/table"
)

// everyColumns has the columns of everyRow that a batch may hold; symbols stand
// for texts and once more beside plain ones.
type everyColumns struct {
	ID    []string      `col:"id"`
	Text  table.Symbols `col:"text"`
	Plain []string      `col:"text,null"`
	N     []int64       `col:"n"`
	NNull []int64       `col:"n_null,null"`
	F     []float64     `col:"f"`
	FNull []float64     `col:"f_null,null"`
	B     []bool        `col:"b"`
	BNull []bool        `col:"b_null,null"`
	T     []time.Time   `col:"t"`
	TNull []time.Time   `col:"t_null,null"`
	PText table.Symbols `col:"p_text"`
	PN    []*int64      `col:"p_n"`
	PF    []*float64    `col:"p_f"`
	Young table.Symbols `col:"young"`
	Other []*float64    `col:"other"`
	skip  int
}

func TestColumnsHoldWhatRowsHold(t *testing.T) {
	scan, err := table.NewColumnScan[everyColumns]()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int32{}
	for seed := range uint64(12) { // files of one scan
		rows := everyRows(rand.New(rand.NewPCG(seed, 2)), int(seed*seed*170))
		for i := range rows { // stretches without nulls and with nothing else
			if i > 9000 {
				rows[i].NNull, rows[i].PN = 0, &rows[i].N
			}
		}
		i := 0
		for c, err := range scan.Batches(t.Context(), open(t, encode(t, rows, table.Options{}))) {
			if err != nil {
				t.Fatal(err)
			}
			for j := range c.ID {
				checkRow(t, &rows[i], c, j)
				if code, ok := codes[rows[i].Text]; ok && code != c.Text.Codes[j] {
					t.Fatalf("%q had code %d, has %d", rows[i].Text, code, c.Text.Codes[j])
				}
				codes[rows[i].Text] = c.Text.Codes[j]
				i++
			}
		}
		if i != len(rows) {
			t.Fatalf("seed %d: %d rows, want %d", seed, i, len(rows))
		}
	}
	if len(codes) < 100 {
		t.Errorf("only %d texts", len(codes))
	}
}

func checkRow(t *testing.T, row *everyRow, c *everyColumns, j int) {
	t.Helper()
	got := everyRow{ID: c.ID[j], Text: c.Text.At(j), N: c.N[j], NNull: c.NNull[j], F: c.F[j], FNull: c.FNull[j], B: c.B[j], BNull: c.BNull[j],
		T: c.T[j], TNull: c.TNull[j], PN: c.PN[j], PF: c.PF[j]}
	want := everyRow{ID: row.ID, Text: row.Text, N: row.N, NNull: row.NNull, F: row.F, FNull: row.FNull, B: row.B, BNull: row.BNull,
		T: row.T, TNull: row.TNull, PN: row.PN, PF: row.PF}
	if !reflect.DeepEqual(got, want) {
		t.Fatal(cmp.Diff(want, got))
	}
	if c.Plain[j] != row.Text || (row.PText == nil) != (c.PText.Codes[j] == -1) || row.PText != nil && c.PText.At(j) != *row.PText {
		t.Fatalf("texts %q and %q of %+v", c.Plain[j], c.PText.At(j), row)
	}
	if c.Young.Codes[j] != -1 || c.Other[j] != nil || c.skip != 0 {
		t.Fatal("a value in a column that is not there")
	}
}

// TestRowsCountWithoutColumns: what is asked for may all be younger than the
// file.
func TestRowsCountWithoutColumns(t *testing.T) {
	type young struct {
		Young table.Symbols `col:"young"`
	}
	scan, err := table.NewColumnScan[young]()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c, err := range scan.Batches(t.Context(), open(t, encode(t, make([]termRow, 20_000), table.Options{}))) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(c.Young.Codes)
	}
	if n != 20_000 {
		t.Errorf("%d rows", n)
	}
}

func TestAFieldOfNoColumnTypeIsAnError(t *testing.T) {
	type numbers struct {
		N []int32 `col:"n"`
	}
	type option struct {
		N []int64 `col:"n,unique"`
	}
	_, err1 := table.NewColumnScan[numbers]()
	_, err2 := table.NewColumnScan[option]()
	_, err3 := table.NewColumnScan[int]()
	for _, err := range []error{err1, err2, err3} {
		if err == nil {
			t.Error("no error")
		}
	}
	type missing struct {
		Missing []int64 `col:"missing"`
	}
	scan, err := table.NewColumnScan[missing]()
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range scan.Batches(t.Context(), open(t, encode(t, make([]termRow, 5), table.Options{}))) {
		if err == nil || !strings.Contains(err.Error(), `no column "missing"`) {
			t.Errorf("error %v", err)
		}
	}
}

func TestADamagedFileEndsAScan(t *testing.T) {
	rows := termRows(rand.New(rand.NewPCG(2, 2)), 3000)
	data := encode(t, rows, table.Options{})
	failed := 0
	for at := 4; at < len(data)/2; at += 61 {
		damaged := bytes.Clone(data)
		damaged[at] ^= 0x55
		f, err := table.Open(bytes.NewReader(damaged), int64(len(damaged)))
		if err != nil {
			t.Fatalf("the footer is whole: %v", err)
		}
		scan, err := table.NewColumnScan[termColumns]()
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range scan.Batches(t.Context(), f) {
			if err != nil {
				failed++
			}
		}
	}
	if failed == 0 {
		t.Error("no damage was noticed")
	}
}
