package table_test

import (
	"bytes"
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"framewatch/store/table"
)

func merge(t *testing.T, o table.MergeOptions, files ...[]byte) ([]byte, table.Content) {
	t.Helper()
	from := make([]*table.File, len(files))
	for i, data := range files {
		from[i] = open(t, data)
	}
	var b bytes.Buffer
	content, err := table.Merge(t.Context(), &b, from, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), content
}

func contentOf(t *testing.T, data []byte) table.Content {
	t.Helper()
	c, err := table.ContentOf(t.Context(), open(t, data))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMergedFilesHoldTheSameRows(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	rows := everyRows(r, 20_000)
	var files [][]byte
	var sum table.Content
	for i := 0; i < len(rows); {
		n := min(1+r.IntN(6000), len(rows)-i)
		data := encode(t, rows[i:i+n], table.Options{})
		files, sum = append(files, data), sum.Plus(contentOf(t, data))
		i += n
	}
	data, content := merge(t, table.MergeOptions{}, files...)
	if got := read[everyRow](t, data); !reflect.DeepEqual(rows, got) {
		t.Error(gocmp.Diff(rows, got))
	}
	if after := contentOf(t, data); after != content || after != sum || after.Rows != 20_000 {
		t.Errorf("content %v after, %v taken, %v of the parts", after, content, sum)
	}
	whole := contentOf(t, encode(t, rows, table.Options{}))
	if whole != content {
		t.Errorf("content %v of one file, %v of many", whole, content)
	}
}

func TestMergeSorts(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(12, 1)), 9000)
	want := slices.Clone(rows)
	// Nulls first: a null boolean, then a null number, then text.
	slices.SortStableFunc(want, func(a, b everyRow) int {
		return cmp.Or(cmp.Compare(truth(a.BNull), truth(b.BNull)), compareNull(a.PN, b.PN), cmp.Compare(a.FNull, b.FNull), strings.Compare(a.Text, b.Text))
	})
	data, content := merge(t, table.MergeOptions{SortBy: []string{"b_null", "p_n", "f_null", "text"}},
		encode(t, rows[:100], table.Options{}), encode(t, rows[100:], table.Options{}))
	if got := read[everyRow](t, data); !reflect.DeepEqual(want, got) {
		t.Error(gocmp.Diff(want, got))
	}
	if after := contentOf(t, data); after != content {
		t.Errorf("content %v, want %v", after, content)
	}
	if _, err := table.Merge(t.Context(), &bytes.Buffer{}, []*table.File{open(t, data)}, table.MergeOptions{SortBy: []string{"texts"}}); err == nil {
		t.Error("sorted by a list without an error")
	}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func compareNull(a, b *int64) int {
	if a == nil || b == nil {
		return cmp.Compare(truth(a != nil), truth(b != nil))
	}
	return cmp.Compare(*a, *b)
}

func TestMergeKeepsWhatPassesTheFilter(t *testing.T) {
	rows := everyRows(rand.New(rand.NewPCG(13, 1)), 5000)
	var want, gone []everyRow
	for _, row := range rows {
		if len(row.Text)%3 == 0 {
			want = append(want, row)
		} else {
			gone = append(gone, row)
		}
	}
	filter := &table.Filter{Column: "text", Keep: func(s string) bool { return len(s)%3 == 0 }}
	data, content := merge(t, table.MergeOptions{Filter: filter}, encode(t, rows[:3000], table.Options{}), encode(t, rows[3000:], table.Options{}))
	if got := read[everyRow](t, data); !reflect.DeepEqual(want, got) {
		t.Error(gocmp.Diff(want, got))
	}
	if after := contentOf(t, data); after != content || after.Rows != int64(len(want)) {
		t.Errorf("content %v, want %v", after, content)
	}
	if all := contentOf(t, encode(t, rows, table.Options{})); all != content.Plus(contentOf(t, encode(t, gone, table.Options{}))) {
		t.Error("what stays and what goes are not all there was")
	}
	none, content := merge(t, table.MergeOptions{Filter: &table.Filter{Column: "id", Keep: func(string) bool { return false }}}, data)
	if open(t, none).Rows() != 0 || content != (table.Content{}) {
		t.Errorf("%d rows, %v", open(t, none).Rows(), content)
	}
	for _, column := range []string{"texts", "n", "nothing"} {
		_, err := table.Merge(t.Context(), &bytes.Buffer{}, []*table.File{open(t, data)}, table.MergeOptions{Filter: &table.Filter{Column: column}})
		if err == nil || !strings.Contains(err.Error(), column) {
			t.Errorf("filter by %s: %v", column, err)
		}
	}
}

// TestMergeCopiesColumnsThatOneFileLacks merges versions of a table of which
// each has a column that the other does not know.
func TestMergeCopiesColumnsThatOneFileLacks(t *testing.T) {
	type older struct {
		ID   string   `col:"id"`
		Gone string   `col:"gone"`
		List []string `col:"list"`
	}
	type newer struct {
		ID    string   `col:"id"`
		Score *float64 `col:"score"`
		Count int64    `col:"count"`
		Spans []share  `col:"spans"`
	}
	half := 0.5
	a := encode(t, []older{{"a", "x", []string{"l", "m"}}, {"b", "y", nil}}, table.Options{})
	b := encode(t, []newer{{"c", &half, 7, []share{{"en", 1}}}, {"d", nil, 8, nil}}, table.Options{})
	type both struct {
		ID    string   `col:"id"`
		Gone  string   `col:"gone,null"`
		List  []string `col:"list"`
		Score *float64 `col:"score"`
		Count *int64   `col:"count"`
		Spans []share  `col:"spans"`
	}
	seven, eight := int64(7), int64(8)
	want := []both{{ID: "a", Gone: "x", List: []string{"l", "m"}}, {ID: "b", Gone: "y"}, {ID: "c", Score: &half, Count: &seven, Spans: []share{{"en", 1}}}, {ID: "d", Count: &eight}}
	data, content := merge(t, table.MergeOptions{}, a, b)
	if diff := gocmp.Diff(want, read[both](t, data)); diff != "" {
		t.Error(diff)
	}
	if content != contentOf(t, a).Plus(contentOf(t, b)) || content != contentOf(t, data) {
		t.Error("the content changed")
	}
	// Once more with the result, which has nulls where its parts had none.
	again, _ := merge(t, table.MergeOptions{SortBy: []string{"id"}}, b, data, a)
	if got := read[both](t, again); len(got) != 8 || got[0].ID != "a" || got[1].ID != "a" || got[7].ID != "d" {
		t.Errorf("rows %+v", got)
	}
}

func TestMergeRefusesColumnsOfTwoTypes(t *testing.T) {
	type number struct {
		ID int64 `col:"id"`
	}
	type words struct {
		ID []string `col:"id"`
	}
	text := open(t, encode(t, everyRows(rand.New(rand.NewPCG(1, 1)), 3), table.Options{}))
	for _, other := range [][]byte{encode(t, []number{{1}}, table.Options{}), encode(t, []words{{nil}}, table.Options{})} {
		_, err := table.Merge(t.Context(), &bytes.Buffer{}, []*table.File{text, open(t, other)}, table.MergeOptions{})
		if err == nil || !strings.Contains(err.Error(), `column "id" has two types`) {
			t.Errorf("error %v", err)
		}
	}
	if _, err := table.Merge(t.Context(), &bytes.Buffer{}, nil, table.MergeOptions{}); err == nil {
		t.Error("no error without files")
	}
}

// TestContentTellsRowsApart changes one value at a time.
func TestContentTellsRowsApart(t *testing.T) {
	r := rand.New(rand.NewPCG(14, 1))
	rows := everyRows(r, 50)
	of := func(rows []everyRow) table.Content { return contentOf(t, encode(t, rows, table.Options{})) }
	want := of(rows)
	shuffled := slices.Clone(rows)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if of(shuffled) != want {
		t.Error("order matters")
	}
	changes := map[string]func(a, b *everyRow){
		"a row less":          func(a, b *everyRow) { *a = *b },
		"text swapped":        func(a, b *everyRow) { a.ID, b.ID = b.ID, a.ID },
		"number":              func(a, _ *everyRow) { a.N++ },
		"float":               func(a, _ *everyRow) { a.F += 1e-9 },
		"bool":                func(a, _ *everyRow) { a.B = !a.B },
		"time":                func(a, _ *everyRow) { a.T = a.T.Add(1000) },
		"null to zero":        func(a, _ *everyRow) { a.PN = nil; b0 := int64(0); a.PN = &b0; a.N++ },
		"element":             func(a, _ *everyRow) { a.Texts = append(slices.Clone(a.Texts), "more") },
		"elements turned":     func(a, _ *everyRow) { a.Numbers = []int64{2, 1} },
		"field of an element": func(a, _ *everyRow) { a.Points = []point{{Share: 3}} },
	}
	for name, change := range changes {
		changed := slices.Clone(rows)
		change(&changed[3], &changed[4])
		if reflect.DeepEqual(changed, rows) {
			t.Fatalf("%s: nothing changed", name)
		}
		if of(changed) == want {
			t.Errorf("%s: the content is the same", name)
		}
	}
	one, two := slices.Clone(rows), slices.Clone(rows)
	one[0].Numbers, two[0].Numbers = []int64{1, 2}, []int64{2, 1}
	if of(one) == of(two) {
		t.Error("the order in a list does not matter")
	}
}

func TestMergeOfManySmallFilesIsOneGroup(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	var files [][]byte
	var rows []sentenceRow
	for range 60 {
		part := sentenceRows(r, 200)
		rows = append(rows, part...)
		files = append(files, encode(t, part, table.Options{}))
	}
	data, _ := merge(t, table.MergeOptions{SortBy: []string{"doc_id", "seq"}}, files...)
	slices.SortStableFunc(rows, func(a, b sentenceRow) int {
		return cmp.Or(strings.Compare(a.DocID, b.DocID), cmp.Compare(a.Seq, b.Seq))
	})
	if !reflect.DeepEqual(read[sentenceRow](t, data), rows) {
		t.Error("rows differ")
	}
	size := 0
	for _, f := range files {
		size += len(f)
	}
	if len(data)*10 > size*8 {
		t.Errorf("%d bytes of %d: merging should pay", len(data), size)
	}
}

// TestMergeSortsByWhatIsThere: a column of the order that came later than all of the
// files is null in every row, and orders none.
func TestMergeSortsByWhatIsThere(t *testing.T) {
	data := encode(t, sentenceRows(rand.New(rand.NewPCG(17, 1)), 300), table.Options{})
	sorted, content := merge(t, table.MergeOptions{SortBy: []string{"target_id", "sentence_id"}}, data)
	rows := read[sentenceRow](t, sorted)
	if !slices.IsSortedFunc(rows, func(a, b sentenceRow) int { return strings.Compare(a.SentenceID, b.SentenceID) }) || content != contentOf(t, data) {
		t.Error("the rows are not in the order of the column that is there, or others")
	}
	same, _ := merge(t, table.MergeOptions{SortBy: []string{"target_id"}}, data)
	if !reflect.DeepEqual(read[sentenceRow](t, same), read[sentenceRow](t, data)) {
		t.Error("an order of nothing changes the order")
	}
}
