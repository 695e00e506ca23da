package compare

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"framewatch/compare/stats"
	"framewatch/store"
)

// ErrLanguages means that words of two languages were to be compared.
var ErrLanguages = errors.New("words of different languages cannot be compared")

// errNoWords means that a side has documents but no words in the language.
var errNoWords = errors.New("no words")

// KeynessSpec asks which words of one language mark side A against side B. No
// document may be on both sides.
type KeynessSpec struct {
	Selection
	Sampling
	A          Filter   `json:"a"`
	B          Filter   `json:"b"`
	Lang       string   `json:"lang"` // of the words; zh stands for zh-Hans and zh-Hant
	MinCount   int      `json:"min_count"`
	MinDocs    int      `json:"min_docs"`    // stories on the side that a word marks
	MinSources int      `json:"min_sources"` // outlets on that side, or all outlets that the side has
	Prior      float64  `json:"prior"`
	Top        int      `json:"-"` // words of each side; 0 = all
	Only       []string `json:"-"` // leave out all other words; the tests and their number stay the same
}

// KeynessResult holds the marked words of two sides, those of side A first,
// each side from the strongest z on.
type KeynessResult struct {
	Spec       string
	Lang       string
	A, B       Filter
	NA, NB     int // words on the sides
	DocsA      int // documents with words in the language
	DocsB      int
	Tested     int // words with MinCount occurrences, over which p values are adjusted
	Confidence float64
	Words      []KeyWord
}

// KeyWord is one word that marks a side. Statistics are those of package stats
// with side A first: a positive LogRatio and Z mark side A.
type KeyWord struct {
	Term         string
	MarksA       bool
	Count        stats.Frequencies
	DocsA, DocsB int
	Stories      int     // on the marked side
	LogRatio     Measure // interval over stories
	G2, P, PAdj  float64
	LogOdds, Z   float64  // weighted log-odds with an informative Dirichlet prior
	Examples     []string // up to five documents of the marked side, of different stories
	Seed         int64
}

type termFacts struct {
	DocID string `col:"doc_id"`
	Lang  string `col:"lang"`
	Term  string `col:"term"`
	N     int64  `col:"n"`
}

func (termFacts) Table() string { return store.TermCountRow{}.Table() }

// Keyness loads a dataset and compares the words of two sides.
func Keyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Keyness(ctx, ds, spec)
}

// Keyness streams table term_counts twice: once to count and test every word,
// once for how the chosen words spread over stories. Memory grows with the
// vocabulary, not with the documents.
func (c *Corpus) Keyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
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
	k := &keyness{c: c, spec: spec, side: make([]int8, len(c.docs)), terms: map[string]*termStat{},
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

func (s KeynessSpec) checkLanguages() error {
	if s.Lang == "" {
		return fmt.Errorf("keyness: no language is named: %w (choose one, such as en)", ErrLanguages)
	}
	for _, f := range []Filter{s.A, s.B, s.Filter} {
		for _, l := range f.langs() {
			if !langMatches(l, s.Lang) && !langMatches(s.Lang, l) {
				return fmt.Errorf("keyness in %s with a side in %s (%s): %w", s.Lang, l, f, ErrLanguages)
			}
		}
	}
	return nil
}

// keyness is one comparison under way.
type keyness struct {
	c     *Corpus
	spec  KeynessSpec
	side  []int8 // by document: 1 = A, 2 = B
	terms map[string]*termStat
	total [2]int
	docs  [2]int
	words map[int32]*[2]int // words of a story by side
	seen  map[int32]bool    // documents counted
}

// termStat counts a word. stories and sources stop at the number that the
// spec asks for, so that a common word costs no more than a rare one.
type termStat struct {
	n       [2]int
	stories [2][]int32
	sources [2][]int32
}

// each yields the words of the two sides.
func (k *keyness) each(ctx context.Context, ds *store.Dataset, fn func(row termFacts, d int32, side int)) error {
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

func (k *keyness) count(ctx context.Context, ds *store.Dataset) error {
	return k.each(ctx, ds, func(row termFacts, i int32, side int) {
		t := k.terms[row.Term]
		if t == nil {
			t = &termStat{}
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
func (k *keyness) test(r *KeynessResult) error {
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
func (k *keyness) choose(words []KeyWord) []KeyWord {
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

func marked(w KeyWord) int {
	if w.MarksA {
		return 0
	}
	return 1
}

// outlets counts the sources of each side.
func (k *keyness) outlets() [2]int {
	var sets [2]map[int32]bool
	for s := range sets {
		sets[s] = map[int32]bool{}
	}
	for i := range k.seen {
		sets[k.side[i]-1][k.c.docs[i].source] = true
	}
	return [2]int{len(sets[0]), len(sets[1])}
}
