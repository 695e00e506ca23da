package rendering_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"framewatch/corpus"
)

// BenchmarkRenderings annotates a bilingual page of some 5,000 English words and
// one of ten times as many, and finds its renderings.
func BenchmarkRenderings(b *testing.B) {
	a := newAnnotator(b, official)
	for _, least := range []int{5000, 50000} {
		var halves [2][]string
		words := 0
		for n := 0; words < least; n++ {
			for _, p := range pages(b, "dev") {
				for i, part := range strings.Split(p.Text, "\n\n") {
					half := 0
					if strings.ContainsFunc(part, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
						half = 1
					} else {
						words += len(strings.Fields(part))
					}
					halves[half] = append(halves[half], fmt.Sprintf("%s (%d-%d)", part, n, i))
				}
			}
		}
		doc := corpus.Document{Text: strings.Join(halves[0], "\n\n") + "\n\n" + strings.Join(halves[1], "\n\n")}
		b.Run(fmt.Sprintf("words=%d", words), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := a.Renderings(context.Background(), doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
