package extract

import (
	"bytes"
	"errors"
	"io"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// keptTags survive flattening: they close one another or are closed at once,
// so that nothing nests.
var keptTags = map[atom.Atom]bool{
	atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Br: true, atom.Meta: true, atom.Link: true, atom.Title: true, atom.A: true, atom.Time: true, atom.Script: true,
	atom.Style: true, atom.Textarea: true, atom.Noscript: true, atom.Iframe: true,
}

// flatten rewrites a page so that nothing nests: other block-level elements
// become paragraphs, other inline elements vanish. What was text stays text.
func flatten(utf8 []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(utf8))
	z := html.NewTokenizer(bytes.NewReader(utf8))
	unparsed, root := false, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if !errors.Is(z.Err(), io.EOF) {
				out.WriteString("<!-- cut -->")
			}
			return out.Bytes()
		}
		raw := z.Raw()
		switch kind {
		case html.TextToken:
			if !unparsed { // what stood before it may be gone, and it would begin a tag
				raw = bytes.ReplaceAll(raw, []byte("<"), []byte("&lt;"))
			}
			out.Write(raw)
			unparsed = false
		case html.DoctypeToken:
			out.Write(raw)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw = bytes.Clone(raw) // reading the name changes it
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			unparsed = kind == html.StartTagToken && unparsedTags[tag] && keptTags[tag]
			switch {
			case keptTags[tag]:
				out.Write(raw)
			case tag == atom.Html && kind == html.StartTagToken && !root:
				out.Write(raw) // a parser merges the attributes of each
				root = true
			case tag == atom.Html || tag == atom.Head || tag == atom.Body || !blockTags[tag] && !silentTags[tag]:
			default:
				out.WriteString("<p>")
			}
		default:
			// Comments are left out.
		}
	}
}
