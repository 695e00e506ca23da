package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"framewatch/internal/quotes"
)

// block is a run of inline content: what a reader sees as one paragraph,
// heading, list item or table row.
type block struct {
	text    string
	tag     atom.Atom // of the nearest block-level element
	parent  *html.Node
	letters int  // letters and digits, the unit in which length is measured
	linked  int  // of them within links
	stops   int  // sentence-ending and clause-ending marks
	leads   bool // begins with a link
	where   place
	phrase  string              // the kind that its first words give away
	support [voterCount]float64 // share of the block that each voter kept
	score   float64
	keep    bool
	// unfolded says that the block is hidden until a reader asks for the rest.
	unfolded bool
	copied   bool // stands on the page once more: hidden, or pulled out as a quotation
}

// place says in what kinds of surroundings a block stands.
type place uint32

const (
	inNav place = 1 << iota
	inHeader
	inFooter
	inAside
	inForm
	inFigure
	inArticle
	inMain
	inBody // an element that calls itself the article's body
	inQuote
	inTable
	inList
	isHidden
	isCaption
	isComment
	isRelated
	isShare
	isNotice
	isByline
	isTags
	isAd
	isNote
	isFootnote
)

func (p place) has(q place) bool { return p&q != 0 }

// silentTags hold nothing that a reader reads.
var silentTags = map[atom.Atom]bool{
	atom.Head: true, atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Select: true,
	atom.Option: true, atom.Textarea: true, atom.Button: true, atom.Input: true, atom.Audio: true, atom.Video: true,
	atom.Map: true, atom.Datalist: true, atom.Rp: true, atom.Rt: true, atom.Dialog: true,
}

// blockBuilder walks a page and cuts it into blocks.
type blockBuilder struct {
	weights

	out []*block

	text   strings.Builder
	linked int
	leads  bool
	tag    atom.Atom
	parent *html.Node
	where  place
	pre    int  // depth of elements that keep their line breaks
	gap    bool // an element without text stood before
	lined  bool // the paragraph's line breaks are kept ones
}

// cutBlocks lists the blocks of a page in reading order.
func cutBlocks(root *html.Node) []*block {
	b := &blockBuilder{weights: weights{of: map[*html.Node]weight{}}}
	b.total = b.weigh(root, false)
	b.walk(root, atom.Body, root, 0, false)
	b.flush()
	markCopies(b.out)
	return b.out
}

// markCopies finds the hidden blocks that begin like one that is seen: what a
// page keeps ready for another width of the screen.
func markCopies(blocks []*block) {
	const most = 60 // letters that are compared
	head := func(b *block) uint64 {
		norm := normal(beginning(b.text, 4*most))
		return hashRunes(norm[:min(len(norm), most)])
	}
	var seen map[uint64]bool
	for _, b := range blocks {
		if !b.where.has(isHidden) {
			continue
		}
		if seen == nil {
			seen = map[uint64]bool{}
			for _, c := range blocks {
				if !c.where.has(isHidden) {
					seen[head(c)] = true
				}
			}
		}
		b.copied = seen[head(b)]
	}
}

// partsWords reports whether two letters meet that a picture or a field stands
// between.
func partsWords(before, after string) bool {
	x, _ := utf8.DecodeLastRuneInString(before)
	y, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLetter(x) && unicode.IsLetter(y) && !wide(x) && !wide(y)
}

// walk visits n; tag and parent are those of the nearest block-level element,
// where its surroundings, link whether n is within a link.
func (b *blockBuilder) walk(n *html.Node, tag atom.Atom, parent *html.Node, where place, link bool) {
	switch n.Type {
	case html.TextNode:
		b.add(n.Data, tag, parent, where, link)
		return
	case html.ElementNode:
		if silentTags[n.DataAtom] || n.DataAtom == atom.Img {
			b.gap = true
			return
		}
	case html.DocumentNode:
	default:
		return // Doctypes have no children and no text.
	}
	inline := !isBlock(n)
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Br:
			b.text.WriteByte('\n')
			return
		case atom.Hr:
			b.flush()
			return
		case atom.A:
			// A link to nowhere marks up text.
			href := strings.TrimSpace(attr(n, "href"))
			link = href != "" && href != "#" || link
		default:
			// The others are told apart by the tables.
		}
		where |= b.placeOf(n)
		if !inline {
			tag, parent = n.DataAtom, n
		}
	}
	// A cell ends a paragraph only where it holds whole paragraphs; otherwise
	// the row reads as one line.
	cell := (n.DataAtom == atom.Td || n.DataAtom == atom.Th) && !hasBlocks(n)
	if !inline && !cell {
		b.flush()
	}
	lined := int(truth(n.DataAtom == atom.Pre || n.DataAtom == atom.Listing || n.DataAtom == atom.Xmp || n.DataAtom == atom.Plaintext))
	b.pre += lined
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.walk(c, tag, parent, where, link)
	}
	b.pre -= lined
	switch {
	case cell:
		b.text.WriteString(" \t ")
	case !inline:
		b.flush()
	}
}

// hasBlocks reports whether an element has block-level descendants.
func hasBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (isBlock(c) || hasBlocks(c)) {
			return true
		}
	}
	return false
}

func (b *blockBuilder) add(data string, tag atom.Atom, parent *html.Node, where place, link bool) {
	if strings.TrimSpace(data) == "" {
		switch {
		case b.pre > 0 && b.text.Len() > 0:
			b.text.WriteString(data)
		case data != "":
			b.text.WriteByte(' ')
		}
		return
	}
	if b.gap && partsWords(b.text.String(), data) {
		b.text.WriteByte(' ')
	}
	b.gap = false
	if b.parent == nil || b.text.Len() == 0 {
		b.where, b.leads = where, link
	} else {
		// Inline surroundings hold for the block only where they hold for all of it.
		b.where &= where
	}
	b.tag, b.parent = tag, parent
	if b.pre > 0 {
		b.lined = true
		b.text.WriteString(data)
	} else {
		// A line break of the source is a space; a br stays a line break.
		b.text.WriteString(lineBreaks.Replace(data))
	}
	if link {
		b.linked += countLetters(data)
	}
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

// flush ends the paragraph that was gathered, and splits it where br elements
// stand for paragraphs.
func (b *blockBuilder) flush() {
	raw := b.text.String()
	linked, where, tag, parent, leads := b.linked, b.where, b.tag, b.parent, b.leads
	b.text.Reset()
	lined := b.lined
	b.linked, b.lined, b.parent, b.where = 0, false, nil, 0
	if parent == nil {
		return
	}
	paragraphs := splitBreaks(raw, lined)
	all := 0
	for _, p := range paragraphs {
		all += countLetters(p)
	}
	for _, p := range paragraphs {
		n := countLetters(p)
		if n == 0 {
			continue
		}
		b.out = append(b.out, &block{
			text: p, tag: tag, parent: parent, letters: n,
			linked: linked * n / max(1, all), stops: countStops(p), where: where, phrase: phraseKind(p, n), leads: leads,
		})
		leads = false
	}
}

// splitBreaks cuts text at the line breaks that end a paragraph: two in a row,
// one before an indented line, or one between whole sentences. Other breaks
// become spaces. lined says that the breaks and spaces are the source's own.
func splitBreaks(raw string, lined bool) []string {
	if !strings.Contains(raw, "\n") {
		return []string{squeeze(raw)}
	}
	var out []string
	var open strings.Builder
	end := func() {
		if open.Len() > 0 {
			out = append(out, open.String())
			open.Reset()
		}
	}
	before := ""
	lines := strings.Split(raw, "\n")
	for i, line := range lines {
		text := squeeze(line)
		indented := isIndented(line) || lined && i > 0 && spaces(line) >= 2 && spaces(line) > spaces(lines[i-1]) && endsSentence(open.String())
		empty := i > 0 && before == ""
		if empty || indented || endsSentence(open.String()) && longer(open.String(), 40/scriptDensity(scriptOf(open.String()))) {
			end()
		}
		if before = text; text == "" {
			continue
		}
		if open.Len() > 0 {
			if last, _ := utf8.DecodeLastRuneInString(open.String()); !wide(last) {
				open.WriteByte(' ')
			}
		}
		open.WriteString(text)
	}
	end()
	return out
}

// isIndented reports whether a line begins with the wide spaces of a first line.
func isIndented(line string) bool {
	line = strings.TrimLeft(line, " \t")
	r, _ := utf8.DecodeRuneInString(line)
	return r >= '\u2001' && r <= '\u2005' || r == '\u3000' || strings.HasPrefix(line, "\u00a0\u00a0")
}

// spaces is how many spaces and tabs a line begins with.
func spaces(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// longer reports whether s has more than n characters, without counting all.
func longer(s string, n int) bool {
	return len(s) > n && (len(s) > n*utf8.UTFMax || utf8.RuneCountInString(s) > n)
}

// squeeze makes every run of white space one space and drops invisible
// characters.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u3000':
			space = true
			continue
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r == '\u2060' || unicode.IsControl(r):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				n++
			}
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			n++
		}
	}
	return n
}

const sentenceEnds = ".!?。！？…؟۔।"

func countStops(s string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune(sentenceEnds+",;:،؛，；：、", r) {
			n++
		}
	}
	return n
}

// endsSentence reports whether s ends with a full stop, quotation marks and
// brackets aside.
func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(quotes.TrimEnd(s))
	return strings.ContainsRune(sentenceEnds, r)
}

// wide reports whether r is written without spaces around it.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}
