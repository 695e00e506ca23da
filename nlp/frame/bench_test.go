package frame_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/frame"
)

// word invents a word of three or four syllables, and one of as many characters.
func word(r *rand.Rand) (latin, chinese string) {
	for range 3 + r.IntN(2) {
		latin += string("bcdfghjklmnprstvwxyz"[r.IntN(20)]) + string("aeiou"[r.IntN(5)])
		chinese += string(rune(0x4e00 + r.IntN(2000)))
	}
	return latin, chinese
}

// manyTerms is a codebook of n invented terms in two languages, some with
// wildcards, gaps and sets.
func manyTerms(n int) frame.Codebook {
	r := rand.New(rand.NewPCG(1, 2))
	terms := map[string][]string{}
	seen := map[string]bool{}
	for len(seen) < n {
		latin, chinese := word(r)
		switch r.IntN(10) {
		case 0:
			latin, chinese = latin+"*", chinese+"*港"
		case 1:
			latin, chinese = latin+" ~3 harbour", chinese+" ~5 港"
		case 2:
			latin, chinese = latin+" {TARGET}", chinese+"{TARGET}"
		case 3:
			other, _ := word(r)
			latin += " " + other
		}
		for lang, term := range map[string]string{"en": latin, "zh": chinese} {
			if !seen[term] {
				seen[term] = true
				terms[lang] = append(terms[lang], term)
			}
		}
	}
	return frame.Codebook{ID: "many", Version: "1", Sets: []frame.Set{{ID: "TARGET", Target: true}}, Frames: []frame.Frame{{ID: "f", Terms: terms}}}
}

// BenchmarkManyTerms tells what 20,000 terms cost against 500: the same text,
// read by both in turns. It prints the ratio of the shortest times.
func BenchmarkManyTerms(b *testing.B) {
	r, common := rand.New(rand.NewPCG(3, 4)), manyTerms(500).Frames[0].Terms
	var text strings.Builder
	a := &corpus.Annotations{}
	for i := range 400 {
		at, lang := text.Len(), [...]string{"en", "zh-Hans"}[i%2]
		for range 20 {
			latin, chinese := word(r)
			text.WriteString([...]string{latin + " ", chinese}[i%2])
		}
		text.WriteString([...]string{common["en"][i%200] + " ", common["zh"][i%200]}[i%2])
		text.WriteString([...]string{"by the IOMed harbour. ", "国际调解院的港。"}[i%2])
		a.Sentences = append(a.Sentences, corpus.Sentence{Span: corpus.Span{Start: at, End: text.Len()}, Seq: i, Lang: lang})
	}
	doc := &corpus.Document{Text: text.String()}
	var coders [2]*frame.Coder
	for i, n := range []int{500, 20000} {
		var err error
		if coders[i], err = frame.New(manyTerms(n), []corpus.Target{iomed}); err != nil {
			b.Fatal(err)
		}
	}
	shortest := [2]time.Duration{time.Hour, time.Hour}
	var found [2]int
	for b.Loop() {
		for i, c := range coders {
			for range 5 { // each finds its own things in the processor's caches
				start := time.Now()
				found[i] = len(c.Hits(doc, a))
				shortest[i] = min(shortest[i], time.Since(start))
			}
		}
	}
	b.ReportMetric(float64(shortest[1])/float64(shortest[0]), "ratio")
	b.Logf("500 terms %v with %d hits, 20,000 terms %v with %d hits", shortest[0], found[0], shortest[1], found[1])
}
