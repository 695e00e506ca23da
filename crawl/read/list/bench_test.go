package list_test

import (
	"strings"
	"testing"

	"framewatch/crawl/read/list"
)

// BenchmarkParse reads a list of 500 entries in each dress; figures are for one
// entry.
func BenchmarkParse(b *testing.B) {
	const n = 500
	all := stories(1, n)
	for _, d := range dresses {
		text := []byte(d.write(all))
		b.Run(strings.ReplaceAll(d.name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if l := list.Parse(text, at); len(l.Entries) != n {
					b.Fatalf("%d entries", len(l.Entries))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/entry")
		})
	}
}

// BenchmarkDetect looks at a page, which most texts are.
func BenchmarkDetect(b *testing.B) {
	page := []byte("<!DOCTYPE html>\n<html><head><title>x</title></head><body>" + strings.Repeat("<p>Words on water.</p>\n", 5000) + "</body></html>")
	b.ReportAllocs()
	for b.Loop() {
		if list.Detect(page) != list.None {
			b.Fatal("a page is a list")
		}
	}
}
