package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Permutation is a test of no difference between two sides by relabelling
// outlets. OK is false, and P is 1, where there is one way only to label them.
type Permutation struct {
	P     float64 // two-sided
	Exact bool    // every labelling was looked at
	Draws int     // labellings looked at, the one observed among them
	// Outlets with documents on side a, on side b.
	Outlets [2]int
	// Interval is the two-way clustered interval of [Differences], widened
	// until it holds 0 where P says that no difference is not excluded.
	Interval Interval
	OK       bool
}

// PermuteOutlets tests whether it matters which outlets are on which side
// (Fisher 1935; Pitman 1937): were the sides alike, any other sharing out of
// the same outlets would be as likely as the one observed, with as many
// outlets on each side. An outlet with documents on both sides keeps both
// parts, in one order or the other. P is the share of labellings with a
// difference at least as large in size; all of them are tried where they are at
// most r.B, else r.B - 1 are drawn with the seed and the observed one counts
// among them ((b+1)/(B+1) of Phipson & Smyth 2010). Nothing is assumed on how
// documents of an outlet or copies of a story depend on each other. With few
// outlets P cannot be small: 2 of the 20 labellings of three against three are
// the most extreme, so P is at least 0.1.
func (r Resampling) PermuteOutlets(a, b []Part) (documents, perStory Permutation) {
	checkConfidence(r.Confidence)
	l := newLabelling(a, b)
	docs, stories := Differences(a, b, TwoWay, r.Confidence)
	p, exact, draws := r.permute(l)
	result := func(p float64, d ClusteredDifference, c contrast) Permutation {
		out := Permutation{P: 1, Outlets: l.outlets(), Interval: d.Interval, OK: draws > 1 && d.OK}
		if !out.OK {
			return out
		}
		out.P, out.Exact, out.Draws = p, exact, draws
		if p > 1-r.Confidence {
			out.Interval = c.interval(max(quantile(r.Confidence, c.df), math.Abs(c.statistic())))
		}
		return out
	}
	x, y := newSample(a), newSample(b)
	documents = result(p[0], docs, newContrast(&x, &y, TwoWay))
	x.countStoriesOnce()
	y.countStoriesOnce()
	return documents, result(p[1], stories, newContrast(&x, &y, TwoWay))
}

// labelling holds the outlets of both sides, those of one side only first.
type labelling struct {
	of      []labelled
	onlyA   int // of the one-sided, how many are on side a
	single  int // one-sided outlets
	stories int
}

type labelled struct{ cells [2][]cell }

func newLabelling(a, b []Part) labelling {
	var l labelling
	byOutlet := map[int32]*labelled{}
	stories := map[int32]int32{}
	var order []int32
	for side, parts := range [2][]Part{a, b} {
		s := newSample(parts)
		for _, c := range s.cells {
			if byOutlet[c.outlet] == nil {
				byOutlet[c.outlet] = &labelled{}
				order = append(order, c.outlet)
			}
			if _, ok := stories[c.story]; !ok {
				stories[c.story] = int32(len(stories))
			}
			o := byOutlet[c.outlet]
			c.story = stories[c.story]
			o.cells[side] = append(o.cells[side], c)
		}
	}
	l.stories = len(stories)
	slices.Sort(order)
	for _, id := range order {
		l.of = append(l.of, *byOutlet[id])
	}
	kind := func(o labelled) int {
		switch {
		case len(o.cells[1]) == 0:
			return 0
		case len(o.cells[0]) == 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(l.of, func(a, b labelled) int { return cmp.Compare(kind(a), kind(b)) })
	for _, o := range l.of {
		if kind(o) == 0 {
			l.onlyA++
		}
		if kind(o) < 2 {
			l.single++
		}
	}
	return l
}

func (l *labelling) outlets() [2]int {
	both := len(l.of) - l.single
	return [2]int{l.onlyA + both, l.single - l.onlyA + both}
}

// count is the number of labellings, or more than limit.
func (l *labelling) count(limit int) int {
	n := 1.0
	for i := range l.onlyA {
		n = n * float64(l.single-i) / float64(i+1)
	}
	n *= math.Pow(2, float64(len(l.of)-l.single))
	if n > float64(limit) {
		return limit + 1
	}
	return int(math.Round(n))
}

// differences of the shares of documents and of stories when outlet i changes
// sides where swapped[i].
func (l *labelling) differences(swapped []bool, scratch [][2][2]float64) [2]float64 {
	clear(scratch)
	var total [2][2]float64
	for i, o := range l.of {
		for side, cells := range o.cells {
			if swapped[i] {
				side = 1 - side
			}
			for _, c := range cells {
				total[side][0] += c.k
				total[side][1] += c.n
				scratch[c.story][side][0] += c.k
				scratch[c.story][side][1] += c.n
			}
		}
	}
	var mean, stories [2]float64
	for _, s := range scratch {
		for side := range s {
			if s[side][1] > 0 {
				mean[side] += s[side][0] / s[side][1]
				stories[side]++
			}
		}
	}
	return [2]float64{total[0][0]/total[0][1] - total[1][0]/total[1][1], mean[0]/stories[0] - mean[1]/stories[1]}
}

func (r Resampling) permute(l labelling) (p [2]float64, exact bool, draws int) {
	scratch := make([][2][2]float64, l.stories)
	swapped := make([]bool, len(l.of))
	if len(swapped) == 0 || min(l.outlets()[0], l.outlets()[1]) == 0 {
		return [2]float64{1, 1}, false, 0
	}
	observed := l.differences(swapped, scratch)
	var extreme [2]int
	try := func() {
		draws++
		for i, d := range l.differences(swapped, scratch) {
			// Equal differences are summed in another order.
			if math.Abs(d) >= math.Abs(observed[i])-1e-12 {
				extreme[i]++
			}
		}
	}
	if exact = l.count(r.B) <= r.B; exact {
		l.each(swapped, try)
	} else {
		try()
		rng := rand.New(rand.NewPCG(uint64(r.Seed), pcgStream))
		for draws < r.B {
			l.draw(rng, swapped)
			try()
		}
	}
	for i, n := range extreme {
		p[i] = float64(n) / float64(draws)
	}
	return p, exact, draws
}

// each calls fn with every labelling.
func (l *labelling) each(swapped []bool, fn func()) {
	var at func(i, left int)
	at = func(i, left int) {
		switch {
		case i == len(swapped):
			fn()
		case i >= l.single:
			for _, s := range []bool{false, true} {
				swapped[i] = s
				at(i+1, left)
			}
		default:
			if left > 0 { // to side a
				swapped[i] = i >= l.onlyA
				at(i+1, left-1)
			}
			if left < l.single-i { // to side b
				swapped[i] = i < l.onlyA
				at(i+1, left)
			}
		}
	}
	at(0, l.onlyA)
}

// draw picks one labelling.
func (l *labelling) draw(rng *rand.Rand, swapped []bool) {
	left := l.onlyA
	for i := range swapped {
		switch {
		case i >= l.single:
			swapped[i] = rng.IntN(2) == 1
		case rng.IntN(l.single-i) < left:
			left--
			swapped[i] = i >= l.onlyA
		default:
			swapped[i] = i < l.onlyA
		}
	}
}
