package table_test

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"framewatch/store/table"
)

// Rows of a table before and after a column got another name.
type (
	formerRow struct {
		Doc   string  `col:"doc_id"`
		End   int64   `col:"end"`
		Since string  `col:"window,null"`
		Tags  []int64 `col:"tags"`
	}
	presentRow struct {
		Doc   string  `col:"doc_id"`
		End   int64   `col:"end_char,was=end"`
		Since string  `col:"window_month,null,was=window"`
		Tags  []int64 `col:"labels,was=tags"`
	}
	presentColumns struct {
		End   []int64       `col:"end_char"`
		Since table.Symbols `col:"window_month"`
	}
)

// TestColumnsOfAFormerNameAreThoseOfToday, read by row and by column, and merged with
// files that have today's: no value is lost and no column is there twice.
func TestColumnsOfAFormerNameAreThoseOfToday(t *testing.T) {
	var former []formerRow
	var present, want []presentRow
	for i := range int64(300) {
		row := presentRow{Doc: string(rune('a' + i%26)), End: i, Since: []string{"", "2025-06"}[i%2], Tags: []int64{i, -i}[:i%3]}
		want = append(want, row)
		if i < 200 {
			former = append(former, formerRow(row))
		} else {
			present = append(present, row)
		}
	}
	as := func(data []byte) *table.File {
		f, err := open(t, data).As(reflect.TypeFor[presentRow]())
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	old, now := as(encode(t, former, table.Options{})), as(encode(t, present, table.Options{}))
	if a, b := old.Columns(), now.Columns(); !reflect.DeepEqual(a, b) {
		t.Errorf("columns %v and %v", a, b)
	}
	for _, o := range []table.MergeOptions{{}, {SortBy: []string{"window_month", "end_char"}}} {
		var b bytes.Buffer
		content, err := table.Merge(t.Context(), &b, []*table.File{old, now}, o)
		if err != nil {
			t.Fatal(err)
		}
		if whole := contentOf(t, encode(t, want, table.Options{})); whole != content || whole != contentOf(t, b.Bytes()) {
			t.Errorf("content %v, want %v", content, whole)
		}
		if names := open(t, b.Bytes()).Columns(); !reflect.DeepEqual(names, now.Columns()) {
			t.Errorf("merged: %v", names)
		}
		got := read[presentRow](t, b.Bytes())
		slices.SortFunc(got, func(a, b presentRow) int { return cmp.Compare(a.End, b.End) })
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
	scan, err := table.NewColumnScan[presentColumns]()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for b, err := range scan.Batches(t.Context(), old) {
		if err != nil {
			t.Fatal(err)
		}
		for i, end := range b.End {
			if end != want[n].End || b.Since.At(i) != want[n].Since {
				t.Fatalf("row %d: %d %q", n, end, b.Since.At(i))
			}
			n++
		}
	}
	if n != len(former) {
		t.Errorf("%d rows", n)
	}
}
