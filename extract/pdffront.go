package extract

import "strings"

const (
	frontLetters = 160 // of a line of front matter at most
	frontMost    = 8   // parts of one
)

// frontMarks part what stands in one line of front matter. Dots are marks with
// spaces around them only: without, they join the parts of a name.
var frontMarks = strings.NewReplacer("|", "\n", "｜", "\n", "丨", "\n", "¦", "\n", "•", "\n", "▪", "\n", "■", "\n", " · ", "\n", " ∙ ", "\n", " ・ ", "\n", " ‧ ", "\n")

// frontParts are the parts of a line of front matter that has several, one of them
// a date: "Name | Policy Brief 17 | 3 June 2025". Of any other line they are nil.
func frontParts(s string) []string {
	if countLetters(s) > frontLetters {
		return nil
	}
	parts := strings.Split(frontMarks.Replace(s), "\n")
	if len(parts) < 2 || len(parts) > frontMost {
		return nil
	}
	dated := false
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		dated = dated || isDateline(&block{text: parts[i], letters: countLetters(parts[i])})
	}
	if !dated {
		return nil
	}
	return parts
}
