package stats_test

import (
	"fmt"

	"framewatch/compare/stats"
)

// Twenty documents carry the frame in eight cases, but six of the eight are
// copies of one wire story: the interval by story says how little is known.
func Example() {
	naive, err := stats.Wilson(8, 20, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	var parts []stats.Part
	for outlet := range int32(6) {
		parts = append(parts, stats.Part{Story: 0, Outlet: outlet, K: 1, N: 1})
	}
	for story := range int32(14) {
		parts = append(parts, stats.Part{Story: 1 + story, Outlet: story % 7, N: 1})
	}
	parts[6].K, parts[7].K = 1, 1
	documents, perStory := stats.Shares(parts, stats.ByStory, 0.95)
	fmt.Printf("documents %.2f, as if independent %.2f to %.2f\n", documents.Value, naive.Lo, naive.Hi)
	fmt.Printf("by story %.2f to %.2f, worth %.0f documents\n", documents.Interval.Lo, documents.Interval.Hi, documents.Effective)
	fmt.Printf("one vote a story %.2f\n", perStory.Value)
	// Output:
	// documents 0.40, as if independent 0.22 to 0.61
	// by story 0.13 to 0.75, worth 6 documents
	// one vote a story 0.20
}
