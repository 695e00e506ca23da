package extract

import (
	"fmt"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// askTrafilatura returns the lines that go-trafilatura keeps. Its own fallback
// is off, as that would be readability again, and so is its date search.
func askTrafilatura(p *parsedPage) (text string, err error) {
	defer fence("trafilatura", &err)
	r, err := trafilatura.ExtractDocument(p.root, trafilatura.Options{
		OriginalURL:      p.url,
		ExcludeComments:  true,
		HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil {
		return "", fmt.Errorf("trafilatura: %w", err)
	}
	return nodeLines(r.ContentNode), nil
}

// askReadability returns the lines that go-readability keeps.
func askReadability(p *parsedPage) (text string, err error) {
	defer fence("readability", &err)
	parser := readability.NewParser()
	parser.DisableJSONLD = true // Metadata are read elsewhere.
	a, err := parser.ParseDocument(p.root, p.url)
	if err != nil {
		return "", fmt.Errorf("readability: %w", err)
	}
	return nodeLines(a.Node), nil
}

// askJSONLD returns the text that the page's structured data gives.
func askJSONLD(p *parsedPage) (string, error) { return markupLines(p.article.body, p.maxTags) }

// markupLines is the text that structured data give, a block a line, without the
// markup and entities that sites put into it.
func markupLines(body string, maxTags int) (string, error) {
	body = unescapeTwice(body)
	if strings.Contains(body, "</") || strings.Contains(body, "<br") { // markup within, against the standard
		nodes, err := parseFragment(body, &maxTags)
		if err != nil {
			return "", fmt.Errorf("parse articleBody: %w", err)
		}
		var b strings.Builder
		for _, n := range nodes {
			b.WriteString(nodeLines(n))
		}
		return b.String(), nil
	}
	return body, nil
}

// fence turns a panic of a library into an error: one page must not end a run.
func fence(what string, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s panicked: %v", what, r)
	}
}

// nodeLines is the text of n with one block a line.
func nodeLines(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.DataAtom == atom.Br || isBlock(n) {
			b.WriteByte('\n')
		}
	}
	walk(n)
	return b.String()
}
