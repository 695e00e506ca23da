package extract

import (
	"bytes"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/wordset"
)

// drawings follows drawings and formulas (svg, math) through the tokens of a page.
// Within them a parser reads the content of script, style and the like as markup,
// and CDATA sections, which a tokenizer by itself does not; where that may make
// other tags of a page, its cost cannot be told from its tokens. It is sure of the
// end of a drawing that holds nothing but its own elements.
type drawings struct {
	root   string // svg or math, empty outside
	nested int    // elements of that name
	opened map[string]int
	hosts  int  // elements that hold HTML
	unsure bool // HTML stands in it, or its end is not clear
	raw    bool // the next text is the content of an element without markup
}

func (d *drawings) start(name []byte, selfClosing bool) {
	d.raw = !selfClosing && unparsedTags[atom.Lookup(name)]
	switch {
	case d.unsure || selfClosing:
	case d.root == "":
		if isDrawing(name) {
			d.root, d.nested, d.hosts, d.opened = string(name), 1, 0, map[string]int{}
		}
	case string(name) == d.root:
		d.nested++
	default:
		d.opened[string(name)]++
		d.unsure = d.hosts > 0 || breakouts()[string(name)] || string(name) == "font"
		d.hosts += int(truth(hostTags()[string(name)]))
	}
}

func (d *drawings) end(name []byte) {
	d.raw = false
	switch {
	case d.root == "" || d.unsure:
	case string(name) != d.root:
		d.opened[string(name)]--
		d.unsure = d.opened[string(name)] < 0
		d.hosts -= int(truth(hostTags()[string(name)]))
	default:
		if d.nested--; d.nested == 0 {
			d.root = ""
		}
	}
}

// text reports whether a parser may see tags in what the tokenizer takes for text.
func (d *drawings) text(raw []byte) bool {
	plain := !d.raw
	d.raw = false
	if d.root == "" || plain || bytes.IndexByte(raw, '<') < 0 {
		return false
	}
	inner, cdata := bytes.CutPrefix(bytes.TrimSpace(raw), []byte("<![CDATA["))
	return !cdata || bytes.IndexByte(inner, '<') >= 0 || !bytes.Contains(inner, []byte("]]>"))
}

// comment is text for what the tokenizer takes for a comment.
func (d *drawings) comment(raw []byte) bool {
	d.raw = false
	return d.root != "" && bytes.HasPrefix(raw, []byte("<![CDATA[")) && !bytes.HasSuffix(raw, []byte("]]>"))
}

func isDrawing(name []byte) bool { return string(name) == "svg" || string(name) == "math" }

// withoutDrawings is a page whose drawings and formulas are empty, as [tidy] makes
// them later: a parser sees in it the tags that the tokenizer sees. One that is
// not closed ends where a parser ends it, at an element of HTML.
func withoutDrawings(page []byte) []byte {
	out := make([]byte, 0, len(page))
	root, nested, hosts := "", 0, 0
	var opened map[string]int
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out
		}
		raw := z.Raw()
		var name []byte
		if kind == html.StartTagToken || kind == html.EndTagToken || kind == html.SelfClosingTagToken {
			raw = bytes.Clone(raw) // reading the name changes it
			name, _ = z.TagName()
		}
		tag := string(name)
		switch {
		case root == "":
			out = append(out, raw...)
			if kind == html.StartTagToken && isDrawing(name) {
				root, nested, hosts, opened = tag, 1, 0, map[string]int{}
				out = append(out, "</"+root+">"...)
			}
		case kind == html.StartTagToken && tag == root:
			nested++
		case kind == html.EndTagToken && tag == root:
			if nested--; nested == 0 {
				root = ""
			}
		case kind == html.EndTagToken && opened[tag] > 0:
			opened[tag]--
			hosts -= int(truth(hostTags()[tag]))
		case hosts == 0 && (kind == html.EndTagToken || breakouts()[tag]):
			root = ""
			out = append(out, raw...)
		case kind == html.StartTagToken:
			opened[tag]++
			hosts += int(truth(hostTags()[tag]))
		default:
			// What it holds is left out.
		}
	}
}

// unparsedTags are the elements whose content the tokenizer takes for text.
var unparsedTags = map[atom.Atom]bool{
	atom.Iframe: true, atom.Noembed: true, atom.Noframes: true, atom.Noscript: true, atom.Plaintext: true,
	atom.Script: true, atom.Style: true, atom.Textarea: true, atom.Title: true, atom.Xmp: true,
}

// hostTags are the elements of drawings and formulas that hold HTML.
var hostTags = sync.OnceValue(func() map[string]bool {
	return wordset.Of("foreignobject desc title annotation-xml mi mn mo ms mtext")
})

// breakouts are the elements of HTML that end a drawing in which they stand
// (https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign).
var breakouts = sync.OnceValue(func() map[string]bool {
	return wordset.Of(`b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing
		menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var`)
})
