package compare_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/store"
)

// TestOneRuleSaysWhichDocumentsCount: the corpus selects a document where nothing is
// said against it, whatever is true of it, in whatever order rows lie; a version is
// that of its article, under whatever address.
func TestOneRuleSaysWhichDocumentsCount(t *testing.T) {
	at := func(article, url string, version int64) store.DocumentRow {
		return store.DocumentRow{SourceID: "a", ArticleID: article, URL: url, Version: version, Lang: "en", Month: "2026-03"}
	}
	rows := []store.DocumentRow{at("x", "http://a.test/1", 1), at("x", "http://a.test/1", 2), at("x", "http://a.test/moved", 3),
		at("", "http://a.test/old", 1), at("", "http://a.test/old", 2), at("y", "http://a.test/2", 1), at("z", "http://a.test/3", 1), at("w", "http://a.test/4", 1), at("v", "http://a.test/5", 1)}
	rows[5].Blocked, rows[6].Excluded, rows[7].Paywalled, rows[2].Paywalled, rows[0].Blocked = true, "a list", true, true, true
	rows[6].Blocked = true
	want := map[string]string{"d0": "blocked", "d1": "superseded", "d2": "paywalled", "d3": "superseded", "d5": "blocked", "d6": "excluded", "d7": "paywalled"}
	for seed := range uint64(4) {
		dir := filepath.Join(t.TempDir(), "data")
		d, err := store.Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		b, err := d.Begin(store.RunRow{RunID: "20260304T080001Z-0001", Command: "test", Started: time.Unix(0, 0)})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range rand.New(rand.NewPCG(seed, 1)).Perm(len(rows)) {
			row := rows[i]
			row.DocID = fmt.Sprintf("d%d", i)
			row.NotCounted = map[bool]string{true: want[row.DocID]}[i%2 == 0] // some rows are right, some say nothing, some are wrong
			row.Counted = i%3 == 0
			if err := store.Append(b, row); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.Commit(t.Context(), time.Unix(60, 0)); err != nil {
			t.Fatal(err)
		}
		if d, err = store.Open(dir); err != nil {
			t.Fatal(err)
		}
		why, wrong, err := compare.Uncounted(t.Context(), d)
		if err != nil || len(wrong) != 1 {
			t.Errorf("%d files to amend, %v", len(wrong), err)
		}
		if diff := cmp.Diff(want, why); diff != "" {
			t.Error(diff)
		}
		c, err := compare.Load(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			id := fmt.Sprintf("d%d", i)
			if got := c.Selects(compare.Selection{}, id); got != (want[id] == "") {
				t.Errorf("%s selected: %v, not counted for %q", id, got, want[id])
			}
			if got := c.Selects(compare.Selection{IncludePaywalled: true}, id); got != (want[id] == "" || want[id] == compare.NotPaywalled) {
				t.Errorf("%s selected with teasers: %v, not counted for %q", id, got, want[id])
			}
			if got := compare.NotCounted(&rows[i], i < 2 || i == 3); got != want[id] {
				t.Errorf("%s as a row: %q, want %q", id, got, want[id])
			}
		}
	}
}
