package wordset_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/wordset"
)

func TestOf(t *testing.T) {
	got := slices.Sorted(maps.Keys(wordset.Of("\n\tferry 渡轮 ferry\u00a0Fähre  ")))
	if diff := cmp.Diff([]string{"Fähre", "ferry", "渡轮"}, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if len(wordset.Of(" ")) != 0 {
		t.Error("white space has words")
	}
}
