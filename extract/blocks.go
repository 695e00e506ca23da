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
)

func (p place) has(q place) bool { return p&q != 0 }

// inlineTags do not end a paragraph.
var inlineTags = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true,
	atom.Cite: true, atom.Code: true, atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true,
	atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Nobr: true, atom.Q: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
	atom.Ruby: true, atom.Rb: true,
}

// silentTags hold nothing that a reader reads.
var silentTags = map[atom.Atom]bool{
	atom.Head: true, atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Select: true,
	atom.Option: true, atom.Textarea: true, atom.Button: true, atom.Input: true, atom.Audio: true, atom.Video: true,
	atom.Map: true, atom.Datalist: true, atom.Rp: true, atom.Rt: true, atom.Dialog: true,
}

// blockBuilder walks a page and cuts it into blocks.
type blockBuilder struct {
	out    []*block
	weight map[*html.Node]int // letters within an element, to tell wrappers from parts
	total  int

	text   strings.Builder
	linked int
	leads  bool
	tag    atom.Atom
	parent *html.Node
	where  place
	breaks int
}

// cutBlocks lists the blocks of a page in reading order.
func cutBlocks(root *html.Node) []*block {
	b := &blockBuilder{weight: map[*html.Node]int{}}
	b.total = b.weigh(root)
	b.walk(root, atom.Body, root, 0, false)
	b.flush()
	return b.out
}

// weigh counts the letters within each element.
func (b *blockBuilder) weigh(n *html.Node) int {
	if n.Type == html.TextNode {
		return countLetters(n.Data)
	}
	if n.Type == html.ElementNode && silentTags[n.DataAtom] {
		return 0
	}
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sum += b.weigh(c)
	}
	if n.Type == html.ElementNode {
		b.weight[n] = sum
	}
	return sum
}

// walk visits n; tag and parent are those of the nearest block-level element,
// where its surroundings, link whether n is within a link.
func (b *blockBuilder) walk(n *html.Node, tag atom.Atom, parent *html.Node, where place, link bool) {
	switch n.Type {
	case html.TextNode:
		b.add(n.Data, tag, parent, where, link)
		return
	case html.ElementNode:
		if silentTags[n.DataAtom] {
			return
		}
	default:
		// Comments and doctypes have no children and no text.
	}
	inline := n.Type == html.ElementNode && inlineTags[n.DataAtom]
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Br:
			b.breaks++
			b.text.WriteByte('\n')
			return
		case atom.Hr:
			b.flush()
			return
		case atom.A:
			link = true
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
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.walk(c, tag, parent, where, link)
	}
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
		if c.Type == html.ElementNode && (!inlineTags[c.DataAtom] && c.DataAtom != atom.Br && !silentTags[c.DataAtom] && c.DataAtom != atom.Img || hasBlocks(c)) {
			return true
		}
	}
	return false
}

func (b *blockBuilder) add(data string, tag atom.Atom, parent *html.Node, where place, link bool) {
	if strings.TrimSpace(data) == "" {
		if data != "" {
			b.text.WriteByte(' ')
		}
		return
	}
	if b.parent == nil || b.text.Len() == 0 {
		b.where, b.leads = where, link
	} else {
		// Inline surroundings hold for the block only where they hold for all of it.
		b.where &= where
	}
	b.tag, b.parent = tag, parent
	// A line break of the source is a space; a br stays a line break.
	b.text.WriteString(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, data))
	if link {
		b.linked += countLetters(data)
	}
}

// flush ends the paragraph that was gathered, and splits it where br elements
// stand for paragraphs.
func (b *blockBuilder) flush() {
	raw := b.text.String()
	linked, where, tag, parent, leads := b.linked, b.where, b.tag, b.parent, b.leads
	b.text.Reset()
	b.linked, b.breaks, b.parent, b.where = 0, 0, nil, 0
	if parent == nil {
		return
	}
	paragraphs := splitBreaks(raw)
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

// splitBreaks cuts text at the br elements that end a paragraph: two in a row,
// one before an indented line, or one between whole sentences. Other breaks
// become spaces.
func splitBreaks(raw string) []string {
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
	for i, line := range strings.Split(raw, "\n") {
		text := squeeze(line)
		indented := strings.HasPrefix(strings.TrimLeft(line, " \t"), "\u3000") || strings.HasPrefix(line, "\u00a0\u00a0")
		empty := i > 0 && before == ""
		if empty || indented || endsSentence(open.String()) && longer(open.String(), 40) {
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
