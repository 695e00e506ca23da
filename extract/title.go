package extract

import (
	"net/url"
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
		case score == 0 || o.calls(h.text) || score < 3 && o.resembles(h.text):
			continue
		case genericTitles.MatchString(h.text):
			score = min(score, 0.1)
		case h.tag == atom.H1:
			score++
		}
		if score > most {
			best, most = h, score
		}
	}
	if best == nil {
		best = v.loneHeading(all, near, o)
	}
	if best != nil && most != 0.1 {
		return o.headline(best, declared, p.article.headline)
	}
	generic := ""
	for _, d := range declared {
		if o.calls(d.bare) || o.resembles(d.bare) && !wordy(d.bare) || genericTitles.MatchString(d.bare) {
			generic = firstOf(generic, d.bare)
			continue
		}
		return whole(d.bare, declared, all)
	}
	for _, h := range all {
		if !o.calls(h.text) && !o.section(h.text) {
			return h.text
		}
	}
	return generic
}

// declaredTitle is a title that the page's data gives.
type declaredTitle struct {
	text, bare string             // bare is without section and outlet
	whole      string             // the letters of text
	runs       map[string]float64 // the letters of whole parts of bare, and their share of it
	words      map[string]bool
}

// declaredTitles are the titles that the page's data gives, the most exact first.
func (p *parsedPage) declaredTitles(o *outlet) []declaredTitle {
	var out []declaredTitle
	for _, d := range []string{p.article.headline, p.metaOf("og:title"), p.metaOf("twitter:title"), p.title, p.metaOf("title", "dc.title", "citation_title", "parsely-title", "sailthru.title")} {
		d = beginning(plainText(d), titleBytes)
		t := declaredTitle{text: d, bare: o.trimmed(d), whole: string(normal(d)), runs: map[string]float64{}}
		if t.whole == "" {
			continue
		}
		t.words = wordsOf(t.bare)
		all := float64(max(1, countLetters(t.bare)))
		parts := partsOf(t.bare)
		for i := range parts {
			for j := i; j < len(parts); j++ {
				run := t.bare[parts[i].start:parts[j].end]
				if share := float64(countLetters(run)) / all; share >= leastRun || i == 0 && wordy(run) {
					t.runs[string(normal(run))] = share
				}
			}
		}
		out = append(out, t)
	}
	return out
}

// leastRun is the share of a title that a part has which may be the headline, but
// for a first part in several words, behind which a standfirst may stand.
const leastRun = 0.35

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

// bearsOut weighs how far a title from the head is the heading: 3 where it is,
// give or take section and outlet, more than 2 where the heading is whole parts of
// it, 2 where either is the beginning of the other, 1 where most words are the same.
func (d declaredTitle) bearsOut(heading string, near bool) float64 {
	h := string(normal(heading))
	switch share := d.runs[h]; {
	case h == "":
		return 0
	case h == d.whole || share == 1:
		return 3
	case isCut(d.bare) && goesOn(d.bare, heading):
		return 2
	case !near: // a part of a title that is a heading elsewhere may be the outlet's name
		return 0
	case share > 0:
		return 2 + share
	case begins(string(normal(d.bare)), h, scriptOf(heading)):
		return 2
	case alike(d.words, wordsOf(heading)):
		return 1
	}
	return 0
}

// begins reports whether one of a title and a heading, both normal, goes on where
// the other ends: the head may cut a long headline or add a section to it.
func begins(d, h, script string) bool {
	n := utf8.RuneCountInString(h)
	return n >= leastBeginning(script) && (strings.HasPrefix(d, h) && n*10 >= utf8.RuneCountInString(d)*4 || strings.HasPrefix(h, d) && len(d)*10 >= len(h)*6)
}

// leastBeginning is how many letters tell one headline from others.
func leastBeginning(script string) int {
	if script == "Hani" {
		return 5
	}
	return 12
}

// goesOn reports whether a heading begins with a title that was cut short, and
// goes on.
func goesOn(title, heading string) bool {
	d, h := string(normal(title)), string(normal(heading))
	return utf8.RuneCountInString(d) >= leastBeginning(scriptOf(title)) && len(h) > len(d) && strings.HasPrefix(h, d)
}

// sameTitle reports whether two titles, either of which may carry a section's or
// an outlet's name, have one headline.
func sameTitle(a, b string) bool {
	a, b = beginning(plainText(a), titleBytes), beginning(plainText(b), titleBytes)
	na, nb := string(normal(a)), string(normal(b))
	if na == "" || nb == "" {
		return false
	}
	if len(na) < len(nb) {
		a, na, nb = b, nb, na
	}
	if na == nb || begins(na, nb, scriptOf(a)) {
		return true
	}
	parts := partsOf(a)
	for i := range parts {
		for j := i; j < len(parts); j++ {
			if run := string(normal(a[parts[i].start:parts[j].end])); run == nb && len(run)*100 >= len(na)*35 {
				return true
			}
		}
	}
	return false
}

// isCut reports whether a title ends in an ellipsis.
func isCut(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")
}

// whole is title, or the whole of it where it is cut short and another title or
// heading begins so.
func whole(title string, declared []declaredTitle, all []*block) string {
	if !isCut(title) {
		return title
	}
	for _, other := range declared {
		if !isCut(other.bare) && goesOn(title, other.bare) {
			return other.bare
		}
	}
	for _, h := range all {
		if goesOn(title, h.text) {
			return h.text
		}
	}
	return title
}

// alike reports whether two titles share most of their words (of Chinese text,
// pairs of characters).
func alike(a, b map[string]bool) bool {
	both := shared(a, b)
	return len(a) >= 3 && len(b) >= 3 && both*20 >= (len(a)+len(b))*6
}

func shared(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

func wordsOf(s string) map[string]bool {
	out := map[string]bool{}
	var last rune
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		han := false
		for _, r := range w {
			if wide(r) {
				if han = true; last != 0 {
					out[string([]rune{last, r})] = true
				}
				last = r
			} else {
				last = 0
			}
		}
		if last = 0; !han && utf8.RuneCountInString(w) > 2 {
			out[w] = true
		}
	}
	return out
}

// inPath reports whether the last part of an address is made of a title's words.
func inPath(title string, u *url.URL) bool {
	path := strings.Trim(u.Path, "/")
	slug := wordsOf(strings.NewReplacer("-", " ", "_", " ", ".", " ").Replace(path[strings.LastIndexByte(path, '/')+1:]))
	words := wordsOf(title)
	return len(words) >= 3 && shared(words, slug)*10 >= len(words)*6
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
		if string(normal(d.bare)) == string(normal(rest)) {
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
		if got := string(normal(b.text)); got == want || b.tag == atom.H1 && (strings.HasPrefix(want, got) || strings.HasPrefix(got, want) && want != "") {
			b.keep = false
		}
	}
	v.measure()
}
