package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
)

// Sizes of the clusters: words are put into coarse clusters, and these are cut
// into fine ones.
const (
	dims    = 100
	coarse  = 64
	fine    = 16
	rounds  = 12
	learnOn = 60_000 // most frequent words, on which the centres are learnt
)

type vector [dims]float32

// clusters groups words by their vectors (k-means on the sphere).
func clusters(data []byte, limit int) (*crf.Table, error) {
	words, vectors, err := readVectors(data, limit)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 2))
	centres := kmeans(vectors[:min(len(vectors), learnOn)], coarse, rng)
	groups := make([][]vector, coarse)
	for i, v := range vectors {
		if c := nearest(centres, &v); i < learnOn {
			groups[c] = append(groups[c], v)
		}
	}
	inner := make([][]vector, coarse)
	for c := range groups {
		inner[c] = kmeans(groups[c], fine, rng)
	}
	entries := map[uint32]uint16{}
	for i := len(words) - 1; i >= 0; i-- {
		c := nearest(centres, &vectors[i])
		entries[feature.Key(words[i])] = uint16(1 + c*fine + nearest(inner[c], &vectors[i]))
	}
	return crf.NewTable(entries), nil
}

// readVectors reads the words, most frequent first, and their vectors in unit
// length. The file is one JSON object with "words" and "vectors".
func readVectors(data []byte, limit int) ([]string, []vector, error) {
	head := bytes.Index(data, []byte(`"words":[`))
	tail := bytes.Index(data, []byte(`],"vectors":{`))
	if head < 0 || tail < head {
		return nil, nil, fmt.Errorf("read word vectors: not the known form")
	}
	var words []string
	if err := json.Unmarshal(data[head+len(`"words":`):tail+1], &words); err != nil {
		return nil, nil, fmt.Errorf("read word vectors: %w", err)
	}
	rank := make(map[string]int, len(words))
	for i, w := range words {
		rank[w] = i
	}
	limit = min(limit, len(words))
	vectors := make([]vector, limit)
	rest := data[tail+len(`],"vectors":{`):]
	for len(rest) > 0 && rest[0] == '"' {
		end := bytes.Index(rest, []byte(`":[`))
		stop := bytes.IndexByte(rest[max(end, 0):], ']') + end
		if end < 0 || stop < end {
			break
		}
		var word string
		if err := json.Unmarshal(rest[:end+1], &word); err != nil {
			return nil, nil, fmt.Errorf("read word vectors: %w", err)
		}
		if r, ok := rank[word]; ok && r < limit {
			if err := parse(rest[end+3:stop], &vectors[r]); err != nil {
				return nil, nil, fmt.Errorf("read the vector of %q: %w", word, err)
			}
		}
		rest = bytes.TrimPrefix(rest[stop+1:], []byte(","))
	}
	return words[:limit], vectors, nil
}

func parse(list []byte, v *vector) error {
	for i := range v {
		number, after, _ := bytes.Cut(list, []byte(","))
		x, err := strconv.ParseFloat(string(number), 32)
		if err != nil {
			return err
		}
		v[i], list = float32(x), after
	}
	v.normalise()
	return nil
}

func (v *vector) normalise() {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	r := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= r
	}
}

func nearest(centres []vector, v *vector) int {
	best, at := float32(-2), 0
	for c := range centres {
		dot := float32(0)
		for i, x := range &centres[c] {
			dot += x * v[i]
		}
		if dot > best {
			best, at = dot, c
		}
	}
	return at
}

func kmeans(vectors []vector, k int, rng *rand.Rand) []vector {
	if len(vectors) <= k {
		return vectors
	}
	centres := make([]vector, k)
	for i, j := range rng.Perm(len(vectors))[:k] {
		centres[i] = vectors[j]
	}
	for range rounds {
		next := make([]vector, k)
		for i := range vectors {
			c := nearest(centres, &vectors[i])
			for d, x := range &vectors[i] {
				next[c][d] += x
			}
		}
		for c := range next {
			if next[c] == (vector{}) {
				next[c] = centres[c]
			}
			next[c].normalise()
		}
		centres = next
	}
	return centres
}
