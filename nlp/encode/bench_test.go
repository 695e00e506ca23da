package encode

import (
	"testing"
	"time"

	"framewatch/nlp/encode/internal/pieces"
)

// BenchmarkLoad unpacks the data file.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decode(useData); err != nil {
			b.Fatal(err)
		}
	}
}

// twenty are sentences of twenty pieces, the two around them included.
func twenty(b *testing.B, e *Encoder) []string {
	const text = "The ferry left the old harbour at dawn with timber, tin and two envoys."
	n := len(e.cut(pieces.NewCutter(e.pieces), text))
	if n != 20 {
		b.Fatalf("%d pieces", n)
	}
	out := make([]string, 64)
	for i := range out {
		out[i] = text
	}
	return out
}

// BenchmarkEmbed measures sentences of twenty pieces in batches, beside a floor:
// the same products of matrices in the plainest Go, measured in the same run.
func BenchmarkEmbed(b *testing.B) {
	e := load(b)
	texts := twenty(b, e)
	var spent time.Duration
	for b.Loop() {
		start := time.Now()
		e.Embed(texts)
		spent += time.Since(start)
	}
	per := spent.Seconds() / float64(b.N*len(texts))
	floor := plainProducts(20)
	b.ReportMetric(per*1e3, "ms/sentence")
	b.ReportMetric(floor.Seconds()*1e3, "ms/floor")
	b.ReportMetric(per/floor.Seconds(), "ratio")
}

// plainProducts is how long the products of a sentence of so many pieces take by
// three loops.
func plainProducts(pieces int) time.Duration {
	const rounds = 3
	in := []int{wide, wide, wide, 2 * narrow, 2 * narrow, 3 * narrow, 3 * narrow, 5 * narrow, 5 * narrow}
	x, w, out := make([]float32, pieces*5*narrow), make([]float32, 5*narrow*narrow), make([]float32, pieces*narrow)
	start := time.Now()
	for range rounds {
		for _, n := range in {
			for r := range pieces {
				sums := out[r*narrow:][:narrow]
				for k, a := range x[r*n:][:n] {
					for c, v := range w[k*narrow:][:narrow] {
						sums[c] += a * v
					}
				}
			}
		}
	}
	return time.Since(start) / rounds
}
