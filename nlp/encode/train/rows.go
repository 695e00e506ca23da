package main

import (
	"cmp"
	"math"
	"slices"

	"framewatch/nlp/encode/internal/huffman"
)

// The rows of the table are put into classes by what numbers they have, and each
// class has a code of its own: 6 % smaller than one code for each of the blocks
// in which the table is quantised.
const (
	classes = 64
	rounds  = 8
)

type histogram [huffman.Symbols]int

func histograms(rows [][]byte) []histogram {
	out := make([]histogram, len(rows))
	for i, row := range rows {
		for _, s := range row {
			out[i][s]++
		}
	}
	return out
}

// classify finds classes of rows that are cheap by their code: k-means with the
// length of the code in the place of distance.
func classify(rows [][]byte) (class []uint8, codes [classes]huffman.Code) {
	hists := histograms(rows)
	class = firstClasses(hists)
	for round := range rounds {
		var sums [classes]histogram
		for i, h := range hists {
			for s, n := range h {
				sums[class[i]][s] += n
			}
		}
		costs := entropyCosts(sums)
		if round == rounds-1 {
			for c := range codes {
				codes[c] = huffman.NewCode(sums[c])
			}
			costs = codeCosts(codes)
		}
		for i, h := range hists {
			class[i] = cheapest(h, &costs)
		}
	}
	return class, codes
}

// firstClasses makes classes of one size, by how far the numbers spread.
func firstClasses(hists []histogram) []uint8 {
	spread := make([]float64, len(hists))
	order := make([]int, len(hists))
	for i, h := range hists {
		var n, sum, squares float64
		for s, c := range h {
			n, sum, squares = n+float64(c), sum+float64(c*s), squares+float64(c*s*s)
		}
		spread[i], order[i] = squares/n-sum*sum/n/n, i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(spread[a], spread[b]) })
	class := make([]uint8, len(hists))
	for place, i := range order {
		class[i] = uint8(place * classes / len(hists))
	}
	return class
}

type costs [classes][huffman.Symbols]float32

func entropyCosts(sums [classes]histogram) (out costs) {
	for c, h := range sums {
		total := 0.
		for _, n := range h {
			total += float64(n) + 0.05
		}
		for s, n := range h {
			out[c][s] = float32(math.Log2(total / (float64(n) + 0.05)))
		}
	}
	return out
}

func codeCosts(codes [classes]huffman.Code) (out costs) {
	const never = 1 << 20
	for c, code := range codes {
		for s, bits := range code {
			out[c][s] = float32(bits)
			if bits == 0 {
				out[c][s] = never
			}
		}
	}
	return out
}

func cheapest(h histogram, by *costs) (best uint8) {
	least := float32(math.Inf(1))
	for c := range by {
		sum := float32(0)
		for s, n := range h {
			if n > 0 {
				sum += float32(n) * by[c][s]
			}
		}
		if sum < least {
			least, best = sum, uint8(c)
		}
	}
	return best
}
