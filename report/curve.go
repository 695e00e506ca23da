package report

import (
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// curveFigure draws how a finding fares under every choice that could have been
// defended.
func (b *builder) curveFigure(c *compare.Curve) *figure {
	label := b.labels.frame(c.Frame)
	chart := svg.Curve{Head: svg.Head{ID: b.id(), Title: "Difference of " + quoted(label.EN) + " under every specification"}}
	row := map[svg.CurveChoice]int{}
	for _, s := range c.Specifications {
		for _, choice := range s.Choices {
			row[choiceRow(choice)] = 0
		}
	}
	for choice := range row {
		chart.Choices = append(chart.Choices, choice)
	}
	slices.SortFunc(chart.Choices, func(x, y svg.CurveChoice) int {
		return strings.Compare(x.Decision+"\x00"+x.Value, y.Decision+"\x00"+y.Value)
	})
	for i, choice := range chart.Choices {
		row[choice] = i
	}
	data := table{Title: "Data", Head: []string{"Choices that are not the settings'", "Difference in points", "Interval", "p", "Documents", "Outlets"}}
	for _, s := range c.Specifications {
		p := svg.CurvePoint{Value: s.Value, Stands: s.Stands(), Main: len(s.Choices) == 0, Tip: specificationName(s) + ": " + points(s.Value) + " points, " + pointRange(s.Measure)}
		if s.Method != "" {
			p.Span = &svg.Span{Lo: s.Interval.Lo, Hi: s.Interval.Hi}
		}
		for _, choice := range s.Choices {
			p.Has = append(p.Has, row[choiceRow(choice)])
		}
		chart.Points = append(chart.Points, p)
		data.Rows = append(data.Rows, []tableCell{text(specificationName(s)), number(points(s.Value)), number(pointRange(s.Measure)), number(pValue(s.Contrasted, s.P)),
			number(fmt.Sprintf("%s + %s", count(s.A.N), count(s.B.N))), number(fmt.Sprintf("%d + %d", s.A.Outlets, s.B.Outlets))})
	}
	chart.Desc = b.curveSentence(c)
	note := chart.Desc + " Filled marks have an interval that leaves out zero; the grey bar is the settings' own. Below, a stroke says which choice is another than the settings'."
	if n := len(c.LeftOut); n > 0 {
		note += fmt.Sprintf(" %s left fewer than %d documents on a side and have no number.", plural(n, "specification", "specifications"), b.settings.MinDocs)
	}
	sum := c.Summary()
	title := fmt.Sprintf("%s: %d of %s leave out zero, %d have the sign of the settings' own", quoted(label.EN), sum.Stand, plural(sum.N, "specification", "specifications"), sum.SameSign)
	return &figure{Title: Label{EN: title}, SVG: inline(chart), Data: data, Note: note}
}

// curveSentence sums a curve up.
func (b *builder) curveSentence(c *compare.Curve) string {
	sum := c.Summary()
	return fmt.Sprintf("Of %s of this difference, %d have its sign and %d leave out zero; they run from %s to %s points, half of them below %s.",
		plural(sum.N, "specification", "specifications"), sum.SameSign, sum.Stand, points(sum.Least), points(sum.Most), points(sum.Median))
}

func specificationName(s compare.Specification) string {
	if len(s.Choices) == 0 {
		return "As the settings have it"
	}
	parts := make([]string, len(s.Choices))
	for i, c := range s.Choices {
		row := choiceRow(c)
		parts[i] = row.Decision + ": " + row.Value
	}
	return strings.Join(parts, "; ")
}

func choiceRow(c compare.Choice) svg.CurveChoice {
	if c.Name == "outlet" {
		return svg.CurveChoice{Decision: "outlet", Value: "one left out"}
	}
	value := c.Value
	if c.Name == "copies" && value == "one_vote_a_story" {
		value = "story by story"
	}
	return svg.CurveChoice{Decision: strings.ReplaceAll(c.Name, "_", " "), Value: strings.ReplaceAll(value, "_", " ")}
}
