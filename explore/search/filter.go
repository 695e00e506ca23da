package search

// count is a pass over documents that match a query: those of the filter are kept,
// and each dimension is counted under the filters of the others.
type count struct {
	*table
	chosen
	counts [dimensions][]int
}

func (t *table) count(f Filter) *count {
	c := &count{table: t, chosen: t.choose(f)}
	for dim := range c.counts {
		c.counts[dim] = make([]int, len(t.values[dim].list))
	}
	return c
}

// add looks at a document and reports whether the filter has it.
func (c *count) add(d *fact) bool {
	if c.counted && !d.counted {
		return false
	}
	failed := -1 // the one dimension that fails
	fails := func(dim int, ok bool) bool {
		if ok {
			return false
		}
		if failed >= 0 {
			return true
		}
		failed = dim
		return false
	}
	for dim := range oneValued {
		if allowed := c.one[dim]; allowed != nil && fails(dim, allowed[d.one[dim]]) {
			return false
		}
	}
	if fails(dimMonth, c.inTime(d)) || c.inBloc != nil && fails(dimBloc, c.inBloc[d.blocs]) ||
		c.stances != nil && fails(dimStance, c.any(d.stances, c.stances)) || c.relevance != nil && fails(dimRelevance, c.relevance[c.relevanceOf(d)]) {
		return false
	}
	both, otherFrame, otherVoice := c.codes(d)
	switch {
	case both:
		c.tally(d, failed, otherFrame, otherVoice)
	case failed < 0:
		// Only the frame or the voice is in the way.
		if otherFrame {
			c.tallyFrames(d)
		}
		if otherVoice {
			c.tallyVoices(d)
		}
	}
	return both && failed < 0
}

func (c *count) inTime(d *fact) bool {
	if c.from == 0 && c.to == 0 {
		return true
	}
	return d.first > 0 && d.first >= c.from && (c.to == 0 || d.last <= c.to)
}

func (c *count) forTarget(target int32) bool { return c.targets == nil || c.targets[target] }

func (c *count) any(list []forTarget, allowed []bool) bool {
	for _, f := range list {
		if allowed[f.value] && c.forTarget(f.target) {
			return true
		}
	}
	return false
}

// relevanceOf is the code of the greatest relevance; the codes are in their order.
func (c *count) relevanceOf(d *fact) int32 {
	out := int32(len(relevances)) // unknown
	for _, f := range d.about {
		if c.forTarget(f.target) && f.value < out {
			out = f.value
		}
	}
	return out
}

// codes tells whether the document has one of the frames in one of the voices,
// whether it would without the frames, and without the voices.
func (c *count) codes(d *fact) (both, otherFrame, otherVoice bool) {
	if c.frames == nil && c.voices == 0 {
		return true, true, true
	}
	otherFrame, otherVoice = c.voices == 0, c.frames == nil
	for _, f := range d.frames {
		if !c.forTarget(f.target) {
			continue
		}
		frame := c.frames == nil || c.frames[f.frame]
		voice := c.hasVoice(f)
		both = both || frame && voice
		otherFrame = otherFrame || voice
		otherVoice = otherVoice || frame && (f.present || c.voices != 0 && f.voices != 0)
	}
	return both, otherFrame, otherVoice
}

// hasVoice reports whether a frame counts under the voices; without any it must be
// present.
func (c *count) hasVoice(f frameFact) bool {
	if c.voices == 0 {
		return f.present
	}
	return f.voices&c.voices != 0
}

// tally counts a document in all dimensions, or in the one that fails.
func (c *count) tally(d *fact, failed int, frames, voices bool) {
	for dim := range oneValued {
		if failed < 0 || failed == dim {
			c.counts[dim][d.one[dim]]++
		}
	}
	if failed < 0 || failed == dimBloc {
		for _, b := range c.blocs[d.blocs] {
			c.counts[dimBloc][b]++
		}
	}
	if failed < 0 || failed == dimStance {
		for _, v := range once(d.stances, c.forTarget) {
			c.counts[dimStance][v]++
		}
	}
	if failed < 0 || failed == dimRelevance {
		c.counts[dimRelevance][c.relevanceOf(d)]++
	}
	if failed < 0 && frames {
		c.tallyFrames(d)
	}
	if failed < 0 && voices {
		c.tallyVoices(d)
	}
}

func (c *count) tallyFrames(d *fact) {
	last := int32(-1) // frames of several targets lie together
	for _, f := range d.frames {
		if f.frame != last && c.forTarget(f.target) && c.hasVoice(f) {
			c.counts[dimFrame][f.frame]++
			last = f.frame
		}
	}
}

func (c *count) tallyVoices(d *fact) {
	var met uint8
	for _, f := range d.frames {
		if c.forTarget(f.target) && (c.frames == nil || c.frames[f.frame]) {
			met |= f.voices
		}
	}
	for i := range voices {
		if met>>i&1 == 1 {
			c.counts[dimVoice][i]++
		}
	}
}

// once lists the different values for the targets.
func once(list []forTarget, target func(int32) bool) []int32 {
	var out []int32
next:
	for _, f := range list {
		if !target(f.target) {
			continue
		}
		for _, v := range out {
			if v == f.value {
				continue next
			}
		}
		out = append(out, f.value)
	}
	return out
}
