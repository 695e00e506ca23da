package report_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"framewatch/compare"
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
	ctx := context.Background()
	asked := compare.Default()
	asked.Targets = []string{comparetest.Target}
	study, err := compare.Run(ctx, ds, asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	cfg := report.Default()
	cfg.Title = "Forty invented stories"
	var page, lines bytes.Buffer
	if err := report.Write(ctx, report.Files{Page: &page, Lines: &lines, Name: "report.html"}, ds, study, cfg); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(page.String(), "<h1>Forty invented stories</h1>"), strings.Count(page.String(), "<script"))
	// Output: true 0
}
