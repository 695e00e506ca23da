package match

import (
	"cmp"
	"slices"
)

// Longest keeps, of matches that overlap, the longest; of equally long ones the
// first in text, then the first given. place reads a match: its range in folded
// runes. The kept ones come back in text order.
func Longest[M any](matches []M, place func(M) (start, end int)) []M {
	order, limit := make([]int, len(matches)), 0
	for i := range order {
		order[i] = i
		_, end := place(matches[i])
		limit = max(limit, end)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		as, ae := place(matches[a])
		bs, be := place(matches[b])
		return cmp.Or(cmp.Compare(be-bs, ae-as), cmp.Compare(as, bs))
	})
	taken := make([]bool, limit)
	var kept []int
	for _, i := range order {
		start, end := place(matches[i])
		if slices.Contains(taken[start:end], true) {
			continue
		}
		for k := start; k < end; k++ {
			taken[k] = true
		}
		kept = append(kept, i)
	}
	slices.SortFunc(kept, func(a, b int) int {
		as, _ := place(matches[a])
		bs, _ := place(matches[b])
		return cmp.Compare(as, bs)
	})
	if len(kept) == 0 {
		return nil
	}
	out := make([]M, len(kept))
	for k, i := range kept {
		out[k] = matches[i]
	}
	return out
}
