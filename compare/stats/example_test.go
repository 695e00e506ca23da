package stats_test

import (
	"fmt"

	"framewatch/compare/stats"
)

// Twenty documents carry the frame in eight cases, but six of the eight are
// copies of one wire story: the interval over stories says how little is known.
func Example() {
	naive, err := stats.Wilson(8, 20, 0.95)
	if err != nil {
		fmt.Println(err)
		return
	}
	stories := []stats.Cluster{{K: 6, N: 6}, {K: 1, N: 1}, {K: 1, N: 1}}
	for range 12 {
		stories = append(stories, stats.Cluster{K: 0, N: 1})
	}
	documents, perStory := stats.Resampling{B: 2000, Seed: 1, Confidence: 0.95}.Shares(stories)
	fmt.Printf("documents %.2f, as if independent %.2f to %.2f\n", documents.Value, naive.Lo, naive.Hi)
	fmt.Printf("with stories resampled %.2f to %.2f\n", documents.Interval.Lo, documents.Interval.Hi)
	fmt.Printf("one vote a story %.2f\n", perStory.Value)
	// Output:
	// documents 0.40, as if independent 0.22 to 0.61
	// with stories resampled 0.00 to 0.70
	// one vote a story 0.20
}
