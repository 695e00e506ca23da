package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/corpus"
)

const (
	fewItems    = 4   // links that make a list
	mostBetween = 450 // weight of text between two links of a list of teasers
	leastItem   = 12  // weight of a link that can be a headline
)

// isFront recognises section fronts, lists of links and galleries: much text
// within links, little running text, and no sign of one article.
func (v *verdict) isFront(p *parsedPage, doc *corpus.Document) bool {
	if v.letters == 0 || v.all == 0 {
		return v.all > 400 && v.allLinked*10 > v.all*6
	}
	keptLinks := float64(v.linked) / float64(v.letters)
	article := len(p.article.types) > 0 && p.article.published != "" || strings.EqualFold(p.metaOf("og:type"), "article")
	home := p.url != nil && isHome(p.url.Path) && p.url.RawQuery == "" && doc.Published.From != fromMeta && doc.Published.From != fromJSONLD
	prose, items := 0, 0
	for _, b := range v.blocks {
		if !b.keep {
			continue
		}
		if b.proseIn(scriptOf(b.text)) {
			prose += b.letters
		} else if b.linked*2 > b.letters {
			items++
		}
	}
	switch {
	case keptLinks > 0.6 && items >= fewItems:
		return true
	case article:
		return false
	case v.isList(home):
		return true
	case keptLinks > 0.35 && items >= 6 && prose*2 < v.letters:
		return true
	case p.article.pages > 0 && items >= 4 && prose*2 < v.letters:
		return true
	}
	return home && v.allLinked*2 > v.all
}

// isList recognises a page of teasers: headlines that are links, and between any
// two of them no more text than a teaser's. An article with links to others at
// its end has most of its text in one piece.
func (v *verdict) isList(home bool) bool {
	heads, all, run, longest, lead := 0, 0, 0, 0, 0
	for _, b := range v.blocks {
		if !b.keep && b.where.has(inNav|inFooter|inForm|inAside|isHidden|isNotice|isComment) {
			continue
		}
		n := weightOf(b.text)
		said := n
		if heads == 0 && b.keep && b.wholeProse() {
			lead++
		}
		if b.isItem(n) {
			heads++
			longest, run = max(longest, run), 0
			said = n - n*b.linked/b.letters // a teaser may stand in one piece with its headline
		}
		run += said
		all += said
	}
	longest = max(longest, run)
	if home {
		return heads >= fewItems && longest*2 <= max(all, mostBetween)
	}
	// Sections with headings that are links follow an opening of their own.
	return heads > fewItems && longest <= mostBetween && longest*3 <= all && lead < 2
}

// isItem reports whether a block of that weight is an entry of a list of links:
// a link with little beside it, or a list item that begins with one.
func (b *block) isItem(weight int) bool {
	if weight*b.linked/b.letters < leastItem || isHeading(b.tag) && linksWithin(b.parent) {
		return false
	}
	bare := b.linked*10 >= b.letters*6
	return bare || (b.where.has(inList) && b.leads || b.where.has(inList|inTable) && b.letters-b.linked <= 24)
}

// linksWithin reports whether the first link of a heading leads to a place on
// the page itself.
func linksWithin(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.A {
			return strings.HasPrefix(attr(c, "href"), "#")
		}
		if linksWithin(c) {
			return true
		}
	}
	return false
}
