package pdf

import (
	"strings"
	"unicode"

	"framewatch/internal/lazyregexp"
)

const (
	marginZone  = 0.13 // share of a page's height, at either end, in which headers and footers stand
	marginPages = 0.25 // share of the pages on which one of them stands
	edgeZone    = 0.04 // in which nothing else stands, in print of the text's size
	noteSize    = 0.88 // of the text's size; what is smaller below it is a footnote
)

// pageNumber is a line that only counts pages.
var pageNumber = lazyregexp.New(`(?i)^[\s\-–—|·•]*(?:page|seite|página|pagina|стр\.?|صفحة|p\.|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:页|頁)?\s*(?:(?:of|von|de|sur|di|/|из|من|，?共)\s*\d{1,4}\s*(?:页|頁)?)?[\s\-–—|·•]*$`)

// takeMargins removes headers, footers and page numbers and returns the rest of
// each page with what was removed, each once.
func takeMargins(pages []Page) ([]Page, []string) {
	size := textSize(pages)
	seen := map[string]int{}
	for _, p := range pages {
		here := map[string]bool{}
		for _, l := range p.Lines {
			if key := marginKey(p, l); key != "" && !here[key] {
				here[key] = true
				seen[key]++
			}
		}
	}
	least := max(2, int(marginPages*float64(len(pages))))
	var margins []string
	told := map[string]bool{}
	out := make([]Page, len(pages))
	for i, p := range pages {
		out[i] = Page{Width: p.Width, Height: p.Height}
		for _, l := range p.Lines {
			key := marginKey(p, l)
			switch {
			case key != "" && (seen[key] >= least || inZone(p, l, edgeZone) && l.Size < 1.05*size):
				if !told[key] {
					told[key] = true
					margins = append(margins, clean(l.Text))
				}
			case inMargin(p, l) && pageNumber.MatchString(l.Text):
			default:
				out[i].Lines = append(out[i].Lines, l)
			}
		}
	}
	return out, margins
}

// marginKey is what a line at a page's end says but for its numbers, empty for
// a line elsewhere.
func marginKey(p Page, l Line) string {
	if !inMargin(p, l) || len(l.Text) > 300 {
		return ""
	}
	var b strings.Builder
	for _, r := range l.Text {
		if unicode.IsLetter(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func inMargin(p Page, l Line) bool { return inZone(p, l, marginZone) }

func inZone(p Page, l Line, zone float64) bool {
	middle := (l.Top + l.Bottom) / 2
	return p.Height > 0 && (middle < zone*p.Height || middle > (1-zone)*p.Height)
}

// takeNotes removes the small print below each column.
func takeNotes(lines []Line, size float64) (text, notes []Line) {
	if len(lines) > maxLines {
		return lines, nil
	}
	for _, l := range lines {
		small := l.Size < noteSize*size
		for _, other := range lines {
			if !small {
				break
			}
			if other.Size >= noteSize*size && other.Top <= l.Bottom+1 && other.Left < l.Right && l.Left < other.Right {
				small = false
			}
		}
		if small {
			notes = append(notes, l)
		} else {
			text = append(text, l)
		}
	}
	return text, notes
}

// textSize is the size of the font of most letters.
func textSize(pages []Page) float64 {
	letters := map[int]int{}
	for _, p := range pages {
		for _, l := range p.Lines {
			letters[int(2*l.Size+0.5)] += countLetters(l.Text)
		}
	}
	best := 0
	for size, n := range letters {
		if n > letters[best] || n == letters[best] && size > best {
			best = size
		}
	}
	return float64(best) / 2
}

func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
