package report

import (
	"fmt"
	"math"
	"strings"

	"framewatch/compare"
	"framewatch/store"
)

// citeDifference notes what a card prints of a difference and of what it survives.
func (b *builder) citeDifference(c *card, r compare.ContrastResult, d compare.Difference) {
	rows, name := d.Rows(), quoted(b.labels.frame(d.Frame).EN)
	difference := rowWith(rows, "difference", "")
	if difference.Question == "" {
		return
	}
	m := d.Shares
	printed := []string{percent(d.A.Share), whole(d.A.N), percent(d.B.Share), whole(d.B.N), points(m.Value), pointRange(m.Measure), whole(d.A.Outlets), whole(d.B.Outlets)}
	if m.Method != "" {
		printed = append(printed, strings.TrimLeft(points(math.Max(math.Abs(m.Interval.Lo), math.Abs(m.Interval.Hi))), "+"))
	}
	if m.Tested {
		printed = append(printed, pValue(m, m.P), pValue(m, m.PAdj))
	}
	c.cite("difference in "+name, difference, printed...)
	if d.PerStory.Method != "" {
		c.cite("the same, one vote a story", rowWith(rows, "weighted_difference", ""), points(d.PerStory.Value), pointRange(d.PerStory.Measure), pValue(d.PerStory, d.PerStory.PAdj))
	}
	if l := m.LeaveOut; l.Outlets > 0 {
		c.cite("the same, without any one outlet", rowWith(rows, "difference", "leave_one_outlet_out"), leftOutRange(l))
	}
	if one, ok := correctionOf(r.Corrected, d.Frame); ok {
		if best, ok := one.Best(); ok {
			c.cite("the same, corrected by hand codes", rowWith(one.Rows(), "difference", best.Method), pointsWithRange(best.Measure))
		}
	}
	b.citeCurve(c, r.Curve(d.Frame), difference)
	stand := 0
	for _, d := range r.Differences {
		stand += boolean(b.stands(d.Shares))
	}
	if r.Asked == "" {
		b.citeMade(c, "frames that differ, of those tested", "frames that differ", float64(stand), difference, whole(stand), whole(tests(r.Differences)))
	}
}

// citeCurve notes how many specifications agree.
func (b *builder) citeCurve(c *card, curve *compare.Curve, of store.EstimateRow) {
	if curve == nil || curve.Summary().N < 2 {
		return
	}
	sum, stand := curve.Summary(), 0
	for _, s := range curve.Specifications {
		stand += boolean(s.Stands())
	}
	c.cite("specifications that leave out zero on the same side", rowWith(curve.Rows(), "standing_share", ""), fmt.Sprintf("%d of %d", sum.Stand, sum.N))
	if stand != sum.Stand {
		b.citeMade(c, "specifications that leave out zero on either side", "specifications that stand: "+curve.Frame, float64(stand), of, fmt.Sprintf("%d of %d", stand, sum.N))
	}
}
