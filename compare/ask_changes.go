package compare

import (
	"fmt"

	"framewatch/compare/stats"
	"framewatch/compare/trend"
)

const (
	byMonth = "month"
	// A segment of one month would be a month that stands out, and no change.
	shortestSegment = 2
	mostBreaks      = 3
)

// changes finds the months in which the share of stories with a frame changed.
func (a *asking) changes() error {
	months := map[string][]int32{}
	for _, i := range a.docs {
		if m := a.c.docs[i].month(); m != GroupUndated {
			months[m] = append(months[m], i)
		}
	}
	if len(months) < 2*shortestSegment {
		a.note("change points need documents in at least %d months: there are %d", 2*shortestSegment, len(months))
		return nil
	}
	for _, f := range a.frames {
		if b := a.behind; b != nil && b.want.Dimension == byMonth && b.want.Item == a.book.frames[f] {
			b.ofFrame(a.book, f)
			for _, docs := range months {
				b.coded(docs, "", a.book.facts[f], factPresent)
			}
		}
		var names []string
		var positive, stories []float64
		for _, m := range sorted(months) {
			docs := months[m]
			a.c.storyByStory(docs)
			parts := clusters(a.c.parts(docs, a.book.facts[f], factPresent))
			if len(parts) == 0 {
				continue
			}
			k := 0
			for _, p := range parts {
				k += boolean(p.K > 0)
			}
			names, positive, stories = append(names, m), append(positive, float64(k)), append(stories, float64(len(parts)))
		}
		if err := a.changePoints(f, names, positive, stories); err != nil {
			return err
		}
	}
	return nil
}

// changePoints gives the rows of a frame.
func (a *asking) changePoints(f int, months []string, positive, stories []float64) error {
	row := a.row(byMonth, GroupAll, a.book.frames[f])
	if len(months) < 2*shortestSegment {
		a.missing(row, "change_points", fmt.Sprintf("coded documents in %d months: fewer than %d", len(months), 2*shortestSegment), 0)
		return nil
	}
	divisions, err := trend.Segment(positive, stories, trend.Poisson, shortestSegment, mostBreaks)
	if err != nil {
		return err
	}
	best := divisions[trend.Chosen(divisions)]
	row.N, row.NPositive = int64(total(stories)), int64(total(positive))
	row.Method = "segmented_poisson_bic"
	row.Statistic, row.Value = "change_points", float64(len(best.Breaks))
	a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
	for i, at := range best.Breaks {
		row.GroupName = months[at]
		for side, name := range []string{"rate_before", "rate_after"} {
			row.Statistic, row.Value = name, stats.Rounded(best.Means[i+side])
			a.reply.Answers = append(a.reply.Answers, Answer{EstimateRow: row})
		}
	}
	return nil
}

func total(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
