package byline_test

import (
	"fmt"

	"framewatch/extract/byline"
)

func ExampleRules_Line() {
	r := byline.Rules{Outlets: []string{"Lake Post"}, Lang: "en"}
	fmt.Println(r.Line("By Professor Mirela Okonjo and Ana Pell, Lake Post | May 30, 2025"))
	fmt.Println(r.Line("Photo by Ana Pell"))
	// Output:
	// [Mirela Okonjo Ana Pell]
	// []
}
