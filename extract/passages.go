package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// runLetters is how many letters of prose a passage in another script has to be
// taken back into the text; a third in Chinese.
const runLetters = 200

// droppedPassages finds the second half of a bilingual page, which extractors
// tend to drop because it stands in a container of its own: runs of prose in a
// script that the kept text does not use.
func droppedPassages(blocks []*block) [][]*block {
	kept := map[string]int{}
	total := 0
	for _, b := range blocks {
		if b.keep {
			kept[scriptOf(b.text)] += b.letters
			total += b.letters
		}
	}
	if total == 0 {
		return nil
	}
	var out [][]*block
	for i := 0; i < len(blocks); {
		script := scriptOf(blocks[i].text)
		if blocks[i].keep || kept[script]*10 > total || !blocks[i].unflagged() {
			i++
			continue
		}
		j, letters, prose := i, 0, 0
		for j < len(blocks) && !blocks[j].keep && scriptOf(blocks[j].text) == script && blocks[j].unflagged() {
			letters += blocks[j].letters
			if blocks[j].proseIn(script) {
				prose += blocks[j].letters
			}
			j++
		}
		if prose >= runLetters/scriptDensity(script) && prose*10 >= letters*7 {
			out = append(out, blocks[i:j])
		}
		i = j
	}
	return out
}

// endPassages keeps the last paragraphs of a passage that one voter found alone:
// with nothing of the other's around them, the model thinks the less of each the
// nearer it stands to the end.
func endPassages(blocks []*block) {
	for i := 1; i < len(blocks); i++ {
		b, before := blocks[i], blocks[i-1]
		if !b.keep && before.keep && b.wholeProse() && before.wholeProse() && b.unflagged() && b.tag == before.tag && b.parent.Parent == before.parent.Parent &&
			max(b.support[byTrafilatura], b.support[byReadability]) > 0.9 {
			b.keep = true
		}
	}
}

// wholeProse is prose by the measure of its script that ends like a sentence.
func (b *block) wholeProse() bool { return b.proseIn(scriptOf(b.text)) && endsSentence(b.text) }

// keepOutcast takes the article of a page whose voters found none, as they pass
// over asides, footers and the like: most of the page's whole prose, in one
// place with the headline.
func keepOutcast(blocks []*block) {
	const least = 250 // weight of the prose, in three paragraphs or more
	kept, all := 0, 0
	prose, number := map[*html.Node]int{}, map[*html.Node]int{}
	var best *html.Node
	for _, b := range blocks {
		n := weightOf(b.text)
		if b.keep {
			kept += n - n*b.linked/b.letters
		}
		if !b.wholeProse() || b.linked*10 > b.letters || !b.fits() {
			continue
		}
		at := b.parent.Parent
		all += n
		prose[at] += n
		number[at]++
		if best == nil || prose[at] > prose[best] {
			best = at
		}
	}
	if best == nil || kept*3 > prose[best] || prose[best] < least || number[best] < 3 || prose[best]*10 < all*6 || !hasTag(best, atom.H1) {
		return
	}
	for _, b := range blocks {
		b.keep = b.parent.Parent == best && b.linked*2 < b.letters && b.fits() && !b.addresses()
	}
}

// fits reports whether a block may belong to a text whose wrapper speaks against
// it.
func (b *block) fits() bool { return b.phrase == "" && !b.where.has(isHidden|isFootnote|isCaption) }

// creditMarks stand in captions that no tag or name declares.
var creditMarks = anyOf(`©|\(c\)|\b(?:photos?|fotos?|image|picture|bild|crédit|credit)\b ?[:/]|/ ?(?:afp|ap|reuters|getty|dpa|epa|xinhua)|getty images|[摄攝]$|图为|圖為|[图圖](?:源|：|:|/|片来源|片來源)`)

// keepStandfirst takes the opening paragraph that stands in the header with the
// headline, where voters do not look. A single sentence there is a second
// headline.
func keepStandfirst(blocks []*block) {
	const (
		most  = 25  // blocks between the headline and the text
		least = 160 // weight of a paragraph of several sentences
	)
	head, first := -1, -1
	for i, b := range blocks {
		if b.keep && b.wholeProse() {
			first = i
			break
		}
		if b.tag == atom.H1 && !b.where.has(isHidden) {
			head = i
		}
	}
	if head < 0 || first < 0 || first-head > most {
		return
	}
	const against = inNav | inAside | inForm | inFigure | isHidden | isCaption | isComment | isShare | isNotice | isAd | isFootnote
	for _, b := range blocks[head+1 : first] {
		if b.keep || !b.wholeProse() || weightOf(b.text) < least || countSentences(b.text) < 2 || b.linked*5 > b.letters || b.phrase != "" || b.where.has(against) || b.copied || sharedPart(blocks[head], b, 4) == nil ||
			isDateline(b) || b.addresses() || creditMarks.MatchString(b.text) {
			continue
		}
		b.keep = true
		return
	}
}

func countSentences(s string) int {
	n := 0
	for _, r := range s {
		n += int(truth(strings.ContainsRune(sentenceEnds, r)))
	}
	return n
}
