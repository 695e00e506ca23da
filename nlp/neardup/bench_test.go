package neardup_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"framewatch/nlp/neardup"
)

// invented yields n texts of about 120 words each, as news has them: words by
// Zipf's law, a notice below every text of an outlet, and every tenth text a
// copy, with edits, of one before it.
func invented(n int, each func(id, text string)) {
	r := rand.New(rand.NewPCG(7, 11))
	zipf := rand.NewZipf(r, 1.1, 8, 40_000)
	var recent [][]string
	for i := range n {
		words := make([]string, 120)
		for k := range words {
			words[k] = fmt.Sprintf("w%d", zipf.Uint64())
		}
		if i%10 == 9 {
			words = append([]string(nil), recent[r.IntN(len(recent))]...)
			for range 12 {
				words[r.IntN(len(words))] = fmt.Sprintf("w%d", zipf.Uint64())
			}
		}
		if recent = append(recent, words); len(recent) > 200 {
			recent = recent[1:]
		}
		each(fmt.Sprint(i), strings.Join(words, " ")+fmt.Sprintf(" all rights reserved by outlet number %d of the harbour", r.IntN(50)))
	}
}

// cost is the CPU time of adding and grouping n texts.
func cost(b *testing.B, n int) time.Duration {
	b.Helper()
	ids, texts := make([]string, 0, n), make([]string, 0, n)
	invented(n, func(id, text string) { ids, texts = append(ids, id), append(texts, text) })
	before := used(b)
	x := neardup.New(neardup.Default())
	for i, text := range texts {
		x.Add(ids[i], text)
	}
	clusters := len(x.Clusters())
	took := used(b) - before
	if clusters > n*95/100 || clusters < n*85/100 {
		b.Fatalf("%d clusters of %d texts, of which a tenth are copies", clusters, n)
	}
	return took
}

func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkScale holds the CPU time of 100,000 texts against a hundred times
// that of 1,000 (x-linear), and what that is for each doubling; the best round
// of each counts.
func BenchmarkScale(b *testing.B) {
	const few, many = 1000, 100_000
	small, large := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for b.Loop() {
		for range 10 {
			small = min(small, cost(b, few))
		}
		large = min(large, cost(b, many))
	}
	linear := large.Seconds() / (small.Seconds() * many / few)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(linear, "x-linear")
	b.ReportMetric(math.Pow(linear, 1/math.Log2(many/few)), "x-per-doubling")
	b.ReportMetric(large.Seconds()/many*1e6, "cpu-us/text")
}
