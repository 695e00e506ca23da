package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxReading bounds the bytes of text times the depth at which they stand, and
// elements as nodeCost bytes. The voters read an element again for each of its
// ancestors, so that two megabytes within 500 elements would take them a minute;
// ordinary pages stay a hundred times below.
const (
	maxReading = 100 << 20
	nodeCost   = 16
)

func readingCost(n *html.Node, depth int) int {
	cost := nodeCost * depth
	if n.Type == html.TextNode {
		cost += len(n.Data) * depth
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		cost += readingCost(c, depth+1)
	}
	return cost
}

// parseTree parses a page, or what remains of it when it is flattened because it
// is nested more deeply than the parser allows or than the voters can read in
// time, or because it would grow while it is parsed. The error is a [*Failure].
func parseTree(page []byte, maxTags int) (*html.Node, error) {
	cost := costOf(page, maxTags)
	if cost.ambiguous {
		page = withoutDrawings(page)
		cost = costOf(page, maxTags)
	}
	if cost.tags > maxTags {
		return nil, &Failure{CodeTooLarge, fmt.Sprintf("more than %d tags and texts, the limit extract.max_tags", maxTags)}
	}
	if !cost.dear() {
		if root, err := html.Parse(bytes.NewReader(page)); err == nil && readingCost(root, 0) <= maxReading {
			return root, nil
		}
	}
	const flat = 8 // levels that a flattened page has at most, where nobody meant to nest it
	root, err := html.Parse(bytes.NewReader(flatten(page)))
	if err == nil && readingCost(root, 0) > flat*(len(page)+nodeCost*2*cost.tags) {
		err = errors.New("nested too deeply for the voters")
	}
	if err != nil {
		return nil, &Failure{CodeTooDeep, err.Error()}
	}
	return root, nil
}

// errTooDear is the error of markup within a page that is left as it stands.
var errTooDear = errors.New("its markup is too dear to parse")

// parseFragment parses markup that stands in a page as text, as in a div. It takes
// what it costs off the tags and texts that may still be read.
func parseFragment(markup string, mayRead *int) ([]*html.Node, error) {
	cost := costOf([]byte(markup), *mayRead)
	*mayRead -= cost.tags
	if cost.dear() || *mayRead < 0 {
		return nil, errTooDear
	}
	return html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
}

// maxClones bounds the nodes that a parser may make without a tag that asks for
// them. The standard has it open the formatting elements of a paragraph again in
// the next, as often as there are paragraphs, so that 400 unclosed elements and
// 8 bytes for each paragraph make gigabytes of a quarter of a megabyte
// (https://html.spec.whatwg.org/multipage/parsing.html#reconstruct-the-active-formatting-elements).
const maxClones = 1 << 18

// pageCost is what parsing a page takes, known before it is parsed: upper bounds
// from its tokens alone, and the same on every machine.
type pageCost struct {
	tags      int  // tags, comments and runs of text
	clones    int  // nodes that the parser may add by itself, see [maxClones]
	ambiguous bool // a parser may see other tags than these, see [drawings]
}

// dear reports whether a page may be parsed only after [flatten].
func (c pageCost) dear() bool { return c.ambiguous || c.clones > maxClones }

// costOf reads the tokens of a page, until there are more than most of them.
func costOf(page []byte, most int) pageCost {
	m := costMeter{forms: map[atom.Atom]*openForms{}, most: most}
	z := html.NewTokenizer(bytes.NewReader(page))
	for m.cost.tags <= most && !m.cost.ambiguous {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		m.cost.tags++
		m.take(z, kind)
	}
	return m.cost
}

// costMeter counts while tokens go by.
type costMeter struct {
	cost     pageCost
	most     int
	forms    map[atom.Atom]*openForms
	again    int // what all of them may come to when they are opened again
	barriers int // elements that hide open formatting elements from an end tag
	blocks   int // start tags of elements that stay open
	outer    int // attributes of html and body elements, which are merged again for each
	drawings drawings
}

// openForms are the formatting elements of one name that a parser may hold open.
type openForms struct {
	kinds map[string]struct{} // tags as they are written
	open  []openForm
	attrs int // of the tag with most
}

type openForm struct{ barriers, blocks int }

// sameKind is how many formatting elements of the same attributes a parser keeps
// ("Noah's Ark clause").
const sameKind = 3

// most is the largest number of them that may be opened again at once, each with
// its attributes.
func (o *openForms) most(name atom.Atom) int {
	n := min(len(o.open), sameKind*len(o.kinds))
	if name == atom.A { // one closes the other
		n = min(n, 1)
	}
	return n * (1 + o.attrs/4)
}

func (m *costMeter) take(z *html.Tokenizer, kind html.TokenType) {
	switch kind {
	case html.TextToken:
		m.cost.ambiguous = m.cost.ambiguous || m.drawings.text(z.Raw())
	case html.CommentToken:
		m.cost.ambiguous = m.cost.ambiguous || m.drawings.comment(z.Raw())
	case html.StartTagToken, html.SelfClosingTagToken:
		m.start(z, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		raw, _ := z.TagName()
		m.drawings.end(raw)
		m.cost.clones += m.again
		if name := atom.Lookup(raw); formatting(name) {
			m.close(name)
		}
	default:
		// A doctype costs nothing.
	}
}

func (m *costMeter) start(z *html.Tokenizer, selfClosing bool) {
	tag := string(z.Raw())
	raw, more := z.TagName()
	m.drawings.start(raw, selfClosing)
	name := atom.Lookup(raw)
	attrs := 0
	for more {
		_, _, more = z.TagAttr()
		attrs++
	}
	switch {
	case formatting(name):
		m.open(name, tag, attrs)
	case name == atom.Html || name == atom.Body:
		m.outer += attrs
		m.cost.clones += m.outer / 4
	default:
		m.cost.clones += m.again // it may have closed a paragraph
		m.blocks++
		if barrier(name) {
			m.barriers++
		}
	}
}

func (m *costMeter) open(name atom.Atom, tag string, attrs int) {
	o := m.forms[name]
	if o == nil {
		o = &openForms{kinds: map[string]struct{}{}}
		m.forms[name] = o
	}
	m.again -= o.most(name)
	o.kinds[tag] = struct{}{}
	o.attrs = max(o.attrs, attrs)
	o.open = append(o.open, openForm{m.barriers, m.blocks})
	m.again += o.most(name)
	m.cost.clones += attrs * min(len(o.open), 512) / 64 // compared with each that is open
}

// close takes the last element of a name away where the parser is sure to, too: no
// element stands between that would hide it, nor more than the eight that the
// standard's "adoption agency algorithm" unties.
func (m *costMeter) close(name atom.Atom) {
	const untied = 8
	o := m.forms[name]
	if o == nil || len(o.open) == 0 {
		return
	}
	last := o.open[len(o.open)-1]
	if last.barriers == m.barriers && m.blocks-last.blocks < untied {
		m.again -= o.most(name)
		o.open = o.open[:len(o.open)-1]
		m.again += o.most(name)
	}
}

// formatting are the elements of the standard's list of active formatting elements.
func formatting(name atom.Atom) bool {
	switch name {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	default:
		return false
	}
}

// barrier are the elements beyond which an end tag finds no formatting element.
func barrier(name atom.Atom) bool {
	switch name {
	case atom.Applet, atom.Caption, atom.Table, atom.Td, atom.Th, atom.Marquee, atom.Object, atom.Template, atom.Select, atom.Svg, atom.Math, atom.Frameset:
		return true
	default:
		return false
	}
}
