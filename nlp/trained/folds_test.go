package trained

import (
	"fmt"
	"testing"

	"framewatch/nlp/codes"
)

func TestGroupsAreNeverSplit(t *testing.T) {
	var groups []string
	for i := range 200 {
		groups = append(groups, fmt.Sprint(i*i%37))
	}
	for seed := range uint64(5) {
		fold, size := map[string]int{}, make([]int, folds)
		for i, f := range newFolds(groups, folds, seed) {
			if first, seen := fold[groups[i]]; seen && first != f {
				t.Fatalf("group %s stands in folds %d and %d", groups[i], first, f)
			}
			fold[groups[i]] = f
			size[f]++
		}
		for f, n := range size {
			if n < 30 || n > 50 {
				t.Errorf("fold %d has %d of 200 texts", f, n)
			}
		}
	}
}

func TestTextsOfOneStoryOrOutletAreAGroup(t *testing.T) {
	units := []codes.Unit{
		{ID: "a", Story: "s1", Outlet: "o1"}, {ID: "b", Story: "s2", Outlet: "o1"}, {ID: "c", Story: "s2", Outlet: "o2"},
		{ID: "d"}, {ID: "e"}, {ID: "f", Story: "s3"}, {ID: "g", Story: "s3"},
	}
	if got := fmt.Sprint(groupsOf(units)); got != "[a a a d e f f]" {
		t.Errorf("groups %s", got)
	}
	// One outlet of all texts leaves nothing to split: stories alone count then.
	for i := range units {
		units[i].Outlet = "o"
	}
	if got := fmt.Sprint(groupsOf(units)); got != "[a b b d e f f]" {
		t.Errorf("groups of one outlet %s", got)
	}
}
