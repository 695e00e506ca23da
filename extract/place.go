package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tagPlaces are the surroundings that an element's name alone declares.
var tagPlaces = map[atom.Atom]place{
	atom.Nav: inNav, atom.Header: inHeader, atom.Footer: inFooter, atom.Aside: inAside, atom.Form: inForm,
	atom.Figure: inFigure, atom.Figcaption: isCaption, atom.Article: inArticle, atom.Main: inMain,
	atom.Blockquote: inQuote, atom.Table: inTable, atom.Ul: inList, atom.Ol: inList, atom.Dl: inList, atom.Caption: isCaption,
	atom.Menu: inNav,
}

// wordPlaces are what the words of class and id attributes say. Sites agree on
// these words to a surprising degree.
var wordPlaces = buildWordPlaces()

//nolint:misspell // words of other languages
func buildWordPlaces() map[string]place {
	out := map[string]place{}
	for p, words := range map[place]string{
		inNav:     `nav navbar navigation menu breadcrumb breadcrumbs crumbs pagination pager toolbar skip topbar`,
		inHeader:  `masthead`,
		inFooter:  `footer foot bottom`,
		inAside:   `sidebar aside rail widget sidenav`,
		isCaption: `caption figcaption legend credit credits imgtext`,
		isComment: `comment comments disqus respond reply replies commentlist discussion livefyre kommentare pinglun`,
		isRelated: `related recommend recommended recommendation recommendations popular trending teaser teasers promo
			outbrain taboola readmore seealso mostread latest newsfeed zergnet upnext xiangguan tuijian`,
		isShare: `share sharing shares social sharedaddy addthis sns follow socials fenxiang bshare bdsharebuttonbox
			shariff addtoany`,
		isNotice: `cookie cookies consent gdpr newsletter subscribe subscription signup optin mailchimp popup modal
			paywall login register alert donate mc4wp`,
		isByline: `byline bylines author authors dateline timestamp pubdate postmeta posted biography bio byauthor
			autor published`,
		isTags: `tags keywords topics taglist categories hashtags`,
		isAd: `ad ads advert advertisement advertising sponsor sponsored adsense banner werbung anzeige promotion
			adbox`,
		isNote: `disclaimer copyright editor shengming correction license printfriendly`,
		inBody: `articlebody storybody entrycontent postcontent articlecontent newstext`,
	} {
		for _, w := range strings.Fields(words) {
			out[w] |= p
		}
	}
	return out
}

// weights says how many letters stand within each element, to tell wrappers from
// parts.
type weights struct {
	of    map[*html.Node]weight
	total weight
}

type weight struct{ letters, plain int } // plain are those outside links

// weigh counts the letters within n and all elements below.
func (w *weights) weigh(n *html.Node, link bool) weight {
	if n.Type == html.TextNode {
		letters := countLetters(n.Data)
		return weight{letters, letters * int(truth(!link))}
	}
	if n.Type == html.ElementNode && silentTags[n.DataAtom] {
		return weight{}
	}
	var sum weight
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		k := w.weigh(c, link || n.DataAtom == atom.A)
		sum.letters += k.letters
		sum.plain += k.plain
	}
	if n.Type == html.ElementNode {
		w.of[n] = sum
	}
	return sum
}

// wraps reports whether an element holds so much of the page's text that it is
// the article's wrapper, whatever it is called. Long discussions below a short
// text are none.
func (w *weights) wraps(n *html.Node, named place) bool {
	x := w.of[n]
	if x.letters*5 >= w.total.letters*2 {
		return true
	}
	return x.plain*5 >= w.total.plain*3 && (!named.has(isComment) || hasTag(n, atom.H1))
}

// foreignPart reports whether an element holds other people's work: comments,
// teasers, quotations and pictures. One that holds the page's headline is the
// article's wrapper, whatever it is called.
func foreignPart(n *html.Node) bool {
	return namedForeign(n) && !hasTag(n, atom.H1)
}

func namedForeign(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Aside, atom.Blockquote, atom.Figure, atom.Figcaption:
		return true
	case atom.Body, atom.Article, atom.Html:
		return false
	default:
	}
	if n.DataAtom == atom.Footer && n.Parent != nil && n.Parent.DataAtom == atom.Body {
		return true
	}
	return foreignName(n)
}

// foreignName reports whether an element's class or id says that it holds
// comments or teasers.
func foreignName(n *html.Node) bool {
	return slices.ContainsFunc(nameWords(attr(n, "class")+" "+attr(n, "id")), func(w string) bool {
		return wordPlaces[w].has(isComment|isRelated) || strings.HasPrefix(w, "kommentar")
	})
}

// placeOf reads an element's own contribution to its blocks' surroundings.
func (b *blockBuilder) placeOf(n *html.Node) place {
	p := tagPlaces[n.DataAtom]
	if p.has(inHeader|inFooter|inAside|inForm) && b.wraps(n, p) {
		p = 0
	}
	if hiddenElement(n) {
		p |= isHidden
	}
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body || n.DataAtom == atom.Article || n.DataAtom == atom.Main {
		return p
	}
	prop := attr(n, "itemprop")
	if strings.EqualFold(prop, "articleBody") || strings.EqualFold(prop, "text") {
		p |= inBody
	}
	var named place
	switch attr(n, "role") {
	case "navigation", "menu", "menubar", "search", "tablist":
		p |= inNav
	case "complementary":
		named |= inAside
	case "contentinfo":
		named |= inFooter
	case "banner":
		named |= inHeader
	case "dialog", "alertdialog", "alert":
		p |= isNotice
	}
	words := nameWords(attr(n, "class") + " " + attr(n, "id"))
	for i, w := range words {
		named |= wordPlaces[w]
		if i > 0 {
			named |= wordPlaces[words[i-1]+w] & (inBody | isByline | isRelated)
		}
	}
	p |= named & inBody
	if isNotePart(n, words) {
		named |= isFootnote
	}
	if named &^= inBody; named != 0 && !b.wraps(n, named) {
		p |= named
	}
	return p
}

func hiddenElement(n *html.Node) bool {
	if hasAttr(n, "hidden") && attr(n, "hidden") != "until-found" || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := styleOf(n)
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") ||
		isOffScreen(n)
}

// styleOf is an element's own style in lower case and without spaces.
func styleOf(n *html.Node) string {
	return strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
}

// isOffScreen reports whether an element's style moves it out of sight.
func isOffScreen(n *html.Node) bool {
	style := styleOf(n)
	return strings.Contains(style, "left:-999") || strings.Contains(style, "top:-999") || strings.Contains(style, "text-indent:-999")
}

// nameWords splits names such as "post-meta relatedPosts" into lower-case
// words.
func nameWords(s string) []string {
	var out []string
	start := 0
	var prev rune
	cut := func(end int) {
		if end > start {
			out = append(out, strings.ToLower(s[start:end]))
		}
	}
	for i, r := range s {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			cut(i)
			start = i + len(string(r))
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			cut(i)
			start = i
		}
		prev = r
	}
	cut(len(s))
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
