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
	hyphenated := hyphenatedWords(pages)
	var notes []Paragraph
	for i, p := range pages {
		text, small := takeNotes(p.Lines, t.Size)
		for _, flow := range flows(text, t.Size, rightToLeft, 0) {
			t.Paragraphs = appendFlow(t.Paragraphs, paragraphs(flow, i, rightToLeft, hyphenated), hyphenated)
		}
		for _, flow := range flows(small, t.Size, rightToLeft, 0) {
			notes = append(notes, paragraphs(flow, i, rightToLeft, hyphenated)...)
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
func paragraphs(lines []Line, page int, rightToLeft bool, hyphenated map[string]bool) []Paragraph {
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
		last.Text = joinLines(last.Text, l.Text, hyphenated)
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
func appendFlow(before, next []Paragraph, hyphenated map[string]bool) []Paragraph {
	if len(before) == 0 || len(next) == 0 {
		return append(before, next...)
	}
	// A heading or picture may stand between the halves; only neighbours join.
	last, first := &before[len(before)-1], next[0]
	if len(last.Text) <= maxParagraph && math.Abs(last.Size-first.Size) <= 0.12*first.Size && !endsSentence(last.Text) && goesOn(first.Text) && utf8.RuneCountInString(last.Text) > 40 {
		last.Text = joinLines(last.Text, first.Text, hyphenated)
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

// hyphens end a line within a word. U+0002 and U+FFFE are what PDFium gives for
// a hyphen that the file marks as one.
const hyphens = "-\u00ad\u2010\u0002\ufffe"

// joinLines puts the next line behind s: without a space in Chinese and
// Japanese, without the hyphen where it only parts a word.
func joinLines(s, next string, hyphenated map[string]bool) string {
	s, next = strings.TrimRight(s, " "), strings.TrimLeft(next, " ")
	last, size := utf8.DecodeLastRuneInString(s)
	first, _ := utf8.DecodeRuneInString(next)
	if strings.ContainsRune(hyphens, last) && size < len(s) {
		before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
		switch {
		case last != '-' && last != '\u2010':
			return s[:len(s)-size] + next
		case !unicode.IsLetter(before) || !unicode.IsLower(first):
			return s + next // a range, a name, or a word with its hyphen
		case hyphenated[lastWord(s)+firstWord(next)]:
			return s + next
		}
		return s[:len(s)-size] + next
	}
	if wide(last) || wide(first) && unicode.IsPunct(last) {
		return s + next
	}
	return s + " " + next
}

// hyphenatedWords are the words that the document writes with a hyphen within a
// line, so that they keep it at the end of one.
func hyphenatedWords(pages []Page) map[string]bool {
	out := map[string]bool{}
	for _, p := range pages {
		for _, l := range p.Lines {
			for _, w := range strings.Fields(l.Text) {
				if i := strings.IndexByte(w, '-'); i > 0 && i < len(w)-1 {
					out[strings.ToLower(strings.TrimFunc(w, unicode.IsPunct))] = true
				}
			}
		}
	}
	return out
}

func lastWord(s string) string {
	fields := strings.Fields(s)
	return strings.ToLower(strings.TrimLeftFunc(fields[len(fields)-1], unicode.IsPunct))
}

func firstWord(s string) string {
	fields := strings.Fields(s)
	return strings.ToLower(strings.TrimRightFunc(fields[0], unicode.IsPunct))
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
