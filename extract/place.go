package extract

import (
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

// placeOf reads an element's own contribution to its blocks' surroundings.
func (b *blockBuilder) placeOf(n *html.Node) place {
	p := tagPlaces[n.DataAtom]
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
	switch attr(n, "role") {
	case "navigation", "menu", "menubar", "search", "tablist":
		p |= inNav
	case "complementary":
		p |= inAside
	case "contentinfo":
		p |= inFooter
	case "banner":
		p |= inHeader
	case "dialog", "alertdialog", "alert":
		p |= isNotice
	}
	words := nameWords(attr(n, "class") + " " + attr(n, "id"))
	var named place
	for i, w := range words {
		named |= wordPlaces[w]
		if i > 0 {
			named |= wordPlaces[words[i-1]+w] & (inBody | isByline | isRelated)
		}
	}
	p |= named & inBody
	// An element with much of the page's text is a wrapper, whatever its name.
	if b.weight[n]*5 < b.total*2 {
		p |= named &^ inBody
	}
	return p
}

func hiddenElement(n *html.Node) bool {
	if hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" {
		return true
	}
	style := attr(n, "style")
	if style == "" {
		return false
	}
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
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
