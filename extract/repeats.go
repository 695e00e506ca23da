package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/lazyregexp"
)

// dropEchoes takes out a quotation that is pulled out of the text: one that the
// text holds in full besides.
func dropEchoes(blocks []*block) {
	const most = 300 // letters of one
	var text strings.Builder
	var pulled []*block
	for _, b := range blocks {
		if !b.keep {
			continue
		}
		if b.letters <= most && b.letters >= gram && (b.where.has(inQuote|inAside|inFigure) || isPulled(b)) {
			pulled = append(pulled, b)
			continue
		}
		text.WriteString(string(normal(b.text)))
		text.WriteByte('\n')
	}
	if len(pulled) == 0 || len(pulled) > 20 {
		return
	}
	rest := text.String()
	for _, b := range pulled {
		b.copied = strings.Contains(rest, string(normal(b.text)))
		b.keep = !b.copied
	}
}

// dropRepeats takes out a paragraph that stands above the text as its summary
// and again in the text.
func dropRepeats(blocks []*block) {
	const opening = 2 // paragraphs that may be a summary
	seen := map[uint64]*block{}
	for _, b := range blocks {
		if !b.keep || b.tag == atom.Li || !b.wholeProse() {
			continue
		}
		h := hashRunes(normal(b.text))
		if first := seen[h]; first != nil && first.parent.Parent != b.parent.Parent {
			first.keep, first.copied = false, true
		}
		if len(seen) < opening {
			seen[h] = b
		}
	}
}

// dropFollowers takes out the articles that a page shows below its own, each
// with a headline of its rank, for readers who scroll on.
func dropFollowers(blocks []*block) {
	var own *html.Node
	prose, others := 0, map[*html.Node]bool{}
	for _, b := range blocks {
		if !b.keep && b.tag != atom.H1 {
			continue
		}
		at := articleOf(b.parent)
		switch {
		case at == nil:
		case own == nil && b.tag == atom.H1:
			own = at
		case at == own:
			prose += int(truth(b.wholeProse()))
		case own != nil && b.tag == atom.H1 && prose > 1 && at.Parent == own.Parent:
			others[at] = true
		}
	}
	if len(others) == 0 {
		return
	}
	for _, b := range blocks {
		b.keep = b.keep && !within(b.parent, others)
	}
}

// articleOf is the article element around n.
func articleOf(n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article {
			return n
		}
	}
	return nil
}

var pulledName = lazyregexp.New(`(?i)pull-?_?quote|callout`)

// isPulled reports whether a block or what holds it is named a pulled quotation.
func isPulled(b *block) bool {
	n := b.parent
	for range 3 {
		if n == nil {
			return false
		}
		if c := attr(n, "class"); c != "" && pulledName.MatchString(c) {
			return true
		}
		n = n.Parent
	}
	return false
}
