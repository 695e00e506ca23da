package pipeline_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/invented"
	"framewatch/store"
)

func paths(t *testing.T, dir string, tables ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, table := range tables {
		for _, f := range open(t, dir).Files(table) {
			out[f.Path] = true
		}
	}
	return out
}

// TestNightLeavesTheFilesOfOtherMonths holds that groups which a night does not
// touch stay in their files, so that later stages see that nothing changed.
func TestNightLeavesTheFilesOfOtherMonths(t *testing.T) {
	countsAgain(t)
	dir, world := filepath.Join(t.TempDir(), "data"), invented.New(5)
	var articles []invented.Article
	for i := range 8000 {
		if world.Day(i).Year() == 2029 && world.Day(i).Month() <= time.August {
			articles = append(articles, world.Article(i))
		}
	}
	last := len(articles) - 1
	addArticles(t, dir, 1, articles[:last])
	overStages(t.Context(), t, dir)
	before := paths(t, dir, "syndication", "story_links")
	addArticles(t, dir, 2, articles[last:])
	overStages(t.Context(), t, dir)
	after := paths(t, dir, "syndication", "story_links")
	kept := 0
	for p := range before {
		if after[p] {
			kept++
		}
	}
	if kept < len(before)/2 || kept == len(before) {
		t.Errorf("one new article: %d of %d files stay", kept, len(before))
	}
	overStages(t.Context(), t, dir)
	if again := paths(t, dir, "syndication", "story_links", "names"); len(again) != len(after)+1 {
		t.Errorf("nothing new: %d files, then %d", len(after)+1, len(again))
	}
}

// TestDigestIsRecordedAndUnitesNothing holds that a text with several stories is
// linked to them as what contains them, and stays a story of its own.
func TestDigestIsRecordedAndUnitesNothing(t *testing.T) {
	world := invented.New(5)
	byLang := map[string][]invented.Article{}
	for i := range 200 {
		if a := world.Article(i); !hasCopy(byLang[a.Document.Lang], a) {
			byLang[a.Document.Lang] = append(byLang[a.Document.Lang], a)
		}
	}
	for lang, articles := range byLang {
		t.Run(lang, func(t *testing.T) {
			dir, parts := filepath.Join(t.TempDir(), "data"), articles[:4]
			digest := digestOf(parts...)
			digest.Document.Published.Time = parts[0].Document.Published.Time
			addArticles(t, dir, 1, append(slices.Clone(articles[:12]), digest))
			overStages(t.Context(), t, dir)
			want, got := map[string]bool{}, map[string]bool{}
			for _, a := range parts {
				want[string(a.Document.ID)] = true
			}
			for row, err := range store.Scan[store.StoryLinkRow](t.Context(), open(t, dir)) {
				if err != nil {
					t.Fatal(err)
				}
				if row.Kind == "contains" && row.DocID == string(digest.Document.ID) && row.Score > .9 {
					got[row.OtherID] = true
				} else if row.Kind != "translation" {
					t.Errorf("%+v", row)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("what the digest contains (-want +got):\n%s", diff)
			}
			for row, err := range store.Scan[store.SyndicationRow](t.Context(), open(t, dir)) {
				if err != nil || row.GroupSize != 1 {
					t.Errorf("%+v, %v", row, err)
				}
			}
		})
	}
}

// hasCopy reports whether one of the articles has the text of another one, or
// most of it: copies of an invented world begin alike.
func hasCopy(articles []invented.Article, a invented.Article) bool {
	return slices.ContainsFunc(articles, func(b invented.Article) bool {
		return a.Document.Title == b.Document.Title || strings.HasPrefix(b.Document.Text, a.Document.Text[:60])
	})
}

// TestSyndicationWithoutMonthsIsReplaced reads a dataset as it was written
// before the table had months.
func TestSyndicationWithoutMonthsIsReplaced(t *testing.T) {
	countsAgain(t)
	dir, world := filepath.Join(t.TempDir(), "data"), invented.New(5)
	articles := []invented.Article{world.Article(0), world.Article(1)}
	addArticles(t, dir, 1, articles)
	b, err := open(t, dir).Begin(invented.Run(2))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if err := store.Append(b, store.SyndicationRow{GroupID: "old", DocID: string(a.Document.ID), CopyID: "old", GroupSize: 1, Weight: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Commit(t.Context(), time.Date(2031, 12, 2, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	overStages(t.Context(), t, dir)
	d, rows := open(t, dir), 0
	for row, err := range store.Scan[store.SyndicationRow](t.Context(), d) {
		if err != nil {
			t.Fatal(err)
		}
		if rows++; row.GroupID == "old" || row.GroupSize != 2 {
			t.Errorf("%+v", row)
		}
	}
	for _, f := range d.Files("syndication") {
		if f.Month() == "" {
			t.Errorf("%s has no month", f.Path)
		}
	}
	if rows != 2 {
		t.Errorf("%d rows for a text and its copy", rows)
	}
}
