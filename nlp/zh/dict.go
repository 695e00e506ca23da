package zh

import (
	"math"
	"sync"

	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/sieve"
)

// dictionary is the vocabulary with its frequencies and bigrams. It is
// immutable and shared by all segmenters.
type dictionary struct {
	trie    *trie
	prob    []float64 // of each word by itself
	unknown float64   // of a character that the dictionary lacks
	first   []int32   // where each word's followers begin in next
	next    []int32   // followers, ascending for each word
	count   []float32
	out     []float32   // sum of a word's counts
	pairs   sieve.Sieve // of a word with a follower
	alone   []float64   // cost of each word where it was not counted after the one before

	// The classes that stand for open sets of words.
	begin, end, number, time, latin, person int32
}

// Words that have no number in the dictionary.
const (
	unknownWord int32 = -1 // a character that the dictionary lacks
	userWord    int32 = -2
)

// rareCount is the count that stands for "hardly ever": of characters and
// added words that the counted corpus lacks.
const (
	rareCount    = 0.5
	unknownCount = 1
)

// loadDictionary reads the embedded dictionary once for the process.
var loadDictionary = sync.OnceValues(func() (*dictionary, error) {
	raw, err := pack.Open(wordData, "framewatch zh words 1")
	if err != nil {
		return nil, err
	}
	r := &reader{pack.Reader{Data: raw}}
	words := r.words()
	d := &dictionary{prob: make([]float64, len(words)), first: make([]int32, len(words)+1), out: make([]float32, len(words))}
	total := 0.0
	for i := range d.prob {
		d.prob[i] = float64(r.Uvarint())
		total += d.prob[i]
	}
	for i := range words {
		d.first[i] = int32(len(d.next))
		if d.prob[i] > 0 {
			d.readFollowers(r, i)
		}
		d.prob[i] = max(d.prob[i], rareCount) / total
	}
	d.first[len(words)] = int32(len(d.next))
	if r.Bad || len(r.Data) > 0 {
		return nil, pack.ErrDamaged
	}
	d.trie = newTrie(words)
	classes := map[string]*int32{"始##始": &d.begin, "末##末": &d.end, "未##数": &d.number,
		"未##时": &d.time, "未##串": &d.latin, "未##人": &d.person}
	for name, class := range classes {
		if *class = d.trie.find(name); *class < 0 {
			return nil, pack.ErrDamaged
		}
	}
	d.unknown = unknownCount / total
	d.index()
	return d, nil
})

// index fills what cost looks into first.
func (d *dictionary) index() {
	pairs := make([]uint32, 0, len(d.next))
	for a := range d.prob {
		for _, b := range d.next[d.first[a]:d.first[a+1]] {
			pairs = append(pairs, sieve.Pair(uint32(a), uint32(b)))
		}
	}
	d.pairs = sieve.New(pairs)
	d.alone = make([]float64, len(d.prob))
	for i, p := range d.prob {
		d.alone[i] = mixed(0, p)
	}
}

// mixed is the cost of a word with the share that it has among the followers of
// the one before, and by itself.
func mixed(share, alone float64) float64 {
	return -math.Log(bigramShare*share + (1-bigramShare)*alone)
}

// readFollowers reads what was counted after word i.
func (d *dictionary) readFollowers(r *reader, i int) {
	to := uint64(0)
	for n := r.Uvarint(); n > 0 && !r.Bad; n-- {
		to += r.Uvarint()
		c := float32(r.Uvarint())
		d.next, d.count = append(d.next, int32(to)), append(d.count, c)
		d.out[i] += c
	}
}

// follows is the share of b among the words that were counted after a.
func (d *dictionary) follows(a, b int32) float64 {
	lo, hi := d.first[a], d.first[a+1]
	for lo < hi {
		mid := (lo + hi) / 2
		if d.next[mid] < b {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < d.first[a+1] && d.next[lo] == b {
		return float64(d.count[lo] / d.out[a])
	}
	return 0
}

// bigramShare is the weight of the bigram in the mixture with the word alone
// (Jelinek-Mercer smoothing). The bigrams are few for so large a vocabulary.
const bigramShare = 0.3

// userCost is what a user's word costs wherever it occurs, in nats: less than
// almost any two words, so that it is only cut where a neighbour claims part of
// it (和|合作, not 和合|作).
const userCost = 2.0

// cost of the word b after a, in nats.
func (d *dictionary) cost(a, b int32) float64 {
	switch {
	case b == userWord:
		return userCost
	case b < 0:
		return mixed(0, d.unknown)
	case a < 0 || d.pairs.Bit(sieve.Pair(uint32(a), uint32(b))) == 0:
		return d.alone[b]
	}
	return mixed(d.follows(a, b), d.prob[b])
}
