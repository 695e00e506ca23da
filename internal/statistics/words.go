package statistics

import (
	"context"
	"slices"
)

// words are the flags by which a statistic finds documents and their words.
type words struct{ group, tokens, a, b string }

// bind adds the flags of documents that belong to groups.
func (w *words) bind(f Flags) {
	f.StringVar(&w.tokens, "tokens", "tokens", "column with a document's words: a list, or a text with spaces between them")
	f.StringVar(&w.group, "group", "group", "column with a document's group")
}

// bindSides adds the flags that choose two groups.
func (w *words) bindSides(f Flags) {
	f.StringVar(&w.a, "a", "", "group that is compared (default: the first of the two that there are)")
	f.StringVar(&w.b, "b", "", "group that it is compared with (default: the other one)")
}

// counts are the words of each group.
type counts struct {
	terms  []string // in order
	groups []string // in order
	of     map[string][]int
	totals map[string]int
}

// count reads all documents.
func (w *words) count(ctx context.Context, in *Input) (*counts, error) {
	by := map[string]map[string]int{}
	seen := map[string]bool{}
	for row, err := range in.Rows(ctx, Columns{Need: []string{w.tokens, w.group}}) {
		if err != nil {
			return nil, err
		}
		group, err := row.Text(w.group)
		if err != nil {
			return nil, err
		}
		tokens, err := row.Texts(w.tokens)
		if err != nil {
			return nil, err
		}
		if by[group] == nil {
			by[group] = map[string]int{}
		}
		for _, t := range tokens {
			by[group][t]++
			seen[t] = true
		}
	}
	c := &counts{of: map[string][]int{}, totals: map[string]int{}}
	for t := range seen {
		c.terms = append(c.terms, t)
	}
	slices.Sort(c.terms)
	for g, n := range by {
		c.groups = append(c.groups, g)
		c.of[g] = make([]int, len(c.terms))
		for i, t := range c.terms {
			c.of[g][i] = n[t]
			c.totals[g] += n[t]
		}
	}
	slices.Sort(c.groups)
	return c, nil
}

// sides are the two groups that are compared.
func (w *words) sides(groups []string) (a, b string, err error) {
	a, b = w.a, w.b
	for _, side := range []string{a, b} {
		if side != "" && !slices.Contains(groups, side) {
			return "", "", Usagef("no group %q; there are %s", side, quotedList(groups))
		}
	}
	if a != "" && a == b {
		return "", "", Usagef("--a and --b are both %q", a)
	}
	var rest []string
	for _, g := range groups {
		if g != a && g != b {
			rest = append(rest, g)
		}
	}
	missing := 0
	for _, side := range []*string{&a, &b} {
		if *side == "" {
			missing++
		}
	}
	if missing > 0 && len(rest) != missing {
		return "", "", Usagef("two groups are compared: name them by --a and --b; there are %s", quotedList(groups))
	}
	for _, side := range []*string{&a, &b} {
		if *side == "" {
			*side, rest = rest[0], rest[1:]
		}
	}
	return a, b, nil
}
