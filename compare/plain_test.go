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

type termFacts struct {
	DocID string `col:"doc_id"`
	Lang  string `col:"lang"`
	Term  string `col:"term"`
	N     int64  `col:"n"`
}

func (termFacts) Table() string { return store.TermCountRow{}.Table() }

// plain is one comparison of single words under way, done the straightforward
// way: row by row, with its counts in maps.
type plain struct {
	c        *Corpus
	spec     KeynessSpec
	side     map[int32]int            // by document
	terms    map[string]map[int32]int // occurrences by document
	words    map[int32]int            // by document
	r        *KeynessResult
	function map[string]bool
}

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
	k := &plain{c: c, function: functionWords(spec.Lang), spec: spec, side: map[int32]int{}, terms: map[string]map[int32]int{}, words: map[int32]int{},
		r: &KeynessResult{Spec: fixed, Lang: spec.Lang, A: spec.A, B: spec.B, Confidence: spec.Confidence, Unlisted: functionWords(spec.Lang) == nil}}
	for s := range docs {
		for _, i := range docs[s] {
			k.side[i] = s
		}
	}
	for row, err := range store.Scan[termFacts](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read term_counts: %w", err)
		}
		i, known := c.index[row.DocID]
		if _, on := k.side[i]; !known || !on || !langMatches(row.Lang, spec.Lang) {
			continue
		}
		if k.terms[row.Term] == nil {
			k.terms[row.Term] = map[int32]int{}
		}
		k.terms[row.Term][i] += int(row.N)
		k.words[i] += int(row.N)
	}
	return k.r, k.answer()
}

// plainKind is a kind of cluster.
type plainKind func(d *doc) [2]int32

func plainKinds() []plainKind {
	return []plainKind{func(d *doc) [2]int32 { return [2]int32{d.story, 0} }, func(d *doc) [2]int32 { return [2]int32{d.source, 0} },
		func(d *doc) [2]int32 { return [2]int32{d.story, d.source} }}
}

// clusters sums documents; counts may be nil.
func (k *plain) clusters(of plainKind, counts map[int32]int) map[[2]int32]stats.RateCluster {
	out := map[[2]int32]stats.RateCluster{}
	for i, n := range k.words {
		key := of(&k.c.docs[i])
		cl := out[key]
		if k.side[i] == 0 {
			cl.NA, cl.A = cl.NA+n, cl.A+counts[i]
		} else {
			cl.NB, cl.B = cl.NB+n, cl.B+counts[i]
		}
		out[key] = cl
	}
	return out
}

func plainSorted(clusters map[[2]int32]stats.RateCluster, with bool) []stats.RateCluster {
	var out []stats.RateCluster
	keys := slices.SortedFunc(maps.Keys(clusters), func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, key := range keys {
		if c := clusters[key]; !with || c.A+c.B > 0 {
			out = append(out, c)
		}
	}
	return out
}

func (k *plain) answer() error {
	r := k.r
	var kinds stats.RateKinds
	for i, to := range []*stats.RateClusters{&kinds.Stories, &kinds.Outlets, &kinds.Both} {
		for _, c := range plainSorted(k.clusters(plainKinds()[i], nil), false) {
			to.Add(c)
		}
	}
	for i, n := range k.words {
		if k.side[i] == 0 {
			r.NA += n
			r.DocsA++
		} else {
			r.NB += n
			r.DocsB++
		}
	}
	for s, n := range []int{r.NA, r.NB} {
		if n == 0 {
			return fmt.Errorf("keyness: side %s has %w in language %s", []Filter{k.spec.A, k.spec.B}[s], errNoWords, k.spec.Lang)
		}
	}
	r.Stories, r.Outlets = [2]int{kinds.Stories.OnA, kinds.Stories.OnB}, [2]int{kinds.Outlets.OnA, kinds.Outlets.OnB}
	r.TwoWay = kinds.TwoWay()
	var words []KeyWord
	var p []float64
	for _, term := range slices.Sorted(maps.Keys(k.terms)) {
		if w, ok := k.word(term, kinds); ok {
			words, p = append(words, w), append(p, w.P)
		}
	}
	r.Tested = len(words)
	for i, adjusted := range stats.BenjaminiHochberg(p) {
		words[i].PAdj = adjusted
		words[i].Survives = adjusted < 1-k.spec.Confidence
	}
	k.choose(words)
	return nil
}

// word tests a word that occurs often enough.
func (k *plain) word(term string, kinds stats.RateKinds) (KeyWord, bool) {
	counts := k.terms[term]
	f := stats.Frequencies{NA: k.r.NA, NB: k.r.NB}
	w := KeyWord{Term: term, Length: 1, Function: k.function[term]}
	for i, n := range counts {
		if k.side[i] == 0 {
			f.A += n
			w.DocsA++
		} else {
			f.B += n
			w.DocsB++
		}
	}
	if f.A+f.B < k.spec.MinCount {
		return w, false
	}
	var with stats.RateWith
	for i, to := range []*[]stats.RateCluster{&with.Stories, &with.Outlets, &with.Both} {
		*to = plainSorted(k.clusters(plainKinds()[i], counts), true)
	}
	prior := k.spec.Prior * float64(f.A+f.B) / float64(f.NA+f.NB)
	odds, err := stats.WeightedLogOdds([]int{f.A, f.NA - f.A}, []int{f.B, f.NB - f.B}, []float64{prior, k.spec.Prior - prior})
	if err != nil {
		panic(err)
	}
	test := kinds.Test(f, with)
	w.Count, w.LogOdds, w.Z, w.MarksA = f, odds[0].Delta, odds[0].Z, odds[0].Z > 0
	w.P, w.Effective, w.G2, w.PWords = test.P, test.Effective, stats.G2(f), stats.PValue(stats.G2(f))
	w.LogRatio.Value = stats.LogRatio(f)
	if test.Freedom > 0 {
		half := test.Half(k.spec.Confidence)
		w.LogRatio = Measure{Value: w.LogRatio.Value, SE: test.LogSE, Method: methodRateStories, Clusters: kinds.Stories.N, Interval: stats.Interval{Lo: w.LogRatio.Value - half, Hi: w.LogRatio.Value + half}}
		if test.TwoWay {
			w.LogRatio.Method, w.LogRatio.Clusters = methodRateTwoWay, min(kinds.Stories.N, kinds.Outlets.N)
		}
	}
	k.describe(&w, counts)
	return w, true
}

// describe tells how the word is spread over the side that it marks.
func (k *plain) describe(w *KeyWord, counts map[int32]int) {
	stories, outlets := map[int32]bool{}, map[int32]bool{}
	for _, d := range slices.Sorted(maps.Keys(counts)) {
		if k.side[d] != marked(*w) {
			continue
		}
		at := &k.c.docs[d]
		if !stories[at.story] && len(w.Examples) < examplesPerWord {
			w.Examples = append(w.Examples, at.id)
		}
		stories[at.story], outlets[at.source] = true, true
	}
	w.Stories, w.Outlets = len(stories), len(outlets)
	over := plainKinds()[1]
	if k.r.Outlets[marked(*w)] < 2 {
		over = plainKinds()[0]
	}
	count, _ := of(stats.RateCluster(w.Count), marked(*w))
	sum, least := 0.0, 1.0
	for _, c := range plainSorted(k.clusters(over, counts), false) {
		n, size := of(c, marked(*w))
		_, all := of(stats.RateCluster(w.Count), marked(*w))
		share := float64(size) / float64(all)
		if size > 0 {
			least = min(least, share)
		}
		sum += math.Abs(float64(n)/float64(max(count, 1)) - share)
	}
	if count > 0 && least < 1 {
		w.Dispersion = min(1, sum/2/(1-least))
	}
}

// choose takes what may be shown, the strongest of each side.
func (k *plain) choose(words []KeyWord) {
	words = slices.DeleteFunc(words, func(w KeyWord) bool {
		if w.Z == 0 || w.Stories < k.spec.MinDocs || w.Outlets < min(k.spec.MinSources, k.r.Outlets[marked(w)]) {
			return true
		}
		if w.Function && w.Survives && !k.spec.FunctionWords {
			k.r.Functions++
		}
		if w.Function && !(w.Survives && k.spec.FunctionWords) {
			return true
		}
		if w.Survives {
			k.r.Surviving++
		}
		return len(k.spec.Only) > 0 && !slices.Contains(k.spec.Only, w.Term)
	})
	slices.SortFunc(words, func(x, y KeyWord) int {
		if x.Survives != y.Survives && x.MarksA == y.MarksA {
			if x.Survives {
				return -1
			}
			return 1
		}
		return cmp.Or(marked(x)-marked(y), -cmp.Compare(math.Abs(x.Z), math.Abs(y.Z)), cmp.Compare(x.Term, y.Term))
	})
	var kept [2]int
	for _, w := range words {
		if side := marked(w); k.spec.Top <= 0 || kept[side] < k.spec.Top {
			kept[side]++
			k.r.Words = append(k.r.Words, w)
		}
	}
}
