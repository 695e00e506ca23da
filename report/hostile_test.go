package report_test

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"framewatch/compare/comparetest"
	"framewatch/store"
)

// markup is a piece of HTML that says which column it is from: it ends an element, an
// attribute of either quotation mark, a style and a comment, and begins what would run.
func markup(column string) string {
	return `</style></title>--></ol>"'><script>` + column + `()</script><img src=x onerror=` + column + `()>`
}

// spoil changes all rows of a table.
func spoil[T store.Row](b *store.Batch, t *testing.T, change func(column string, v reflect.Value)) error {
	_, err := store.Rewrite(t.Context(), b, func(row *T) (stays, changed bool) {
		eachText(reflect.ValueOf(row).Elem(), "", change)
		return true, true
	})
	return err
}

// eachText calls change with the texts of a row, those in lists too.
func eachText(v reflect.Value, column string, change func(column string, v reflect.Value)) {
	switch v.Kind() { //nolint:exhaustive // other kinds hold no text
	case reflect.String:
		if column != "" {
			change(column, v)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), column, change)
		}
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			return
		}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("col"), ",")
			eachText(v.Field(i), name, change)
		}
	}
}

// spoilt is the invented corpus with markup at the end of every text of some columns,
// where spans stay what they are.
func spoilt(t *testing.T, in func(column string) bool) *store.Dataset {
	t.Helper()
	dir := comparetest.Invented(20).Store(t).Dir()
	d, err := store.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Begin(store.RunRow{RunID: "20270101T000000Z-beef", Command: "test", Started: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	change := func(column string, v reflect.Value) {
		if in(column) && v.String() != "" {
			v.SetString(v.String() + markup(column))
		}
	}
	err = errors.Join(spoil[store.SourceRow](b, t, change), spoil[store.CaptureRow](b, t, change), spoil[store.DocumentRow](b, t, change), spoil[store.SentenceRow](b, t, change),
		spoil[store.MentionRow](b, t, change), spoil[store.FrameHitRow](b, t, change), spoil[store.DocumentFrameRow](b, t, change), spoil[store.QuoteRow](b, t, change),
		spoil[store.ClauseRow](b, t, change), spoil[store.ClaimRow](b, t, change), spoil[store.StanceRow](b, t, change), spoil[store.DocumentTargetRow](b, t, change), spoil[store.NameRow](b, t, change),
		spoil[store.SyndicationRow](b, t, change), spoil[store.TermCountRow](b, t, change), spoil[store.MembershipRow](b, t, change), spoil[store.EventRow](b, t, change),
		spoil[store.FailureRow](b, t, change))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(t.Context(), time.Date(2027, 1, 1, 0, 1, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	out, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// shown are the columns whose markup a reader of the page sees as text.
func shown(t *testing.T, page string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out
		}
		token := z.Token()
		texts := []string{token.Data}
		for _, a := range token.Attr {
			texts = append(texts, a.Val)
		}
		for _, text := range texts {
			if _, rest, ok := strings.Cut(text, "<script>"); ok {
				column, _, _ := strings.Cut(rest, "(")
				out[column] = true
			}
		}
	}
}

// structural are columns by which rows are told apart or found, in groups that leave
// one another's rows to be read: markup in all of them at once would leave nothing.
var structural = [][]string{
	{"source_id", "lang", "langs", "owner_type", "term", "pos", "status", "stage", "valid_from", "valid_to", "label", "published_offset", "published_precision"},
	{"doc_id", "sentence_id", "group_id", "copy_id", "country", "relevance", "voice", "variant"},
	{"entity_id", "frame", "name", "speaker_id", "target_id", "date", "month"},
	{"codebook", "bloc", "bloc_id"},
}

// TestNoTextOfAnyColumnBecomesMarkup: in every column of every table, in all that are
// free at once and in the others by groups.
func TestNoTextOfAnyColumnBecomesMarkup(t *testing.T) {
	seen := map[string]bool{}
	expect := func(in func(column string) bool) {
		page := write(t, spoilt(t, in), questions(), settings())
		check(t, page)
		maps.Copy(seen, shown(t, page.page+page.lines))
	}
	free := func(column string) bool { return !slices.Contains(slices.Concat(structural...), column) }
	expect(free)
	for _, group := range structural {
		expect(func(column string) bool { return slices.Contains(group, column) })
	}
	if len(seen) < 20 {
		t.Errorf("the page shows %v only: is the markup met?", slices.Sorted(maps.Keys(seen)))
	}
}
