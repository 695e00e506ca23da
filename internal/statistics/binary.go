package statistics

import (
	"cmp"
	"context"
	"slices"

	"framewatch/compare/stats"
)

// binary are the flags by which a statistic finds documents in which something is
// present or not, and what makes them alike.
type binary struct {
	outcomes             []string
	group, story, outlet string
}

func (b *binary) bind(f Flags, outcomes ...string) {
	f.StringSliceVar(&b.outcomes, "outcome", outcomes, "columns that are 1 where a document has something (a frame) and 0 where not; empty ones are not coded and do not count")
	f.StringVar(&b.story, "story", "", "column with the story (syndication group) of a document: copies are no independent evidence; an empty one is a story of its own")
	f.StringVar(&b.outlet, "outlet", "", "column with the outlet of a document")
}

func (b *binary) bindGroup(f Flags, meaning string) {
	f.StringVar(&b.group, "group", "group", meaning)
}

// observation is a document with its outcomes.
type observation struct {
	group, story, outlet string
	outcomes             []outcome
	covariates           []string
	date                 string
}

type outcome struct{ coded, positive bool }

// read reads all documents; also says which further columns fill has to read.
func (b *binary) read(ctx context.Context, in *Input, also []string, fill func(Row, *observation) error) ([]observation, error) {
	var out []observation
	columns := Columns{Need: append([]string{b.group, b.story, b.outlet}, also...)}
	columns.Need = append(columns.Need, b.outcomes...)
	for row, err := range in.Rows(ctx, columns) {
		if err != nil {
			return nil, err
		}
		d := observation{outcomes: make([]outcome, len(b.outcomes))}
		for _, c := range []struct {
			column string
			to     *string
		}{{b.group, &d.group}, {b.story, &d.story}, {b.outlet, &d.outlet}} {
			if *c.to, err = optionalText(row, c.column); err != nil {
				return nil, err
			}
		}
		for i, column := range b.outcomes {
			if d.outcomes[i], err = coded(row, column); err != nil {
				return nil, err
			}
		}
		if fill != nil {
			if err := fill(row, &d); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(x, y observation) int {
		return cmp.Or(cmp.Compare(x.group, y.group), cmp.Compare(x.story, y.story), cmp.Compare(x.outlet, y.outlet), cmp.Compare(x.date, y.date),
			slices.Compare(x.covariates, y.covariates), slices.CompareFunc(x.outcomes, y.outcomes, func(a, b outcome) int { return cmp.Compare(number(a), number(b)) }))
	})
	return out, nil
}

// coded reads an outcome.
func coded(row Row, column string) (outcome, error) {
	x, ok, err := row.MaybeNumber(column)
	if err == nil && ok && x != 0 && x != 1 {
		err = row.Errorf("%s is %v, not 0 or 1", column, x)
	}
	return outcome{ok, x == 1}, err
}

func number(o outcome) int {
	switch {
	case !o.coded:
		return -1
	case o.positive:
		return 1
	}
	return 0
}

// groups lists those of documents in order.
func groups(documents []observation) (out []string) {
	for _, d := range documents {
		out = append(out, d.group)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// clustering tells how variances are clustered: by what the columns name.
func (b *binary) clustering() (by stats.ClusterBy, name string) {
	switch {
	case b.story != "" && b.outlet != "":
		return stats.TwoWay, "two_way"
	case b.outlet != "":
		return stats.ByOutlet, "outlet"
	case b.story != "":
		return stats.ByStory, "story"
	}
	return stats.ByStory, "document"
}

// labels numbers the stories and outlets of documents. A document without a story
// is one of its own, and so is one without an outlet.
func labels(documents []observation) (stories, outlets []int) {
	story, outlet := map[string]bool{}, map[string]bool{}
	for _, d := range documents {
		story[d.story], outlet[d.outlet] = true, true
	}
	storyNumber, outletNumber := numbered(story), numbered(outlet)
	for i, d := range documents {
		s, o := storyNumber[d.story], outletNumber[d.outlet]
		if d.story == "" {
			s = len(storyNumber) + i
		}
		if d.outlet == "" {
			o = len(outletNumber) + i
		}
		stories, outlets = append(stories, s), append(outlets, o)
	}
	return stories, outlets
}

// sample is what is coded of one outcome.
type sample struct {
	documents        []observation
	positive         []bool
	stories, outlets []int
	k                int
}

// sampleOf takes the documents for which keep holds and whose outcome is coded.
func sampleOf(documents []observation, outcome int, keep func(observation) bool) sample {
	var s sample
	for _, d := range documents {
		if keep(d) && d.outcomes[outcome].coded {
			s.documents = append(s.documents, d)
			s.positive = append(s.positive, d.outcomes[outcome].positive)
			if d.outcomes[outcome].positive {
				s.k++
			}
		}
	}
	s.stories, s.outlets = labels(s.documents)
	return s
}

// parts are those of the documents for which keep holds.
func (s sample) parts(keep func(observation) bool) (out []stats.Part) {
	for i, d := range s.documents {
		if !keep(d) {
			continue
		}
		p := stats.Part{Story: int32(s.stories[i]), Outlet: int32(s.outlets[i]), N: 1}
		if s.positive[i] {
			p.K = 1
		}
		out = append(out, p)
	}
	return out
}

// clusters are the ways in which a sandwich clusters.
func (s sample) clusters(by stats.ClusterBy) [][]int {
	switch by {
	case stats.TwoWay:
		return [][]int{s.stories, s.outlets}
	case stats.ByOutlet:
		return [][]int{s.outlets}
	case stats.ByStory:
	}
	return [][]int{s.stories}
}

func everything(observation) bool { return true }
