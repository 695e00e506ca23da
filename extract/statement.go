package extract

import (
	"net/url"
	"slices"
	"strings"
)

// statement is one article that a page's JSON-LD describes. Pages describe other
// articles too: the teasers of a list, cited works, what is most read.
type statement struct {
	fields map[string]any
	listed bool // an entry of a list or a part of something else
	page   bool // a WebPage
}

// bond is how a statement is tied to the page's own article.
type bond int

const (
	aboutOther bond = iota // it names another address or another headline
	untied                 // it names neither
	byHeadline
	byAddress
)

// mostStatements bounds the articles that are compared with the page.
const mostStatements = 200

// readJSONLD reads what the scripts say of the page's own article: the
// statements that name its address, then those with its headline, merged so that
// the first one with a field wins. Where none does, a statement that stands alone
// is believed, and of several what they agree on.
func readJSONLD(p *parsedPage, scripts []string) linkedArticle {
	var found []statement
	lists, people := 0, map[string]linkedAgent{}
	for _, s := range scripts {
		if v, ok := decodeLoose(s); ok {
			collectAgents(v, people, 0)
			lists += collectStatements(v, &found, false, 0)
			p.readSite(v, 0)
		}
	}
	var out linkedArticle
	addresses := p.ownAddresses()
	for _, s := range found {
		if s.page && s.bond(p, addresses) == byAddress {
			out.page = dates{text(s.fields["datePublished"]), text(s.fields["dateModified"])}
		}
	}
	found = slices.DeleteFunc(found, func(s statement) bool { return s.page })
	for _, s := range ownStatements(p, found, addresses) {
		out.take(s.fields, people)
	}
	out.pages = lists
	return out
}

// collectStatements gathers the articles and dated pages below v and counts the lists.
func collectStatements(v any, into *[]statement, listed bool, depth int) (lists int) {
	if depth > maxJSONDepth || len(*into) >= mostStatements {
		return 0
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			lists += collectStatements(e, into, listed, depth+1)
		}
	case map[string]any:
		if isArticle(v) {
			*into = append(*into, statement{fields: v, listed: listed})
			return 0
		}
		if hasType(v, "page") && text(v["datePublished"]) != "" {
			*into = append(*into, statement{fields: v, page: true})
		}
		if hasType(v, "itemlist") || hasType(v, "collectionpage") {
			lists++
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"} {
			in := listed || key == "itemListElement" || key == "item" || key == "hasPart"
			lists += collectStatements(v[key], into, in, depth+1)
		}
	}
	return lists
}

// readSite gathers the site's names and the trail of sections that lead to the
// page, which ends with the page itself.
func (p *parsedPage) readSite(v any, depth int) {
	m, ok := v.(map[string]any)
	switch list, _ := v.([]any); {
	case depth > 3:
	case !ok:
		for _, e := range list {
			p.readSite(e, depth+1)
		}
	case hasType(m, "website"):
		p.sites = append(p.sites, texts(m["name"])...)
		p.sites = append(p.sites, texts(m["alternateName"])...)
	case hasType(m, "breadcrumblist"):
		trail, _ := m["itemListElement"].([]any)
		for _, e := range trail[:max(0, len(trail)-1)] {
			entry, _ := e.(map[string]any)
			item, _ := entry["item"].(map[string]any)
			p.crumbs = append(p.crumbs, firstOf(text(entry["name"]), text(item["name"])))
		}
	default:
		for _, key := range []string{"@graph", "breadcrumb", "isPartOf"} {
			p.readSite(m[key], depth+1)
		}
	}
}

// ownStatements are the statements about the page's own article, best first.
func ownStatements(p *parsedPage, all []statement, addresses []string) []statement {
	var own, open []statement
	for _, want := range []bond{byAddress, byHeadline, untied, aboutOther} {
		for _, s := range all {
			switch got := s.bond(p, addresses); {
			case got != want:
			case got >= byHeadline:
				own = append(own, s)
			case s.listed:
			case got == untied && len(own) > 0 && s.nameless():
				own = append(own, s) // adds to what another one names
			case got == untied:
				open = append(open, s)
			}
		}
	}
	if len(own) > 0 {
		return own
	}
	if len(open) == 1 || len(open) > 1 && agree(open) {
		return open
	}
	return nil
}

// agree reports whether statements that nothing ties to the page are about one
// article at least.
func agree(all []statement) bool {
	headline := ""
	for _, s := range all {
		switch h := string(normal(s.headline())); {
		case h == "" || h == headline:
		case headline == "":
			headline = h
		default:
			return false
		}
	}
	return true
}

func (s statement) headline() string {
	return beginning(plainText(firstOf(text(s.fields["headline"]), text(s.fields["name"]))), titleBytes)
}

// nameless reports whether the statement does not say which article it means.
func (s statement) nameless() bool { return s.headline() == "" }

// bond is how the statement is tied to the page.
func (s statement) bond(p *parsedPage, addresses []string) bond {
	elsewhere := false
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		for _, href := range addressesIn(s.fields[key]) {
			u := p.resolve(href)
			if u == nil {
				continue
			}
			if isHome(u.Path) && u.RawQuery == "" {
				// Templates name the site's home; an @id is often the home with a
				// fragment.
				continue
			}
			if slices.Contains(addresses, bareAddress(u)) {
				return byAddress
			}
			elsewhere = elsewhere || p.url != nil && key != "@id" && sameSite(u.Hostname(), p.url.Hostname())
		}
	}
	if h := s.headline(); h != "" {
		said := formsOf(h)
		if slices.ContainsFunc(p.shownTitles(), said.same) {
			return byHeadline
		}
	}
	if elsewhere {
		return aboutOther
	}
	return untied
}

// addressesIn are the addresses that a value of url, @id or mainEntityOfPage
// gives: itself, or the @id and url of a WebPage.
func addressesIn(v any) []string {
	if m, ok := v.(map[string]any); ok {
		return append(texts(m["@id"]), texts(m["url"])...)
	}
	return texts(v)
}

// ownAddresses are the addresses by which the page may be meant: that of the
// request, with and without its query, and those it calls its own.
func (p *parsedPage) ownAddresses() []string {
	var out []string
	for _, href := range append(p.links["canonical"], p.metaOf("og:url")) {
		if u := p.resolve(href); u != nil && !(isHome(u.Path) && u.RawQuery == "") {
			out = append(out, bareAddress(u))
		}
	}
	if p.url != nil {
		whole := *p.url
		out = append(out, bareAddress(&whole))
		if whole.RawQuery = ""; !isHome(whole.Path) {
			out = append(out, bareAddress(&whole))
		}
	}
	return out
}

// bareAddress is an address without what does not tell pages apart: scheme, www,
// the final slash and the fragment.
func bareAddress(u *url.URL) string {
	s := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.Path, "/")
	if u.RawQuery != "" {
		s += "?" + u.RawQuery
	}
	return s
}
