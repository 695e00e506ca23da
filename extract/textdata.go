package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dataLeast is the weight of a text in structured data that can stand in for
// the page's own.
const dataLeast = 200

// takeData takes the text from the page's structured data (articleBody, entries
// of a live blog) where what the page itself shows is less than a third of it:
// a script writes the rest.
func (v *verdict) takeData(p *parsedPage) {
	body := p.article.body
	if updates := strings.Join(p.article.updates, "\n"); len(updates) > len(body) {
		body = updates
	}
	body, err := markupLines(body, p.maxTags)
	if err != nil {
		return
	}
	weight := weightOf(body)
	if weight < dataLeast {
		return
	}
	shown := 0
	for _, b := range v.blocks {
		if b.keep {
			shown += weightOf(b.text)
		}
	}
	if shown*3 >= weight {
		return
	}
	parent := bodyOf(p.root)
	if parent == nil {
		return
	}
	for _, b := range v.blocks {
		b.keep = false
	}
	blocks := slices.Clip(v.blocks)
	for line := range strings.Lines(body) {
		s := squeeze(line)
		n := countLetters(s)
		if n == 0 {
			continue
		}
		b := &block{text: s, tag: atom.P, parent: parent, letters: n, stops: countStops(s), score: 1, keep: true}
		b.support[byJSONLD] = 1
		blocks = append(blocks, b)
	}
	v.blocks = blocks
}

// bodyOf is a page's body element.
func bodyOf(root *html.Node) *html.Node {
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if n.DataAtom == atom.Html {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.DataAtom == atom.Body {
					return c
				}
			}
		}
	}
	return nil
}

// updatesOf are the headlines and texts of a live blog's entries.
func updatesOf(v any) []string {
	entries, ok := v.([]any)
	if !ok {
		entries = []any{v}
	}
	var out []string
	for _, e := range entries {
		entry, ok := e.(map[string]any)
		if !ok {
			continue
		}
		body := text(entry["articleBody"])
		if body == "" {
			continue
		}
		if head := text(entry["headline"]); head != "" && !strings.HasPrefix(body, head) {
			out = append(out, head)
		}
		out = append(out, body)
	}
	return out
}
