package trained_test

import (
	"context"
	"fmt"

	"framewatch/nlp/trained"
)

// A model is learnt from coded texts, written beside its codebook and read again.
func Example() {
	model, validation, err := trained.Train(context.Background(), invent(90), trained.Job{
		Codebook: "ports", Version: "1", Frames: []string{"peace", "trade", "rare"}, Encoder: "words", Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model.Frames(), validation.Frames)
	// Output: [peace trade] [peace trade]
}
