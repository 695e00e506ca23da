package neardup_test

import (
	"fmt"

	"framewatch/nlp/neardup"
)

func Example() {
	index := neardup.New(neardup.Default())
	index.Add("wire", "The new court for mediation opened its doors in the harbour city on Monday morning with two dozen states present.")
	index.Add("other", "Rice prices fell for the third week in a row as farmers in the delta brought in an early harvest, traders said.")
	index.Add("copy", "The new court for mediation opened its doors in the harbour city on Monday with two dozen states present, officials said.")
	for _, cluster := range index.Clusters() {
		for i, m := range cluster.Members {
			if i > 0 {
				fmt.Print(", ")
			}
			fmt.Printf("%s %.2f", m.ID, m.Similarity)
		}
		fmt.Println()
	}
	// Output:
	// wire 0.89, copy 0.89
	// other 0.00
}
