package table_test

import (
	"bytes"
	"context"
	"fmt"
	"reflect"

	"framewatch/store/table"
)

type harbour struct {
	Name    string `col:"name,key"`
	Country string `col:"country,null"`
	Ships   int64  `col:"ships"`
}

type harbourColumns struct {
	Country table.Symbols `col:"country"`
	Ships   []int64       `col:"ships"`
}

// Rows go to a file and come back column by column.
func Example() {
	var file bytes.Buffer
	w, err := table.NewWriter(&file, reflect.TypeFor[harbour](), table.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = table.Append(w, []harbour{{"Northport", "HK", 12}, {"Amberfield", "", 3}, {"Saltmarsh Bay", "HK", 5}})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		fmt.Println(err)
		return
	}

	f, err := table.Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	scan, err := table.NewColumnScan[harbourColumns]()
	if err != nil {
		fmt.Println(err)
		return
	}
	ships := map[string]int64{}
	for c, err := range scan.Batches(context.Background(), f) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for i, n := range c.Ships {
			ships[c.Country.At(i)] += n
		}
	}
	fmt.Println(ships["HK"], ships[""])
	// Output: 17 3
}
