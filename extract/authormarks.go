package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/extract/byline"
	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// zone says where on the page a name stands.
type zone int

const (
	inHead  zone = iota // about the headline and above the text
	inTail              // right below the text
	inText              // within it
	offText             // elsewhere
	zoneCount
)

// The blocks that belong to an article's head and tail.
const (
	headBlocks = 15
	tailBlocks = 5
)

// ground knows where the article stands among the blocks of the page.
type ground struct {
	top, first, last int // blocks: where the head begins, first and last of the text
	at               map[*html.Node]int
	wrappers         map[*html.Node]bool // elements that hold most of the text
}

// ground is where the article stands, found once.
func (v *verdict) ground() *ground {
	if v.stands != nil {
		return v.stands
	}
	g := &ground{at: map[*html.Node]int{}, wrappers: map[*html.Node]bool{}}
	g.first, g.last = v.span()
	for i := g.first; i <= g.last; i++ {
		// The text begins with prose; a title or a byline may be kept before it.
		if b := v.blocks[i]; b.keep && b.proseIn(scriptOf(b.text)) {
			g.first = i
			break
		}
	}
	g.top = max(0, g.first-headBlocks)
	kept := map[*html.Node]int{}
	for i, b := range v.blocks {
		if _, ok := g.at[b.parent]; !ok {
			g.at[b.parent] = i
		}
		if b.keep {
			kept[b.parent] += b.letters
		}
		if i <= g.first && (b.tag == atom.H1 || b.tag == atom.H2) && g.first-i < 40 {
			g.top = min(i, max(0, i-4), g.top)
		}
	}
	g.wrap(v.blocks, kept, v.letters)
	v.stands = g
	return g
}

// wrap finds the elements that hold at least two fifths of the text: whatever
// their names say, the article stands in them.
func (g *ground) wrap(blocks []*block, kept map[*html.Node]int, letters int) {
	var top *html.Node
	for _, b := range blocks {
		if b.keep {
			top = b.parent
			break
		}
	}
	if top == nil {
		return
	}
	for top.Parent != nil {
		top = top.Parent
	}
	var weigh func(n *html.Node) int
	weigh = func(n *html.Node) int {
		sum := kept[n]
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				sum += weigh(c)
			}
		}
		if sum*5 >= letters*2 {
			g.wrappers[n] = true
		}
		return sum
	}
	weigh(top)
}

func (g *ground) zone(at int) zone {
	switch {
	case at >= g.top && at <= g.first+2:
		return inHead
	case at >= g.last && at <= g.last+tailBlocks:
		return inTail
	case at > g.first && at < g.last:
		return inText
	default:
		return offText
	}
}

// foreign reports whether an element holds other people's work: comments,
// teasers, quotations and pictures. One that holds the article does not.
func (g *ground) foreign(n *html.Node, at int) bool {
	if g.wrappers[n] {
		return false
	}
	return namedForeign(n) && !(n.DataAtom == atom.Aside && g.zone(at+1) == inHead && !foreignName(n))
}

// authorMark is how an element is marked as an author's name.
type authorMark int

const (
	byProp authorMark = iota
	byRel
	byClass
	byPath
	markCount
)

// marked are the texts of marked elements by zone and kind.
type marked [zoneCount][markCount][]string

// authorElements gathers the texts of the elements that HTML conventions mark as
// an author, outside comments and lists of other articles.
// It also gives the texts of logos.
func authorElements(p *parsedPage, g *ground) (found *marked, logos []string) {
	var out marked
	count, at := 0, -1
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if i, ok := g.at[n]; ok {
			at = i
		}
		if n.Type == html.ElementNode {
			if silentTags[n.DataAtom] && n.DataAtom != atom.Head || g.foreign(n, at) || p.scopes.foreign(n) {
				return
			}
			words := nameWords(attr(n, "class") + " " + attr(n, "id"))
			if brands(n) && len(logos) < 4 {
				before := count
				walkChildren(n, walk)
				if s := shortText(n); s != "" && before == count {
					logos = append(logos, s)
				}
				return
			}
			if slices.ContainsFunc(words, authorWord) && contains(words, boxWords...) && g.zone(at) <= inTail {
				before := count
				walkChildren(n, walk)
				if s := headingIn(n); s != "" && before == count {
					count++
					out[g.zone(at)][byClass] = append(out[g.zone(at)][byClass], s)
				}
				return
			}
			if kind := markOf(n, words); kind < markCount {
				before := count
				walkChildren(n, walk)
				// Where a marked element holds another, the inner one is the name.
				if before != count {
					return
				}
				// The text is read for the few candidates only: reading it for every
				// element would take the square of the page's size.
				if texts := nameTexts(n); len(texts) > 0 {
					count++
					list := &out[g.zone(at)][kind]
					*list = append(*list, texts...)
				}
				return
			}
		}
		walkChildren(n, walk)
	}
	walk(p.root)
	return &out, logos
}

func walkChildren(n *html.Node, walk func(*html.Node)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c)
	}
}

const mostMarked = 100 // letters of an element that may be a name

// nameTexts is the text of a marked element, with bars between its parts where
// they all are elements: name and role.
func nameTexts(n *html.Node) []string {
	var parts []string
	loose, letters := false, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s := ""
		switch {
		case c.Type == html.TextNode:
			s = squeeze(beginning(c.Data, 2*mostMarked))
			loose = loose || s != ""
		case c.Type == html.ElementNode && !silentTags[c.DataAtom]:
			s = shortText(c)
		default:
		}
		if s != "" {
			parts = append(parts, s)
		}
		if letters += countLetters(s); letters > mostMarked {
			return nil
		}
	}
	if len(parts) == 0 {
		// Microdata without text: itemprop author around a meta element.
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Meta && attr(c, "itemprop") == "name" {
				return []string{squeeze(attr(c, "content"))}
			}
		}
		return nil
	}
	mark := " "
	if !loose {
		mark = " | "
	}
	return []string{strings.Join(parts, mark)}
}

// dataAuthors are the authors that attributes of the elements around the text
// name.
func (v *verdict) dataAuthors() []string {
	for _, b := range v.blocks {
		if !b.keep {
			continue
		}
		for n := b.parent; n != nil; n = n.Parent {
			for _, key := range []string{"data-author", "data-author-name", "data-authors"} {
				if s := squeeze(attr(n, key)); s != "" {
					return []string{s}
				}
			}
		}
		break
	}
	return nil
}

// markOf is how an element is marked, markCount where it is not;
// words are those of its class and id.
func markOf(n *html.Node, words []string) authorMark {
	switch {
	case slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "author"):
		return byRel
	case n.DataAtom == atom.A && (authorPath.MatchString(attr(n, "href")) || writesTo(n)):
		return byPath
	case slices.Contains(strings.Fields(attr(n, "itemprop")), "author"):
		return byProp
	case slices.ContainsFunc(words, authorWord) && !contains(words, notNameWords...):
		return byClass
	default:
		return markCount
	}
}

var boxWords = []string{"bio", "biography", "box", "about", "card", "description"}

// headingIn is the first heading, link or strong words in the box about an
// author.
func headingIn(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Strong, atom.B, atom.A:
			if s := shortText(c); s != "" && countLetters(s) <= mostMarked {
				return s
			}
		default:
		}
		if s := headingIn(c); s != "" {
			return s
		}
	}
	return ""
}

// writesTo reports whether a link goes to the mailbox of the person whose name it
// is: ana.pell@ of Ana Pell.
func writesTo(n *html.Node) bool {
	to, ok := strings.CutPrefix(attr(n, "href"), "mailto:")
	box, _, at := strings.Cut(to, "@")
	if !ok || !at {
		return false
	}
	name, parts := nameParts(shortText(n)), nameParts(box)
	return len(name) > 1 && len(parts) > 0 && parts[len(parts)-1] == name[len(name)-1] && strings.HasPrefix(name[0], beginning(parts[0], 1))
}

var notNameWords = []string{"bio", "biography", "box", "description", "social", "image", "img", "avatar", "follow", "role", "title", "job", "position", "designation", "rank", "date", "time", "count", "more", "photo", "picture", "related", "comment", "comments"}

// authorWord reports whether a word of a class says that an author's name stands
// there: author, Byline, articleauthor.
func authorWord(w string) bool {
	return authorWords[w] || strings.Contains(w, "author") && !strings.Contains(w, "authori") || strings.Contains(w, "byline")
}

// authorWords are such words in the languages of the press, in Latin letters as
// classes are.
//
//nolint:misspell // words of other languages
var authorWords = wordset.Of(`fn autor autora autores autoren autorin auteur auteurs auteure autrice autore autori verfasser verfasserin redakteur redaktor
	contributor contributors writer writers signature firma periodista journaliste journalist reporter penulis wartawan pewarta yazar yazarlar muhabir
	zuozhe jizhe kisha hissha katib katibah nevisande avtor avtory mwandishi lekhak tacgia gija`)

// authorPath is the address of an author's page.
//
//nolint:misspell // words of other languages
var authorPath = lazyregexp.New(`/(?:[a-z]+-?)?(?:authors?|autor(?:en|es|a)?|auteurs?|autori?|by|bylines?|profiles?|people|columnists?|contributors?|staff|team|redaktion|redakteure?|redakteur(?:in)?|periodistas?|journalists?|journalistes?|reporters?|writers?|penulis|yazar(?:lar)?|tac-gia|experts?|mitarbeiter|personen?)/[^/?]+/?$`)

func contains(words []string, any ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, w) })
}

// claims are the names in marked elements, those nearest to the article first.
func (m *marked) claims(rules byline.Rules) []claim {
	var out []claim
	for z, kinds := range m {
		for kind, texts := range kinds {
			if zone(z) == inText && authorMark(kind) == byPath {
				continue // a link within the text leads to whom it is about
			}
			names := rules.People(texts, byline.Declared)
			// More than four are a list of contributors or of teasers.
			if len(names) > 4 {
				names = names[:1]
			}
			if zone(z) == offText && len(names) > 1 {
				continue
			}
			out = append(out, claim{names: names, near: zone(z) == inHead || zone(z) == inTail || authorMark(kind) == byRel})
		}
	}
	return out
}
