package pdf

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/quotes"
)

// Layout puts a document's lines in reading order and joins them into
// paragraphs.
func Layout(doc Document) Text {
	pages, margins := takeMargins(doc.Pages)
	t := Text{Size: textSize(pages), Margins: margins}
	rightToLeft := mostlyRightToLeft(pages)
	known := wordsOf(pages)
	var notes, boxed []Paragraph
	for i, p := range pages {
		text, small := takeNotes(p.Lines, t.Size)
		text, boxes := takeBoxes(text, t.Size)
		for _, flow := range flows(text, t.Size, rightToLeft, 0) {
			t.Paragraphs = appendFlow(t.Paragraphs, paragraphs(flow, i, rightToLeft, known), known)
		}
		for _, box := range boxes {
			boxed = append(boxed, paragraphs(box, i, rightToLeft, known)...)
		}
		// A box does not part a sentence that goes on overleaf.
		if n := len(t.Paragraphs); n == 0 || endsSentence(t.Paragraphs[n-1].Text) || i == len(pages)-1 {
			t.Paragraphs, boxed = append(t.Paragraphs, boxed...), nil
		}
		for _, flow := range flows(small, t.Size, rightToLeft, 0) {
			notes = append(notes, paragraphs(flow, i, rightToLeft, known)...)
		}
	}
	for i := range t.Paragraphs {
		t.Paragraphs[i].Text = clean(t.Paragraphs[i].Text)
	}
	for _, n := range notes {
		if s := clean(n.Text); s != "" {
			t.Notes = append(t.Notes, s)
		}
	}
	return t
}

// maxParagraph is where a paragraph of bytes ends in any case.
const maxParagraph = 32 << 10

// bullet begins an item of a list.
var bullet = lazyregexp.New(`^(?:[•‣▪●◦■□–—*]\s|-\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s|（?[一二三四五六七八九十]{1,3}[、）])`)

// paragraphs joins the lines of one flow.
func paragraphs(lines []Line, page int, rightToLeft bool, known words) []Paragraph {
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.Left), max(right, l.Right)
	}
	lead := leading(lines)
	var out []Paragraph
	for i, l := range lines {
		if i == 0 || len(out[len(out)-1].Text) > maxParagraph || breaks(lines[i-1], l, left, right, lead, rightToLeft) {
			out = append(out, Paragraph{Text: l.Text, Page: page, Size: l.Size})
			continue
		}
		last := &out[len(out)-1]
		last.Text = joinLines(last.Text, l.Text, known)
	}
	return out
}

// breaks reports whether a paragraph ends between lines a and b of a column.
func breaks(a, b Line, left, right, lead float64, rightToLeft bool) bool {
	size := max(a.Size, b.Size)
	if math.Abs(a.Size-b.Size) > 0.12*size || bullet.MatchString(b.Text) {
		return true
	}
	if step := a.Top - b.Top; step > (1.35*lead+0.1)*size {
		return true
	}
	indent, outdent, short := b.Left-left, b.Left-a.Left, right-a.Right
	if rightToLeft {
		indent, outdent, short = right-b.Right, a.Right-b.Right, a.Left-left
	}
	switch {
	case indent > 0.8*size && outdent > 0.5*size && indent < 6*size:
		return true
	case short > 0.12*(right-left) && endsSentence(a.Text):
		return true
	}
	return false
}

// leading is the usual step from line to line, in sizes of their font.
func leading(lines []Line) float64 {
	var steps []float64
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		step := (a.Top - b.Top) / b.Size
		if math.Abs(a.Size-b.Size) <= 0.12*b.Size && step > 0.5 && step < 3 {
			steps = append(steps, step)
		}
	}
	if len(steps) == 0 {
		return 1.3
	}
	sort.Float64s(steps)
	// The lower third: where paragraphs are one line long, most steps are gaps.
	return steps[len(steps)/3]
}

// appendFlow adds the paragraphs of the next column or page, the first of which
// may go on with the last one.
func appendFlow(before, next []Paragraph, known words) []Paragraph {
	if len(before) == 0 || len(next) == 0 {
		return append(before, next...)
	}
	// A heading or picture may stand between the halves; only neighbours join.
	last, first := &before[len(before)-1], next[0]
	if len(last.Text) <= maxParagraph && math.Abs(last.Size-first.Size) <= 0.12*first.Size && !endsSentence(last.Text) && goesOn(first.Text) && utf8.RuneCountInString(last.Text) > 40 {
		last.Text = joinLines(last.Text, first.Text, known)
		next = next[1:]
	}
	return append(before, next...)
}

// goesOn reports whether s may be the second half of a sentence.
func goesOn(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	return unicode.IsLower(r) || unicode.IsLetter(r) && !unicode.IsUpper(r) && !bullet.MatchString(s)
}

// endsSentence reports whether s ends with a full stop or its like, quotation
// marks, brackets and the numbers of footnotes aside.
func endsSentence(s string) bool {
	s = quotes.TrimEnd(strings.TrimRightFunc(quotes.TrimEnd(s), unicode.IsDigit))
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:;。！？：；…؟۔", r)
}

// wide reports whether r is written without spaces around it.
func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFF60
}

// mostlyRightToLeft reports whether most letters are Arabic or Hebrew.
func mostlyRightToLeft(pages []Page) bool {
	n, all := 0, 0
	for _, p := range pages {
		for _, l := range p.Lines {
			for _, r := range l.Text {
				if unicode.IsLetter(r) {
					all++
					if unicode.In(r, unicode.Arabic, unicode.Hebrew) {
						n++
					}
				}
			}
		}
	}
	return n*2 > all
}

// clean makes runs of white space one space and drops what cannot be seen.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), strings.ContainsRune("\u00ad\ufffe\ufeff\u200b\u2060", r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
