package extract

import (
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/lazyregexp"
)

// parsedPage is a page's tree with what its head declares.
type parsedPage struct {
	root     *html.Node
	maxTags  int // tags and texts that markup within it may have
	mayRead  int // how many of them are left
	url      *url.URL
	base     *url.URL
	meta     map[string][]string // lower-case name, property, itemprop or http-equiv of meta elements
	links    map[string][]string // rel of link elements
	title    string              // the title element
	lang     string              // html lang
	article  linkedArticle
	outlet   *outlet
	shown    []titleForms // see shownTitles
	password bool         // there is a field for one
	h1       []string
	homes    []string // texts of links to the site's front page
	sites    []string // names that JSON-LD gives the site
	crumbs   []string // and the sections that lead to the page
	scopes   itemScopes

	controls      map[*html.Node]bool // buttons that ask for the rest of the text
	scriptAuthors []string            // names that scripts for page statistics give the author
}

// parsePage builds the tree of a page of at most maxTags tags and texts.
func parsePage(utf8 []byte, pageURL *url.URL, maxTags int) (*parsedPage, error) {
	root, err := parseTree(utf8, maxTags)
	if err != nil {
		return nil, err
	}
	p := &parsedPage{root: root, url: pageURL, base: pageURL, maxTags: maxTags, mayRead: maxTags, meta: map[string][]string{}, links: map[string][]string{}, controls: map[*html.Node]bool{}}
	var scripts []string
	p.readHead(root, &scripts)
	p.scopes.choose(p)
	p.article = readJSONLD(p, scripts)
	tidy(p)
	return p, nil
}

// readHead gathers what meta, link, title, html and JSON-LD scripts declare,
// wherever they stand.
func (p *parsedPage) readHead(n *html.Node, scripts *[]string) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			if p.lang == "" {
				p.lang = firstOf(attr(n, "lang"), attr(n, "xml:lang"))
			}
		case atom.Meta:
			content := squeeze(attr(n, "content"))
			if hasAttr(n, "itemprop") {
				p.scopes.props = append(p.scopes.props, n) // whose it is shows when the tree is read
			}
			for _, key := range []string{"name", "property", "http-equiv"} {
				if k := strings.ToLower(attr(n, key)); k != "" && content != "" {
					p.meta[k] = append(p.meta[k], content)
				}
			}
		case atom.Link:
			for _, rel := range strings.Fields(strings.ToLower(attr(n, "rel"))) {
				p.links[rel] = append(p.links[rel], strings.TrimSpace(attr(n, "href")))
			}
		case atom.Title:
			if p.title == "" && n.Namespace == "" {
				p.title = squeeze(rawText(n))
			}
		case atom.H1:
			if s := shortText(n); s != "" && len(p.h1) < mostHeadings {
				p.h1 = append(p.h1, s)
			}
		case atom.A:
			if len(p.homes) < mostHomes && p.toHome(attr(n, "href")) {
				if s := shortText(n); s != "" {
					p.homes = append(p.homes, s)
				}
			}
		case atom.Input:
			p.password = p.password || strings.EqualFold(attr(n, "type"), "password")
		case atom.Base:
			if u, err := url.Parse(attr(n, "href")); err == nil && p.url != nil {
				p.base = p.url.ResolveReference(u)
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
				*scripts = append(*scripts, rawText(n))
				for n.FirstChild != nil {
					n.RemoveChild(n.FirstChild) // the voters would read it again
				}
			} else if m := scriptAuthor.FindStringSubmatch(rawText(n)); m != nil && len(p.scriptAuthors) == 0 {
				p.scriptAuthors = append(p.scriptAuthors, unescapeJSON(m[1]))
			}
			return
		default:
			// The others declare nothing.
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.readHead(c, scripts)
	}
}

// scriptAuthor finds the author in the variables that pages hand to statistics.
var scriptAuthor = lazyregexp.New(`"(?:content|page|article|post)_?[aA]uthor(?:_?[nN]ame)?"\s*:\s*"([^"<>{}]{3,60})"`)

func unescapeJSON(s string) string {
	var out string
	if json.Unmarshal([]byte(`"`+s+`"`), &out) != nil {
		return s
	}
	return out
}

// metaOf is the first value of the first of names that the page declares.
func (p *parsedPage) metaOf(names ...string) string {
	for _, n := range names {
		if v := p.meta[n]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// rawText is all text below n.
func rawText(n *html.Node) string {
	if n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode {
		return n.FirstChild.Data
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// shortText is the text below n, empty where it is longer than a name or a date
// can be; a long one is not read to its end.
func shortText(n *html.Node) string {
	const most = 400
	var b strings.Builder
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		if n.Type == html.TextNode {
			if b.Len()+len(n.Data) > 4*most {
				return false
			}
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	if !walk(n) {
		return ""
	}
	if s := squeeze(b.String()); len(s) <= most {
		return s
	}
	return ""
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
