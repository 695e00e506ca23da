package store_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"framewatch/store"
)

// A run appends rows and commits them; a reader names the columns it wants.
func Example() {
	dir, err := os.MkdirTemp("", "dataset")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	dataset, err := store.Create(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	batch, err := dataset.Begin(store.RunRow{RunID: "20260304T081500Z-0001", Command: "example"})
	if err != nil {
		fmt.Println(err)
		return
	}
	event := store.EventRow{EventID: "opened", Date: "2025-10-20", LabelEN: "IOMed opens in Hong Kong"}
	if err := store.Append(batch, event); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := batch.Commit(context.Background(), time.Now()); err != nil {
		fmt.Println(err)
		return
	}
	if dataset, err = store.Open(dir); err != nil {
		fmt.Println(err)
		return
	}
	for e, err := range store.Scan[store.EventRow](context.Background(), dataset) {
		fmt.Println(e.Date, e.LabelEN, err)
	}
	// Output: 2025-10-20 IOMed opens in Hong Kong <nil>
}
