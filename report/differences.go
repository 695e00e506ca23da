package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"framewatch/compare"
	"framewatch/report/svg"
)

// sidesSection shows a pair of sides.
func (b *builder) sidesSection(contrast int, r compare.ContrastResult) pageSection {
	first, second := b.labels.sided(r.A, r.B)
	return pageSection{ID: fmt.Sprintf("sides-%d", contrast+1), Title: sentenceCase(first) + " against " + second,
		Blocks: []block{{Text: b.sidesText(r)}, {Figures: []figure{b.sidesFigure(contrast, r)}}}}
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
	text := fmt.Sprintf("%s of %s against %s of %s. ", plural(d.A.N, "document", "documents"), plural(d.A.Outlets, "outlet", "outlets"),
		plural(d.B.N, "document", "documents"), plural(d.B.Outlets, "outlet", "outlets"))
	if strings.Contains(r.A.String()+r.B.String(), "bloc") {
		text += territoryRule(b.settings.Territories)
	}
	if strings.Contains(r.B.String(), "bloc_ever!=") {
		text += "What members published before they joined is on neither side. "
	}
	text += "Intervals allow for copies and for outlets being a sample"
	if min(d.A.Outlets, d.B.Outlets) < compare.FewOutlets {
		text += "; with so few outlets, a permutation of them must agree"
	}
	text += fmt.Sprintf(". A difference is taken for more than chance where p, adjusted for %s, is at most %s", plural(tests(r.Differences), "test", "tests"), percent(1-b.settings.Confidence))
	if r.Asked != "" {
		text += fmt.Sprintf("; %s was named beforehand and needs no adjustment", quoted(b.labels.frame(r.Asked).EN))
	}
	return text + "."
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

// shownAs reports whether a difference counts as shown: that of the frame asked
// about by itself, the others after adjustment.
func (b *builder) shownAs(r compare.ContrastResult, d compare.Difference) bool {
	if d.Frame == r.Asked {
		return d.Shares.Stands()
	}
	return b.stands(d.Shares)
}

// rowsDrawn is how many differences a chart shows; the others are in its table.
const rowsDrawn = 14

// drawn picks the differences with the best evidence, that which was asked about
// among them, and orders them by value. Frames that no document has are not drawn.
func drawn(r compare.ContrastResult) []compare.Difference {
	list := slices.DeleteFunc(slices.Clone(r.Differences), func(d compare.Difference) bool { return d.A.Positive+d.B.Positive == 0 })
	slices.SortStableFunc(list, func(x, y compare.Difference) int {
		return cmp.Or(cmp.Compare(lastBut(x.Frame, r.Asked), lastBut(y.Frame, r.Asked)), cmp.Compare(x.Shares.PAdj, y.Shares.PAdj), cmp.Compare(x.Shares.P, y.Shares.P))
	})
	list = list[:min(len(list), rowsDrawn)]
	slices.SortStableFunc(list, func(x, y compare.Difference) int { return cmp.Compare(y.Shares.Value, x.Shares.Value) })
	return list
}

func lastBut(frame, asked string) int {
	if frame == asked {
		return 0
	}
	return 1
}

func (b *builder) sidesFigure(contrast int, r compare.ContrastResult) figure {
	first, second := b.labels.sided(r.A, r.B)
	list := drawn(r)
	f := figure{Title: Label{EN: b.sidesFinding(r)}, Wide: true, Data: b.sidesTable(contrast, r)}
	if len(list) == 0 {
		f.Note = "No document of either side has any of the frames."
		return f
	}
	chart := svg.Differences{Head: svg.Head{ID: b.id(), Title: "Difference of the share of documents with each frame, in points"}, Width: 960, Left: "more in " + second, Right: "more in " + first}
	corrections := false
	for _, d := range list {
		label := b.labels.frame(d.Frame)
		row := svg.DifferenceRow{Label: label.EN, LabelZH: label.ZH, Value: d.Shares.Value, Stands: b.shownAs(r, d), Href: b.sideCell(contrast, r, d, greater(d)),
			Tip: fmt.Sprintf("%s: %s against %s, %s; %s", label.EN, percent(d.A.Share), percent(d.B.Share), pointsWithRange(d.Shares.Measure), pSaid("p adjusted", d.Shares, d.Shares.PAdj))}
		if d.Shares.Method != "" && d.Shares.Tested {
			row.Interval = &svg.Span{Lo: d.Shares.Interval.Lo, Hi: d.Shares.Interval.Hi}
		}
		if one, ok := correctionOf(r.Corrected, d.Frame); ok {
			if best, ok := one.Best(); ok {
				corrections = true
				row.Corrected = &svg.Estimate{Value: best.Value, Interval: &svg.Span{Lo: best.Interval.Lo, Hi: best.Interval.Hi}}
			}
		}
		chart.Rows = append(chart.Rows, row)
	}
	last := list[len(list)-1]
	chart.Desc = fmt.Sprintf("%s, from %s %s to %s %s.", plural(len(list), "frame", "frames"), b.labels.frame(list[0].Frame).EN, pointsWithRange(list[0].Shares.Measure),
		b.labels.frame(last.Frame).EN, pointsWithRange(last.Shares.Measure))
	f.SVG = inline(chart)
	f.Legend = []legendItem{{Kind: "mark", Text: "more than chance"}, {Kind: "open", Text: "not shown to be"}, {Kind: "thin", Text: "interval"}}
	if corrections {
		f.Legend = append(f.Legend, legendItem{Series: 1, Kind: "hollow", Text: "corrected by hand codes"})
	}
	if left := len(r.Differences) - len(list); left > 0 {
		f.Note = fmt.Sprintf("Those with the best evidence; %s in the table.", plural(left, "other frame is", "other frames are"))
	}
	return f
}

func greater(d compare.Difference) int {
	if d.B.Share > d.A.Share {
		return 1
	}
	return 0
}

// sideCell leads to the lines of a frame on one side.
func (b *builder) sideCell(contrast int, r compare.ContrastResult, d compare.Difference, side int) string {
	e, f := d.A, r.A
	if side == 1 {
		e, f = d.B, r.B
	}
	return b.index.cell(frameLines(d.Frame), says(b.labels.side(f), e), condition{bySide, sideName(contrast, side)})
}

// sidesFinding is what the chart shows, in a line.
func (b *builder) sidesFinding(r compare.ContrastResult) string {
	var shown []compare.Difference
	for _, d := range r.Differences {
		if b.shownAs(r, d) {
			shown = append(shown, d)
		}
	}
	best, _ := compare.BestEvidence(r.Differences)
	if len(shown) == 0 {
		return fmt.Sprintf("No frame is shown to differ; %s comes nearest with %s", quoted(b.labels.frame(best.Frame).EN), pointsWithRange(best.Shares.Measure))
	}
	best, _ = compare.BestEvidence(shown)
	verb := "differ"
	if len(shown) == 1 {
		verb = "differs"
	}
	return fmt.Sprintf("%d of %s %s, %s by %s", len(shown), plural(tests(r.Differences), "frame", "frames"), verb, quoted(b.labels.frame(best.Frame).EN), pointsWithRange(best.Shares.Measure))
}

// sidesTable is every frame, by evidence.
func (b *builder) sidesTable(contrast int, r compare.ContrastResult) table {
	first, second := b.labels.sided(r.A, r.B)
	t := table{Title: "All frames in figures", Head: []string{"Frame", first, sentenceCase(second), "Difference in points", "Interval", "p", "p adjusted", "Without any one outlet", "One vote a story", "Interval"}}
	if r.Corrected != nil {
		t.Head = append(t.Head, "Corrected", "Interval")
	}
	list := slices.Clone(r.Differences)
	slices.SortStableFunc(list, func(x, y compare.Difference) int {
		return cmp.Or(cmp.Compare(x.Shares.PAdj, y.Shares.PAdj), cmp.Compare(x.Shares.P, y.Shares.P), cmp.Compare(y.A.Positive+y.B.Positive, x.A.Positive+x.B.Positive))
	})
	for _, d := range list {
		row := []tableCell{text(b.labels.frame(d.Frame).EN), linked(percent(d.A.Share), b.sideCell(contrast, r, d, 0)), linked(percent(d.B.Share), b.sideCell(contrast, r, d, 1)),
			number(points(d.Shares.Value)), number(testedRange(d.Shares)), number(pValue(d.Shares, d.Shares.P)), number(pValue(d.Shares, d.Shares.PAdj)), number(leftOutRange(d.Shares.LeaveOut)),
			number(points(d.PerStory.Value)), number(testedRange(d.PerStory))}
		if r.Corrected != nil {
			value, interval := "–", "–"
			if one, ok := correctionOf(r.Corrected, d.Frame); ok {
				if best, ok := one.Best(); ok {
					value, interval = points(best.Value), pointRange(best.Measure)
				}
			}
			row = append(row, number(value), number(interval))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// testedRange is the interval of what could be tested: of a frame that no document
// has it would hold every difference that there can be.
func testedRange(m compare.Contrasted) string {
	if !m.Tested {
		return "–"
	}
	return pointRange(m.Measure)
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
