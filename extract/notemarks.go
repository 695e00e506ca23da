package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/lazyregexp"
)

// Marks of notes are small raised numbers and signs; read as text they stick to
// the word before and hide a name ("IOMed3").

var (
	// markText is what a reference to a note shows.
	markText = lazyregexp.New(`^[\[(（［〔【{]?\s*(?:(?:注|註|note |n\. ?|fn\.? ?)?\p{Nd}{1,3}(?:\s*[,，、;–-]\s*\p{Nd}{1,3})*|[*＊†‡§¶※]{1,4}|[a-zA-Z]|[ivxIVX]{1,5}|[①-⑳]|注|註)\s*[\])）］〕】}]?[,，]?$`)
	// markDigits is a mark that may be an exponent as well.
	markDigits = lazyregexp.New(`^[−–+-]?\p{Nd}{1,3}$`)
	// noteTarget is the fragment that a reference to a note links to.
	noteTarget = lazyregexp.New(`(?i)^#?_*(?:ftn|edn|fn|sdfootnote|sdendnote|sfootnote|foot-?note|end-?note|cite_?note|fussnote|easy-footnote)(?:ref|sym|anc)?[-_:.a-z]*\d`)
	// noteName is the id of a note's own paragraph.
	noteName = lazyregexp.New(`(?i)^_*(?:ftn|edn|fn|sdfootnote|sdendnote|footnote|endnote|cite_note)[-_:]?\d+(?:sym)?$`)
)

// backMarks lead from a note to the place that it belongs to.
const backMarks = "↑^↩⤴︎⏎↵ "

// noteMark reports whether an element is the reference to a note. Exponents are
// rewritten here and are none.
func (t *tidier) noteMark(n *html.Node) bool {
	raised := n.DataAtom == atom.Sup
	link := n.DataAtom == atom.A
	if !raised && !link && n.DataAtom != atom.Span && n.DataAtom != atom.Small && n.DataAtom != atom.Font {
		return false
	}
	if !raised && !declaresNote(n) && !(link && strings.Contains(attr(n, "href"), "#")) && !raisedStyle(n) {
		return false
	}
	raised = raised || raisedStyle(n)
	said := strings.TrimSpace(shortText(n))
	if said == "" || utf8.RuneCountInString(said) > 24 {
		return false
	}
	if declaresNote(n) {
		return markText.MatchString(said) || strings.ContainsAny(said[:1], "[") && raised
	}
	if link {
		return t.linkMark(n, said)
	}
	return t.raisedMark(n, said)
}

// linkMark judges a link within the page.
func (t *tidier) linkMark(n *html.Node, said string) bool {
	href := attr(n, "href")
	fragment := href[strings.IndexByte(href, '#'):]
	if strings.Trim(said, backMarks) == "" {
		return noteTarget.MatchString(fragment) || strings.HasPrefix(href, "#")
	}
	if !markText.MatchString(said) {
		return false
	}
	if noteTarget.MatchString(fragment) {
		return true
	}
	if !strings.HasPrefix(href, "#") || len(fragment) < 2 {
		return false
	}
	bracketed := strings.ContainsAny(said, "[［〔*†‡")
	return bracketed || hasTag(n, atom.Sup) || glued(t.before()) && unicode.IsDigit(firstRune(said))
}

// raisedMark judges a raised text that no link or name explains.
func (t *tidier) raisedMark(n *html.Node, said string) bool {
	before := t.before()
	if markDigits.MatchString(said) && !hasTag(n, atom.A) {
		switch {
		case said[len(said)-1] >= utf8.RuneSelf:
			return true // digits of a script that writes no formulas
		case takesExponent(before):
			setText(n, raise(said))
			return false
		case t.last != nil && !glued(before) && beginsWord(n.NextSibling): // an isotope
			setText(n, raise(said))
			return false
		}
		return said[0] >= '0' && said[0] <= '9'
	}
	if !markText.MatchString(said) {
		// Wikis ask for evidence in brackets.
		return strings.HasPrefix(said, "[") && strings.HasSuffix(said, "]")
	}
	first, _ := utf8.DecodeRuneInString(said)
	return !unicode.IsLetter(first) || hasTag(n, atom.A) || strings.ContainsRune("注註", first)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// declaresNote reports whether an element calls itself a reference to a note
// (DPUB-ARIA, EPUB and the names that word processors and sites use).
func declaresNote(n *html.Node) bool {
	if len(n.Attr) == 0 {
		return false
	}
	if role := attr(n, "role"); role == "doc-noteref" || role == "doc-backlink" || attr(n, "epub:type") == "noteref" {
		return true
	}
	class := strings.ToLower(attr(n, "class"))
	return strings.Contains(class, "footnote") || strings.Contains(class, "endnote") || strings.Contains(class, "noteref") || strings.Contains(class, "fnref") ||
		strings.Contains(class, "reference") && n.DataAtom == atom.Sup
}

func raisedStyle(n *html.Node) bool {
	style := styleOf(n)
	return strings.Contains(style, "vertical-align:super") || strings.Contains(style, "vertical-align:text-top")
}

// removeMark takes a mark out, with the space that would be left before a
// full stop.
func (t *tidier) removeMark(n *html.Node) {
	after := n.NextSibling
	n.Parent.RemoveChild(n)
	if t.last == nil || after == nil || after.Type != html.TextNode || after.Data == "" {
		return
	}
	if r, _ := utf8.DecodeRuneInString(after.Data); strings.ContainsRune(".,;:!?)。，；：！？）、", r) {
		t.last.Data = strings.TrimRight(t.last.Data, " ")
	}
}

// glued reports whether a mark after s would stick to a word or stop.
func glued(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && !unicode.IsSpace(r) && r != '(' && r != '（'
}

func beginsWord(n *html.Node) bool {
	if n == nil || n.Type != html.TextNode {
		return false
	}
	r, _ := utf8.DecodeRuneInString(n.Data)
	return unicode.IsUpper(r)
}

// raisedUnits are the units and letters that take exponents.
var raisedUnits = strings.Fields("m km cm mm dm nm µm μm ft in yd mi s h mc kg km/h a b c d n r x y z R E M KM Km CM м км см")

// takesExponent reports whether a raised number after s is an exponent: after a
// unit, a single letter or a power of ten or two.
func takesExponent(s string) bool {
	word := lastToken(s)
	if word == "10" || word == "2" || slices.Contains(raisedUnits, strings.TrimLeft(word, "0123456789")) {
		return true
	}
	last, size := utf8.DecodeLastRuneInString(word)
	if last != '米' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(word[:len(word)-size])
	return strings.ContainsRune("万亿千百萬億厘公分毫0123456789", before) && before != utf8.RuneError
}

const raisedDigits = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// raise writes a number with superscript characters.
func raise(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return []rune(raisedDigits)[r-'0']
		case r == '+':
			return '⁺'
		default:
			return '⁻'
		}
	}, s)
}

func setText(n *html.Node, s string) {
	empty(n)
	n.AppendChild(&html.Node{Type: html.TextNode, Data: s})
}

func hasTag(n *html.Node, tag atom.Atom) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == tag || hasTag(c, tag) {
			return true
		}
	}
	return false
}

// withoutMarks drops the marks that a text holds as characters: superscript
// digits after a word, a year or a stop, and numbers in brackets that stick to
// what stands before.
func (t *tidier) withoutMarks(s string) string {
	if !strings.ContainsAny(s, raisedDigits+"[［〔") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if n := markLength(r, s[i:]); n > 0 {
			if !isMarkAfter(r, t.before, b.String()) {
				b.WriteString(s[i : i+n])
			}
			i += n
			continue
		}
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// markLength is the length of the mark that s begins with, 0 where it is none.
func markLength(r rune, s string) int {
	if strings.ContainsRune(raisedDigits, r) {
		return len(s) - len(strings.TrimLeft(s, raisedDigits))
	}
	if !strings.ContainsRune("[［〔", r) {
		return 0
	}
	const most = 16
	inner := strings.IndexAny(beginning(s, most), "]］〕")
	if inner < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[inner:])
	number := strings.TrimLeft(s[utf8.RuneLen(r):inner], "注註")
	digits := 0
	for _, c := range number {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case strings.ContainsRune(",，、–- ", c):
			digits = 0
		default:
			return 0
		}
		if digits > 3 {
			return 0
		}
	}
	if digits == 0 {
		return 0
	}
	return inner + size
}

// isMarkAfter reports whether a mark that begins with r refers to a note: before
// is the text of the node so far, or that of the node before.
func isMarkAfter(r rune, earlier func() string, before string) bool {
	if before == "" {
		before = earlier()
	}
	if !glued(before) {
		return false
	}
	if !strings.ContainsRune(raisedDigits, r) {
		return true
	}
	word := lastToken(before)
	switch {
	case word == "":
		return true // after a stop or quotation mark
	case takesExponent(before):
		return false
	case strings.Trim(word, "0123456789") == "":
		return len(word) == 4
	}
	first, _ := utf8.DecodeRuneInString(word)
	return wide(first) || utf8.RuneCountInString(word) >= 3
}

// isSideNote reports whether an inline element holds a note that is set in the
// margin.
func isSideNote(n *html.Node) bool {
	if blockTags[n.DataAtom] && n.DataAtom != atom.Aside || n.Parent == nil || n.Parent.Type != html.ElementNode {
		return false
	}
	class := strings.ToLower(attr(n, "class"))
	if class == "" || !(strings.Contains(class, "sidenote") || strings.Contains(class, "marginnote") || strings.Contains(class, "margin-note") || strings.Contains(class, "side-note")) {
		return false
	}
	return countLetters(shortText(n)) > 3
}

// putBehind makes a side note a paragraph of its own behind the one it stands in.
func putBehind(n *html.Node) {
	around := n.Parent
	for !isBlock(around) {
		around = around.Parent
	}
	if around.Parent == nil || around.DataAtom == atom.Body || around.DataAtom == atom.Td {
		return
	}
	before, after := n.PrevSibling, n.NextSibling
	n.Parent.RemoveChild(n)
	n.Data, n.DataAtom = "div", atom.Div
	around.Parent.InsertBefore(n, around.NextSibling)
	if before != nil && after != nil && before.Type == html.TextNode && after.Type == html.TextNode && lastToken(before.Data) != "" {
		if r, _ := utf8.DecodeRuneInString(after.Data); unicode.IsLetter(r) && !wide(r) {
			after.Data = " " + after.Data
		}
	}
}

// isNotePart reports whether an element holds the notes themselves.
func isNotePart(n *html.Node, words []string) bool {
	switch attr(n, "role") {
	case "doc-endnotes", "doc-footnote", "doc-endnote":
		return true
	}
	if id := attr(n, "id"); id != "" && noteName.MatchString(id) && n.DataAtom != atom.A && n.DataAtom != atom.Sup && n.DataAtom != atom.Span {
		return true
	}
	return blockTags[n.DataAtom] && contains(words, "footnotes", "endnotes", "footnote", "endnote", "fussnoten", "fussnote", "sidenote", "marginnote", "footnotetext", "endnotetext", "reflist")
}
