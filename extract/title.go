package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// titleBytes is how many bytes of a title are read; what is longer is none.
const titleBytes = 1000

// chooseTitle prefers the page's own headline where the head bears it out: the
// head's titles carry the outlet's name, and a page has more than one heading.
// Where the head bears none out, a lone h1 beside the text is the headline, then
// what the head says, without section and outlet.
func chooseTitle(p *parsedPage, v *verdict, o *outlet) string {
	declared := p.declaredTitles(o)
	all := headings(v)
	near := v.beside()
	best, most := (*block)(nil), 0.0
	for _, h := range all {
		score := 0.0
		for _, d := range declared {
			score += d.bearsOut(h.text, near[h])
		}
		if p.url != nil && score == 0 && inPath(h.text, p.url) {
			score = 0.5
		}
		switch {
		case score == 0 || o.calls(h.text) || score < 3 && o.resembles(h.text) || genericTitles.MatchString(h.text):
			continue
		case h.tag == atom.H1:
			score++
		}
		if score > most {
			best, most = h, score
		}
	}
	if best == nil {
		if best = v.loneHeading(all, near, o); best != nil && p.inOtherWords(best.text, declared) {
			best = nil
		}
	}
	if best != nil {
		return o.headline(best, declared, p.article.headline)
	}
	generic := ""
	for _, d := range declared {
		if o.calls(d.text) || o.resembles(d.text) && !wordy(d.text) || genericTitles.MatchString(d.text) {
			generic = firstOf(generic, d.text)
			continue
		}
		return whole(d.text, declared, all)
	}
	for _, h := range all {
		if !o.calls(h.text) && !o.section(h.text) {
			return h.text
		}
	}
	return generic
}

const mostTitles = 100 // headings that are compared with the head

// headings lists the headings that may be the headline: those outside clutter,
// up to the first paragraphs of the text, h1 first.
func headings(v *verdict) []*block {
	var out []*block
	kept, around := 0, v.around()
	for _, b := range v.blocks {
		if b.keep && !isHeading(b.tag) {
			kept++
		}
		if kept > 3 || len(out) > mostTitles {
			break
		}
		if (b.tag == atom.H1 || b.tag == atom.H2 || b.tag == atom.H3) && utf8.RuneCountInString(b.text) <= 300 &&
			!(b.where &^ around).has(isHidden|isRelated|isComment|isNotice) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b *block) int { return strings.Compare(a.tag.String(), b.tag.String()) })
	return out
}

// around is what surrounds the first block of the text, and so says nothing
// against a heading beside it.
func (v *verdict) around() place {
	if first, _ := v.span(); first < len(v.blocks) {
		return v.blocks[first].where
	}
	return 0
}

// beside tells which headings stand just before the text or at its beginning, with
// no more than a byline, a date and links for sharing between.
func (v *verdict) beside() map[*block]bool {
	const most, mostLinks = 15, 4
	out := map[*block]bool{}
	first, _ := v.span()
	links := 0
	for i := min(first+3, len(v.blocks)-1); i >= 0 && i >= first-most && links <= mostLinks; i-- {
		b := v.blocks[i]
		if isHeading(b.tag) {
			out[b] = true
		} else if i < first && b.linked*2 > b.letters && b.where.has(inNav|inList) && !b.where.has(isShare|isByline|isTags) {
			links++
		}
	}
	return out
}

// loneHeading is the only h1 that is neither the outlet's name nor a section's,
// where it stands just before the text; nil where there is none or several.
func (v *verdict) loneHeading(all []*block, near map[*block]bool, o *outlet) *block {
	var lone *block
	for _, h := range all {
		if h.tag != atom.H1 || !near[h] || (h.where &^ v.around()).has(inNav|inFooter|inAside) || o.resembles(h.text) || o.section(h.text) || !wordy(h.text) {
			continue
		}
		if lone != nil && string(normal(lone.text)) != string(normal(h.text)) {
			return nil
		}
		lone = h
	}
	return lone
}

// wordy reports whether s has the words of a headline rather than of a label.
func wordy(s string) bool {
	return len(strings.Fields(s)) >= 3 || countLetters(s)*scriptDensity(scriptOf(s)) >= 15
}

// whole is title, or the whole of it where it is cut short and another title or
// heading begins so.
func whole(title string, declared []declaredTitle, all []*block) string {
	if !isCut(title) {
		return title
	}
	for _, other := range declared {
		if !isCut(other.text) && goesOn(title, other.text) {
			return other.text
		}
	}
	for _, h := range all {
		if goesOn(title, h.text) {
			return h.text
		}
	}
	return title
}

// headline is the text of a heading without a label that stands in it: one that
// the JSON-LD headline leaves out, or an element before the headline's words that
// another title leaves out or that calls itself a kicker.
func (o *outlet) headline(h *block, declared []declaredTitle, linked string) string {
	if rest := restAs(h.text, linked); rest != "" && countLetters(rest)*10 >= countLetters(h.text)*4 {
		return rest
	}
	label, named := leadIn(h.parent)
	if label == "" || !strings.HasPrefix(h.text, label) {
		return h.text
	}
	rest := strings.TrimLeft(h.text[len(label):], " :：|–—-·/")
	if !wordy(rest) {
		return h.text
	}
	if named || o.section(strings.TrimRight(label, " :：|")) {
		return rest
	}
	for _, d := range declared {
		if string(normal(d.text)) == string(normal(rest)) {
			return rest
		}
	}
	return h.text
}

// restAs is the end of s that has the letters of want, where it begins at a word;
// empty where s does not end so or is no longer.
func restAs(s, want string) string {
	n := normal(beginning(plainText(want), titleBytes))
	all := normal(s)
	if len(n) == 0 || len(all) <= len(n) || string(all[len(all)-len(n):]) != string(n) {
		return ""
	}
	skip := len(all) - len(n)
	for i, r := range s {
		if skip == 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if before, _ := utf8.DecodeLastRuneInString(s[:i]); unicode.IsLetter(before) && !wide(before) {
				return ""
			}
			return s[openingQuote(s, i):]
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			skip--
		}
	}
	return ""
}

// openingQuote is where the quotation marks and brackets before byte i begin.
func openingQuote(s string, i int) int {
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !strings.ContainsRune(`"'“„«‘‚»‹›「『《〈（([【¿¡`, r) {
			break
		}
		i -= n
	}
	return i
}

// leadIn is the text of the element that a heading begins with, where other text
// follows, and whether its class calls it a kicker.
func leadIn(h *html.Node) (label string, named bool) {
	if h == nil || !isHeading(h.DataAtom) {
		return "", false
	}
	for range 6 {
		first, more := (*html.Node)(nil), false
		for n := h.FirstChild; n != nil && !more; n = n.NextSibling {
			if said := n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" || n.Type == html.ElementNode && shortText(n) != ""; said {
				more = first != nil
				first = firstNode(first, n)
			}
		}
		switch {
		case first == nil || first.Type != html.ElementNode:
			return "", false
		case more:
			return shortText(first), contains(nameWords(attr(first, "class")), kickerWords...)
		}
		h = first // a link or span around all of it
	}
	return "", false
}

func firstNode(a, b *html.Node) *html.Node {
	if a != nil {
		return a
	}
	return b
}

// kickerWords are the classes of the line above a headline.
var kickerWords = strings.Fields(`kicker topline overline dachzeile spitzmarke eyebrow roofline label pretitle overtitle suptitle rubric rubrik
	section category antetitulo occhiello prefix tag`)

// dropTitle takes the headline out of the text, where it stands before the
// first paragraph.
func (v *verdict) dropTitle(title string) {
	want := string(normal(title))
	prose := 0
	for _, b := range v.blocks {
		if !b.keep {
			continue
		}
		if prose += int(truth(b.prose())); prose > 1 {
			break
		}
		if got := string(normal(b.text)); got == want || b.tag == atom.H1 && want != "" && (strings.HasPrefix(want, got) || strings.HasPrefix(got, want) || strings.HasSuffix(got, want)) {
			b.keep = false
		}
	}
	v.measure()
}
