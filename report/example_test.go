package report_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"framewatch/compare/comparetest"
	"framewatch/report"
	"framewatch/store"
)

func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := comparetest.Invented(40).StoreIn(dir); err != nil {
		fmt.Println(err)
		return
	}
	ds, err := store.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg := report.Default()
	cfg.Title = "Forty invented stories"
	cfg.Compare.Targets = []string{comparetest.Target}
	var page bytes.Buffer
	if err := report.Write(context.Background(), &page, ds, cfg); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(page.String(), "<h1>Forty invented stories</h1>"), strings.Count(page.String(), "<script"))
	// Output: true 0
}
