package report

import (
	"cmp"
	"fmt"
	"strings"

	"framewatch/compare"
)

// checksOf says what an answer about a difference survives. Where a difference is
// shown, it survives what leaves zero out of its interval; where none is shown, that
// answer survives what shows none either. None shown among many frames is a matter of
// the p values adjusted for them, which only one vote a story has too.
func (b *builder) checksOf(r compare.ContrastResult, d compare.Difference, shown bool) []check {
	copies := b.copiesCheck(d, shown)
	if d.Frame == r.Asked || shown {
		return []check{copies, b.outletsCheck(d, shown), b.correctionCheck(r, d, shown), b.curveCheck(r.Curve(d.Frame), shown)}
	}
	if d.PerStory.Method != "" {
		copies.State = state(!b.stands(d.PerStory))
		copies.Note += ", " + pSaid("p adjusted", d.PerStory, d.PerStory.PAdj)
	}
	unadjusted := "known without adjustment for the number of frames only"
	return []check{copies, b.outletsCheck(d, shown), {Name: "correction", Note: unadjusted}, {Name: "specifications", Note: unadjusted}}
}

func state(survived bool) checkState {
	if survived {
		return survives
	}
	return fails
}

// sameWay reports whether m leaves out zero on the side on which whole is.
func sameWay(m, whole compare.Measure) bool { return m.Stands() && m.Value*whole.Value > 0 }

func (b *builder) copiesCheck(d compare.Difference, shown bool) check {
	c := check{Name: "copies", Note: "one vote a story: " + pointsWithRange(d.PerStory.Measure)}
	switch {
	case d.PerStory.Method == "":
		c.Note = "too few stories"
	case shown:
		c.State = state(sameWay(d.PerStory.Measure, d.Shares.Measure))
	default:
		c.State = state(!d.PerStory.Stands())
	}
	return c
}

func (b *builder) outletsCheck(d compare.Difference, shown bool) check {
	l := d.Shares.LeaveOut
	c := check{Name: "outlets"}
	switch {
	case l.Outlets == 0:
		c.Note = "a side has one outlet: none can be left out"
	case !shown:
		c.Note = "no difference is shown that an outlet could carry"
	case l.Survives:
		c.State, c.Note = survives, "without any one outlet: "+leftOutRange(l)
	default:
		c.State, c.Note = fails, "not without "+cmp.Or(b.labels.outlets[l.Decisive], l.Decisive)
	}
	return c
}

func (b *builder) correctionCheck(r compare.ContrastResult, d compare.Difference, shown bool) check {
	c := check{Name: "correction", Note: "no hand codes: errors of the codebook are not taken out"}
	one, ok := correctionOf(r.Corrected, d.Frame)
	if !ok {
		return c
	}
	best, ok := one.Best()
	if !ok {
		c.Note = strings.NewReplacer(r.A.String()+":", b.labels.side(r.A)+":", r.B.String()+":", b.labels.side(r.B)+":").Replace(one.Refused)
		return c
	}
	c.State, c.Note = state(!best.Stands()), "corrected by hand codes: "+pointsWithRange(best.Measure)
	if shown {
		c.State = state(sameWay(best.Measure, d.Shares.Measure))
	}
	return c
}

// correctionOf finds the correction of a difference; false without hand codes.
func correctionOf(c *compare.Corrections, frame string) (compare.Correction, bool) {
	if c != nil {
		for _, one := range c.List {
			if one.Frame == frame && one.By == "contrast" {
				return one, true
			}
		}
	}
	return compare.Correction{}, false
}

// mostSpecifications is the share of specifications that must agree.
const mostSpecifications = 0.5

func (b *builder) curveCheck(c *compare.Curve, shown bool) check {
	out := check{Name: "specifications"}
	if c == nil || c.Summary().N < 2 {
		out.Note = "no other specification could be computed"
		return out
	}
	sum := c.Summary()
	stand := 0 // on whichever side of zero
	for _, s := range c.Specifications {
		if s.Stands() {
			stand++
		}
	}
	if shown {
		out.State, out.Note = state(float64(sum.Stand) > mostSpecifications*float64(sum.N)), fmt.Sprintf("%d of %d leave out zero on the same side; more than half must", sum.Stand, sum.N)
		return out
	}
	out.State, out.Note = state(float64(stand) <= (1-b.settings.Confidence)*float64(sum.N)),
		fmt.Sprintf("%d of %d leave out zero; chance alone gives %s", stand, sum.N, percent(1-b.settings.Confidence))
	return out
}

// pointsWithRange is "+30 points (+9 to +49)".
func pointsWithRange(m compare.Measure) string {
	if m.Method == "" {
		return points(m.Value) + " points (no interval)"
	}
	return fmt.Sprintf("%s points (%s)", points(m.Value), pointRange(m))
}

// pSaid writes a p value with its name: "p .012", "p < .001".
func pSaid(name string, m compare.Contrasted, p float64) string {
	if !m.Tested {
		return "not tested"
	}
	return strings.TrimSpace(name + " " + pValue(m, p))
}
