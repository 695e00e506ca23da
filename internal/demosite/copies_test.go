package demosite_test

import (
	"strings"
	"testing"

	"framewatch/internal/demosite"
	"framewatch/nlp/neardup"
)

// TestCopiesAreFound holds that the near-duplicates of the site are those that
// its stories name as copies, but for articles of which a page shows a paragraph
// only.
func TestCopiesAreFound(t *testing.T) { eachSubject(t, testCopiesAreFound) }

func testCopiesAreFound(t *testing.T, subject string) {
	site := siteOf(t, subject)
	articles := map[string]demosite.Article{}
	index := neardup.New(neardup.Default())
	for _, a := range site.Articles() {
		articles[a.ID] = a
		index.Add(a.ID, strings.Join(a.Paragraphs, "\n\n"))
	}
	// A copy's original may be a copy, and one Chinese page is the other in the
	// other characters, or one translation is printed in both.
	chinese := func(a demosite.Article) bool { return strings.HasPrefix(a.Lang, "zh") }
	original := func(id string) string {
		for {
			a := articles[id]
			switch {
			case a.CopyOf != "":
				id = a.CopyOf
			case chinese(a) && chinese(articles[a.TranslationOf]):
				id = a.TranslationOf
			case chinese(a) && a.TranslationOf != "":
				return "Chinese of " + a.TranslationOf
			default:
				return id
			}
		}
	}
	cluster := map[string]string{}
	for _, c := range index.Clusters() {
		for _, m := range c.Members {
			cluster[m.ID] = c.Members[0].ID
			if a, b := original(m.ID), original(c.Members[0].ID); a != b {
				t.Errorf("%s and %s are taken for copies", m.ID, c.Members[0].ID)
			}
		}
	}
	copies := 0
	for id, a := range articles {
		from := original(id)
		if a.CopyOf == "" || a.Paywalled || articles[from].Paywalled {
			continue
		}
		if copies++; cluster[id] != cluster[from] {
			t.Errorf("%s is no copy of %s", id, from)
		}
	}
	if copies < 30 && subject == "" || copies < 6 {
		t.Errorf("only %d copies", copies)
	}
}
