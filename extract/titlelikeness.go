package extract

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleForms are the letters of a title, of its whole parts, and what share of
// the title these are.
type titleForms struct {
	text, whole string
	runs        map[string]float64
}

// leastRun is the share of a title that a part has which may be the headline, but
// for a first part in several words, behind which a standfirst may stand.
const leastRun = 0.35

func formsOf(title string) titleForms {
	f := titleForms{text: title, whole: string(normal(title)), runs: map[string]float64{}}
	all := float64(max(1, countLetters(title)))
	parts := partsOf(title)
	for i := range parts {
		for j := i; j < len(parts); j++ {
			run := title[parts[i].start:parts[j].end]
			if share := float64(countLetters(run)) / all; share >= leastRun || i == 0 && wordy(run) {
				f.runs[string(normal(run))] = share
			}
		}
	}
	return f
}

// same reports whether two titles, either of which may carry a section's or an
// outlet's name, have one headline.
func (f titleForms) same(g titleForms) bool {
	if f.whole == "" || g.whole == "" {
		return false
	}
	return f.runs[g.whole] >= leastRun || g.runs[f.whole] >= leastRun || begins(f.whole, g.whole, scriptOf(g.text)) || begins(g.whole, f.whole, scriptOf(f.text))
}

// shownTitles are the titles by which the page may be meant.
func (p *parsedPage) shownTitles() []titleForms {
	if p.shown == nil {
		for _, s := range append([]string{p.title, p.metaOf("og:title"), p.metaOf("twitter:title")}, p.h1...) {
			p.shown = append(p.shown, formsOf(beginning(plainText(s), titleBytes)))
		}
	}
	return p.shown
}

// declaredTitle is a title that the page's data gives.
type declaredTitle struct {
	said       string // its letters
	titleForms        // of what it is without section and outlet
	words      map[string]bool
}

// declaredTitles are the titles that the page's data gives, the most exact first.
func (p *parsedPage) declaredTitles(o *outlet) []declaredTitle {
	var out []declaredTitle
	for _, d := range []string{p.article.headline, p.metaOf("og:title"), p.metaOf("twitter:title"), p.title, p.metaOf("title", "dc.title", "citation_title", "parsely-title", "sailthru.title")} {
		d = beginning(plainText(d), titleBytes)
		if bare := o.trimmed(d); len(normal(d)) > 0 {
			out = append(out, declaredTitle{string(normal(d)), formsOf(bare), wordsOf(bare)})
		}
	}
	return out
}

// bearsOut weighs how far a title from the head is the heading: 3 where it is,
// give or take section and outlet, more than 2 where the heading is whole parts of
// it, 2 where either is the beginning of the other, 1 where most words are the same.
func (d declaredTitle) bearsOut(heading string, near bool) float64 {
	h := string(normal(heading))
	switch share := d.runs[h]; {
	case h == "":
		return 0
	case h == d.said || share == 1:
		return 3
	case isCut(d.text) && goesOn(d.text, heading):
		return 2
	case !near: // a part of a title that is a heading elsewhere may be the outlet's name
		return 0
	case share > 0:
		return 2 + share
	case begins(d.whole, h, scriptOf(heading)):
		return 2
	case alike(d.words, wordsOf(heading)):
		return 1
	}
	return 0
}

// inOtherWords reports whether a heading has no word in common with the head's
// titles, while the address is made of one of theirs: a motto above all pages.
func (p *parsedPage) inOtherWords(heading string, declared []declaredTitle) bool {
	words, told := wordsOf(heading), false
	for _, d := range declared {
		if shared(words, d.words) > 0 {
			return false
		}
		told = told || p.url != nil && inPath(d.text, p.url)
	}
	return told
}

// outletBeside is the part of a title that is a heading of the page, where the
// address is made of the words of the other part; empty where there is none.
func outletBeside(title, heading string, u *url.URL) string {
	parts := partsOf(title)
	if u == nil || len(parts) < 2 || inPath(heading, u) {
		return ""
	}
	h := string(normal(heading))
	for k := 1; k < len(parts); k++ {
		front, tail := title[:parts[k-1].end], title[parts[k].start:]
		if string(normal(tail)) == h && inPath(front, u) {
			return tail
		}
		if string(normal(front)) == h && inPath(tail, u) {
			return front
		}
	}
	return ""
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

// isCut reports whether a title ends in an ellipsis.
func isCut(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")
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
