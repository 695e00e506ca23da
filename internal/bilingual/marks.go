package bilingual

import (
	"strings"

	"framewatch/internal/lazyregexp"
)

// Mark is a piece of text that is marked, by its bytes in the text without marks.
// Kind is a corpus.Variant, or what is wrong with a translation: omitted, lost,
// changed.
type Mark struct {
	Kind, Text string
	Start, End int
}

// Page is a bilingual text with its marks.
type Page struct {
	Name, Text string
	Marks      []Mark
}

var markup = lazyregexp.New(`\{(\w+)\|([^}]*)\}`)

// LayOut makes a page of paragraphs in which {kind|text} marks text, original and
// translation in turn. A header "layout: …" or, before it, the argument lays them
// out: in two blocks (the default), "interleaved", each half as one paragraph
// ("oneblock"), or the translation first ("reversed").
func LayOut(name, data, layout string) Page {
	for {
		head, rest, ok := strings.Cut(data, "\n")
		key, value, isHead := strings.Cut(head, ": ")
		if !ok || !isHead || strings.Contains(key, " ") {
			break
		}
		if key == "layout" && layout == "" {
			layout = value
		}
		data = rest
	}
	paragraphs := strings.Split(strings.TrimSpace(data), "\n\n")
	var halves [2][]string
	for i, p := range paragraphs {
		halves[i%2] = append(halves[i%2], p)
	}
	var text string
	switch layout {
	case "interleaved":
		text = strings.Join(paragraphs, "\n\n")
	case "oneblock":
		text = strings.Join(halves[0], " ") + "\n\n" + strings.Join(halves[1], " ")
	case "reversed":
		text = strings.Join(halves[1], "\n\n") + "\n\n" + strings.Join(halves[0], "\n\n")
	default:
		text = strings.Join(halves[0], "\n\n") + "\n\n" + strings.Join(halves[1], "\n\n")
	}
	return Unmark(name, text)
}

// Unmark takes the marks out of a text.
func Unmark(name, text string) Page {
	var marks []Mark
	for {
		at := markup.FindStringSubmatchIndex(text)
		if at == nil {
			return Page{name, text, marks}
		}
		m := Mark{Kind: text[at[2]:at[3]], Text: text[at[4]:at[5]], Start: at[0], End: at[0] + at[5] - at[4]}
		text = text[:at[0]] + m.Text + text[at[1]:]
		marks = append(marks, m)
	}
}
