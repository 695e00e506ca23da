package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/extract/date"
)

// markedTimes are the values of elements that HTML marks as dates: time
// elements, and those with a date's itemprop or class.
type markedTimes struct {
	published, modified, plain []string
}

// markedDates gathers what is marked as a date of the page's own article.
func markedDates(p *parsedPage, v *verdict) markedTimes {
	w := timeWalk{scopes: &p.scopes, holds: map[*html.Node]bool{}}
	first, last := v.span()
	if last >= 0 {
		w.first, w.last = v.blocks[first].parent, v.blocks[last].parent
		w.third = v.third(first)
		w.hold()
	}
	w.walk(p.root, false)
	return w.out
}

// timeWalk walks a page for its dates.
type timeWalk struct {
	out         markedTimes
	scopes      *itemScopes
	first, last *html.Node          // of the text
	holds       map[*html.Node]bool // elements around the whole text
	third       *html.Node          // of its third paragraph, nil where there are fewer
	began, done bool                // the walk has come to the text, and left it
	amid        bool                // it is where a date is of what the text tells
}

// third is the element of the text's third paragraph: a standfirst and a second
// line may stand before the date.
func (v *verdict) third(first int) *html.Node {
	seen := 0
	for i := first; i < len(v.blocks); i++ {
		if b := v.blocks[i]; b.keep && b.parent != v.blocks[first].parent {
			if seen++; seen == 2 {
				return b.parent
			}
		}
	}
	return nil
}

// hold notes the elements around both ends of the text.
func (w *timeWalk) hold() {
	around := map[*html.Node]bool{}
	for n := w.first; n != nil; n = n.Parent {
		around[n] = true
	}
	for n := w.last; n != nil; n = n.Parent {
		if around[n] {
			w.holds[n] = true
		}
	}
}

// walk visits n. foreign is set within the work of others and the furniture of
// the site.
func (w *timeWalk) walk(n *html.Node, foreign bool) {
	if n.Type == html.ElementNode {
		if silentTags[n.DataAtom] && n.DataAtom != atom.Head {
			return
		}
		foreign = foreign || w.scopes.foreign(n)
		if !w.holds[n] && !w.headed(n) {
			foreign = foreign || foreignPart(n) || n.DataAtom == atom.Nav || n.DataAtom == atom.Article && w.last != nil && longLink(n) ||
				(n.DataAtom == atom.Header || n.DataAtom == atom.Footer) && w.outside(n)
		}
		w.began = w.began || n == w.first
		w.amid = w.amid || n == w.third
		if !foreign {
			w.add(n)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, foreign)
	}
	w.done = w.done || n == w.last
	w.amid = w.amid && !w.done
}

// outside reports that an element stands outside everything but the page's
// outermost wrappers: the site's own header or footer.
func (w *timeWalk) outside(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == atom.Article {
			return false
		}
	}
	return true
}

// headed reports that an element holds a first heading, as the head of an
// article does.
func (w *timeWalk) headed(n *html.Node) bool {
	if n.DataAtom != atom.Header && n.DataAtom != atom.Article {
		return false
	}
	return !w.began && holdsTag(n, atom.H1, 200)
}

// holdsTag looks for an element among the first most nodes below n.
func holdsTag(n *html.Node, tag atom.Atom, most int) bool {
	left := most
	var in func(n *html.Node) bool
	in = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil && left > 0; c = c.NextSibling {
			left--
			if c.DataAtom == tag || in(c) {
				return true
			}
		}
		return false
	}
	return in(n)
}

// add notes an element's date.
func (w *timeWalk) add(n *html.Node) {
	prop := strings.ToLower(attr(n, "itemprop"))
	isTime := n.DataAtom == atom.Time
	dated := strings.Contains(prop, "date")
	if !isTime && !dated && n.DataAtom != atom.Abbr {
		return
	}
	words := nameWords(attr(n, "class"))
	value := firstOf(attr(n, "datetime"), attr(n, "content"))
	if value == "" && (isTime || strings.HasPrefix(prop, "date") || n.DataAtom == atom.Abbr) {
		value = firstOf(shortText(n), attr(n, "title"))
		if n.DataAtom == atom.Abbr {
			value = attr(n, "title")
		}
	}
	if value == "" || len(value) > 200 {
		return
	}
	if (isTime || dated) && w.teaser(n) {
		return
	}
	switch {
	case strings.Contains(prop, "datemodified"), isTime && contains(words, "updated", "modified") && !contains(words, "published"):
		w.out.modified = append(w.out.modified, value)
	case strings.Contains(prop, "datepublished"), strings.Contains(prop, "datecreated"), hasAttr(n, "pubdate"), contains(words, "published") && (isTime || n.DataAtom == atom.Abbr):
		w.out.published = append(w.out.published, value)
	case isTime && !w.amid && (!w.done || w.last == nil || w.beside(n)):
		w.out.plain = append(w.out.plain, value)
	}
}

// beside reports that an element behind the text stands in the same article.
func (w *timeWalk) beside(n *html.Node) bool {
	for ; n != nil && n.DataAtom != atom.Body && n.DataAtom != atom.Main; n = n.Parent {
		if w.holds[n] && n.DataAtom == atom.Article {
			return true
		}
	}
	return false
}

// titled reports that a link's text is as long as a title, without its dates.
func titled(link *html.Node) bool {
	const least = 30
	text := shortText(link)
	n := countLetters(text)
	if line := date.ReadLine(text, date.Hint{}); len(line.Dates) > 0 {
		n = line.Rest
	}
	return n*scriptDensity(scriptOf(text)) >= least
}

// teaser reports that a date stands beside a link to another article, in an
// element that does not hold the text.
func (w *timeWalk) teaser(n *html.Node) bool {
	for up, p := 0, n.Parent; up < 3 && p != nil && !w.holds[p]; up, p = up+1, p.Parent {
		if w.headed(p) || holdsTag(p, atom.H1, 100) {
			return false
		}
		if p.DataAtom == atom.A && titled(p) || longLink(p) {
			return true
		}
	}
	return false
}

// longLink reports whether n holds a link whose text is as long as a title,
// among its first nodes.
func longLink(n *html.Node) bool {
	left := 60
	var in func(n *html.Node) bool
	in = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil && left > 0; c = c.NextSibling {
			left--
			if c.DataAtom == atom.A && titled(c) || in(c) {
				return true
			}
		}
		return false
	}
	return in(n)
}
