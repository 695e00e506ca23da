package rendering

import (
	"fmt"
	"sync"

	"framewatch/corpus"
	"framewatch/nlp/align"
	"framewatch/nlp/heads"
	"framewatch/nlp/link"
	"framewatch/nlp/match"
	"framewatch/nlp/zh"
)

// Finder finds how one entity is named in a translation. It is safe for
// concurrent use.
type Finder struct {
	target  link.Entity
	words   *zh.Segmenter
	meaning *Meaning
	prepare func() error // fills in the rest, once
	lexicon *align.Lexicon
	known   *match.Trie[int] // names of the target that need no context
	short   *match.Trie[int] // its Chinese names without their word of reach
	names   names
	phrases map[string]*match.Trie[heads.Phrase] // that stand for such a body, by language
}

// New makes a finder for an entity of a gazetteer; words cuts Chinese. Where words do
// not suffice sentences are aligned by their meaning too, unless that is nil. The
// dictionary is loaded, and the names are read, with the first bilingual document.
func New(target link.Entity, words *zh.Segmenter, meaning *Meaning) *Finder {
	f := &Finder{target: target, words: words, meaning: meaning}
	f.prepare = sync.OnceValue(f.load)
	return f
}

// load fills in what New leaves to the first text.
func (f *Finder) load() (err error) {
	if f.lexicon, err = align.LoadLexicon(); err != nil {
		return fmt.Errorf("find renderings: %w", err)
	}
	f.known, f.short, f.phrases = match.NewTrie[int](), match.NewTrie[int](), map[string]*match.Trie[heads.Phrase]{}
	for i, n := range f.target.Names {
		if !n.Context && sureName(n.Variant) {
			f.known.Add(n.Text, match.Literal, i)
		}
	}
	f.names = newNames(f.target, f.lexicon)
	for i, s := range f.names.short {
		f.short.Add(s, match.Literal, i)
	}
	f.addPhrases()
	return nil
}

// sureName reports variants that editors took from those who know the entity.
func sureName(v corpus.Variant) bool {
	return v == corpus.VariantOfficial || v == corpus.VariantAlias || v == corpus.VariantAbbreviation
}

// Place is a span of a document's text or title.
type Place struct {
	In       corpus.Field
	Span     corpus.Span
	Sentence int // index into Annotations.Sentences
	Text     string
}

// Rendering is one place where the translation names the target.
type Rendering struct {
	Place
	Variant corpus.Variant
	Source  *Place // the mention that it translates; nil where the original has none
	Score   float64
	// Evidence says in words what speaks for it, for people who check.
	Evidence string
}

// Gap is a passage of the original that the translation has not: a mention of
// the target, or a whole sentence.
type Gap struct {
	Source Place
	Target *Place // where it should stand; nil where the whole passage is missing
}

// Change is a fact that differs between the two texts.
type Change struct {
	Kind           string // ChangeNumber, ChangeArticle, ChangeName or ChangeDenial
	Source, Target Place
}

// Result is what a [Finder] found in a pair of texts.
type Result struct {
	SourceLang, TargetLang string // without script and region
	Pairs                  []Pair
	Renderings             []Rendering
	Omitted                []Gap // mentions without a rendering
	Lost                   []Gap // sentences without a translation
	Changed                []Change
}

// Pair is a pair of sentences that translate each other, by their index in
// Annotations.Sentences of the source's and the target's document. Score, 0 to 1,
// is the share of words that have a counterpart, between languages without a
// dictionary the cosine of what the sentences mean. Where a bead joins several
// sentences those of the shorter side are paired in turn, its last one with all that
// are left of the other.
type Pair struct {
	Source, Target int
	Score          float64
}

// Text is a document with the annotations that the layers before this one made.
type Text struct {
	Doc   *corpus.Document
	Notes *corpus.Annotations
}

// Within finds renderings in a document that holds a text and its translation,
// one after the other or paragraph by paragraph. ok is false when the document
// has no two languages that translate each other. The error is that of the
// dictionary or of the encoder: they are embedded, and damaged only if the binary is.
func (f *Finder) Within(t Text) (r Result, ok bool, err error) {
	if err := f.prepare(); err != nil {
		return Result{}, false, err
	}
	source, target, told, ok := f.halves(t)
	if !ok {
		return Result{}, false, nil
	}
	f.read(source, target)
	if r, err = f.between(source, target, false); err != nil {
		return Result{}, false, err
	}
	if !told && len(r.Pairs) > 0 && r.wrong() < clearlyWrong {
		// Which half translates the other is a guess: wrong names tell.
		back, err := f.between(target, source, false)
		if err != nil {
			return Result{}, false, err
		}
		if back.tells(r) {
			r = back
		}
	}
	return r, len(r.Pairs) > 0, nil
}

// clearlyWrong is how many wrong names make a half a translation without a look
// at the other.
const clearlyWrong = 3

// wrong counts wrong names that stand for a mention of the original.
func (r *Result) wrong() int {
	n := 0
	for _, x := range r.Renderings {
		if x.Source != nil && (x.Variant == corpus.VariantMistranslation || x.Variant == corpus.VariantTypo) {
			n++
		}
	}
	return n
}

// sourced counts what stands for a mention of the original.
func (r *Result) sourced() int {
	n := 0
	for _, x := range r.Renderings {
		if x.Source != nil {
			n++
		}
	}
	return n
}

// tells reports whether r, found with the halves the other way round, shows that
// they belong so.
func (r *Result) tells(other Result) bool {
	if other.sourced() == 0 {
		return r.sourced() > 0
	}
	return r.wrong() > other.wrong()+1
}

// Between finds renderings in target, a translation of source. The error is as
// in [Finder.Within].
func (f *Finder) Between(source, target Text) (Result, error) {
	if err := f.prepare(); err != nil {
		return Result{}, err
	}
	a, b := f.whole(source), f.whole(target)
	f.read(a, b)
	return f.between(a, b, true)
}

// read fills in what the sentences of halves hold.
func (f *Finder) read(halves ...*half) {
	for _, h := range halves {
		h.read(f, f.lexicon)
	}
}

// between aligns two halves and finds renderings, unless the alignment shows that
// they are no translations of each other; that they are may be told. The error is
// that of loading what tells the meaning of sentences.
func (f *Finder) between(source, target *half, told bool) (Result, error) {
	w := &work{f: f, source: source, target: target}
	w.align()
	overlap, _ := w.likeness()
	likely := overlap >= leastOverlap
	if !w.glossed() || overlap < sureOverlap {
		if err := f.meaning.embed(source, target); err != nil {
			return Result{}, err
		}
	}
	if w.meant() {
		w.align()
		_, cosine := w.likeness()
		likely = cosine >= leastCosine
	}
	if !told && !likely {
		return Result{SourceLang: source.lang, TargetLang: target.lang}, nil
	}
	w.learn()
	return w.result(), nil
}
