package neardup

// overlap is what two texts have in common, by their tenths: one entry for each
// tenth of the smaller text and of the larger.
type overlap struct {
	small, large  int // shingles
	common        int
	inSmall       [1 << partBits]tenth
	inLarge       [1 << partBits]tenth
	smallIsSecond bool
}

// tenth is one tenth of a text: its shingles, and those of them that the other
// text has.
type tenth struct{ all, both int }

func (t tenth) share() float64 {
	if t.all == 0 {
		return 0
	}
	return float64(t.both) / float64(t.all)
}

// compare finds what two texts have in common.
func compare(a, b set) overlap {
	var o overlap
	if len(b) < len(a) {
		a, b = b, a
		o.smallIsSecond = true
	}
	o.small, o.large = len(a), len(b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && hashOf(a[i]) < hashOf(b[j]):
			o.inSmall[partOf(a[i])].all++
			i++
		case i == len(a) || hashOf(b[j]) < hashOf(a[i]):
			o.inLarge[partOf(b[j])].all++
			j++
		default:
			s, l := &o.inSmall[partOf(a[i])], &o.inLarge[partOf(b[j])]
			s.all, s.both = s.all+1, s.both+1
			l.all, l.both = l.all+1, l.both+1
			o.common++
			i, j = i+1, j+1
		}
	}
	return o
}

// contained is the part of the smaller text that is in the larger.
func (o *overlap) contained() float64 {
	if o.small == 0 {
		return 0
	}
	return float64(o.common) / float64(o.small)
}

// jaccard is the part of both that is common.
func (o *overlap) jaccard() float64 {
	union := o.small + o.large - o.common
	if union == 0 {
		return 0
	}
	return float64(o.common) / float64(union)
}

// ratio is how many times as long as the smaller text the larger is.
func (o *overlap) ratio() float64 { return float64(o.large) / float64(max(1, o.small)) }

// A tenth has something in common with the other text where a tenth of its
// shingles have, and no less than a third of what is common in the best tenths:
// beside a paragraph that is taken over word for word, the few pairs of words
// that any two texts on one subject share are nothing. Where every word in three
// is another, they are all there is.
const (
	leastTouched  = .1
	relativeTouch = .35
)

// spread is the share of the smaller text's tenths that have something in common
// with the larger.
func (o *overlap) spread() float64 {
	least := max(leastTouched, relativeTouch*o.usual())
	used, touched := 0, 0
	for _, t := range o.inSmall {
		if t.all > 0 {
			used++
			if t.share() >= least {
				touched++
			}
		}
	}
	if used == 0 {
		return 0
	}
	return float64(touched) / float64(used)
}

const (
	// takenOver is the share of a text that another has at least where its last
	// part is its own.
	takenOver = .5
	// wordForWord is the share of a tenth that is taken over as it stands.
	wordForWord = .8
)

// reworked reports a copy that keeps the opening and half of the other text word
// for word and has a part of its own, which spread does not see. Two of one
// length both begin with it; else it is several pieces, for one is the opening of
// an earlier report, as background or in a digest, and among them the opening of
// the longer text, for a text may begin with what it quotes.
func (o *overlap) reworked() bool {
	if o.contained() < takenOver {
		return false
	}
	small, large := o.inSmall[0].share() >= wordForWord, o.inLarge[0].share() >= wordForWord
	several := pieces(&o.inLarge) > 1 || pieces(&o.inSmall) > 1 && o.ratio() <= likeLength
	if o.ratio() <= equalLength {
		return small && large || several && (small || large)
	}
	return several && large
}

// pieces counts the runs of tenths of which the other text has half.
func pieces(tenths *[1 << partBits]tenth) int {
	n, inside := 0, false
	for _, t := range tenths {
		common := t.share() >= takenOver
		if common && !inside {
			n++
		}
		inside = common
	}
	return n
}

// usual is what the third best tenth has in common.
func (o *overlap) usual() float64 {
	var best [3]float64
	for _, t := range o.inSmall {
		s := t.share()
		for i := range best {
			if s > best[i] {
				s, best[i] = best[i], s
			}
		}
	}
	return best[2]
}

// verbatim is how much of its other tenths a text takes over whose opening is
// its own, for what is common to be a notice or a background paragraph.
const verbatim = .8

// tail reports two texts that begin each in its own way and go on word for word
// alike: two short reports with one footer. A copy keeps its opening, or has it
// further down.
func (o *overlap) tail() bool {
	if o.inSmall[0].share() >= leastTouched || o.inLarge[0].share() >= leastTouched || o.lastShare() < leastTouched {
		return false
	}
	all, both := 0, 0
	for _, t := range o.inSmall[1:] {
		all, both = all+t.all, both+t.both
	}
	return float64(both) >= verbatim*float64(all)
}

// lastShare is what the longer text's end has in common.
func (o *overlap) lastShare() float64 {
	for i := len(o.inLarge) - 1; i > 0; i-- {
		if o.inLarge[i].all > 0 {
			return o.inLarge[i].share()
		}
	}
	return 0
}

// covered is the set of the larger text's tenths that the smaller text stands
// in, a bit each.
func (o *overlap) covered() uint16 {
	best := 0.0
	for _, t := range o.inLarge {
		best = max(best, t.share())
	}
	var mask uint16
	for i, t := range o.inLarge {
		if t.both > 0 && t.share() >= best/2 {
			mask |= 1 << i
		}
	}
	return mask
}
