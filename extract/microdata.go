package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/wordset"
)

// itemScopes are the things that a page's microdata or RDFa describes
// (https://html.spec.whatwg.org/multipage/microdata.html).
type itemScopes struct {
	props []*html.Node        // meta elements with an itemprop
	own   map[*html.Node]bool // the elements that describe the page's own article
	above map[*html.Node]bool // these and what they stand in
}

const (
	mostHeadings = 8
	mostScopes   = 500 // articles marked on one page
	mostProps    = 500 // meta elements of microdata
)

// choose finds the page's own article among those marked, and gives the page what
// meta elements say within it.
func (s *itemScopes) choose(p *parsedPage) {
	r := scopeReader{}
	r.read(p.root)
	s.own, s.above = map[*html.Node]bool{}, map[*html.Node]bool{}
	for _, top := range r.own(p) {
		s.own[top] = true
		for n := top; n != nil && !s.above[n]; n = n.Parent {
			s.above[n] = true
		}
	}
	for _, n := range s.props[:min(len(s.props), mostProps)] {
		if k, content := strings.ToLower(attr(n, "itemprop")), squeeze(attr(n, "content")); content != "" && s.owns(n) {
			p.meta[k] = append(p.meta[k], content)
		}
	}
	s.props = nil
}

// foreign reports whether n opens the description of something other than the
// page's article or its author: a cited work, a comment, a related article, an
// event. What is written below n says nothing of the article.
func (s *itemScopes) foreign(n *html.Node) bool {
	if !hasAttr(n, "itemscope") && !hasAttr(n, "typeof") || s.above[n] {
		return false
	}
	if leadsAway(n) {
		return true
	}
	for _, t := range strings.Fields(firstOf(attr(n, "itemtype"), attr(n, "typeof"))) {
		name := typeName(t)
		if _, article := articleTypes[name]; article || foreignTypes[name] {
			return true
		}
	}
	return false
}

// leadsAway reports whether n is the value of a property of something else that
// leads to another thing.
func leadsAway(n *html.Node) bool {
	for _, prop := range strings.Fields(firstOf(attr(n, "itemprop"), attr(n, "property"), attr(n, "rel"))) {
		if foreignProps[typeName(prop)] {
			return true
		}
	}
	return false
}

// owns reports whether the property that n states, by itemprop or by property,
// belongs to the page's own article.
func (s *itemScopes) owns(n *html.Node) bool {
	if s.foreign(n) {
		return false
	}
	for n = n.Parent; n != nil && !s.own[n]; n = n.Parent {
		if s.foreign(n) {
			return false
		}
	}
	return true
}

// foreignProps lead from an article to something else.
var foreignProps = wordset.Of(`citation haspart isbasedon isbasedonurl ispartof mentions about review reviews comment comments relatedlink
	isrelatedto itemlistelement itemlist suggestedanswer acceptedanswer associatedmedia image video audio thumbnail publisher sponsor
	provider sourceorganization copyrightholder workexample exampleofwork significantlink discusses itemreviewed blogposts
	subjectof event events subevent`)

// foreignTypes are things that are no article and hold no property of one.
var foreignTypes = wordset.Of(`comment usercomments review event product offer imageobject videoobject audioobject mediaobject itemlist listitem
	book movie aggregaterating rating breadcrumblist wpheader wpfooter wpsidebar wpadblock sitenavigationelement question answer recipe
	jobposting place postaladdress musicrecording tvseries dataset`)

// scope is an element marked as an article.
type scope struct {
	n       *html.Node
	says    statement
	size    int  // bytes of running text
	heading bool // it holds an h1
}

// scopeReader reads the marked articles in one walk over the page.
type scopeReader struct {
	found []*scope
	open  []*scope
	inner *scope // the article of the innermost item, nil where that is something else
	total int    // bytes of running text on the page
}

const leastRunning = 40 // bytes of a text that is no label

func (r *scopeReader) read(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		if size := len(strings.TrimSpace(n.Data)); size >= leastRunning {
			r.total += size
			for _, s := range r.open {
				s.size += size
			}
		}
		return
	case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Template:
		return
	case n.DataAtom == atom.H1:
		for _, s := range r.open {
			s.heading = true
		}
	}
	was, opened := r.inner, false
	if hasAttr(n, "itemscope") || hasAttr(n, "typeof") {
		r.inner = nil
		if opened = marksArticle(n) && len(r.found) < mostScopes; opened {
			r.inner = &scope{n: n, says: statement{fields: map[string]any{}}}
			r.found, r.open = append(r.found, r.inner), append(r.open, r.inner)
		}
	} else if r.inner != nil {
		r.inner.says.note(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.read(c)
	}
	if r.inner = was; opened {
		r.open = r.open[:len(r.open)-1]
	}
}

// note takes the property by which n says what its article is.
func (s *statement) note(n *html.Node) {
	prop := firstOf(attr(n, "itemprop"), attr(n, "property"))
	if prop == "" {
		return
	}
	for _, key := range []string{"headline", "name", "url", "mainEntityOfPage"} {
		if strings.EqualFold(typeName(prop), key) && s.fields[key] == nil {
			if v := firstOf(attr(n, "content"), attr(n, "href"), attr(n, "itemid"), shortText(n)); v != "" {
				s.fields[key] = v
			}
		}
	}
}

// own are the marked articles that are the page's: those that name its address
// or its headline. Where none does, it is the one with the most running text,
// unless that is a small part of the page or another one has half as much and
// the page's heading tells nothing either.
func (r *scopeReader) own(p *parsedPage) []*html.Node {
	var own []*html.Node
	var best *scope
	var open []*scope
	addresses := p.ownAddresses()
	for _, s := range r.found {
		switch tie := s.says.bond(p, addresses); {
		case tie >= byHeadline:
			own = append(own, s.n)
		case tie == untied && !leadsAway(s.n):
			open = append(open, s)
			if best == nil || s.size > best.size || s.size*10 >= best.size*6 && below(s.n, best.n) {
				best = s
			}
		}
	}
	if len(own) > 0 || best == nil || best.size*4 < r.total && !best.heading && (len(open) > 1 || !best.says.nameless()) {
		return own
	}
	for _, s := range open {
		if s != best && s.size*2 > best.size && (s.heading || !best.heading) && !below(s.n, best.n) && !below(best.n, s.n) {
			return nil
		}
	}
	return []*html.Node{best.n}
}

// below reports whether n stands within top.
func below(n, top *html.Node) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n == top {
			return true
		}
	}
	return false
}

// marksArticle reports whether n opens the description of an article.
func marksArticle(n *html.Node) bool {
	if !hasAttr(n, "itemscope") && !hasAttr(n, "typeof") {
		return false
	}
	for _, t := range strings.Fields(firstOf(attr(n, "itemtype"), attr(n, "typeof"))) {
		if _, ok := articleTypes[typeName(t)]; ok {
			return true
		}
	}
	return false
}
