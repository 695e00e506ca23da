package codes_test

import (
	"fmt"
	"strings"

	"framewatch/nlp/codes"
)

func ExampleRead() {
	file := "id,text,coder,frame:cost,frame:peace_dialogue\nu1,It is cheap.,anna,1,0\nu1,It is cheap.,ben,1,\n"
	set, err := codes.Read("codes.csv", strings.NewReader(file), codes.Options{Frames: []string{"cost", "peace_dialogue"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range set.Units[0].Codes {
		present, coded := c.Value("peace_dialogue")
		fmt.Println(c.Coder, c.Present, present, coded)
	}
	// Output:
	// anna [cost] false true
	// ben [cost] false false
}
