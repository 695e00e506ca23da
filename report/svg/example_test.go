package svg_test

import (
	"fmt"
	"strings"

	"framewatch/report/svg"
)

func Example() {
	chart := svg.DotPlot{
		Head: svg.Head{ID: "c1", Title: "Share of documents", Desc: "Kenya 40%, France 20%."},
		Rows: []svg.DotRow{
			{Label: "Kenya", Note: "30", Dots: []svg.Dot{{Value: 0.4, Thin: &svg.Span{Lo: 0.25, Hi: 0.58}, Href: "#kenya"}}},
			{Label: "France", Note: "25", Dots: []svg.Dot{{Value: 0.2, Thin: &svg.Span{Lo: 0.09, Hi: 0.39}, Href: "#france"}}},
		},
	}.SVG()
	fmt.Println(strings.Count(chart, "<circle"), "marks,", strings.Count(chart, "<a href"), "links")
	// Output: 2 marks, 2 links
}
