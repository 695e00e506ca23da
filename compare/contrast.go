package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"framewatch/compare/stats"
	"framewatch/store"
)

// ContrastSpec asks how the prevalence of frames differs between two sides that
// no document belongs to both of.
type ContrastSpec struct {
	Selection
	Sampling
	A        Filter   `json:"a"`
	B        Filter   `json:"b"`
	Codebook string   `json:"codebook"`
	Frames   []string `json:"frames,omitempty"` // none = every frame of the codebook; p values are adjusted for all that are asked for
	Voice    Voice    `json:"voice"`
	MinDocs  int      `json:"min_docs"` // of each side
	// LeftOut is told of the sides of each frame that MinDocs leaves out; it may be nil.
	LeftOut func(by, group string, documents int) `json:"-"`
}

// Difference is the prevalence of a frame on side A minus that on side B.
//
// The sides are samples of outlets, and outlets print copies of stories: the
// interval of Shares allows for both. Where a side has fewer than [FewOutlets]
// outlets, which is too few for the two-way variance to be trusted, a permutation
// test over outlets must agree: the interval covers both, and p is the greater. In
// simulations either alone is wrong too often for some numbers of outlets.
type Difference struct {
	Spec     string
	Frame    string
	A, B     Estimate // of the sides; Group is the side's filter
	Stories  int      // of both sides; a story with copies on both counts once
	Shares   Contrasted
	PerStory Contrasted // the same with each story counted once on each side
	Seed     int64
}

// Contrasted is a difference with what stands behind its interval.
type Contrasted struct {
	Measure              // preferred
	Tested      bool     // there is something to test: an interval, and documents with and without the frame
	P           float64  // of Measure; 1 where nothing is tested
	PAdj, PHolm float64  // adjusted for all frames that were tested (Benjamini & Hochberg 1995; Holm 1979)
	Story       Measure  // as if the outlets were all there are
	TwoWay      Measure  // outlets and stories, by variance
	Permuted    Measure  // outlets, by permutation; no method where there is none
	Bootstrap   Measure  // percentiles with stories resampled, where asked for
	LeaveOut    LeaveOut // no outlets where there are fewer than two on a side
	PStory      float64
	PTwoWay     float64
	PPermuted   float64
	Note        string // why there is no better interval
}

// LeaveOut is what becomes of a difference when an outlet is left out.
type LeaveOut struct {
	Outlets  int            // that were left out in turn
	Range    stats.Interval // of the difference
	Decisive string         // outlet without which the difference is nearest to zero, or beyond it
	Survives bool           // the interval leaves out zero without any one of them

	nearest float64 // of the differences without one, towards the whole: that without Decisive
}

// FewOutlets is the number of outlets of a side under which a permutation test
// over outlets decides: variances over fewer clusters are too small (Cameron,
// Gelbach & Miller 2008 put the bound at 20 to 50).
const FewOutlets = 20

// Stands reports whether the interval leaves out zero.
func (m Measure) Stands() bool {
	return m.Method != "" && (m.Interval.Lo > 0 || m.Interval.Hi < 0)
}

// Contrast loads a dataset and compares two sides of it.
func Contrast(ctx context.Context, ds *store.Dataset, spec ContrastSpec) ([]Difference, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Contrast(ctx, spec)
}

// Contrast gives the difference for each frame, frames by name. A wire story
// printed on both sides moves both shares at once, and so does an outlet that is
// on both.
func (c *Corpus) Contrast(ctx context.Context, spec ContrastSpec) ([]Difference, error) {
	fact, err := spec.Voice.fact()
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", asked(err))
	}
	spec.Voice = cmp.Or(spec.Voice, VoiceAll)
	c, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	sides, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	fixed, err := specJSON(questionContrast, spec)
	if err != nil {
		return nil, err
	}
	out, err := c.differences(ctx, cb, frames, sides, fact, spec, fixed)
	if err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(d Difference) bool {
		few := min(d.A.N, d.B.N) < max(1, spec.MinDocs)
		if few && spec.LeftOut != nil && min(d.A.N, d.B.N) > 0 {
			spec.LeftOut(bySide, d.A.Group, d.A.N)
			spec.LeftOut(bySide, d.B.Group, d.B.N)
		}
		return few
	})
	adjust(out)
	return out, nil
}

// Divided is [Corpus.Contrast] between sides that no filter tells apart, such as
// what was first seen in a week and what was seen before: side says of a document
// of the selection on which it is, if on any. A and B of the spec choose nothing. All
// frames are answered for: of one of which a side has fewer than MinDocs coded
// documents, or none, nothing is tested.
func (c *Corpus) Divided(ctx context.Context, spec ContrastSpec, side func(id string) (a, b bool)) ([]Difference, error) {
	fact, err := spec.Voice.fact()
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", asked(err))
	}
	spec.Voice, spec.A, spec.B = cmp.Or(spec.Voice, VoiceAll), Filter{}, Filter{}
	c, cb, frames, err := c.frames(&spec.Selection, &spec.Codebook, spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	var sides [2][]int32
	for _, i := range c.selected(spec.Selection) {
		switch a, b := side(c.docs[i].id); {
		case a && b:
			return nil, asked(fmt.Errorf("contrast: document %s is on both sides", c.docs[i].id))
		case a:
			sides[0] = append(sides[0], i)
		case b:
			sides[1] = append(sides[1], i)
		}
	}
	out, err := c.differences(ctx, cb, frames, sides, fact, spec, "")
	adjust(out)
	return out, err
}

// differences are those of the frames, before they are adjusted for each other.
func (c *Corpus) differences(ctx context.Context, cb *codebook, frames []int, sides [2][]int32, fact frameFact, spec ContrastSpec, fixed string) ([]Difference, error) {
	for side := range sides {
		c.storyByStory(sides[side])
	}
	var out []Difference
	for _, f := range frames {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := Difference{Spec: fixed, Frame: cb.frames[f], Seed: spec.Seed}
		if err := d.fill(c, sides, cb.facts[f], fact, spec, true); err != nil {
			return nil, fmt.Errorf("contrast of %s: %w", d.Frame, err)
		}
		out = append(out, d)
	}
	return out, nil
}

// noteNotTested says why there is no p value: what all documents have in common
// cannot tell the sides apart.
const noteNotTested = "all documents of both sides agree: there is nothing to test"

// adjust fills in the p values that know how many frames were tested.
func adjust(list []Difference) {
	for _, of := range []func(*Difference) *Contrasted{
		func(d *Difference) *Contrasted { return &d.Shares }, func(d *Difference) *Contrasted { return &d.PerStory }} {
		var tested []*Contrasted
		var p []float64
		for i := range list {
			m, positive := of(&list[i]), list[i].A.Positive+list[i].B.Positive
			m.PAdj, m.PHolm = 1, 1
			if m.Tested = m.Method != "" && positive > 0 && positive < list[i].A.N+list[i].B.N; !m.Tested {
				m.P, m.Note = 1, cmp.Or(m.Note, noteNotTested)
				continue
			}
			tested, p = append(tested, m), append(p, m.P)
		}
		for i, adjusted := range stats.BenjaminiHochberg(p) {
			tested[i].PAdj = adjusted
		}
		for i, adjusted := range stats.Holm(p) {
			tested[i].PHolm = adjusted
		}
	}
}

// BestEvidence is the difference that a report quotes first: that of the least
// adjusted p value, then the least p, then the greatest difference. It was chosen
// among all, which the adjusted p allows for and the interval does not.
func BestEvidence(list []Difference) (Difference, bool) {
	if len(list) == 0 {
		return Difference{}, false
	}
	return slices.MinFunc(list, func(x, y Difference) int {
		return cmp.Or(cmp.Compare(x.Shares.PAdj, y.Shares.PAdj), cmp.Compare(x.Shares.P, y.Shares.P), cmp.Compare(math.Abs(y.Shares.Value), math.Abs(x.Shares.Value)))
	}), true
}

// sides divides the documents of a selection in two; a document on both sides,
// or a side without documents, is an error.
func (c *Corpus) sides(s Selection, a, b Filter) ([2][]int32, error) {
	var out [2][]int32
	for _, i := range c.selected(s) {
		d := &c.docs[i]
		inA, inB := c.matches(a, d), c.matches(b, d)
		switch {
		case inA && inB:
			return out, asked(fmt.Errorf("sides %s and %s are not disjoint: both hold document %s of %s", a, b, d.id, c.sources[d.source].id))
		case inA:
			out[0] = append(out[0], i)
		case inB:
			out[1] = append(out[1], i)
		}
	}
	for side, f := range []Filter{a, b} {
		if len(out[side]) == 0 {
			return out, asked(fmt.Errorf("side %s has no documents%s: %w", f, c.unknownValue(s.Filter.And(f)), ErrNothing))
		}
	}
	return out, nil
}

// fill estimates both sides and their difference, and leaves out each outlet if
// asked to.
func (d *Difference) fill(c *Corpus, sides [2][]int32, facts []frameFact, want frameFact, spec ContrastSpec, leaveOut bool) error {
	one := PrevalenceSpec{Selection: spec.Selection, Sampling: spec.Sampling, MinDocs: spec.MinDocs}
	one.Bootstrap = 0
	var parts [2][]stats.Part
	for side, e := range []*Estimate{&d.A, &d.B} {
		*e = Estimate{Target: spec.Target, Codebook: spec.Codebook, Frame: d.Frame, Voice: spec.Voice, By: byContrast, Group: []Filter{spec.A, spec.B}[side].String(), Seed: spec.Seed}
		parts[side] = c.parts(sides[side], facts, want)
		if err := e.fill(parts[side], one); err != nil {
			return err
		}
		e.NotCoded = notCoded(sides[side], facts)
	}
	stories := map[int32]bool{}
	for _, p := range slices.Concat(parts[0], parts[1]) {
		stories[p.Story] = true
	}
	d.Stories = len(stories)
	if min(d.A.N, d.B.N) < max(1, spec.MinDocs) {
		return nil
	}
	d.Shares, d.PerStory = contrasted(parts[0], parts[1], spec.Sampling)
	if !leaveOut {
		return nil
	}
	d.Shares.LeaveOut, d.PerStory.LeaveOut = c.leaveOut(parts, spec.Sampling, d.Shares, d.PerStory)
	if spec.Bootstrap > 0 {
		docs, perStory := spec.Resampling().Differences(paired(parts[0], parts[1]))
		d.Shares.Bootstrap, d.PerStory.Bootstrap = resampled(docs), resampled(perStory)
	}
	return nil
}

// contrasted estimates the difference of shares of documents, and of the shares
// in which each story counts once, in every way, and prefers one.
func contrasted(a, b []stats.Part, s Sampling) (documents, perStory Contrasted) {
	story, storyOnce := stats.Differences(a, b, stats.ByStory, s.Confidence)
	both, bothOnce := stats.Differences(a, b, stats.TwoWay, s.Confidence)
	outlets := min(outletsOf(a), outletsOf(b))
	var permuted, permutedOnce stats.Permutation
	if outlets < FewOutlets && s.Bootstrap > 0 {
		permuted, permutedOnce = s.Resampling().PermuteOutlets(a, b)
	}
	return prefer(story, both, permuted, outlets), prefer(storyOnce, bothOnce, permutedOnce, outlets)
}

// prefer chooses the interval to quote.
func prefer(story, both stats.ClusteredDifference, permuted stats.Permutation, outlets int) Contrasted {
	out := Contrasted{P: 1, Story: measure(story.Clustered, methodStory), TwoWay: measure(both.Clustered, methodTwoWay),
		PStory: story.P, PTwoWay: both.P, PPermuted: permuted.P}
	out.Measure = Measure{Value: story.Value}
	if permuted.OK {
		out.Permuted = Measure{Value: story.Value, Interval: permuted.Interval, Method: methodPermutation, Clusters: min(permuted.Outlets[0], permuted.Outlets[1])}
	}
	switch {
	case outlets < 2:
		// One newsroom says nothing about others; what is left is a statement on it.
		out.Measure, out.P, out.Note = out.Story, story.P, "a side has one outlet: the interval says nothing about other outlets"
	case permuted.OK && both.OK:
		out.Measure, out.P = out.TwoWay, max(both.P, permuted.P)
		out.Method, out.Clusters = methodDecided, out.Permuted.Clusters
		out.Interval = stats.Interval{Lo: min(both.Interval.Lo, permuted.Interval.Lo), Hi: max(both.Interval.Hi, permuted.Interval.Hi)}
	case both.OK:
		out.Measure, out.P = out.TwoWay, both.P
	}
	if out.Method == "" {
		out.P, out.Note = 1, "fewer than two stories on a side: there is nothing to judge by"
	}
	return out
}

func outletsOf(parts []stats.Part) int {
	seen := map[int32]bool{}
	for _, p := range parts {
		seen[p.Outlet] = true
	}
	return len(seen)
}

// leaveOut leaves out every outlet in turn, of the difference of documents and of that
// with each story counted once. Only of one that stands is it asked whether it still
// does.
func (c *Corpus) leaveOut(parts [2][]stats.Part, s Sampling, documents, perStory Contrasted) (ofDocuments, ofStories LeaveOut) {
	if min(outletsOf(parts[0]), outletsOf(parts[1])) < 2 {
		return ofDocuments, ofStories
	}
	ofDocuments.Survives, ofStories.Survives = documents.Stands(), perStory.Stands()
	seen := map[int32]bool{}
	for _, p := range slices.Concat(parts[0], parts[1]) {
		if seen[p.Outlet] {
			continue
		}
		seen[p.Outlet] = true
		without := func(list []stats.Part) []stats.Part {
			return slices.DeleteFunc(slices.Clone(list), func(q stats.Part) bool { return q.Outlet == p.Outlet })
		}
		a, b := without(parts[0]), without(parts[1])
		var left, once Measure
		if documents.Stands() || perStory.Stands() {
			leftAll, onceAll := contrasted(a, b, s)
			left, once = leftAll.Measure, onceAll.Measure
		} else {
			leftAll, onceAll := stats.Differences(a, b, stats.ByStory, s.Confidence)
			left, once = measure(leftAll.Clustered, methodStory), measure(onceAll.Clustered, methodStory)
		}
		name := c.sources[p.Outlet].id
		ofDocuments.add(name, documents.Value, left)
		ofStories.add(name, perStory.Value, once)
	}
	return ofDocuments, ofStories
}

// add notes what is left of a whole difference without an outlet.
func (l *LeaveOut) add(outlet string, whole float64, left Measure) {
	// Signed towards the whole difference: one that turns round is nearest of all.
	towards := left.Value * math.Copysign(1, whole)
	if l.Outlets == 0 {
		l.Range, l.nearest = stats.Interval{Lo: left.Value, Hi: left.Value}, math.Inf(1)
	}
	l.Outlets++
	l.Range = stats.Interval{Lo: min(l.Range.Lo, left.Value), Hi: max(l.Range.Hi, left.Value)}
	l.Survives = l.Survives && left.Stands()
	if towards < l.nearest || towards == l.nearest && outlet < l.Decisive {
		l.nearest, l.Decisive = towards, outlet
	}
}

// paired are the stories of both sides.
func paired(a, b []stats.Part) [][2]stats.Cluster {
	stories := map[int32]*[2]stats.Cluster{}
	for side, list := range [][]stats.Part{a, b} {
		for _, p := range list {
			if stories[p.Story] == nil {
				stories[p.Story] = &[2]stats.Cluster{}
			}
			at := &stories[p.Story][side]
			at.K, at.N = at.K+p.K, at.N+p.N
		}
	}
	var out [][2]stats.Cluster
	for _, story := range slices.Sorted(maps.Keys(stories)) {
		out = append(out, *stories[story])
	}
	return out
}
