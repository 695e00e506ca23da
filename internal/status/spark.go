package status

import (
	"slices"
	"strings"
)

// Spark draws counts as bars, the highest of them as the full one; a count of 0 is
// a dot.
func Spark(counts []int) string {
	bars := []rune("▁▂▃▄▅▆▇█")
	most := slices.Max(append([]int{1}, counts...))
	var b strings.Builder
	for _, n := range counts {
		if n == 0 {
			b.WriteRune('·')
			continue
		}
		b.WriteRune(bars[(n*len(bars)-1)/most])
	}
	return b.String()
}
