package rendering_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var markup = regexp.MustCompile(`\{(\w+)\|([^}]*)\}`)

// mark is a piece of text that a test marks, by its place in the text without
// marks.
type mark struct {
	kind, text string
	start, end int
}

// page is a bilingual text with its marks.
type page struct {
	name, text string
	marks      []mark
}

// pages builds the pages of a folder. A file holds paragraphs, original and
// translation in turn, as an optional header lays out: in two blocks (the
// default), interleaved, or each half as one paragraph.
func pages(t testing.TB, dir string) []page {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []page
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, layOut(filepath.Base(f), string(data), ""))
	}
	return out
}

func layOut(name, data, layout string) page {
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
	p := page{name: name}
	p.text, p.marks = unmark(text)
	return p
}

// unmark takes the marks out of a text.
func unmark(text string) (string, []mark) {
	var marks []mark
	for {
		at := markup.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		m := mark{kind: text[at[2]:at[3]], text: text[at[4]:at[5]], start: at[0], end: at[0] + at[5] - at[4]}
		text = text[:at[0]] + m.text + text[at[1]:]
		marks = append(marks, m)
	}
	return text, marks
}
