package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// sides shows each contrast: both shares of every frame and their difference.
func (b *builder) sides() []pageSection {
	var out []pageSection
	for i, r := range b.suite.Contrasts {
		if r.Codebook != b.codebook || len(r.Differences) == 0 {
			continue
		}
		nameA, nameB := b.labels.side(r.A), b.labels.side(r.B)
		s := pageSection{ID: fmt.Sprintf("sides-%d", i+1), Title: sentenceCase(nameA) + " against " + lowerFirst(nameB)}
		s.Blocks = append(s.Blocks, block{Text: b.sidesText(r)}, block{Figures: []figure{*b.sidesFigure(i, r)}})
		if r.Curve != nil && len(r.Curve.Specifications) > 1 {
			s.Blocks = append(s.Blocks, block{Figures: []figure{*b.curveFigure(r.Curve)}})
		}
		s.Blocks = append(s.Blocks, b.corrected(r.Corrected, "contrast")...)
		out = append(out, s)
	}
	return out
}

// lowerFirst lowers the first letter of a name made by this program, and leaves
// names that begin with another capital, such as G7, alone.
func lowerFirst(s string) string {
	for _, word := range []string{"Not ", "Never ", "Ever ", "In no bloc"} {
		if strings.HasPrefix(s, word) {
			return strings.ToLower(s[:1]) + s[1:]
		}
	}
	return s
}

func (b *builder) sidesText(r compare.ContrastResult) string {
	d := r.Differences[0]
	text := fmt.Sprintf("%s of %s on the one side, %s of %s on the other. ", plural(d.A.N, "document", "documents"), plural(d.A.Outlets, "outlet", "outlets"),
		plural(d.B.N, "document", "documents"), plural(d.B.Outlets, "outlet", "outlets"))
	if strings.Contains(r.A.String()+r.B.String(), "bloc") {
		text += territoryRule(b.settings.Territories)
	}
	if strings.Contains(r.B.String(), "bloc_ever!=") {
		text += "Membership counts on the day of publication; what members published before they joined is on neither side. "
	}
	how := "Intervals allow for copies of stories and for outlets being a sample"
	if min(d.A.Outlets, d.B.Outlets) < compare.FewOutlets {
		how += "; with so few outlets a permutation of them between the sides must agree, and the interval covers both"
	}
	return text + fmt.Sprintf("%s. A difference is taken for more than chance where its p value, adjusted for %s (Benjamini–Hochberg), is at most %s; frames that no document has are not tested.",
		how, plural(tests(r.Differences), "test", "tests"), percent(1-b.settings.Confidence))
}

// tests counts the frames that were tested.
func tests(list []compare.Difference) int {
	n := 0
	for _, d := range list {
		if d.Shares.Tested {
			n++
		}
	}
	return n
}

// territoryRule says on which side outlets of territories are.
func territoryRule(rule compare.Territories) string {
	switch rule {
	case compare.TerritoriesParent:
		return "Outlets of territories, such as Hong Kong, count with their state. "
	case compare.TerritoriesOwn:
		return "Outlets of territories, such as Hong Kong, count as of countries that signed nothing themselves. "
	case compare.TerritoriesNeither:
	}
	return "Outlets of territories, such as Hong Kong, are on neither side of what only their state signed. "
}

// stands reports whether a difference is more than chance after the tests of all
// frames are allowed for.
func (b *builder) stands(m compare.Contrasted) bool {
	return m.Stands() && m.PAdj <= 1-b.settings.Confidence
}

func (b *builder) sidesFigure(contrast int, r compare.ContrastResult) *figure {
	list := slices.Clone(r.Differences)
	slices.SortStableFunc(list, func(x, y compare.Difference) int { return cmp.Compare(y.Shares.Value, x.Shares.Value) })
	nameA, nameB := b.labels.side(r.A), b.labels.side(r.B)
	chart := svg.DotPlot{Head: svg.Head{ID: b.id(), Title: "Share of documents with each frame on both sides"}, Above: true}
	data := table{Title: "Data", Head: []string{"Frame", nameA, nameB, "Difference in points", "Interval", "p", "p adjusted", "Without any one outlet", "One vote a story", "Interval"}}
	for _, d := range list {
		label := b.labels.frame(d.Frame)
		row := svg.DotRow{Label: strings.TrimSpace(label.EN + "  " + label.ZH), Note: points(d.Shares.Value)}
		for side, e := range []compare.Estimate{d.A, d.B} {
			name := []string{nameA, nameB}[side]
			href := b.index.cell(frameLines(d.Frame), says(name, e), condition{bySide, sideName(contrast, side)})
			one := dot(e, side, name, href)
			one.Thin, one.Hollow = nil, nil
			row.Dots = append(row.Dots, one)
		}
		chart.Rows = append(chart.Rows, row)
		data.Rows = append(data.Rows, []tableCell{text(label.EN), number(percent(d.A.Share)), number(percent(d.B.Share)), number(points(d.Shares.Value)),
			number(pointRange(d.Shares.Measure)), number(pValue(d.Shares, d.Shares.P)), number(pValue(d.Shares, d.Shares.PAdj)), number(leftOutRange(d.Shares.LeaveOut)),
			number(points(d.PerStory.Value)), number(pointRange(d.PerStory.Measure))})
	}
	chart.Desc = fmt.Sprintf("Two marks a frame. Largest differences: %s %s points, %s %s points.", b.labels.frame(list[0].Frame).EN, points(list[0].Shares.Value),
		b.labels.frame(list[len(list)-1].Frame).EN, points(list[len(list)-1].Shares.Value))
	return &figure{Title: Label{EN: chart.Title}, SVG: inline(chart), Data: data,
		Legend: []legendItem{{Kind: "mark", Text: nameA}, {Series: 1, Kind: "mark", Text: nameB}, {Kind: "thick", Text: "interval that allows for copies"}},
		Note:   "The number at the right end is the difference in percentage points."}
}

// pValue writes a probability; small ones as a bound.
func pValue(m compare.Contrasted, p float64) string {
	if !m.Tested {
		return "–"
	}
	if p < 0.001 {
		return "< .001"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", p), "0")
}

func leftOutRange(l compare.LeaveOut) string {
	if l.Outlets == 0 {
		return "–"
	}
	return points(l.Range.Lo) + " to " + points(l.Range.Hi)
}

func pointRange(m compare.Measure) string {
	if m.Method == "" {
		return "no interval"
	}
	return points(m.Interval.Lo) + " to " + points(m.Interval.Hi)
}
