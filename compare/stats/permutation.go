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
	// Interval of the difference, a minus b. It holds 0 exactly where P is more
	// than one less the confidence.
	Interval Interval
	OK       bool
}

// PermuteOutlets tests whether it matters which outlets are on which side
// (Fisher 1935; Pitman 1937): were the sides alike, any other sharing out of
// the same outlets would be as likely as the one observed, with as many
// outlets on each side. An outlet with documents on both sides keeps both
// parts, in one order or the other.
//
// P is the share of labellings whose difference is at least as large in size,
// over its standard error by stories and outlets, which keeps the test near its level where
// the sides differ in more than their means, such as in how much their outlets
// copy each other (Janssen 1997; Chung & Romano 2013). All labellings are tried where they are at most r.B, else r.B - 1 are
// drawn with the seed and the observed one counts among them ((b+1)/(B+1) of
// Phipson & Smyth 2010). With few outlets P cannot be small: 2 of the 20
// labellings of three against three are the most extreme, so P is at least 0.1.
//
// The interval is the difference ± its standard error times the largest of
// these ratios that is not significant; where none can be, it is -1 to 1.
func (r Resampling) PermuteOutlets(a, b []Part) (documents, perStory Permutation) {
	l := newLabelling(a, b)
	out := [2]Permutation{{P: 1, Outlets: l.onSide()}, {P: 1, Outlets: l.onSide()}}
	ratios, observed, exact := r.ratios(l)
	for i := range out {
		draws := len(ratios[i])
		if draws < 2 || r.Confidence <= 0 || r.Confidence >= 1 {
			continue
		}
		at := func(x float64) int { // ratios at least x; equal ones are summed in another order
			x -= 1e-9 * (1 + x)
			return draws - sortedBefore(ratios[i], x)
		}
		slices.Sort(ratios[i])
		o := &out[i]
		o.OK, o.Exact, o.Draws = true, exact, draws
		o.P = float64(at(observed[i].ratio())) / float64(draws)
		o.Interval = Interval{-1, 1}
		allowed := int((1-r.Confidence)*float64(draws) + 1e-9)
		if most := ratios[i][draws-1]; at(most) <= allowed {
			half := ratios[i][draws-1-allowed] * observed[i].se
			o.Interval = Interval{max(-1, observed[i].d-half), min(1, observed[i].d+half)}
		}
		if o.P > 1-r.Confidence+1e-9 { // rounding of equal ratios must not contradict it
			o.Interval = Interval{min(0, o.Interval.Lo), max(0, o.Interval.Hi)}
		}
	}
	return out[0], out[1]
}

// sortedBefore is how many values lie before x.
func sortedBefore(sorted []float64, x float64) int {
	n, _ := slices.BinarySearch(sorted, x)
	return n
}

// studentised is a difference with its standard error.
type studentised struct{ d, se float64 }

func (s studentised) ratio() float64 {
	if s.d == 0 {
		return 0
	}
	return math.Abs(s.d) / s.se
}

// labelling holds the outlets of both sides: those on side a only, on side b
// only, on both.
type labelling struct {
	outlets []labelled
	onlyA   int
	single  int // on one side only
	stories int
}

// labelled is an outlet's cells by side, with stories numbered from 0.
type labelled [2][]cell

func (o labelled) kind() int {
	switch {
	case len(o[1]) == 0:
		return 0
	case len(o[0]) == 0:
		return 1
	}
	return 2
}

func newLabelling(a, b []Part) *labelling {
	var l labelling
	at := map[int32]int{}
	stories := map[int32]int32{}
	var ids []int32
	for side, parts := range [2][]Part{a, b} {
		for _, c := range newSample(parts).cells {
			if _, ok := at[c.outlet]; !ok {
				at[c.outlet] = len(l.outlets)
				l.outlets = append(l.outlets, labelled{})
				ids = append(ids, c.outlet)
			}
			if _, ok := stories[c.story]; !ok {
				stories[c.story] = int32(len(stories))
			}
			o := &l.outlets[at[c.outlet]]
			c.story = stories[c.story]
			o[side] = append(o[side], c)
		}
	}
	l.stories = len(stories)
	order := make([]int, len(ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(l.outlets[i].kind(), l.outlets[j].kind()), cmp.Compare(ids[i], ids[j]))
	})
	sorted := make([]labelled, len(order))
	for i, from := range order {
		sorted[i] = l.outlets[from]
		if sorted[i].kind() == 0 {
			l.onlyA++
		}
		if sorted[i].kind() < 2 {
			l.single++
		}
	}
	l.outlets = sorted
	return &l
}

func (l *labelling) onSide() [2]int {
	both := len(l.outlets) - l.single
	return [2]int{l.onlyA + both, l.single - l.onlyA + both}
}

// count is the number of labellings, or limit+1 where there are more.
func (l *labelling) count(limit int) int {
	n := math.Pow(2, float64(len(l.outlets)-l.single))
	for i := range l.onlyA {
		n = n * float64(l.single-i) / float64(i+1)
	}
	return int(min(math.Round(n), float64(limit+1)))
}

// ratios of the differences over documents and over stories to their standard
// errors, for every labelling or for r.B of them, the observed one first.
func (r Resampling) ratios(l *labelling) (ratios [2][]float64, observed [2]studentised, exact bool) {
	if on := l.onSide(); min(on[0], on[1]) == 0 {
		return ratios, observed, false
	}
	stories := make([][4]float64, l.stories)
	swapped := make([]bool, len(l.outlets))
	observed = l.differences(swapped, stories)
	try := func() {
		for i, s := range l.differences(swapped, stories) {
			ratios[i] = append(ratios[i], s.ratio())
		}
	}
	if exact = l.count(r.B) <= r.B; exact {
		l.each(swapped, try)
		return ratios, observed, exact
	}
	try()
	rng := rand.New(rand.NewPCG(uint64(r.Seed), pcgStream))
	for len(ratios[0]) < r.B {
		l.draw(rng, swapped)
		try()
	}
	return ratios, observed, exact
}

// each calls fn with every labelling in swapped, which says of each outlet
// whether it changes sides.
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

// differences of the shares of documents and of stories with a labelling. The
// standard errors are of the linearised differences, whose terms are ±(k - pn)
// over the documents of the side, clustered by story and outlet as in [design].
func (l *labelling) differences(swapped []bool, stories [][4]float64) [2]studentised {
	clear(stories) // documents on each side; terms of the two differences
	l.visit(swapped, func(_, side int, c cell) { stories[c.story][side] += c.n })
	var total [2][2]cell // of documents, of stories: by side
	l.visit(swapped, func(_, side int, c cell) {
		for i, w := range [2]float64{1, 1 / stories[c.story][side]} {
			total[i][side].k += w * c.k
			total[i][side].n += w * c.n
		}
	})
	outlets := make([][2]float64, len(l.outlets))
	var squares [2]float64
	l.visit(swapped, func(o, side int, c cell) {
		for i, w := range [2]float64{1, 1 / stories[c.story][side]} {
			t := total[i][side]
			u := float64(1-2*side) * w * (c.k - t.k/t.n*c.n) / t.n
			squares[i] += u * u
			stories[c.story][2+i] += u
			outlets[o][i] += u
		}
	})
	var out [2]studentised
	for i, t := range total {
		byStory, byOutlet := 0.0, 0.0
		for _, s := range stories {
			byStory += s[2+i] * s[2+i]
		}
		for _, o := range outlets {
			byOutlet += o[i] * o[i]
		}
		out[i].d = t[0].k/t[0].n - t[1].k/t[1].n
		pooled := (t[0].k + t[1].k) / (t[0].n + t[1].n)
		// Outlets that agree by chance must not make the ratio endless.
		least := pooled * (1 - pooled) * (1/t[0].n + 1/t[1].n)
		out[i].se = math.Sqrt(max(least, byStory, byOutlet, byStory+byOutlet-squares[i]))
	}
	return out
}

// visit calls fn for each cell with its outlet and the side that it is on.
func (l *labelling) visit(swapped []bool, fn func(outlet, side int, c cell)) {
	for i, o := range l.outlets {
		for side, cells := range o {
			if swapped[i] {
				side = 1 - side
			}
			for _, c := range cells {
				fn(i, side, c)
			}
		}
	}
}
