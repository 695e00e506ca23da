package invented_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/invented"
	"framewatch/store"
)

// TestDatasetIsSound holds that the tables pass for those of a run.
func TestDatasetIsSound(t *testing.T) {
	dir := t.TempDir()
	if err := invented.New(1).Write(t.Context(), dir, 180, invented.Run(1)); err != nil {
		t.Fatal(err)
	}
	problems, d, err := store.Verify(t.Context(), dir, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v, %+v", err, problems)
	}
	texts := map[string]store.DocumentRow{}
	for row, err := range store.Scan[store.DocumentRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		texts[row.DocID] = row
	}
	if len(texts) != 180 {
		t.Errorf("%d documents", len(texts))
	}
	mentions := 0
	for m, err := range store.Scan[store.MentionRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		text := texts[m.DocID].Text
		if m.InTitle {
			text = texts[m.DocID].Title
		}
		if got := text[m.StartByte:m.EndByte]; got != m.Surface {
			t.Fatalf("%q stands where %q should", got, m.Surface)
		}
		mentions++
	}
	if mentions < 3000 {
		t.Errorf("%d mentions", mentions)
	}
}

// TestArticleIsTheSameEachTime, in whatever world of the same seed.
func TestArticleIsTheSameEachTime(t *testing.T) {
	a, b, other := invented.New(7), invented.New(7), invented.New(8)
	for i := range 20 {
		if diff := cmp.Diff(a.Article(i), b.Article(i)); diff != "" {
			t.Fatalf("article %d: %s", i, diff)
		}
		if a.Article(i).Document.Text == other.Article(i).Document.Text {
			t.Errorf("article %d is the same in another world", i)
		}
	}
	from, to := invented.Night(1, 10)
	if to-from != 10 || a.Day(from).Before(a.Day(0)) {
		t.Errorf("a night of %d articles on %v", to-from, a.Day(from))
	}
}
