package report

import (
	"fmt"
	"strings"

	"framewatch/compare"
)

// corrected shows numbers as the program has them beside those corrected by hand
// codes, and says what was not corrected; nothing without hand codes. by are the
// dimensions that are shown.
func (b *builder) corrected(c *compare.Corrections, by ...string) []block {
	if c == nil {
		return nil
	}
	shown := *c
	shown.List = nil
	t := table{Title: "Corrected by hand codes", Head: []string{"Frame", "Group", "By the program", "Corrected", "Interval", "Hand-coded stories", "Method"}}
	for _, r := range c.List {
		wanted := false
		for _, dimension := range by {
			wanted = wanted || r.By == dimension
		}
		if !wanted {
			continue
		}
		shown.List = append(shown.List, r)
		if best, ok := r.Best(); ok {
			raw, value, interval := percent(r.Raw), percent(best.Value), percentRange(best.Measure)
			if r.Question == "contrast" {
				raw, value, interval = points(r.Raw), points(best.Value), pointRange(best.Measure)
			}
			t.Rows = append(t.Rows, []tableCell{text(b.labels.frame(r.Frame).EN), text(b.groupOf(r.By, r.Group)), number(raw), number(value), number(interval), number(count(r.Coded)), text(best.Method)})
		}
	}
	lead := "No number here is corrected by hand codes. "
	if len(t.Rows) > 0 {
		lead = fmt.Sprintf("%s corrected by hand codes: what coders found in a sample of stories takes out what the program gets wrong, also where it errs more on one side. Intervals allow for copies, for outlets being a sample, and for how few stories were coded. ",
			plural(len(t.Rows), "number is", "numbers are"))
	}
	out := []block{{Text: lead + strings.Join(shown.Sentences(b.groupOf), " ")}}
	if len(t.Rows) > 0 {
		out = append(out, block{Table: &t})
	}
	return out
}

// groupOf words a group of a dimension, or a side.
func (b *builder) groupOf(by, group string) string {
	one, two, both := strings.Cut(group, " vs ")
	f, err := compare.ParseFilter(one)
	g, errB := compare.ParseFilter(two)
	switch {
	case by == "all":
		return "all documents"
	case by != "contrast" && by != "side":
		return b.labels.group(by, group)
	case err != nil || both && errB != nil:
		return group
	case both:
		return b.labels.side(f) + " against " + lowerFirst(b.labels.side(g))
	}
	return b.labels.side(f)
}
