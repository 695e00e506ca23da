package compare_test

import (
	"context"
	"fmt"
	"os"

	"framewatch/compare"
	"framewatch/compare/comparetest"
	"framewatch/store"
)

// The prevalence of one frame on the two sides of a bloc, in an invented
// corpus.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := comparetest.Invented(120).StoreIn(dir); err != nil {
		fmt.Println(err)
		return
	}
	ds, err := store.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	estimates, err := compare.Prevalence(ctx, ds, compare.PrevalenceSpec{
		Selection: compare.Selection{Targets: []string{comparetest.Target}},
		Sampling:  compare.Sampling{Confidence: 0.95, Bootstrap: 1000, Seed: 1},
		By:        []string{"bloc"}, Frames: []string{"power_play"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range estimates {
		fmt.Printf("%s: %d of %d documents, %.2f to %.2f over %d stories\n",
			e.Group, e.Positive, e.N, e.Clustered.Interval.Lo, e.Clustered.Interval.Hi, e.Stories)
	}
	// Output:
	// g7: 20 of 55 documents, 0.24 to 0.51 over 49 stories
	// iomed-signatories: 3 of 41 documents, 0.02 to 0.21 over 37 stories
	// none: 7 of 21 documents, 0.16 to 0.56 over 20 stories
	// sco: 1 of 20 documents, 0.01 to 0.24 over 20 stories
	// territory: 12 of 20 documents, 0.38 to 0.78 over 20 stories
}
