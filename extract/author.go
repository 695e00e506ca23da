package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/lazyregexp"
)

// chooseAuthors names the people who wrote the article: from an editor's
// selector, JSON-LD, meta elements, author links and bylines, in this order.
// The first of these that names a person wins.
func chooseAuthors(p *parsedPage, v *verdict, site, chosen string) []string {
	no := append(hostWords(p.url), strings.ToLower(site), strings.ToLower(p.article.publisher))
	explicit := nameRules{outlet: no, personal: personalHost(p.url), explicit: true, split: true, dutch: strings.HasPrefix(strings.ToLower(p.lang), "nl")}
	implicit := explicit
	implicit.explicit = false
	if names := explicit.people([]string{chosen}); len(names) > 0 {
		return names
	}
	var linked []string
	for _, a := range p.article.authors {
		if !a.org {
			linked = append(linked, a.name)
		}
	}
	if names := explicit.people(linked); len(names) > 0 {
		return names
	}
	owners := slices.Concat(p.meta["publisher"], p.meta["dc.publisher"], p.meta["copyright"])
	for _, key := range []string{"author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc.contributor", "parsely-author", "sailthru.author", "citation_author", "byl", "authors", "rbauthors"} {
		if names := implicit.people(without(p.meta[key], owners)); len(names) > 0 {
			return names
		}
	}
	if names := implicit.people(p.cardAuthors()); len(names) > 0 {
		return names
	}
	marked := explicit
	marked.split = false
	if names := marked.people(authorElements(p)); len(names) > 0 {
		return names
	}
	if names := implicit.people(bylines(v)); len(names) > 0 {
		return names
	}
	return implicit.people(p.scriptAuthors)
}

// without are the values that are not among others: a site that calls one name
// author, publisher and holder of the copyright names its owner on every page.
func without(values, others []string) []string {
	var out []string
	for _, v := range values {
		if !slices.Contains(others, v) {
			out = append(out, v)
		}
	}
	return out
}

// cardLabel is what the labels of a link preview call the author (the twitter:label1
// and twitter:data1 of the card, which WordPress writes in the site's language).
var cardLabel = lazyregexp.New(`^(?i:written by|by|author|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|auteur|autore?|написано автором|автор|作者|执笔者|著者|كُتب بواسطة)$`)

// cardAuthors are the authors in the labels of the page's link preview.
func (p *parsedPage) cardAuthors() []string {
	for _, i := range []string{"1", "2"} {
		if cardLabel.MatchString(p.metaOf("twitter:label" + i)) {
			return p.meta["twitter:data"+i]
		}
	}
	return nil
}

// authorElements are the texts of the elements that HTML conventions mark as an
// author, outside comments and lists of other articles: itemprop, rel, class
// names and links to an author's page, in that order.
func authorElements(p *parsedPage) []string {
	var f authorTexts
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if silentTags[n.DataAtom] && n.DataAtom != atom.Head || foreignPart(n) || p.scopes.foreign(n) {
				return
			}
			// The text is read for the few candidates only: reading it for every
			// element would take the square of the page's size.
			if list := f.listFor(n); list != nil {
				at := len(*list)
				walkChildren(n, walk)
				// Where a marked element holds another, the inner one is the name.
				if text := shortText(n); len(*list) == at && text != "" && utf8.RuneCountInString(text) <= 80 {
					*list = append(*list, text)
				}
				return
			}
		}
		walkChildren(n, walk)
	}
	walk(p.root)
	for _, list := range [][]string{f.prop, f.rel, f.class, f.path} {
		if len(list) > 0 {
			// More than four distinct ones are a list of contributors or of teasers.
			if distinct(list) > 4 {
				list = list[:1]
			}
			return list
		}
	}
	return nil
}

func walkChildren(n *html.Node, walk func(*html.Node)) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c)
	}
}

// authorTexts are the texts of elements that conventions mark as authors.
type authorTexts struct{ prop, rel, class, path []string }

// listFor is the list that an element's text belongs to, nil for none.
func (f *authorTexts) listFor(n *html.Node) *[]string {
	words := nameWords(attr(n, "class") + " " + attr(n, "id"))
	switch {
	case strings.EqualFold(attr(n, "rel"), "author"):
		return &f.rel
	case n.DataAtom == atom.A && authorPath.MatchString(attr(n, "href")):
		return &f.path
	case attr(n, "itemprop") == "author":
		return &f.prop
	case contains(words, "author", "byline", "autor", "auteur", "byauthor", "contributor", "fn") && //nolint:misspell // German
		!contains(words, "bio", "box", "description", "social", "image", "avatar", "follow"):
		return &f.class
	default:
		return nil
	}
}

//nolint:misspell // words of other languages
var authorPath = lazyregexp.New(`/(?:authors?|autor(?:en|es)?|auteurs?|by|profile|people|columnists?|contributors?|staff)/[^/?]+/?$`)

func contains(words []string, any ...string) bool {
	for _, w := range words {
		for _, a := range any {
			if w == a {
				return true
			}
		}
	}
	return false
}

func distinct(list []string) int {
	seen := map[string]bool{}
	for _, s := range list {
		seen[s] = true
	}
	return len(seen)
}

// bylinePatterns find the words that introduce an author in a short block, in
// English and its neighbours and in Chinese.
var bylinePatterns = []*lazyregexp.Regexp{
	lazyregexp.New(`^(?i:story by|words by|written by|posted by|text by|by|vom|von|par|por|di|door|av)[ :]+(\p{Lu}.+)`),
	lazyregexp.New(`(?:作者|撰文|特约记者|评论员|評論員|记者|記者)\s*[:：丨｜|/／]\s*([\p{Han}·]{2,12}(?:[、，,/][\p{Han}·]{2,12})*)`),
	lazyregexp.New(`^文\s*[:：丨｜|/／]\s*([\p{Han}·]{2,12}(?:[、，,/][\p{Han}·]{2,12})*)`),
}

// reporterPattern finds the reporter in the bracket of a Chinese dateline.
var reporterPattern = lazyregexp.New(`^.{0,40}[（(](?:本报)?(?:特约)?(?:记者|記者)\s?([\p{Han}·]{2,4}(?:[、，, ][\p{Han}·]{2,4})*)\s*[）)]`)

// bylines are the names in short blocks that begin like a byline, before the
// text or just after it.
func bylines(v *verdict) []string {
	first, last := v.span()
	for i, b := range v.blocks {
		if m := reporterPattern.FindStringSubmatch(ends(b.text)); m != nil && i >= first && i <= first+3 {
			return []string{strings.ReplaceAll(m[1], " ", "、")}
		}
		if i > last+4 || b.letters > 80 || b.where.has(isComment|isRelated|inNav|inAside) || i < first-15 {
			continue
		}
		if i > first+2 && i < last {
			continue // within the text
		}
		for _, re := range bylinePatterns {
			if m := re.FindStringSubmatch(b.text); m != nil {
				return []string{m[1]}
			}
		}
	}
	return nil
}

// span is the places of the first and last kept block.
func (v *verdict) span() (first, last int) {
	first, last = len(v.blocks), -1
	for i, b := range v.blocks {
		if b.keep {
			first, last = min(first, i), i
		}
	}
	return first, last
}
