package neardup

import (
	"math"
	"math/bits"
	"slices"
)

// Banding: texts are candidates when any band of their signatures is equal. Two
// rows find texts that share a tenth of their shingles in every second case and
// a quarter in 98 of 100; the rarity of the kept shingles holds the number of
// vain candidates down. Six rows find all but identical texts.
const (
	bands, rows           = 63, 2
	strictBands, strictRs = 7, 6
	nearlyEqual           = 0.8 // Jaccard coefficient of the first round
)

// minCommon is how many shingles a text and its copy must have in common,
// unless they are nearly equal: a headline inside an article is no copy.
const minCommon = 8

// maxCompare bounds the comparisons of one text within one bucket, so that no
// bucket costs quadratic time.
const maxCompare = 32

// grouping is one run of the algorithm.
type grouping struct {
	cfg        Config
	sets       []set
	parent     []int
	similarity []float64
	apart      [][2]int
	parts      []part // pairs of the second round that length keeps from being united at once
}

// group puts all texts into clusters.
func (x *Index) group() *grouping {
	g := &grouping{cfg: x.cfg, sets: x.sets, parent: make([]int, len(x.sets)), similarity: make([]float64, len(x.sets))}
	for i := range g.parent {
		g.parent[i] = i
	}
	g.keepApart(x)
	// First the copies that are all but identical, so that a story printed by a
	// hundred outlets counts once when common shingles are looked for.
	g.link(g.heads(), g.sets, strictBands, strictRs, func(i, j int, o *overlap) {
		if o.jaccard() >= nearlyEqual && !o.tail() {
			g.join(i, j, o.contained())
		}
	})
	heads := g.heads()
	g.link(heads, g.rare(heads), bands, rows, g.weigh)
	g.settle()
	return g
}

// heads are the texts that stand for their clusters.
func (g *grouping) heads() []int {
	var out []int
	for i := range g.parent {
		if g.find(i) == i && len(g.sets[i]) > 0 {
			out = append(out, i)
		}
	}
	return out
}

func (g *grouping) find(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// unite makes one cluster of two; the longer text stands for both.
func (g *grouping) unite(a, b int) {
	a, b = g.find(a), g.find(b)
	if len(g.sets[b]) > len(g.sets[a]) || len(g.sets[b]) == len(g.sets[a]) && b < a {
		a, b = b, a
	}
	g.parent[b] = a
}

// keepApart notes the places of texts that must not be united.
func (g *grouping) keepApart(x *Index) {
	if len(x.apart) == 0 {
		return
	}
	place := make(map[string]int, len(x.ids))
	for i, id := range x.ids {
		place[id] = i
	}
	for _, p := range x.apart {
		a, known := place[p[0]]
		b, too := place[p[1]]
		if known && too {
			g.apart = append(g.apart, [2]int{a, b})
		}
	}
}

// forbidden reports whether uniting two texts would bring together what must not
// be.
func (g *grouping) forbidden(i, j int) bool {
	i, j = g.find(i), g.find(j)
	for _, p := range g.apart {
		if a, b := g.find(p[0]), g.find(p[1]); a == i && b == j || a == j && b == i {
			return true
		}
	}
	return false
}

// join unites two texts that are alike.
func (g *grouping) join(i, j int, similarity float64) {
	if g.forbidden(i, j) {
		return
	}
	g.similarity[i], g.similarity[j] = max(g.similarity[i], similarity), max(g.similarity[j], similarity)
	g.unite(i, j)
}

// link compares the texts that share a band, each pair once.
func (g *grouping) link(texts []int, sets []set, bands, rows int, judge func(i, j int, o *overlap)) {
	if len(texts) < 2 {
		return
	}
	signatures := make([]uint32, len(texts)*bands*rows)
	for k, i := range texts {
		sign(sets[i], signatures[k*bands*rows:][:bands*rows])
	}
	seen := map[[2]int32]bool{}
	last := newBuckets(len(texts))
	before := make([]int32, len(texts)) // text before each in its bucket
	for band := range bands {
		last.clear()
		for k, i := range texts {
			key := uint64(band)
			for _, v := range signatures[k*bands*rows+band*rows:][:rows] {
				key = mix(key ^ uint64(v))
			}
			before[k] = last.put(key, int32(k))
			for other, n := before[k], 0; other >= 0 && n < maxCompare; other, n = before[other], n+1 {
				pair := [2]int32{other, int32(k)}
				if seen[pair] {
					continue
				}
				seen[pair] = true
				o := compare(sets[i], sets[texts[other]])
				judge(i, texts[other], &o)
			}
		}
	}
}

// buckets is a hash table from the keys of one band to the last text of each
// bucket, with open addressing: a map would cost more the larger it is, out of
// proportion.
type buckets struct {
	slots []int32  // last text of the bucket plus one, 0 for none
	keys  []uint64 // by text
	mask  uint64
}

func newBuckets(texts int) *buckets {
	size := 1 << bits.Len(uint(2*texts))
	return &buckets{slots: make([]int32, size), keys: make([]uint64, texts), mask: uint64(size - 1)}
}

func (b *buckets) clear() { clear(b.slots) }

// put makes a text the last one of its bucket and returns the one before it, -1
// for none. key is well mixed.
func (b *buckets) put(key uint64, text int32) int32 {
	b.keys[text] = key
	for at := key & b.mask; ; at = (at + 1) & b.mask {
		other := b.slots[at] - 1
		if other < 0 || b.keys[other] == key {
			b.slots[at] = text + 1
			return other
		}
	}
}

// sign computes a MinHash signature: for each of a family of hash functions the
// least value over the set (Broder 1997). It goes over the set for four functions
// at a time, which a processor does side by side.
func sign(s set, out []uint32) {
	const together = 4
	for start := 0; start < len(out); start += together {
		var k [together]uint64
		for i := range k {
			k[i] = mix(uint64(start+i)+1) | 1
		}
		k0, k1, k2, k3 := k[0], k[1], k[2], k[3]
		l0, l1, l2, l3 := uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64), uint64(math.MaxUint64)
		for _, e := range s {
			h := uint64(hashOf(e))
			l0, l1 = min(l0, h*k0+k0>>7), min(l1, h*k1+k1>>7)
			l2, l3 = min(l2, h*k2+k2>>7), min(l3, h*k3+k3>>7)
		}
		// The upper halves are in the order of the whole.
		copy(out[start:], []uint32{uint32(l0 >> 32), uint32(l1 >> 32), uint32(l2 >> 32), uint32(l3 >> 32)})
	}
}

// maxCount is the largest number that a counter holds.
const maxCount = math.MaxUint8

// rare returns the sets without the shingles that too many of the texts share.
// Counters are shared by shingles whose hashes collide, which at worst drops a
// few shingles more; a text that would keep next to nothing keeps all.
func (g *grouping) rare(texts []int) []set {
	total := 0
	for _, i := range texts {
		total += len(g.sets[i])
	}
	counts := make([]uint8, 1<<min(28, max(16, bits.Len(uint(total))+1)))
	mask := uint32(len(counts) - 1)
	for _, i := range texts {
		for _, e := range g.sets[i] {
			if c := &counts[hashOf(e)&mask]; *c < maxCount {
				*c++
			}
		}
	}
	out := make([]set, len(g.sets))
	for _, i := range texts {
		var kept set
		for _, e := range g.sets[i] {
			if int(counts[hashOf(e)&mask]) <= g.cfg.MaxSharing {
				kept = append(kept, e)
			}
		}
		if len(kept) < max(minCommon, len(g.sets[i])/parts) {
			kept = g.sets[i]
		}
		out[i] = slices.Clip(kept)
	}
	return out
}
