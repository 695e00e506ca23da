package compare

import (
	"cmp"
	"context"
	"fmt"
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
	Frames   []string `json:"-"`
	Voice    Voice    `json:"voice"`
	MinDocs  int      `json:"-"` // of each side
}

// Difference is the prevalence of a frame on side A minus that on side B.
type Difference struct {
	Spec     string
	Frame    string
	A, B     Estimate // of the sides; Group is the side's filter
	Stories  int      // of both sides; a story with copies on both counts once
	Shares   Measure  // difference of the shares of documents
	PerStory Measure  // the same with each story counted once on each side
	Seed     int64
}

// Contrast loads a dataset and compares two sides of it.
func Contrast(ctx context.Context, ds *store.Dataset, spec ContrastSpec) ([]Difference, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Contrast(ctx, spec)
}

// Contrast gives the difference for each frame, frames by name. Stories are
// resampled over both sides together, so that a wire story printed on both
// sides moves both shares at once.
func (c *Corpus) Contrast(ctx context.Context, spec ContrastSpec) ([]Difference, error) {
	fact, err := spec.Voice.fact()
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	if spec.Voice == "" {
		spec.Voice = VoiceAll
	}
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	cb, err := c.codebook(spec.Codebook, spec.Target)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	spec.Codebook = cb.name
	frames, err := cb.chosen(spec.Frames)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	sides, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return nil, fmt.Errorf("contrast: %w", err)
	}
	docs := c.byStory(sides)
	fixed, err := specJSON(questionContrast, spec)
	if err != nil {
		return nil, err
	}
	var out []Difference
	for _, f := range frames {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d := Difference{Spec: fixed, Frame: cb.frames[f], Seed: spec.Seed}
		if err := d.fill(c, docs, cb.facts[f], fact, spec); err != nil {
			return nil, fmt.Errorf("contrast of %s: %w", d.Frame, err)
		}
		if min(d.A.N, d.B.N) >= max(1, spec.MinDocs) {
			out = append(out, d)
		}
	}
	return out, nil
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
			return out, fmt.Errorf("sides %s and %s are not disjoint: both hold document %s of %s", a, b, d.id, c.sources[d.source].id)
		case inA:
			out[0] = append(out[0], i)
		case inB:
			out[1] = append(out[1], i)
		}
	}
	for side, f := range []Filter{a, b} {
		if len(out[side]) == 0 {
			return out, fmt.Errorf("side %s has no documents%s", f, c.unknownValue(f))
		}
	}
	return out, nil
}

// sideDoc is a document of a side, 0 for A.
type sideDoc struct {
	doc  int32
	side int
}

// byStory lists the documents of both sides, copies of one story side by side.
func (c *Corpus) byStory(sides [2][]int32) []sideDoc {
	var out []sideDoc
	for side, docs := range sides {
		for _, i := range docs {
			out = append(out, sideDoc{i, side})
		}
	}
	slices.SortFunc(out, func(a, b sideDoc) int {
		return cmp.Or(cmp.Compare(c.docs[a.doc].story, c.docs[b.doc].story), cmp.Compare(a.doc, b.doc))
	})
	return out
}

// fill estimates both sides and their difference.
func (d *Difference) fill(c *Corpus, docs []sideDoc, facts []frameFact, want frameFact, spec ContrastSpec) error {
	one := PrevalenceSpec{Selection: spec.Selection, Sampling: spec.Sampling, MinDocs: spec.MinDocs}
	for side, e := range []*Estimate{&d.A, &d.B} {
		*e = Estimate{Target: spec.Target, Codebook: spec.Codebook, Frame: d.Frame, Voice: spec.Voice, By: byContrast, Group: spec.A.String(), Seed: spec.Seed}
		if side == 1 {
			e.Group = spec.B.String()
		}
	}
	var pairs [][2]stats.Cluster
	last := int32(-1)
	for _, s := range docs {
		if facts[s.doc]&factCoded == 0 {
			[]*Estimate{&d.A, &d.B}[s.side].NotCoded++
			continue
		}
		if story := c.docs[s.doc].story; len(pairs) == 0 || story != last {
			pairs = append(pairs, [2]stats.Cluster{})
			last = story
		}
		at := &pairs[len(pairs)-1][s.side]
		at.N++
		if facts[s.doc]&want != 0 {
			at.K++
		}
	}
	var sides [2][]stats.Cluster
	for _, p := range pairs {
		for side := range sides {
			if p[side].N > 0 {
				sides[side] = append(sides[side], p[side])
			}
		}
	}
	d.Stories = len(pairs)
	if err := d.A.fill(sides[0], one); err != nil {
		return err
	}
	if err := d.B.fill(sides[1], one); err != nil {
		return err
	}
	shares, perStory := spec.resampling().Differences(pairs)
	d.Shares = difference(shares, d.A.Clustered, d.B.Clustered)
	d.PerStory = difference(perStory, d.A.PerStory, d.B.PerStory)
	return nil
}

// difference takes the bootstrap's interval unless a side has no variance to
// resample: then the interval joins those of the sides.
func difference(b stats.Bootstrapped, sideA, sideB Measure) Measure {
	switch {
	case !b.OK || sideA.Method == "" || sideB.Method == "":
		return Measure{Value: b.Value}
	case sideA.Method == methodBootstrap && sideB.Method == methodBootstrap:
		return Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}
	}
	below := math.Hypot(sideA.Value-sideA.Interval.Lo, sideB.Interval.Hi-sideB.Value)
	above := math.Hypot(sideA.Interval.Hi-sideA.Value, sideB.Value-sideB.Interval.Lo)
	return Measure{Value: b.Value, Interval: stats.Interval{Lo: b.Value - below, Hi: b.Value + above}, Method: methodMover}
}
