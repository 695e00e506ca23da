package pdf_test

import (
	"fmt"

	"framewatch/extract/pdf"
)

func Example() {
	doc := pdf.Document{Pages: []pdf.Page{{Width: 600, Height: 800, Lines: []pdf.Line{
		{Text: "Talks about the ferry opened under a medi-", Left: 60, Right: 260, Bottom: 690, Top: 700, Size: 10},
		{Text: "ator whom both councils had chosen.", Left: 60, Right: 230, Bottom: 678, Top: 688, Size: 10},
		{Text: "- 7 -", Left: 290, Right: 310, Bottom: 30, Top: 40, Size: 10},
	}}}}
	for _, p := range pdf.Layout(doc).Paragraphs {
		fmt.Println(p.Text)
	}
	// Output: Talks about the ferry opened under a mediator whom both councils had chosen.
}
