package compare

import (
	"cmp"
	"math"
	"slices"

	"framewatch/compare/lexical"
	"framewatch/compare/stats"
)

// Methods of the interval of a log ratio: linearised variance of rates, with
// stories, or stories and outlets, as clusters.
const (
	methodRateStories = "rate_stories"
	methodRateTwoWay  = "rate_two_way"
)

// spread is how a word is spread over the sides, and what follows from it.
type spread struct {
	docs, stories, outlets [2]int
	test                   stats.RateTest
}

// units are the sizes, in words of each side, of what words are spread over.
type units struct {
	story, outlet, both []stats.RateCluster // by number
	pair                []int32             // by document: its story and outlet, in both
	kinds               stats.RateKinds
}

// storyOrder puts documents story by story, and in a story outlet by outlet.
func (c *Corpus) storyOrder() func(a, b int32) int {
	return func(a, b int32) int {
		x, y := &c.docs[a], &c.docs[b]
		return cmp.Or(cmp.Compare(x.story, y.story), cmp.Compare(x.source, y.source), cmp.Compare(a, b))
	}
}

func (k *keyness) measureUnits() {
	c := k.c
	u := &units{story: make([]stats.RateCluster, len(c.stories)), outlet: make([]stats.RateCluster, len(c.sources)), pair: make([]int32, len(c.docs))}
	docs := make([]int32, 0, len(c.docs))
	for i, n := range k.words {
		if n > 0 {
			docs = append(docs, int32(i))
		}
	}
	slices.SortFunc(docs, c.storyOrder())
	for at, i := range docs {
		d := &c.docs[i]
		if at == 0 || c.docs[docs[at-1]].story != d.story || c.docs[docs[at-1]].source != d.source {
			u.both = append(u.both, stats.RateCluster{})
		}
		u.pair[i] = int32(len(u.both) - 1)
		for _, cl := range []*stats.RateCluster{&u.story[d.story], &u.outlet[d.source], &u.both[len(u.both)-1]} {
			if k.side[i] == 1 {
				cl.NA += int(k.words[i])
			} else {
				cl.NB += int(k.words[i])
			}
		}
	}
	for _, kind := range []struct {
		of   *stats.RateClusters
		list []stats.RateCluster
	}{{&u.kinds.Stories, u.story}, {&u.kinds.Outlets, u.outlet}, {&u.kinds.Both, u.both}} {
		for _, cl := range kind.list {
			kind.of.Add(cl)
		}
	}
	k.units = u
	r := k.result
	r.Stories = [2]int{u.kinds.Stories.OnA, u.kinds.Stories.OnB}
	r.Outlets = [2]int{u.kinds.Outlets.OnA, u.kinds.Outlets.OnB}
	r.TwoWay = u.kinds.TwoWay()
}

// posting is a document with a word, and how often it has it.
type posting struct{ doc, n int32 }

// heldPlaces bounds how many places are held at a time.
const heldPlaces = 4 << 20

// measure finds where each tested word stands, as many words at a time as
// heldPlaces allow, and tests it.
func (k *keyness) measure(l *lexicon, again func(*lexicon, func(int32, []wordCount)) error) error {
	k.measureUnits()
	k.spreads = make([]spread, len(k.tested))
	m := measuring{keyness: k, at: make([]int32, len(k.c.sources)), in: make([]stats.RateCluster, len(k.c.sources))}
	for from := 0; from < len(k.tested); {
		ends := []int32{0}
		to := from
		for ; to < len(k.tested); to++ {
			next := ends[len(ends)-1] + k.terms[k.tested[to]].places
			if next > heldPlaces && to > from {
				break
			}
			ends = append(ends, next)
		}
		places := make([]posting, ends[len(ends)-1])
		fill := slices.Clone(ends)
		err := again(l, func(doc int32, words []wordCount) {
			if k.side[doc] == 0 {
				return
			}
			for _, w := range words {
				if slot := int(k.slots[w.term]) - 1; slot >= from && slot < to {
					at := &fill[slot-from]
					places[*at] = posting{doc, w.n}
					*at++
				}
			}
		})
		if err != nil {
			return err
		}
		for i := from; i < to; i++ {
			k.spreads[i] = m.spread(k.tested[i], places[ends[i-from]:ends[i-from+1]])
		}
		from = to
	}
	return nil
}

// measuring holds what is used again for each word.
type measuring struct {
	*keyness
	at      []int32 // by outlet: 1 where it has the word
	in      []stats.RateCluster
	touched []int32
	with    stats.RateWith
}

// spread joins the places of a word to clusters, in the order of their numbers.
func (m *measuring) spread(term int32, places []posting) spread {
	c, u := m.c, m.units
	order := c.storyOrder()
	if !slices.IsSortedFunc(places, func(a, b posting) int { return order(a.doc, b.doc) }) {
		slices.SortFunc(places, func(a, b posting) int { return order(a.doc, b.doc) })
	}
	m.touched = m.touched[:0]
	w := &m.with
	w.Stories, w.Outlets, w.Both = w.Stories[:0], w.Outlets[:0], w.Both[:0]
	var out spread
	var last struct{ doc, story, pair int32 }
	last.doc, last.story, last.pair = -1, -1, -1
	for _, p := range places {
		d, a := &c.docs[p.doc], m.side[p.doc] == 1
		if d.story != last.story {
			last.story = d.story
			s := u.story[d.story]
			w.Stories = append(w.Stories, stats.RateCluster{NA: s.NA, NB: s.NB})
		}
		if pair := u.pair[p.doc]; pair != last.pair {
			last.pair = pair
			b := u.both[pair]
			w.Both = append(w.Both, stats.RateCluster{NA: b.NA, NB: b.NB})
		}
		o := &m.in[d.source]
		if m.at[d.source] == 0 {
			m.at[d.source] = 1
			m.touched = append(m.touched, d.source)
			*o = stats.RateCluster{NA: u.outlet[d.source].NA, NB: u.outlet[d.source].NB}
		}
		s, b := &w.Stories[len(w.Stories)-1], &w.Both[len(w.Both)-1]
		side := 1
		if a {
			side = 0
			s.A, b.A, o.A = s.A+int(p.n), b.A+int(p.n), o.A+int(p.n)
		} else {
			s.B, b.B, o.B = s.B+int(p.n), b.B+int(p.n), o.B+int(p.n)
		}
		if p.doc != last.doc {
			last.doc = p.doc
			out.docs[side]++
		}
	}
	slices.Sort(m.touched)
	for _, source := range m.touched {
		w.Outlets = append(w.Outlets, m.in[source])
		m.at[source] = 0
	}
	for side := range 2 {
		out.stories[side], out.outlets[side] = having(w.Stories, side), having(w.Outlets, side)
	}
	out.test = u.kinds.Test(m.frequencies(term), *w)
	return out
}

// of gives a side's occurrences and words.
func of(c stats.RateCluster, side int) (n, words int) {
	if side == 0 {
		return c.A, c.NA
	}
	return c.B, c.NB
}

func having(list []stats.RateCluster, side int) int {
	count := 0
	for _, c := range list {
		if n, _ := of(c, side); n > 0 {
			count++
		}
	}
	return count
}

const examplesPerWord = 5

// wordHit is how often a document of the side that a chosen word marks has it.
type wordHit struct{ word, doc, n int32 }

// find notes the chosen words among those of a document.
func (k *keyness) find(doc int32, words []wordCount) {
	side := int(k.side[doc]) - 1
	if side < 0 {
		return
	}
	for _, w := range words {
		if at := k.chosen[w.term]; at > 0 && side == marked(k.result.Words[at-1]) {
			k.hits = append(k.hits, wordHit{at - 1, doc, w.n})
		}
	}
}

// describe gives each chosen word its dispersion over the side that it marks,
// and examples by document ID.
func (k *keyness) describe() error {
	slices.SortFunc(k.hits, func(a, b wordHit) int { return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.doc, b.doc)) })
	var sides [2]*sideParts
	for side := range sides {
		var err error
		if sides[side], err = k.parts(side); err != nil {
			return err
		}
	}
	for hits := k.hits; len(hits) > 0; {
		end := 1
		for end < len(hits) && hits[end].word == hits[0].word {
			end++
		}
		w := &k.result.Words[hits[0].word]
		var told []int32 // stories of the examples
		for _, h := range hits[:end] {
			if d := &k.c.docs[h.doc]; len(told) < examplesPerWord && !slices.Contains(told, d.story) {
				told = append(told, d.story)
				w.Examples = append(w.Examples, d.id)
			}
		}
		var err error
		if w.Dispersion, err = sides[marked(*w)].dispersion(k.c, hits[:end]); err != nil {
			return err
		}
		hits = hits[end:]
	}
	return nil
}

// sideParts are the outlets of a side, or its stories where it has one outlet.
type sideParts struct {
	*lexical.Parts
	stories bool
	n       []int // of the word under way
}

func (k *keyness) parts(side int) (*sideParts, error) {
	p := &sideParts{stories: k.result.Outlets[side] < 2}
	list := k.units.outlet
	if p.stories {
		list = k.units.story
	}
	sizes := make([]int, len(list))
	for i, c := range list {
		_, sizes[i] = of(c, side)
	}
	p.n = make([]int, len(list))
	var err error
	p.Parts, err = lexical.NewParts(sizes)
	return p, err
}

// dispersion is the normed deviation of proportions of a word, 0 where the side
// is one part and nothing can be uneven.
func (p *sideParts) dispersion(c *Corpus, hits []wordHit) (float64, error) {
	var with []lexical.Occurrences
	part := func(h wordHit) int {
		if p.stories {
			return int(c.docs[h.doc].story)
		}
		return int(c.docs[h.doc].source)
	}
	for _, h := range hits {
		p.n[part(h)] += int(h.n)
	}
	for _, h := range hits {
		if at := part(h); p.n[at] > 0 {
			with = append(with, lexical.Occurrences{Part: at, N: p.n[at]})
			p.n[at] = 0
		}
	}
	slices.SortFunc(with, func(a, b lexical.Occurrences) int { return a.Part - b.Part })
	d, err := p.Dispersion(with)
	if err != nil || math.IsNaN(d.DPNorm) {
		return 0, err
	}
	return d.DPNorm, nil
}

func marked(w KeyWord) int {
	if w.MarksA {
		return 0
	}
	return 1
}
