package statistics

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// words are the flags by which a statistic finds documents and their words.
type words struct{ doc, group, tokens, count, a, b string }

// bind adds the flag of the words.
func (w *words) bind(f Flags) {
	f.StringVar(&w.tokens, "tokens", "tokens", "column with a document's words: a list, or a text with spaces between them")
}

// bindGroups adds the flag of documents that belong to groups.
func (w *words) bindGroups(f Flags) {
	w.bind(f)
	f.StringVar(&w.group, "group", "group", "column with a document's group")
}

// bindCount adds the flag of lists of frequencies.
func (w *words) bindCount(f Flags) {
	f.StringVar(&w.count, "count", "", "column with how often a row counts, as in a list of words and their frequencies (default: once)")
}

// bindSides adds the flags that choose two groups.
func (w *words) bindSides(f Flags) {
	w.bindGroups(f)
	w.bindCount(f)
	w.bindNames(f)
}

// bindNames adds those of them that name the groups.
func (w *words) bindNames(f Flags) {
	f.StringVar(&w.a, "a", "", "group that is compared (default: the first of the two that there are)")
	f.StringVar(&w.b, "b", "", "group that it is compared with (default: the other one)")
}

// document is a row with its words.
type document struct {
	row    Row
	group  string
	tokens []string
	count  int // of each token
}

// each reads documents; those without a column for groups are of none.
func (w *words) each(ctx context.Context, in *Input, fn func(document) error) error {
	for row, err := range in.Rows(ctx, Columns{Need: []string{w.tokens, w.group, w.count}, May: []string{w.doc}}) {
		if err != nil {
			return err
		}
		d := document{row: row, count: 1}
		if w.group != "" {
			if d.group, err = row.Text(w.group); err != nil {
				return err
			}
		}
		if d.tokens, err = row.Texts(w.tokens); err != nil {
			return err
		}
		if w.count != "" {
			if d.count, err = row.Count(w.count); err != nil {
				return err
			}
		}
		if err := fn(d); err != nil {
			return err
		}
	}
	return nil
}

// vocabulary are the words of each group.
type vocabulary struct {
	groups []string // in order
	counts map[string]map[string]int
	totals map[string]int
}

func (w *words) vocabulary(ctx context.Context, in *Input) (*vocabulary, error) {
	v := &vocabulary{counts: map[string]map[string]int{}, totals: map[string]int{}}
	err := w.each(ctx, in, func(d document) error {
		counts := v.counts[d.group]
		if counts == nil {
			counts = map[string]int{}
			v.counts[d.group] = counts
		}
		for _, t := range d.tokens {
			n, known := counts[t]
			if !known { // a word kept would keep the text that it stands in
				t = strings.Clone(t)
			}
			counts[t] = n + d.count
		}
		v.totals[d.group] += len(d.tokens) * d.count
		return nil
	})
	v.groups = slices.Sorted(maps.Keys(v.counts))
	return v, err
}

// of are the words that some groups have at least least times together, in order,
// and their counts in each of these groups.
func (v *vocabulary) of(least int, groups ...string) (terms []string, counts [][]int) {
	sum := map[string]int{}
	for _, g := range groups {
		for t, n := range v.counts[g] {
			sum[t] += n
		}
	}
	for t, n := range sum {
		if n >= least {
			terms = append(terms, t)
		}
	}
	slices.Sort(terms)
	for _, g := range groups {
		n := make([]int, len(terms))
		for i, t := range terms {
			n[i] = v.counts[g][t]
		}
		counts = append(counts, n)
	}
	return terms, counts
}

// sides are the two groups that are compared.
func (w *words) sides(groups []string) (a, b string, err error) {
	rest := slices.Clone(groups)
	for _, side := range []string{w.a, w.b} {
		if side == "" {
			continue
		}
		if !slices.Contains(groups, side) {
			return "", "", Usagef("no group %q; there are %s", side, quotedList(groups))
		}
		rest = slices.DeleteFunc(rest, func(g string) bool { return g == side })
	}
	if w.a != "" && w.a == w.b {
		return "", "", Usagef("--a and --b are both %q", w.a)
	}
	missing := 0
	for _, side := range []string{w.a, w.b} {
		if side == "" {
			missing++
		}
	}
	if missing > 0 && len(rest) != missing {
		return "", "", Usagef("two groups are compared: name them by --a and --b; there are %s", quotedList(groups))
	}
	a, b = w.a, w.b
	for _, side := range []*string{&a, &b} {
		if *side == "" {
			*side, rest = rest[0], rest[1:]
		}
	}
	return a, b, nil
}

// twoGroups are the words of the groups and the two that are compared, which have some.
func (w *words) twoGroups(ctx context.Context, in *Input) (v *vocabulary, a, b string, err error) {
	if v, err = w.vocabulary(ctx, in); err != nil {
		return nil, "", "", err
	}
	if a, b, err = w.sides(v.groups); err != nil {
		return nil, "", "", err
	}
	return v, a, b, v.filled(a, b)
}

// filled is a usage error for a group without words, of which nothing can be said.
func (v *vocabulary) filled(groups ...string) error {
	for _, g := range groups {
		if v.totals[g] == 0 {
			return Usagef("group %q has no words", g)
		}
	}
	return nil
}

// checkConfidence wants a confidence level such as 0.95.
func checkConfidence(x float64) error {
	if !(x > 0 && x < 1) {
		return Usagef("--confidence is %v: want a number between 0 and 1, such as 0.95", x)
	}
	return nil
}
