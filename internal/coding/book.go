package coding

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"framewatch/nlp/codes"
	"framewatch/nlp/frame"
)

// howTo are the rules of every codes file.
func howTo() [][]string {
	return [][]string{
		{"coder", "Your name or a short sign, the same in every row."},
		{"about", "main: the text is mainly about the subject; passing: it names it in passing; no: it is about something else, such as a namesake."},
		{"stance", "Towards the subject, in the author's voice: 1 supportive, 0 neutral, -1 critical. Blank: not coded."},
		{"frame:...", "1: the frame is there by its definition; 0: you looked and it is not. Blank: not coded. A blank is never read as 0, so fill in every frame."},
		{"note", "Anything that another coder should know."},
		{"id, text", "Leave as they are. Code alone, from the text only, without looking for its source."},
	}
}

// langOrder are the languages in which definitions come first.
var langOrder = []string{"en", "zh-Hans", "zh-Hant"}

// langsOf lists the languages of texts, those of langOrder first.
func langsOf(texts ...map[string]string) []string {
	seen := map[string]bool{}
	for _, t := range texts {
		for lang := range t {
			seen[lang] = true
		}
	}
	place := func(lang string) int {
		if i := slices.Index(langOrder, lang); i >= 0 {
			return i
		}
		return len(langOrder)
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b)) })
}

// Definitions are the sheets that coders need beside the texts: how to fill in,
// and what each frame means.
func Definitions(book frame.Codebook) []codes.Sheet {
	var texts []map[string]string
	for _, f := range book.Frames {
		texts = append(texts, f.Label, f.Definition, f.CodingRule)
	}
	langs := langsOf(texts...)
	frames := codes.Sheet{Name: "codebook", Header: []string{"frame"}}
	for _, l := range langs {
		frames.Header = append(frames.Header, "label ("+l+")", "definition ("+l+")", "rule ("+l+")")
	}
	frames.Header = append(frames.Header, "is one", "is none")
	for _, f := range book.Frames {
		row := []string{f.ID}
		for _, l := range langs {
			row = append(row, f.Label[l], f.Definition[l], f.CodingRule[l])
		}
		frames.Rows = append(frames.Rows, append(row, examples(f.Examples.Include), examples(f.Examples.Exclude)))
	}
	return []codes.Sheet{{Name: "how to code", Header: []string{"column", "what to write"}, Rows: howTo()}, frames}
}

// examples are texts of all languages, one a line.
func examples(lists frame.Lists) string {
	var out []string
	for _, lang := range slices.Sorted(maps.Keys(lists)) {
		out = append(out, lists[lang]...)
	}
	return strings.Join(out, "\n")
}

// WriteDefinitions writes the same as text, for samples that are no workbook.
func WriteDefinitions(w io.Writer, book frame.Codebook) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Codebook %s, version %s\n\n", book.ID, book.Version)
	for _, row := range howTo() {
		fmt.Fprintf(&b, "%-10s %s\n", row[0], row[1])
	}
	for _, f := range book.Frames {
		fmt.Fprintf(&b, "\nframe:%s\n", f.ID)
		for _, l := range langsOf(f.Label, f.Definition, f.CodingRule) {
			for _, part := range []string{f.Label[l], f.Definition[l], f.CodingRule[l]} {
				if part != "" {
					fmt.Fprintf(&b, "  [%s] %s\n", l, strings.Join(strings.Fields(part), " "))
				}
			}
		}
		for _, e := range []struct{ sign, texts string }{{"+", examples(f.Examples.Include)}, {"-", examples(f.Examples.Exclude)}} {
			for line := range strings.Lines(e.texts) {
				fmt.Fprintf(&b, "  %s %s\n", e.sign, strings.TrimSpace(line))
			}
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write codebook: %w", err)
	}
	return nil
}
