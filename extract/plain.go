package extract

import (
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// titleMost is how long a first line may be to be a title.
const titleMost = 200

// plain reads plain text: the first line that is not empty is the title where
// it is short, stands alone and is no sentence among others; the rest are the
// paragraphs. Paragraphs are parted by empty lines, or are the lines themselves
// where there are none.
func (e *Extractor) plain(text string) (corpus.Document, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	first := 0
	for first < len(lines) && squeeze(lines[first]) == "" {
		first++
	}
	if first == len(lines) {
		return corpus.Document{}, &Failure{CodeNoText, "the text is empty"}
	}
	doc := corpus.Document{Quality: 1}
	if head := squeeze(lines[first]); utf8.RuneCountInString(head) <= titleMost && first+1 < len(lines) {
		doc.Title = head
		lines = lines[first+1:]
	}
	doc.Text = strings.Join(paragraphs(lines), "\n\n")
	if doc.Text == "" {
		doc.Text, doc.Title = doc.Title, ""
	}
	if doc.Text == "" {
		return corpus.Document{}, &Failure{CodeNoText, "the text is empty"}
	}
	e.setLanguages(&doc)
	return doc, nil
}

func paragraphs(lines []string) []string {
	// Hard-wrapped text has empty lines between paragraphs; text without any
	// has one paragraph a line.
	wrapped := false
	for i := 1; i < len(lines)-1; i++ {
		if squeeze(lines[i]) == "" && squeeze(lines[i-1]) != "" && squeeze(lines[i+1]) != "" {
			wrapped = true
			break
		}
	}
	var out []string
	open := false
	for _, line := range lines {
		s := squeeze(line)
		switch {
		case s == "":
			open = false
		case open && wrapped:
			last := out[len(out)-1]
			if r, _ := utf8.DecodeLastRuneInString(last); !wide(r) {
				last += " "
			}
			out[len(out)-1] = last + s
		default:
			out = append(out, s)
			open = true
		}
	}
	return out
}
