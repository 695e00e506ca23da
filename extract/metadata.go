package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/PuerkitoBio/goquery"

	"framewatch/corpus"
)

// metadata is what a page says about its article.
type metadata struct {
	title, site, section, genre string
	authors                     []string
	published, modified         corpus.Date
	canonical, original, credit string
}

// readMetadata gathers the metadata, an editor's selectors first.
func readMetadata(p *parsedPage, v *verdict, page corpus.Page, source *corpus.Source) metadata {
	var sel corpus.Selectors
	if source != nil {
		sel = source.Selectors
	}
	var m metadata
	p.outlet = outletOf(p, v, source)
	m.site = p.outlet.name
	m.title = firstOf(selected(p.root, sel.Title), chooseTitle(p, v, p.outlet))
	m.authors = chooseAuthors(p, v, source, selected(p.root, sel.Author))
	m.published, m.modified = chooseDates(p, v, selected(p.root, sel.Date), page, source)
	m.canonical = canonicalURL(p)
	m.original = originalURL(p, v)
	m.credit = wireCredit(p, v)
	m.section = squeeze(firstOf(p.article.section, p.metaOf("article:section", "section", "parsely-section", "cxenseparse:section")))
	m.genre = genreOf(p, m, source)
	return m
}

// selected is the text of the first element that a selector names: its datetime
// or content attribute where it has one.
func selected(root *html.Node, selector string) string {
	if selector == "" {
		return ""
	}
	var out string
	goquery.NewDocumentFromNode(root).Find(selector).EachWithBreak(func(_ int, s *goquery.Selection) bool {
		out = squeeze(firstOf(s.AttrOr("datetime", ""), s.AttrOr("content", ""), rawText(s.Nodes[0])))
		return out == ""
	})
	return out
}

// siteName is what the page, else the source list, calls the outlet.
func siteName(p *parsedPage, source *corpus.Source) string {
	name := firstOf(p.metaOf("og:site_name"), p.article.publisher, p.metaOf("application-name", "apple-mobile-web-app-title", "dc.publisher", "al:ios:app_name"))
	if name == "" && source != nil {
		name = source.Name
	}
	if name == "" {
		_, name = (&outlet{hosts: hostNames(p.url)}).trim(beginning(plainText(p.title), titleBytes))
	}
	return squeeze(name)
}

// hostWords are the parts of a host name that may stand for the outlet:
// "example" of www.example.co.uk.
func hostWords(u *url.URL) []string {
	if u == nil {
		return nil
	}
	var out []string
	labels := strings.Split(strings.ToLower(u.Hostname()), ".")
	for i, label := range labels {
		if i < len(labels)-1 && len(label) > 3 && label != "news" && label != "blog" {
			out = append(out, label)
		}
	}
	return out
}

// canonicalURL is what the page calls itself, where that is on the same host:
// another host's claim would merge documents that are not the same.
func canonicalURL(p *parsedPage) string {
	for _, href := range append(p.links["canonical"], p.metaOf("og:url")) {
		if u := p.resolve(href); u != nil && p.url != nil && sameHost(u, p.url) && (len(u.Path) > 1 || len(p.url.Path) <= 1) {
			u.Fragment = ""
			return u.String()
		}
	}
	return ""
}

func (p *parsedPage) resolve(href string) *url.URL {
	href = strings.TrimSpace(href)
	if href == "" {
		return nil
	}
	u, err := url.Parse(href)
	if err != nil {
		return nil
	}
	if p.base != nil {
		u = p.base.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

func sameHost(a, b *url.URL) bool {
	return strings.TrimPrefix(strings.ToLower(a.Host), "www.") == strings.TrimPrefix(strings.ToLower(b.Host), "www.")
}
