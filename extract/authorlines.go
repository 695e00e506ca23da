package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"framewatch/extract/byline"
)

// shown are the claims that a reader of the page sees.
type shown struct {
	sure   []claim  // marked elements and bylines
	weak   []claim  // lines of a date and a name, scripts' variables
	signed []string // a name in brackets that ends the text
}

const (
	lineMost     = 120 // letters of a line that may be a byline
	openingBytes = 300 // of the text, within which its dateline ends
)

// shownAuthors reads the bylines: marked elements beside the headline and short
// lines before the text or after it.
func shownAuthors(p *parsedPage, v *verdict, m *marked, rules byline.Rules) shown {
	g := v.ground()
	var s shown
	elements := m.claims(rules)
	head := int(inHead+1) * int(markCount)
	s.sure = append(s.sure, elements[:min(head, len(elements))]...)
	lines, dated := v.lines(g, rules)
	s.sure = append(s.sure, lines...)
	s.sure = append(s.sure, elements[min(head, len(elements)):]...)
	s.sure = append(s.sure, claim{names: rules.People(v.dataAuthors(), byline.Declared), near: true})
	s.weak = slices.Concat(dated, []claim{{names: rules.People(p.scriptAuthors, byline.Declared)}})
	s.signed = v.signed(g, rules)
	return s
}

// lines are the bylines among the short blocks about the text, and the lines of
// a date and a name below the headline.
func (v *verdict) lines(g *ground, rules byline.Rules) (sure, dated []claim) {
	for i := g.top; i < len(v.blocks) && i <= g.last+tailBlocks; i++ {
		b := v.blocks[i]
		z := g.zone(i)
		if z == inHead && i >= g.first {
			if names := rules.Opening(beginning(b.text, openingBytes)); len(names) > 0 {
				sure = append(sure, claim{names: names, line: true, near: true})
			}
		}
		if z == inHead && i <= g.first && b.letters < 4*lineMost {
			if names := rules.Closing(b.text); len(names) > 0 {
				sure = append(sure, claim{names: names, line: true, near: true})
			}
		}
		if z == inTail && (v.teases(i) || v.menuBetween(g.last, i)) {
			continue // of another article
		}
		aside := b.where.has(inAside) && z != inHead
		caption := b.where.has(isCaption) // sites call the byline a credit as well
		if b.letters > lineMost || z == inText || aside || caption && z != inHead || b.where.has(isComment|isRelated|inNav|inFigure|inQuote|inForm) {
			continue
		}
		text := b.text
		if byline.IsLabel(text) && i+1 < len(v.blocks) && v.blocks[i+1].letters <= lineMost {
			text = strings.TrimRight(text, " :：") + ": " + v.blocks[i+1].text
		}
		names := rules.Line(text)
		if parts := b.parts(); len(names) == 0 && parts != text && text == b.text {
			names = rules.Line(parts)
		}
		headline := !caption && z == inHead && v.besideHeadline(i, g)
		if len(names) == 0 && headline {
			names = rules.Honoured(text)
		}
		switch {
		case len(names) > 0:
			sure = append(sure, claim{names: names, line: true, near: true})
		case headline && (i <= g.first || !b.prose() && !endsSentence(b.text)) && b.tag != atom.H1:
			dated = append(dated, claim{names: v.unmarked(i, text, rules), near: true})
		case z == inTail && b.keep:
			dated = append(dated, claim{names: rules.Signature(text)})
		}
	}
	return sure, dated
}

// unmarked are the names in a line below the headline that no word introduces.
func (v *verdict) unmarked(i int, text string, rules byline.Rules) []string {
	names := rules.Described(v.blocks[i].parts())
	if len(names) == 0 {
		names = rules.Dated(text)
	}
	if len(names) == 0 && v.besideDate(i) {
		names = rules.Alone(text)
	}
	return names
}

// teases reports whether a short block is, or stands right before, the title of
// another article: a link beside which somebody is named.
func (v *verdict) teases(i int) bool {
	const least = 6 // letters of a title, two in Chinese
	b := v.blocks[i]
	if b.linked*scriptDensity(scriptOf(b.text)) >= least && b.linked < b.letters && b.leads {
		return true
	}
	if b.linked > 0 || i+1 == len(v.blocks) {
		return false
	}
	next := v.blocks[i+1]
	return next.parent != b.parent && next.parent.Parent == b.parent.Parent && next.linked*10 >= next.letters*9 && next.linked > least
}

// parts is the block's text with bars between its elements where nothing else
// stands in it: a name and an office run together otherwise.
func (b *block) parts() string {
	if texts := nameTexts(b.parent); len(texts) == 1 && countLetters(texts[0]) == b.letters {
		return texts[0]
	}
	return b.text
}

// owners are the names behind the mark of the copyright.
func (v *verdict) owners() []string {
	var out []string
	for _, b := range v.blocks {
		if b.letters > lineMost || b.keep {
			continue
		}
		if _, after, ok := strings.Cut(b.text, "©"); ok && len(out) < 4 {
			after = strings.TrimLeft(after, " 0123456789-–,")
			if i := strings.IndexAny(after, ".|।,0123456789"); i > 0 {
				after = after[:i]
			}
			out = append(out, strings.TrimSpace(after))
		}
	}
	return out
}

// besideHeadline reports whether a block stands within three of a heading or of
// the text.
func (v *verdict) besideHeadline(i int, g *ground) bool {
	if g.first-i <= 3 {
		return true
	}
	for j := max(0, i-3); j <= i+3 && j < len(v.blocks); j++ {
		if t := v.blocks[j].tag; t == atom.H1 || t == atom.H2 {
			return true
		}
	}
	return false
}

// besideDate reports whether the block before or behind is a date.
func (v *verdict) besideDate(i int) bool {
	return i > 0 && byline.Date(v.blocks[i-1].text) || i+1 < len(v.blocks) && byline.Date(v.blocks[i+1].text)
}

// signed are the names in the bracket that ends the text.
func (v *verdict) signed(g *ground, rules byline.Rules) []string {
	for i := g.last; i >= 0 && i <= g.last+1 && i < len(v.blocks); i++ {
		text := strings.TrimRight(ends(v.blocks[i].text), " +*.")
		if open := strings.LastIndexByte(text, '('); open >= 0 && strings.HasSuffix(text, ")") && len(text)-open < 60 {
			if names := rules.People([]string{text[open+1 : len(text)-1]}, byline.Bare); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// showsAny reports whether a reader of the page sees one of the names beside the
// article.
func (v *verdict) showsAny(names []string) bool {
	for _, b := range v.blocks {
		if b.letters > 4*lineMost {
			continue
		}
		for _, name := range names {
			if strings.Contains(strings.ToLower(b.text), strings.ToLower(name)) {
				return true
			}
		}
	}
	return false
}

// span is the places of the first and last kept block.
func (v *verdict) span() (first, last int) {
	first, last = len(v.blocks), -1
	for i, b := range v.blocks {
		if b.keep {
			first, last = min(first, i), i
		}
	}
	return first, last
}
