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

// KeynessSpec asks which words and phrases of one language mark side A against
// side B. No document may be on both sides.
type KeynessSpec struct {
	Selection
	Sampling
	A             Filter   `json:"a"`
	B             Filter   `json:"b"`
	Lang          string   `json:"lang"` // of the words; zh stands for zh-Hans and zh-Hant
	MinCount      int      `json:"min_count"`
	MinDocs       int      `json:"min_docs"`    // stories on the side that a word marks
	MinSources    int      `json:"min_sources"` // outlets on that side, or all outlets that the side has
	Prior         float64  `json:"prior"`
	Phrases       int      `json:"phrases,omitempty"`        // most words of a phrase; below 2, single words alone
	FunctionWords bool     `json:"function_words,omitempty"` // show those that survive
	Top           int      `json:"-"`                        // words of each side; 0 = all
	Only          []string `json:"-"`                        // leave out all other words; the tests and their number stay the same
}

// KeynessResult holds words and phrases of two sides, those of side A first, on
// each side those that survive adjustment first, then from the strongest z on.
type KeynessResult struct {
	Spec       string
	Target     string // the target that was asked about
	Lang       string
	A, B       Filter
	NA, NB     int    // words on the sides
	DocsA      int    // documents with words in the language
	DocsB      int    //
	Stories    [2]int // by side
	Outlets    [2]int
	Tested     int  // words and phrases over which p values are adjusted
	Phrases    int  // phrases among them
	Surviving  int  // words and phrases that may be shown and whose adjusted p is below 1 less the confidence
	Functions  int  // function words that survive and are not asked for
	TwoWay     bool // p values know outlets too, not stories alone
	Unlisted   bool // the project has no list of the language's function words
	Confidence float64
	Words      []KeyWord
}

// KeyWord is one word or phrase. It marks a side where it survives; else it only
// leans to it. Statistics are those of package stats with side A first: a
// positive LogRatio and Z stand for side A.
type KeyWord struct {
	Term         string
	Length       int // words of a phrase, 1 of a word
	MarksA       bool
	Survives     bool // PAdj is below 1 less the confidence
	Function     bool // a function word
	Count        stats.Frequencies
	DocsA, DocsB int
	Stories      int      // on the marked side
	Outlets      int      // on the marked side
	Dispersion   float64  // normed deviation of proportions over outlets of the marked side, over its stories where it has one outlet: 0 = even, 1 = all in one place
	LogRatio     Measure  // interval over stories and outlets
	P, PAdj      float64  // with stories and outlets as clusters (see [stats.RateKinds.Test]); adjusted over all that were tested (Benjamini & Hochberg 1995)
	Effective    float64  // independent occurrences that would be worth as much; 0 where a side has one story
	G2, PWords   float64  // and its p value, as if words were independent draws
	LogOdds, Z   float64  // weighted log-odds with an informative Dirichlet prior
	Examples     []string // up to five documents of the marked side, of different stories
}

// Keyness loads a dataset and compares the words of two sides.
func Keyness(ctx context.Context, ds *store.Dataset, spec KeynessSpec) (*KeynessResult, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Keyness(ctx, ds, spec)
}

// Keyness reads table term_counts once, and the texts for phrases. Memory grows
// with the vocabulary, and by some three bytes for each word of a document on
// either side until those come to keptWords; the table is read again where there
// are more, and phrases are not looked for.
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
	k := &keyness{c: c, spec: spec, side: make([]int8, len(c.docs)), words: make([]int32, len(c.docs)),
		result: &KeynessResult{Spec: fixed, Target: spec.Target, Lang: spec.Lang, A: spec.A, B: spec.B, Confidence: spec.Confidence,
			Unlisted: functionWords(spec.Lang) == nil}}
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
	c       *Corpus
	spec    KeynessSpec
	side    []int8  // by document: 1 = A, 2 = B
	words   []int32 // by document: words in the language
	total   [2]int
	terms   []wordTally // by the lexicon's number
	tested  []int32     // numbers of the words that are tested
	slots   []int32     // by the lexicon's number: place in tested + 1
	spreads []spread    // of the tested words
	units   *units
	chosen  []int32   // by the lexicon's number: place in result.Words + 1
	hits    []wordHit // of the chosen words
	with    []int32   // documents of the marked side with one of the words of spec.Only, if there are such
	result  *KeynessResult
	err     error // why there is no result
}

// keynessOf answers all comparisons from one pass over table term_counts. It
// counts the words, then asks what was kept of the pass, or the table again if
// that would have been more than keep bytes, how the words that are frequent
// enough spread over stories and outlets. A comparison without words on a side
// gets an error of its own.
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
		l.words = len(l.terms)
	}
	found := &wordLog{limit: keep}
	if kept.complete() {
		kept.sortBy(c.storyOrder())
		if err := c.findPhrases(ctx, ds, lexicons, kept, found); err != nil {
			return fmt.Errorf("keyness: %w", err)
		}
	}
	again := func(l *lexicon, run func(doc int32, words []wordCount)) error {
		if kept.complete() {
			kept.each(l, run)
			found.each(l, run)
			return nil
		}
		l.index()
		return c.scanWords(ctx, ds, []*lexicon{l}, (*lexicon).lookup, func(_ *lexicon, doc int32, words []wordCount) { run(doc, words) })
	}
	for _, l := range lexicons {
		for _, k := range l.asked {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := k.answer(l, again); err != nil {
				return fmt.Errorf("keyness: %w", err)
			}
		}
	}
	return nil
}

// answer tests the words and describes those that are shown; again yields the
// words of all documents.
func (k *keyness) answer(l *lexicon, again func(*lexicon, func(int32, []wordCount)) error) error {
	k.sum()
	for s, f := range []Filter{k.spec.A, k.spec.B} {
		if k.total[s] == 0 {
			k.err = asked(fmt.Errorf("keyness: side %s has %w in language %s", f, errNoWords, k.spec.Lang))
			return nil
		}
	}
	k.choose(l)
	if err := k.measure(l, again); err != nil {
		return err
	}
	scores, err := k.score(l)
	if err != nil {
		return err
	}
	k.show(l, scores)
	if err := again(l, k.find); err != nil {
		return err
	}
	if err := k.describe(); err != nil {
		return err
	}
	if len(k.spec.Only) > 0 {
		for _, h := range k.hits {
			k.with = append(k.with, h.doc)
		}
	}
	k.terms, k.slots, k.spreads, k.units, k.chosen, k.hits = nil, nil, nil, nil, nil, nil
	return nil
}

// Verdict says in a sentence how many of the words that were tested survive.
func (r *KeynessResult) Verdict() string {
	words := "words"
	if r.Phrases > 0 {
		words = "words and phrases"
	}
	clusters := "stories as clusters"
	if r.TwoWay {
		clusters = "stories and outlets as clusters"
	}
	verdict := fmt.Sprintf("%d of %d %s survive adjustment (%s)", r.Surviving, r.Tested, words, clusters)
	switch r.Surviving {
	case 0:
		verdict = fmt.Sprintf("none of %d %s survives adjustment (%s)", r.Tested, words, clusters)
	case 1:
		verdict = fmt.Sprintf("1 of %d %s survives adjustment (%s)", r.Tested, words, clusters)
	}
	if min(r.Stories[0], r.Stories[1]) < 2 {
		verdict += ": a side has one story, and nothing can be told from chance"
	}
	switch {
	case r.Unlisted:
		verdict += "; there is no list of this language's function words, so they count as any word"
	case r.Functions > 0:
		verdict += fmt.Sprintf("; beside them %d function words do, which are not shown", r.Functions)
	}
	return verdict
}
