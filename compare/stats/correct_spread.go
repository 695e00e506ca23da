package stats

import "math"

// side is the units of a mean with its estimate.
type side struct {
	units []Audited
	linearised
}

// number gives groups of units small numbers, in the order in which they come.
func number(units []Audited, of func(Audited) int) []int {
	seen := map[int]int{}
	out := make([]int, len(units))
	for i, u := range units {
		k, ok := seen[of(u)]
		if !ok {
			k = len(seen)
			seen[of(u)] = k
		}
		out[i] = k
	}
	return out
}

// summedBy sums values by group; groups are numbered from 0.
func summedBy(group []int, values []float64) []float64 {
	var out []float64
	for i, g := range group {
		for len(out) <= g {
			out = append(out, 0)
		}
		out[g] += values[i]
	}
	return out
}

// mostSkew is the greatest skewness that an interval is shifted by: it is known
// poorly where it is great.
const mostSkew = 0.5

// spread fills in the uncertainty of a sum of sides.
func (m Correction) spread(c Corrected, sides []side, confidence float64, bounds Interval) (Corrected, error) {
	var units []Audited
	var influence []float64
	square := 0.0
	for _, s := range sides {
		units = append(units, s.units...)
		influence = append(influence, s.influence...)
	}
	for _, v := range influence {
		square += v * v
	}
	c.Plain.SE = math.Sqrt(square)
	half := quantile(confidence, 0) * c.Plain.SE
	c.Plain.Interval = Interval{c.Value - half, c.Value + half}

	for _, v := range summedBy(number(units, func(u Audited) int { return u.Story }), influence) {
		c.StorySE += v * v
	}
	c.StorySE = math.Sqrt(c.StorySE)

	variance, skew, df, ok := clusteredVariance(units, influence, sides)
	if !ok {
		return c, nil
	}
	c.OK = true
	for _, s := range sides {
		variance += m.unseen(s)
	}
	c.Clustered.SE, c.Clustered.DF = math.Sqrt(variance), df
	q := quantile(confidence, df)
	z := quantile(confidence, 0)
	half = q * c.Clustered.SE
	shift := min(max(skew, -mostSkew), mostSkew) * (2*z*z + 1) / 6 * c.Clustered.SE
	clip := func(v float64) float64 {
		if v < bounds.Lo || v > bounds.Hi {
			c.Clipped = true
		}
		return min(max(v, bounds.Lo), bounds.Hi)
	}
	c.Clustered.Interval = Interval{clip(c.Value + shift - half), clip(c.Value + shift + half)}
	c.Value = clip(c.Value)
	return c, nil
}

// clusteredVariance is the variance of a sum of influences of which those of one
// story, or of one outlet, may go together: that by story plus what that by outlet
// adds to that by story within outlet (Cameron, Gelbach and Miller 2011, with the
// addition never below zero). A cluster's sum is divided by one minus its share of
// its side, as if it were left out once (CR3; MacKinnon and White 1985, Bell and
// McCaffrey 2002). Where a side has one outlet, outlets are what is asked about,
// and stories alone count.
//
// The interval is shifted by what the skewness of sums makes a t statistic lean to
// one side (Johnson 1978; Hall 1992): where what the program misses has small
// probabilities of being drawn, an estimate is low just when its error seems small.
//
// The degrees of freedom are Satterthwaite's for the two parts: for stories as many
// as the fourth powers of their sums tell, for outlets their effective number by
// size less one.
func clusteredVariance(units []Audited, influence []float64, sides []side) (variance, skew, df float64, ok bool) {
	stories := newClusters(number(units, func(u Audited) int { return u.Story }), influence, sides)
	if stories.least < 2 {
		return 0, 0, 0, false
	}
	outlet := number(units, func(u Audited) int { return u.Outlet })
	outlets := newClusters(outlet, influence, sides)
	variance = stories.variance()
	df = stories.momentDF()
	skew = stories.skewness()
	if outlets.least < 2 {
		return variance, skew, df, true
	}
	type both struct{ story, outlet int }
	seen := map[both]int{}
	copies := make([]int, len(units))
	for i, u := range units {
		k, known := seen[both{u.Story, outlet[i]}]
		if !known {
			k = len(seen)
			seen[both{u.Story, outlet[i]}] = k
		}
		copies[i] = k
	}
	within := newClusters(copies, influence, sides)
	added := outlets.variance() - within.variance()
	if added <= 0 {
		return variance, skew, df, true
	}
	total := variance + added
	return total, skew, total * total / (variance*variance/df + added*added/max(outlets.effective-1, 1)), true
}

// clusters are influences summed by cluster.
type clusters struct {
	sums      []float64
	share     []float64 // of a cluster among the units of the side of which it has most
	least     int       // clusters on the side that has fewest
	effective float64   // number by size, of the side that has fewest
}

func newClusters(of []int, influence []float64, sides []side) clusters {
	c := clusters{sums: summedBy(of, influence), least: math.MaxInt, effective: math.Inf(1)}
	c.share = make([]float64, len(c.sums))
	at := 0
	for _, s := range sides {
		sizes := make([]float64, len(c.sums))
		for range s.units {
			sizes[of[at]]++
			at++
		}
		n, squares := 0, 0.0
		for i, size := range sizes {
			share := size / float64(len(s.units))
			if size > 0 {
				n++
			}
			squares += share * share
			c.share[i] = max(c.share[i], share)
		}
		c.least, c.effective = min(c.least, n), min(c.effective, 1/squares)
	}
	return c
}

func (c clusters) variance() float64 {
	sum := 0.0
	for i, v := range c.sums {
		if v != 0 { // else the cluster may be its whole side, which then has no influence
			v /= 1 - min(c.share[i], 0.99)
			sum += v * v
		}
	}
	return sum
}

// skewness of the sum of clusters: of independent ones it is the sum of the third
// powers over the variance to the power 3/2.
func (c clusters) skewness() float64 {
	square, cube := 0.0, 0.0
	for _, v := range c.sums {
		square, cube = square+v*v, cube+v*v*v
	}
	if square == 0 {
		return 0
	}
	return cube / math.Pow(square, 1.5)
}

// momentDF are two over the squared coefficient of variation of the variance that
// the fourth powers of the sums tell, at least 1 and at most the effective number
// of clusters less one.
func (c clusters) momentDF() float64 {
	square, fourth := 0.0, 0.0
	for _, v := range c.sums {
		square, fourth = square+v*v, fourth+v*v*v*v
	}
	most := max(c.effective-1, 1)
	excess := -1 / float64(len(c.sums))
	if square > 0 {
		excess += fourth / (square * square)
	}
	if excess <= 0 {
		return most
	}
	return min(max(2/excess, 1), most)
}

// unseen is what the variance of a side is too small by where hand codes hardly
// ever contradict the program, so that the variance of what they differ by is
// estimated as about nothing. The variance is worked out once more with half an
// error and half a right code more among the units of either code of the program
// (Jeffreys' prior), on as many stories as the coded ones are worth; it counts as
// much as one story in which hand and program differ.
func (m Correction) unseen(s side) float64 {
	n := float64(len(s.units))
	stories := number(s.units, func(u Audited) int { return u.Story })
	raw, wrong := make([]float64, len(s.units)), make([]float64, len(s.units))
	var of [2]class
	for i := range of {
		of[i] = class{sizes: make([]float64, len(s.units)), weights: make([]float64, len(s.units))}
	}
	for i, u := range s.units {
		raw[i] = (u.Auto - s.raw) / n
		at := &of[0]
		if u.Auto >= 0.5 {
			at = &of[1]
		}
		at.sizes[stories[i]]++
		if w := u.weight(); w > 0 {
			at.coded++
			at.weights[stories[i]] = w
			at.weight += w
			wrong[i] = w * math.Abs(u.Hand-u.Auto)
			at.wrong += wrong[i]
		}
	}
	variance := 0.0
	for _, v := range summedBy(stories, raw) {
		variance += v * v
	}
	for _, c := range of {
		variance += c.variance(n)
	}
	if m == RoganGladen {
		youden := s.sensitivity + s.specificity - 1
		variance /= youden * youden
	}
	for _, v := range summedBy(stories, s.influence) {
		variance -= v * v
	}
	return max(variance, 0) / (1 + kish(summedBy(stories, wrong)))
}

// class are the units of a side that have one code of the program; sizes and
// weights are by story.
type class struct {
	sizes, weights       []float64
	coded, weight, wrong float64
}

// variance of what hand and program differ by in a class, as a part of a mean over
// n units.
func (c class) variance(n float64) float64 {
	size := sum(c.sizes)
	if size == 0 {
		return 0
	}
	stories := 0.0
	for _, m := range c.sizes {
		if m > 0 {
			stories++
		}
	}
	effective, rate := kish(c.weights)*kish(c.sizes)/stories, 0.0
	if effective > 0 {
		rate = c.wrong / c.weight
	}
	rate = (effective*rate + 0.5) / (effective + 1)
	return size * size / (n * n) * (1 - c.coded/size) * rate * (1 - rate) / (effective + 1)
}

func sum(values []float64) float64 {
	out := 0.0
	for _, v := range values {
		out += v
	}
	return out
}

// kish is how many equal values would tell as much as these (Kish 1965); 0 where
// all are 0.
func kish(values []float64) float64 {
	total, squares := 0.0, 0.0
	for _, v := range values {
		total, squares = total+v, squares+v*v
	}
	if squares == 0 {
		return 0
	}
	return total * total / squares
}
