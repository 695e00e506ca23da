package invalid_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/invalid"
)

func TestUnderMovesEveryField(t *testing.T) {
	err := errors.Join(invalid.Errorf("workers", "0", "must be from %d to %d", 1, 9),
		errors.Join(invalid.Errorf("delay", "", "is missing")), errors.New("something else"))
	var got []string
	for _, f := range invalid.Fields(invalid.Under("crawl", err)) {
		got = append(got, f.Error())
	}
	want := []string{`crawl.workers: "0" must be from 1 to 9`, "crawl.delay: is missing", "crawl: something else"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if invalid.Under("crawl", nil) != nil {
		t.Error("no error became one")
	}
}

func TestSuggest(t *testing.T) {
	known := []string{"workers", "delay", "max_pages"}
	for word, want := range map[string]string{
		"wokers": ` (did you mean "workers"?)`, "Delay": ` (did you mean "delay"?)`, "dealy": ` (did you mean "delay"?)`,
		"max-pages": ` (did you mean "max_pages"?)`, "xyz": " (one of: delay, max_pages, workers)",
		"worked_by": " (one of: delay, max_pages, workers)", "max": " (one of: delay, max_pages, workers)",
	} {
		if got := invalid.Suggest(word, known); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSuggestByTheBegin(t *testing.T) {
	for _, c := range []struct {
		word  string
		known []string
		want  string
	}{
		{"retry", []string{"workers", "retries"}, ` (did you mean "retries"?)`},
		{"retry", []string{"retries", "retrade"}, " (one of: retrade, retries)"}, // which of them is not told
		{"org.abc", []string{"org.xyz"}, " (one of: org.xyz)"},
	} {
		if got := invalid.Suggest(c.word, c.known); got != c.want {
			t.Errorf("Suggest(%q, %v) = %q, want %q", c.word, c.known, got, c.want)
		}
	}
}
