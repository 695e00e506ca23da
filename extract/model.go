package extract

import (
	"math"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The block model is a logistic regression over what the voters kept and what
// the block and its surroundings look like. Its weights stand in weights.go;
// fit_test.go fits them.

// feature numbers the inputs of the block model.
type feature int

const (
	fBias feature = iota
	fTraf
	fRead
	fBoth
	fLinks      // share of letters within links
	fLength     // log of letters
	fShort      // fewer than 15 letters
	fEnds       // ends like a sentence
	fStops      // punctuation density
	fHeading    //
	fH1         //
	fP          //
	fItem       // list item
	fGroupTraf  // share of the letters below the same grandparent that a voter kept
	fGroupRead  //
	fPrev       // support of the neighbours
	fNext       //
	fNear       //
	fBefore     // stands before the first block that both voters kept whole
	fAfter      // or after the last
	fLinksRead  //
	fKindTraf   // share of the letters in blocks with the same tag and class that trafilatura kept
	fKindLinks  // link share of those blocks
	fPara       // a paragraph of prose by its own looks
	fParaTraf   //
	fParaRead   //
	fTrafAlone  // trafilatura's support times what it kept alone on this page
	fTrafMissed // times what it missed of the other's
	fReadAlone  //
	fReadMissed //
	fParaTrafOnly
	fParaReadOnly
	fCaption
	fComment
	fRelated
	fShare
	fNotice
	fByline
	fTags
	fAd
	fNote
	fHidden
	fNav
	fFigure
	fList
	fQuote
	fForm
	fFooter
	fAside
	fHeader
	fMain
	fPhraseRelated
	fPhraseShare
	fPhraseNotice
	fPhraseComment
	fPhraseNote
	fPhraseCaption
	fPhraseByline
	featureCount
)

// placeFeatures are the features that say where a block stands.
var placeFeatures = map[feature]place{
	fCaption: isCaption, fComment: isComment, fRelated: isRelated, fShare: isShare, fNotice: isNotice, fByline: isByline,
	fTags: isTags, fAd: isAd, fNote: isNote, fHidden: isHidden, fNav: inNav, fFigure: inFigure, fList: inList, fQuote: inQuote,
	fForm: inForm, fFooter: inFooter, fAside: inAside, fHeader: inHeader, fMain: inMain,
}

var phraseFeatures = map[string]feature{
	kindRelated: fPhraseRelated, kindShare: fPhraseShare, kindNotice: fPhraseNotice, kindComment: fPhraseComment,
	kindNote: fPhraseNote, kindCaption: fPhraseCaption, kindByline: fPhraseByline,
}

type vector [featureCount]float64

// tally sums letters and support over a group of blocks.
type tally struct{ letters, linked, traf, read float64 }

func (t *tally) add(b *block) {
	n := float64(b.letters)
	t.letters += n
	t.linked += float64(b.linked)
	t.traf += n * b.support[byTrafilatura]
	t.read += n * b.support[byReadability]
}

// vectors computes the features of all blocks of a page.
func vectors(blocks []*block) []vector {
	groups, kinds := map[*html.Node]*tally{}, map[string]*tally{}
	names := make([]string, len(blocks))
	first, last := len(blocks), -1
	var all, both float64
	var page tally
	for i, b := range blocks {
		names[i] = kindName(b.parent)
		tallyOf(groups, b.parent.Parent).add(b)
		tallyOf(kinds, names[i]).add(b)
		page.add(b)
		all += float64(b.letters)
		both += float64(b.letters) * b.support[byTrafilatura] * b.support[byReadability]
		if b.agreed() && b.letters > 60 {
			first, last = min(first, i), i
		}
	}
	if last < 0 {
		first, last = 0, len(blocks)
	}
	trafAlone, readAlone := 1-(both+1)/(page.traf+1), 1-(both+1)/(page.read+1)
	out := make([]vector, len(blocks))
	for i, b := range blocks {
		v := &out[i]
		b.ownFeatures(v)
		t, r := b.support[byTrafilatura], b.support[byReadability]
		v[fTraf], v[fRead], v[fBoth] = t, r, t*r
		g, k := groups[b.parent.Parent], kinds[names[i]]
		v[fGroupTraf], v[fGroupRead] = g.traf/g.letters, g.read/g.letters
		v[fKindTraf], v[fKindLinks] = k.traf/k.letters, k.linked/k.letters
		v[fPrev], v[fNext] = supportAt(blocks, i-1), supportAt(blocks, i+1)
		v[fNear] = (v[fPrev] + supportAt(blocks, i-2) + v[fNext] + supportAt(blocks, i+2)) / 4
		v[fBefore], v[fAfter] = truth(i < first), truth(i > last)
		v[fLinksRead] = v[fLinks] * r
		v[fParaTraf], v[fParaRead] = v[fPara]*t, v[fPara]*r
		v[fTrafAlone], v[fTrafMissed] = t*trafAlone, t*readAlone
		v[fReadAlone], v[fReadMissed] = r*readAlone, r*trafAlone
		v[fParaTrafOnly] = v[fPara] * t * (1 - r) * trafAlone
		v[fParaReadOnly] = v[fPara] * r * (1 - t) * readAlone
	}
	return out
}

// agreed reports whether both extractors kept the block.
func (b *block) agreed() bool {
	return b.support[byTrafilatura] > 0.6 && b.support[byReadability] > 0.6
}

// ownFeatures fills in what the block itself and its place say.
func (b *block) ownFeatures(v *vector) {
	n := float64(b.letters)
	v[fBias] = 1
	v[fLinks] = min(1, float64(b.linked)/n)
	v[fLength] = math.Log1p(n)
	v[fShort] = truth(b.letters < 15)
	v[fEnds] = truth(endsSentence(b.text))
	v[fStops] = min(1, 20*float64(b.stops)/n)
	v[fHeading], v[fH1] = truth(isHeading(b.tag)), truth(b.tag == atom.H1)
	v[fP], v[fItem] = truth(b.tag == atom.P), truth(b.tag == atom.Li)
	v[fPara] = truth(b.prose())
	for f, p := range placeFeatures {
		v[f] = truth(b.where.has(p))
	}
	if kind := b.phrase; kind != "" {
		v[phraseFeatures[kind]] = 1
	}
}

// prose reports whether the block looks like a paragraph of running text.
func (b *block) prose() bool {
	return b.letters > 60 && b.linked*10 < b.letters*3 && endsSentence(b.text)
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	default:
		return false
	}
}

func tallyOf[K comparable](m map[K]*tally, k K) *tally {
	t := m[k]
	if t == nil {
		t = &tally{}
		m[k] = t
	}
	return t
}

// kindName is the tag and class of a block's element and of its parent.
func kindName(n *html.Node) string {
	name := n.Data + "." + attr(n, "class")
	if n.Parent != nil {
		name += "/" + n.Parent.Data + "." + attr(n.Parent, "class")
	}
	return name
}

func supportAt(blocks []*block, i int) float64 {
	if i < 0 || i >= len(blocks) {
		return 0
	}
	return (blocks[i].support[byTrafilatura] + blocks[i].support[byReadability]) / 2
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// chance is the model's probability that a block belongs to the text.
func (v *vector) chance(w *vector) float64 {
	z := 0.0
	for i, x := range v {
		z += x * w[i]
	}
	return 1 / (1 + math.Exp(-z))
}
