package en_test

import (
	"fmt"

	"framewatch/nlp/en"
)

func Example() {
	tagger, err := en.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	sentence := "They trade oil, and “the new trade deal” didn’t fail."
	for _, t := range tagger.Tag(sentence) {
		fmt.Printf("%s/%s ", t.Span.Of(sentence), t.POS)
	}
	// Output: They/PRP trade/VBP oil/NN ,/, and/CC “/`` the/DT new/JJ trade/NN deal/NN ”/'' did/VBD n’t/RB fail/VB ./.
}
