package svg

import (
	"math"
	"strconv"
)

// scale maps values to positions.
type scale struct{ lo, hi, from, to float64 }

func (s scale) at(v float64) float64 {
	if s.hi == s.lo {
		return s.from
	}
	v = math.Max(s.lo, math.Min(s.hi, v))
	return s.from + (v-s.lo)/(s.hi-s.lo)*(s.to-s.from)
}

// Ceil is the end of an axis for values up to v with the step of its ticks:
// three to five round steps.
func Ceil(v float64) (end, step float64) {
	if v <= 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 1, 0.25
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{0.2, 0.25, 0.5, 1, 2, 2.5, 5} {
		step = unit * m
		if n := math.Ceil(v/step - 1e-9); n <= 5 {
			return n * step, step
		}
	}
	return 10 * unit, 2 * unit
}

// tick writes the value of a tick or label.
func tick(v float64, percent bool) string {
	if percent {
		return strconv.FormatFloat(math.Round(v*1000)/10, 'f', -1, 64) + "%"
	}
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

const (
	sizeLabel = 13.0
	sizeFine  = 12.0
	sizeSmall = 11.0
)

// horizontal draws grid lines and tick labels under rows from top to bottom.
func (c *canvas) horizontal(s scale, step, top, bottom float64, percent bool) {
	for i := 0; ; i++ {
		v := s.lo + float64(i)*step
		if v > s.hi+step/1000 {
			break
		}
		c.line("grid", s.at(v), top, s.at(v), bottom)
		c.text("tick", "middle", s.at(v), bottom+14, tick(v, percent), sizeSmall, 60)
	}
}

// vertical draws grid lines and tick labels left of a plot from left to right.
func (c *canvas) vertical(s scale, step, left, right float64, percent bool) {
	for i := 0; ; i++ {
		v := s.lo + float64(i)*step
		if v > s.hi+step/1000 {
			break
		}
		c.line("grid", left, s.at(v), right, s.at(v))
		c.text("tick", "end", left-6, s.at(v)+4, tick(v, percent), sizeSmall, 60)
	}
}
