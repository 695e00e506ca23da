package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"framewatch/explore/search"
	"framewatch/internal/invented"
	"framewatch/store"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "search")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "data")
	if err := invented.New(1).Write(ctx, data, 9, invented.Run(1)); err != nil {
		panic(err)
	}
	ds, err := store.Open(data)
	if err != nil {
		panic(err)
	}
	index, err := search.Open(ctx, ds, filepath.Join(ds.IndexDir(), "index.db"), nil)
	if err != nil {
		panic(err)
	}
	defer index.Close()
	found, err := index.Search(ctx, search.Query{Text: "國際調解院 OR mediation", Filter: search.Filter{Langs: []string{"zh"}}, Lines: 1})
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Total, found.Terms, found.Found[0].Lines[0].Key)
	// Output: 2 [國際調解院 mediation] 国际调解院
}
