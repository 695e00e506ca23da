package compare

import (
	"context"
	"errors"
	"fmt"

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
	Target     string // the target that was asked about
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

// Keyness loads a dataset and compares the words of two sides.
func Keyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Keyness(ctx, ds, spec)
}

// Keyness reads table term_counts once. Memory grows with the vocabulary, and
// by some three bytes for each word of a document on either side until
// those come to keptWords; the table is read a second time where there are more.
func (c *Corpus) Keyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
	k, err := c.newKeyness(spec)
	if err != nil {
		return nil, err
	}
	if err := c.keynessOf(ctx, ds, []*keyness{k}, keptWords); err != nil {
		return nil, err
	}
	return k.result, k.err
}

// newKeyness divides the documents; the words are counted by keynessOf.
func (c *Corpus) newKeyness(spec KeynessSpec) (*keyness, error) {
	if err := spec.checkLanguages(); err != nil {
		return nil, err
	}
	var err error
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	if c, err = c.under(spec.Selection); err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	fixed, err := specJSON(questionKeyness, spec)
	if err != nil {
		return nil, err
	}
	docs, err := c.sides(spec.Selection, spec.A, spec.B)
	if err != nil {
		return nil, fmt.Errorf("keyness: %w", err)
	}
	k := &keyness{c: c, spec: spec, side: make([]int8, len(c.docs)), words: make([][2]int, len(c.stories)), seen: make([]bool, len(c.docs)),
		result: &KeynessResult{Spec: fixed, Target: spec.Target, Lang: spec.Lang, A: spec.A, B: spec.B, Confidence: spec.Confidence}}
	for s := range docs {
		for _, i := range docs[s] {
			k.side[i] = int8(s + 1)
		}
	}
	return k, nil
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
	c      *Corpus
	spec   KeynessSpec
	side   []int8   // by document: 1 = A, 2 = B
	seen   []bool   // documents counted
	words  [][2]int // of a story, by side
	total  [2]int
	docs   [2]int
	terms  []wordTally // by the lexicon's number, until the words are chosen
	sets   smallSets   // behind the tallies
	chosen []int32     // by the lexicon's number: place in result.Words + 1
	hits   []wordHit   // of the chosen words
	result *KeynessResult
	err    error // why there is no result
}

// keynessOf answers all comparisons from one pass over table term_counts. It
// counts and scores the words, then asks what was kept of the pass, or the
// table again if that would have been more than keep bytes, how the chosen
// words spread over stories. A comparison without words on a side gets an error
// of its own.
func (c *Corpus) keynessOf(ctx context.Context, ds *store.Dataset, list []*keyness, keep int) error {
	lexicons := lexiconsOf(list)
	kept := &wordLog{limit: keep}
	err := c.scanWords(ctx, ds, lexicons, (*lexicon).add, func(l *lexicon, doc int32, words []wordCount) {
		kept.add(l, doc, words)
		l.count(doc, words)
	})
	if err != nil {
		return fmt.Errorf("keyness: %w", err)
	}
	for _, l := range lexicons {
		if err := l.choose(); err != nil {
			return fmt.Errorf("keyness: %w", err)
		}
	}
	if kept.complete() {
		kept.each(lexicons, (*lexicon).find)
	} else if err := c.scanWords(ctx, ds, lexicons, (*lexicon).lookup, (*lexicon).find); err != nil {
		return fmt.Errorf("keyness: %w", err)
	}
	for _, k := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if k.err == nil {
			k.spread()
		}
	}
	return nil
}
