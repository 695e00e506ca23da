package read

import (
	"slices"
	"strings"
)

// dated is a page that a sitemap names with the date it gives.
type dated struct{ url, date string }

// newest keeps the n pages with the latest dates, the latest first; pages of
// one date keep their order, and those without come last. W3C dates sort as
// text to within a day, which is enough to let a budget go to recent pages.
func newest(pages []dated, n int) []dated {
	slices.SortStableFunc(pages, func(a, b dated) int { return strings.Compare(b.date, a.date) })
	return pages[:min(n, len(pages))]
}
