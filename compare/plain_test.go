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

// plainOccurrences are a word's counts in one story, by side.
type plainOccurrences struct {
	word  int
	count [2]int
}

type termFacts struct {
	DocID string `col:"doc_id"`
	Lang  string `col:"lang"`
	Term  string `col:"term"`
	N     int64  `col:"n"`
}

func (termFacts) Table() string { return store.TermCountRow{}.Table() }

// plainKeyness is the straightforward computation: it reads table term_counts
// twice, row by row, and keeps its counts in maps.
func (c *Corpus) plainKeyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
	if err := spec.checkLanguages(); err != nil {
		return nil, err
	}
	fixed, err := specJSON(questionKeyness, spec)
	if err != nil {
		return nil, err
	}
	docs, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	k := &plain{c: c, spec: spec, side: make([]int8, len(c.docs)), terms: map[string]*plainTally{},
		words: map[int32]*[2]int{}, seen: map[int32]bool{}}
	for s := range docs {
		for _, i := range docs[s] {
			k.side[i] = int8(s + 1)
		}
	}
	if err := k.count(ctx, ds); err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	r := &KeynessResult{Spec: fixed, Lang: spec.Lang, A: spec.A, B: spec.B, NA: k.total[0], NB: k.total[1],
		DocsA: k.docs[0], DocsB: k.docs[1], Confidence: spec.Confidence}
	for s, f := range []Filter{spec.A, spec.B} {
		if k.total[s] == 0 {
			return nil, fmt.Errorf("keyness: side %s has %w in language %s", f, errNoWords, spec.Lang)
		}
	}
	if err := k.test(r); err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	if err := k.spread(ctx, ds, r); err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	return r, nil
}

// plain is one comparison under way.
type plain struct {
	c     *Corpus
	spec  KeynessSpec
	side  []int8 // by document: 1 = A, 2 = B
	terms map[string]*plainTally
	total [2]int
	docs  [2]int
	words map[int32]*[2]int // words of a story by side
	seen  map[int32]bool    // documents counted
}

// plainTally counts a word. stories and sources stop at the number that the
// spec asks for, so that a common word costs no more than a rare one.
type plainTally struct {
	n       [2]int
	stories [2][]int32
	sources [2][]int32
}

// each yields the words of the two sides.
func (k *plain) each(ctx context.Context, ds *store.Dataset, fn func(row termFacts, d int32, side int)) error {
	for row, err := range store.Scan[termFacts](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read term_counts: %w", err)
		}
		i, ok := k.c.index[row.DocID]
		if ok && k.side[i] != 0 && langMatches(row.Lang, k.spec.Lang) && row.N > 0 {
			fn(row, i, int(k.side[i]-1))
		}
	}
	return nil
}

func (k *plain) count(ctx context.Context, ds *store.Dataset) error {
	return k.each(ctx, ds, func(row termFacts, i int32, side int) {
		t := k.terms[row.Term]
		if t == nil {
			t = &plainTally{}
			k.terms[row.Term] = t
		}
		d := &k.c.docs[i]
		t.n[side] += int(row.N)
		t.stories[side] = upTo(t.stories[side], d.story, k.spec.MinDocs)
		t.sources[side] = upTo(t.sources[side], d.source, k.spec.MinSources)
		k.total[side] += int(row.N)
		if !k.seen[i] {
			k.seen[i] = true
			k.docs[side]++
		}
		if k.words[d.story] == nil {
			k.words[d.story] = &[2]int{}
		}
		k.words[d.story][side] += int(row.N)
	})
}

// upTo adds a value to a set of at most limit values.
func upTo(set []int32, v int32, limit int) []int32 {
	if len(set) >= limit || slices.Contains(set, v) {
		return set
	}
	return append(set, v)
}

// test scores every word and keeps those that may be shown.
func (k *plain) test(r *KeynessResult) error {
	terms := make([]string, 0, len(k.terms))
	for t := range k.terms {
		terms = append(terms, t)
	}
	slices.Sort(terms)
	a, b, prior := make([]int, len(terms)), make([]int, len(terms)), make([]float64, len(terms))
	all := float64(k.total[0] + k.total[1])
	for i, t := range terms {
		n := k.terms[t].n
		a[i], b[i] = n[0], n[1]
		prior[i] = k.spec.Prior * float64(n[0]+n[1]) / all
	}
	odds, err := stats.WeightedLogOdds(a, b, prior)
	if err != nil {
		return err
	}
	var words []KeyWord
	var p []float64
	for i, t := range terms {
		if a[i]+b[i] < k.spec.MinCount {
			continue
		}
		f := stats.Frequencies{A: a[i], B: b[i], NA: k.total[0], NB: k.total[1]}
		w := KeyWord{Term: t, Count: f, G2: stats.G2(f), LogOdds: odds[i].Delta, Z: odds[i].Z, Seed: k.spec.Seed}
		w.LogRatio.Value = stats.LogRatio(f)
		w.P = stats.PValue(w.G2)
		w.MarksA = w.Z > 0
		words, p = append(words, w), append(p, w.P)
	}
	for i, adjusted := range stats.BenjaminiHochberg(p) {
		words[i].PAdj = adjusted
	}
	r.Tested = len(words)
	r.Words = k.choose(words)
	return nil
}

// choose applies the dispersion filter and takes the strongest of each side.
func (k *plain) choose(words []KeyWord) []KeyWord {
	outlets := k.outlets()
	words = slices.DeleteFunc(words, func(w KeyWord) bool {
		side := marked(w)
		t := k.terms[w.Term]
		return w.Z == 0 || len(t.stories[side]) < k.spec.MinDocs || len(t.sources[side]) < min(k.spec.MinSources, outlets[side]) ||
			len(k.spec.Only) > 0 && !slices.Contains(k.spec.Only, w.Term)
	})
	slices.SortFunc(words, func(x, y KeyWord) int {
		return cmp.Or(marked(x)-marked(y), -cmp.Compare(math.Abs(x.Z), math.Abs(y.Z)), cmp.Compare(x.Term, y.Term))
	})
	if k.spec.Top <= 0 {
		return words
	}
	var out []KeyWord
	var kept [2]int
	for _, w := range words {
		if side := marked(w); kept[side] < k.spec.Top {
			kept[side]++
			out = append(out, w)
		}
	}
	return out
}

// outlets counts the sources of each side.
func (k *plain) outlets() [2]int {
	var sets [2]map[int32]bool
	for s := range sets {
		sets[s] = map[int32]bool{}
	}
	for i := range k.seen {
		sets[k.side[i]-1][k.c.docs[i].source] = true
	}
	return [2]int{len(sets[0]), len(sets[1])}
}

// spread reads how the chosen words are spread over stories and resamples the
// stories for the intervals of their log ratios.
func (k *plain) spread(ctx context.Context, ds *store.Dataset, r *KeynessResult) error {
	at := map[string]int{}
	for i, w := range r.Words {
		at[w.Term] = i
	}
	perStory := map[int32]map[int][2]int{}
	inDocs := make([]map[int32]bool, len(r.Words))
	err := k.each(ctx, ds, func(row termFacts, d int32, side int) {
		w, ok := at[row.Term]
		if !ok {
			return
		}
		story := k.c.docs[d].story
		if perStory[story] == nil {
			perStory[story] = map[int][2]int{}
		}
		n := perStory[story][w]
		n[side] += int(row.N)
		perStory[story][w] = n
		if inDocs[w] == nil {
			inDocs[w] = map[int32]bool{}
		}
		inDocs[w][d] = true
	})
	if err != nil {
		return err
	}
	for i := range r.Words {
		k.describe(&r.Words[i], inDocs[i])
	}
	k.resample(perStory, r)
	return nil
}

// describe counts documents and picks examples of the marked side.
func (k *plain) describe(w *KeyWord, docs map[int32]bool) {
	stories := map[int32]bool{}
	for _, d := range slices.Sorted(maps.Keys(docs)) {
		side := int(k.side[d]) - 1
		if side == 0 {
			w.DocsA++
		} else {
			w.DocsB++
		}
		story := k.c.docs[d].story
		if side == marked(*w) && !stories[story] {
			stories[story] = true
			if len(w.Examples) < examplesPerWord {
				w.Examples = append(w.Examples, k.c.docs[d].id)
			}
		}
	}
	w.Stories = len(stories)
}

// resample draws stories of both sides together. Each story is a kind of its
// own, since hardly two have the same counts.
func (k *plain) resample(perStory map[int32]map[int][2]int, r *KeynessResult) {
	stories := slices.Sorted(maps.Keys(k.words))
	hits := make([][]plainOccurrences, len(stories))
	for s, story := range stories {
		for _, w := range slices.Sorted(maps.Keys(perStory[story])) {
			hits[s] = append(hits[s], plainOccurrences{w, perStory[story][w]})
		}
	}
	sampling := k.spec.resampling()
	replicates := make([][]float64, len(r.Words))
	sums := make([][2]int, len(r.Words))
	sampling.Each(slices.Repeat([]int{1}, len(stories)), func(times []int) {
		clear(sums)
		var total [2]int
		for s, m := range times {
			if m == 0 {
				continue
			}
			total[0] += m * k.words[stories[s]][0]
			total[1] += m * k.words[stories[s]][1]
			for _, o := range hits[s] {
				sums[o.word][0] += m * o.count[0]
				sums[o.word][1] += m * o.count[1]
			}
		}
		for w, n := range sums {
			v := math.NaN() // a sample without words on a side
			if total[0] > 0 && total[1] > 0 {
				v = stats.LogRatio(stats.Frequencies{A: n[0], B: n[1], NA: total[0], NB: total[1]})
			}
			replicates[w] = append(replicates[w], v)
		}
	})
	if len(stories) < 2 {
		return
	}
	for w := range r.Words {
		b := sampling.Summary(r.Words[w].LogRatio.Value, replicates[w])
		if b.OK {
			r.Words[w].LogRatio = Measure{Value: b.Value, SE: b.SE, Interval: b.Interval, Method: methodBootstrap}
		}
	}
}
