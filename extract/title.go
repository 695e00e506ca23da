package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// titleMarks separate a headline from the outlet's name, most telling first.
var titleMarks = []string{" | ", " ｜ ", "｜", "|", " :: ", " » ", " « ", " › ", " • ", " · ", " — ", " – ", " - ", "_", " ~ ", " : ", " / "}

// titleBytes is how many bytes of a title are read; what is longer is none.
const titleBytes = 1000

// chooseTitle prefers the page's own headline where the head bears it out: the
// head's titles carry the outlet's name, and a page has more than one heading.
func chooseTitle(p *parsedPage, v *verdict, site string) string {
	names := append(hostWords(p.url), strings.ToLower(site))
	declared := []string{p.article.headline, p.metaOf("og:title"), p.metaOf("twitter:title"), p.title, p.metaOf("title", "dc.title", "citation_title", "parsely-title", "sailthru.title")}
	best, bestScore := "", 0
	for _, h := range headings(v) {
		score := 0
		for _, d := range declared {
			if bearsOut(d, h.text, names) {
				score++
			}
		}
		if h.tag == atom.H1 && score > 0 {
			score++
		}
		if score > bestScore {
			best, bestScore = h.text, score
		}
	}
	if bestScore >= 1 {
		return best
	}
	for _, d := range declared {
		if d = beginning(plainText(d), titleBytes); d == "" || isSiteName(d, names) {
			continue
		}
		head, _ := splitTitle(d, names)
		return head
	}
	if hs := headings(v); len(hs) > 0 {
		return hs[0].text
	}
	return ""
}

// headings lists the headings that may be the headline: those outside clutter,
// up to the first paragraphs of the text, h1 first.
func headings(v *verdict) []*block {
	var out []*block
	kept := 0
	for _, b := range v.blocks {
		if b.keep && !isHeading(b.tag) {
			kept++
		}
		if kept > 3 {
			break
		}
		if (b.tag == atom.H1 || b.tag == atom.H2 || b.tag == atom.H3) && utf8.RuneCountInString(b.text) <= 300 &&
			!b.where.has(isHidden|isRelated|isComment|isNotice) {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b *block) int { return strings.Compare(a.tag.String(), b.tag.String()) })
	return out
}

// bearsOut reports whether a title from the head is the heading, give or take
// the outlet's name.
func bearsOut(declared, heading string, names []string) bool {
	declared = beginning(plainText(declared), titleBytes)
	d, h := string(normal(declared)), string(normal(heading))
	if d == "" || h == "" || isSiteName(heading, names) {
		return false
	}
	if d == h {
		return true
	}
	n := utf8.RuneCountInString(h)
	least := 12
	if scriptOf(heading) == "Hani" {
		least = 5
	}
	head, _ := splitTitle(declared, names)
	if string(normal(head)) == h {
		return true
	}
	// The head may cut a long headline or add a section to it.
	return n >= least && (strings.HasPrefix(d, h) && n*10 >= utf8.RuneCountInString(d)*4 || strings.HasPrefix(h, d) && len(d)*10 >= len(h)*6)
}

// splitTitle takes the outlet's name off either end of a title. names are the
// words by which the outlet may be known, in lower case.
func splitTitle(title string, names []string) (head, site string) {
	title = beginning(plainText(title), titleBytes)
	for _, mark := range titleMarks {
		first, last := strings.Index(title, mark), strings.LastIndex(title, mark)
		if first < 0 {
			continue
		}
		front, tail := strings.TrimSpace(title[:last]), strings.TrimSpace(title[last+len(mark):])
		if isSiteName(tail, names) || strings.ContainsAny(mark, "|｜»:_") && mark != " : " && shortTail(front, tail) {
			deeper, _ := splitTitle(front, names)
			if utf8.RuneCountInString(deeper) >= 8 || deeper == front {
				front = deeper
			}
			return front, tail
		}
		lead, rest := strings.TrimSpace(title[:first]), strings.TrimSpace(title[first+len(mark):])
		if isSiteName(lead, names) {
			return rest, lead
		}
	}
	return title, ""
}

// shortTail reports whether tail looks like a name beside a headline.
func shortTail(front, tail string) bool {
	f, t := countLetters(front), countLetters(tail)
	return t > 0 && f >= 2*t && len(strings.Fields(tail)) <= 5 && t <= 40
}

func isSiteName(s string, names []string) bool {
	n := string(normal(s))
	if n == "" {
		return false
	}
	for _, name := range names {
		w := string(normal(name))
		if w == "" {
			continue
		}
		if n == w || len(w) >= 4 && (strings.HasPrefix(n, w) || strings.HasSuffix(n, w)) && len(n) <= len(w)+12 ||
			len(n) >= 5 && strings.HasPrefix(w, n) {
			return true
		}
	}
	return false
}

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
