package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/lazyregexp"
)

// blockTags begin and end a paragraph: what the HTML standard's rendering
// section displays as blocks, list items or parts of tables
// (https://html.spec.whatwg.org/multipage/rendering.html), with its obsolete
// elements. All others are inline, as in a browser.
var blockTags = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true,
	atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.Frameset: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true,
	atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true, atom.Li: true, atom.Listing: true, atom.Main: true,
	atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Plaintext: true, atom.Pre: true, atom.Section: true,
	atom.Summary: true, atom.Ul: true, atom.Xmp: true, atom.Marquee: true,
	atom.Table: true, atom.Caption: true, atom.Tbody: true, atom.Thead: true, atom.Tfoot: true, atom.Tr: true, atom.Td: true, atom.Th: true,
}

// isBlock reports whether an element begins and ends a paragraph. A custom
// element does where it stands among elements only, as the parts of a page's
// frame do; amid text it is a part of the sentence.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.DocumentNode
	}
	if n.DataAtom != 0 {
		return blockTags[n.DataAtom]
	}
	return n.Data == "search" || strings.Contains(n.Data, "-") && n.Parent != nil && holdsParts(n.Parent)
}

// holdsParts reports whether the children of an element that is no paragraph are
// elements without text between them.
func holdsParts(n *html.Node) bool {
	const most = 64 // children that are looked at; a page's frame has few
	if n.DataAtom != 0 && (!blockTags[n.DataAtom] || n.DataAtom == atom.P || isHeading(n.DataAtom)) {
		return false
	}
	for c, i := n.FirstChild, 0; c != nil && i < most; c, i = c.NextSibling, i+1 {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || c.Type == html.ElementNode && c.DataAtom != 0 && !blockTags[c.DataAtom] && !silentTags[c.DataAtom] && c.DataAtom != atom.Br {
			return false
		}
	}
	return true
}

// unseenTags take no room on the page; other silent elements do.
var unseenTags = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Rp: true, atom.Rt: true, atom.Dialog: true, atom.Datalist: true, atom.Map: true,
}

// tidier makes of a parsed page the one tree that voters, blocks and metadata
// read, so that they judge the same words.
type tidier struct {
	page  *parsedPage
	last  *html.Node // the text before, within the same paragraph
	added int        // what reading the nodes costs that were parsed here
	code  int        // depth of elements whose text is meant as it stands
}

// tidy removes what a reader does not see or read (comments, scripts, readings
// of ruby, controls, note marks), writes exponents as such, puts side notes
// behind their paragraphs and reads markup and entities that were escaped once
// too often.
func tidy(p *parsedPage) {
	t := &tidier{page: p}
	t.walk(p.root)
	t.useNoscript()
}

func (t *tidier) walk(parent *html.Node) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch n.Type {
		case html.CommentNode:
			parent.RemoveChild(n)
		case html.TextNode:
			t.text(n)
		case html.ElementNode:
			next = t.element(n)
		default:
			// A doctype says nothing here.
		}
		n = next
	}
}

// element treats n and what it holds, and returns the node to go on with.
func (t *tidier) element(n *html.Node) *html.Node {
	next := n.NextSibling
	switch {
	case n.DataAtom == atom.Script && strings.Contains(strings.ToLower(attr(n, "type")), "json"), n.DataAtom == atom.Head, n.DataAtom == atom.Noscript:
		return next // metadata are read from these
	case n.DataAtom == atom.Button:
		if first := n.FirstChild; first != nil && isWording(n) {
			if hasAttr(n, "aria-expanded") {
				t.page.controls[n.Parent] = true
			}
			unwrap(n)
			return first
		}
		if asksForRest(n) {
			t.page.controls[n] = true
		}
		empty(n)
		return next
	case n.DataAtom == atom.Template && (hasAttr(n, "shadowrootmode") || hasAttr(n, "shadowroot")) && n.FirstChild != nil:
		first := n.FirstChild // a declarative shadow root is shown
		unwrap(n)
		return first
	case unseenTags[n.DataAtom]:
		n.Parent.RemoveChild(n)
		return next
	case silentTags[n.DataAtom]:
		empty(n)
		return next // it may part two words
	case t.code == 0 && t.noteMark(n):
		t.removeMark(n)
		return next
	case n.DataAtom == atom.Span && hiddenSpan(n), isOffScreen(n) && shortText(n) != "":
		n.Parent.RemoveChild(n)
		return next
	case isSideNote(n):
		putBehind(n)
	default:
	}
	block := isBlock(n)
	if block || n.DataAtom == atom.Br {
		t.last = nil
	}
	code := int(truth(n.DataAtom == atom.Code || n.DataAtom == atom.Pre || n.DataAtom == atom.Kbd || n.DataAtom == atom.Samp || n.DataAtom == atom.Tt))
	t.code += code
	t.walk(n)
	t.code -= code
	if block {
		partPieces(n)
		t.last = nil
	}
	return next
}

// partPieces puts spaces between the elements of a short line that consists of
// elements only, as those of a byline do that style sheets set apart: role, name
// and date. A word that is spread over elements goes on in small letters.
func partPieces(line *html.Node) {
	const most, letters = 12, 100 // pieces of a byline, and letters
	pieces := 0
	for c := line.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || isBlock(c) || pieces == most {
			return
		}
		pieces++
	}
	said := ""
	if pieces > 1 {
		said = shortText(line)
	}
	if said == "" || countLetters(said) > letters || endsSentence(said) {
		return
	}
	for c := line.FirstChild; c.NextSibling != nil; c = c.NextSibling {
		left, right := lastRune(rawText(c)), firstRune(rawText(c.NextSibling))
		l, _ := utf8.DecodeRuneInString(left)
		if (unicode.IsLetter(l) || unicode.IsDigit(l) || unicode.IsMark(l)) && beginsPiece(l, right) {
			line.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, c.NextSibling)
			c = c.NextSibling
		}
	}
}

// beginsPiece reports whether a word does not go on from one rune to the next.
func beginsPiece(left, right rune) bool {
	switch {
	case unicode.IsDigit(right):
		return !unicode.IsDigit(left)
	case !unicode.IsLetter(right) || wide(right):
		return false
	}
	return !unicode.IsLower(right) && (!unicode.IsUpper(left) || !unicode.IsUpper(right))
}

// text treats a text node.
func (t *tidier) text(n *html.Node) {
	if t.code == 0 {
		n.Data = t.withoutMarks(unescapeTwice(n.Data))
		if escapedMarkup(n.Data) {
			t.parseAgain(n)
			return
		}
	}
	if strings.TrimSpace(n.Data) != "" {
		t.last = n
	}
}

// before is what stands before a node in its paragraph.
func (t *tidier) before() string {
	if t.last == nil {
		return ""
	}
	const most = 48
	s := t.last.Data
	if len(s) > most {
		s = strings.ToValidUTF8(s[len(s)-most:], "")
	}
	return s
}

// forReaders are class names of words that programs read aloud only.
var forReaders = lazyregexp.New(`(?i)(?:^|[ _-])(?:sr-only|screen-?reader(?:s|-text|-only)?|visually-?hidden|hidden-?visually|blind|off-?screen|a11y-hidden|assistive-text)(?:$|[ _-])`)

// hiddenSpan reports whether a few words amid a paragraph are kept from sight.
func hiddenSpan(n *html.Node) bool {
	const most = 40 // letters
	if !hasAttr(n, "hidden") && !strings.Contains(styleOf(n), "display:none") && !forReaders.MatchString(attr(n, "class")) {
		return false
	}
	s := shortText(n)
	return s != "" && countLetters(s) <= most
}

func empty(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
	}
}

// unwrap puts an element's children in its place.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// isWording reports whether a button is part of what is read: a question that
// unfolds its answer, or a term amid a sentence.
func isWording(n *html.Node) bool {
	around := n.Parent
	for around != nil && !isBlock(around) {
		around = around.Parent
	}
	if around == nil {
		return false
	}
	said := shortText(n)
	if said == "" || phraseKind(said, countLetters(said)) != "" {
		return false
	}
	if isHeading(around.DataAtom) || around.DataAtom == atom.Summary || around.DataAtom == atom.Dt {
		return shortText(around) == said
	}
	switch around.DataAtom {
	case atom.P, atom.Li, atom.Dd, atom.Blockquote:
		after := n.NextSibling
		if after == nil || after.Type != html.TextNode || strings.TrimSpace(after.Data) == "" {
			return false
		}
		if r := firstRune(after.Data); unicode.IsLetter(r) && !wide(r) {
			return false // it would stick to the next word
		}
		return n.PrevSibling == nil && countLetters(after.Data) > 0 || n.PrevSibling != nil && n.PrevSibling.Type == html.TextNode && countLetters(n.PrevSibling.Data) > 0
	default:
		return false
	}
}

// unescapeTwice reads the entities that are left where a page escaped them
// twice.
func unescapeTwice(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 || !strings.Contains(s[at:], ";") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			break
		}
		end := entityEnd(s[at:])
		b.WriteString(s[:at])
		if end == 0 {
			b.WriteByte('&')
			s = s[at+1:]
			continue
		}
		b.WriteString(html.UnescapeString(s[at : at+end]))
		s = s[at+end:]
	}
	b.WriteString(s)
	return b.String()
}

// entityEnd is the length of the entity that s begins with, 0 where it is none.
func entityEnd(s string) int {
	const most = 10
	for i := 1; i < len(s) && i <= most; i++ {
		switch c := s[i]; {
		case c == ';':
			if i < 3 {
				return 0
			}
			return i + 1
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '#' && i == 1:
		default:
			return 0
		}
	}
	return 0
}

// escapedMarkup reports whether a text holds the marks of a paragraph or of
// emphasis, opened and closed.
func escapedMarkup(s string) bool {
	if !strings.Contains(s, "<") {
		return false
	}
	for _, tag := range []string{"p", "br", "div", "strong", "em", "b", "i", "span", "a", "li"} {
		if tag == "br" && (strings.Contains(s, "<br>") || strings.Contains(s, "<br/>") || strings.Contains(s, "<br />")) {
			return true
		}
		if strings.Contains(s, "</"+tag+">") && (strings.Contains(s, "<"+tag+">") || strings.Contains(s, "<"+tag+" ")) {
			return true
		}
	}
	return false
}

// parseAgain puts the nodes that a text means in its place.
func (t *tidier) parseAgain(n *html.Node) {
	const most = 1 << 20 // bytes of text that was escaped
	if len(n.Data) > most {
		return
	}
	nodes := t.parse(n, n.Data)
	if nodes == nil {
		return
	}
	box := &html.Node{Type: html.ElementNode, Data: "span", DataAtom: atom.Span}
	for _, c := range nodes {
		box.AppendChild(c)
	}
	n.Parent.InsertBefore(box, n)
	n.Parent.RemoveChild(n)
	t.code++ // once is enough
	t.walk(box)
	t.code--
	unwrap(box)
}

// parse reads markup that is to stand in the place of n; nil where reading it
// there would take the voters too long.
func (t *tidier) parse(n *html.Node, markup string) []*html.Node {
	nodes, err := parseFragment(markup, &t.page.mayRead)
	if err != nil {
		return nil
	}
	depth := 0
	for around := n.Parent; around != nil; around = around.Parent {
		depth++
	}
	for _, c := range nodes {
		t.added += readingCost(c, depth)
	}
	if t.added > maxReading {
		return nil
	}
	return nodes
}

// useNoscript puts the text for browsers without scripts in its place where the
// page shows little else, and removes all others: they are pictures once more,
// counters and requests to turn scripts on.
func (t *tidier) useNoscript() {
	const least = 3 * 60 // weight of prose
	var all []*html.Node
	shown := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			shown += weightOf(n.Data)
		case n.DataAtom == atom.Noscript:
			all = append(all, n)
		case n.DataAtom == atom.Head || n.DataAtom == atom.Script || n.DataAtom == atom.A:
		default:
			walkChildren(n, walk)
		}
	}
	walk(t.page.root)
	for _, n := range all {
		raw := rawText(n)
		if said := weightOf(plainText(raw)); said < least || said < 2*shown {
			n.Parent.RemoveChild(n)
			continue
		}
		for _, c := range t.parse(n, raw) {
			n.Parent.InsertBefore(c, n)
			if c.Type == html.ElementNode {
				t.element(c)
			}
		}
		n.Parent.RemoveChild(n)
	}
}

// lastToken is the word or number that s ends with, empty after anything else. A
// number ends where characters stand before it that are written without spaces.
func lastToken(s string) string {
	at := len(s)
	var after rune
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) || after != 0 && wide(r) != wide(after) && !unicode.IsDigit(r) {
			break
		}
		at -= size
		after = r
	}
	return s[at:]
}
