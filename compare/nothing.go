package compare

import (
	"fmt"
	"strings"
)

// Nothing explains why a selection chooses no document, with what there is
// instead; nil where it chooses some. The error has [ErrNothing] in its chain.
func (c *Corpus) Nothing(s Selection) error {
	c, err := c.under(s)
	if err != nil || len(c.selected(s)) > 0 {
		return err
	}
	all := len(c.selected(Selection{IncludePaywalled: s.IncludePaywalled}))
	about := s
	about.Filter = Filter{}
	n := len(c.selected(about))
	switch {
	case all == 0:
		return asked(fmt.Errorf("the dataset has no document that counts: %w", ErrNothing))
	case n == 0:
		return asked(fmt.Errorf("none of the %d documents that count mentions %s: %w", all, strings.Join(s.Targets, " or "), ErrNothing))
	}
	if unknown := c.unknownValue(s.Filter); unknown != "" {
		return asked(fmt.Errorf("no document of %d that count meets the filter %s%s: %w", n, s.Filter, unknown, ErrNothing))
	}
	var each []string
	for part := range strings.SplitSeq(s.Filter.String(), ";") {
		for pair := range strings.SplitSeq(part, ",") {
			if about.Filter, err = ParseFilter(pair); err != nil {
				return asked(err)
			}
			each = append(each, fmt.Sprintf("%s chooses %d", pair, len(c.selected(about))))
		}
	}
	return asked(fmt.Errorf("no document of %d that count meets the filter %s; by itself %s: %w", n, s.Filter, strings.Join(each, ", "), ErrNothing))
}
