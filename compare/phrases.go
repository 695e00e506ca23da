package compare

import (
	"context"
	"slices"
	"strings"

	"framewatch/store"
)

// maxPhrase is the most words that a phrase may have.
const maxPhrase = 4

// phraseKey names a phrase by the numbers of its words, -1 for none.
type phraseKey [maxPhrase]int32

// phrases are what a lexicon needs to look for phrases. A phrase is a run of up
// to longest words of one sentence between which there is nothing but space;
// each is frequent, the first and the last are no function words, and between them
// there are only such as join, one at a time. Words are
// those that were counted for the document (table term_counts), found again in
// its title and text, so that a text is cut as it was when it was annotated.
type phrases struct {
	longest  int
	least    int         // occurrences that a phrase and each of its words must have
	frequent []bool      // by word
	function []bool      // by word
	joining  []bool      // by word: a function word that may stand inside
	sketch   []uint8     // counts by hash, which stop at 255
	words    []phraseKey // of the phrases that were found
	places   []int32     // by hash: place in words + 1, 0 where there is none
}

// Marks of a word in a text, in the place of a count.
const (
	markBreak  int32 = 1 << iota // something but space stands before it
	markInName                   // it is part of the name of the outlet or of the agency credited
)

// length is the number of words of a term.
func (l *lexicon) length(term int32) int {
	if int(term) < l.words {
		return 1
	}
	return l.phrase.words[int(term)-l.words].length()
}

func (k phraseKey) length() int {
	n := slices.Index(k[:], -1)
	if n < 0 {
		return maxPhrase
	}
	return n
}

// findPhrases adds the phrases of the texts to the lexicons that want any; found
// gets the documents that have them. Texts are read once: memory is bounded by a
// sketch of counts, which leaves out what cannot be frequent enough (Park, Chen
// & Yu 1995), before any phrase is kept by its words. Texts whose words come to
// more than kept may hold are read again for each step.
func (c *Corpus) findPhrases(ctx context.Context, ds *store.Dataset, lexicons []*lexicon, kept, found *wordLog) error {
	var wanted []*lexicon
	for _, l := range lexicons {
		if l.prepare() {
			wanted = append(wanted, l)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	texts := &wordLog{limit: kept.limit}
	read := func(run func(l *lexicon, doc int32, words []wordCount)) error {
		return c.scanTexts(ctx, ds, wanted, kept, run)
	}
	err := read(func(l *lexicon, doc int32, words []wordCount) {
		texts.add(l, doc, words)
		l.cover(doc, words)
		l.grams(words, func(from, to int) { l.phrase.sketchAt(words[from:to]) })
	})
	if err != nil {
		return err
	}
	again := func(run func(l *lexicon, doc int32, words []wordCount)) error {
		if !texts.complete() {
			return read(run)
		}
		for _, l := range wanted {
			texts.each(l, func(doc int32, words []wordCount) { run(l, doc, words) })
		}
		return nil
	}
	texts.sortBy(c.storyOrder())
	if err := again(func(l *lexicon, doc int32, words []wordCount) { found.add(l, doc, l.countPhrases(doc, words)) }); err != nil {
		return err
	}
	found.sortBy(c.storyOrder())
	for _, l := range wanted {
		for _, k := range l.asked {
			k.fold(l)
		}
		l.phrase.places, l.phrase.sketch = nil, nil
	}
	return nil
}

// prepare says which words may be in phrases, and whether there are any.
func (l *lexicon) prepare() bool {
	p := &l.phrase
	functions := functionWords(l.lang)
	joining := joiningWords(l.lang)
	p.frequent, p.function, p.joining = make([]bool, l.words), make([]bool, l.words), make([]bool, l.words)
	words, any := 0, false
	for _, k := range l.asked {
		k.extend(l)
		if k.spec.Phrases < 2 {
			continue
		}
		if p.least == 0 {
			p.least = max(2, k.spec.MinCount)
		}
		p.longest = min(maxPhrase, max(p.longest, k.spec.Phrases))
		p.least = min(p.least, max(2, k.spec.MinCount))
		for _, n := range k.words {
			words += int(n)
		}
	}
	if p.longest < 2 {
		return false
	}
	for _, k := range l.asked {
		for i := range k.terms {
			t := &k.terms[i]
			p.frequent[i] = p.frequent[i] || t.n[0]+t.n[1] >= p.least
		}
	}
	for i, t := range l.terms {
		p.function[i], p.joining[i] = functions[t], joining[t]
		any = any || p.frequent[i]
	}
	size := 1 << 16
	for size < 4*words && size < 1<<24 {
		size *= 2
	}
	p.sketch, p.places = make([]uint8, size), make([]int32, 1<<12)
	return any
}

// grams yields the runs of words that may be phrases.
func (l *lexicon) grams(words []wordCount, yield func(from, to int)) {
	p := &l.phrase
	for from := range words {
		if p.function[words[from].term] {
			continue
		}
		for to := from + 1; to < len(words) && to < from+p.longest && words[to].n&markBreak == 0; to++ {
			if !p.function[words[to].term] {
				yield(from, to+1)
			} else if !p.joining[words[to].term] || p.function[words[to-1].term] {
				break
			}
		}
	}
}

// sketchAt counts a run of words where its hash falls.
func (p *phrases) sketchAt(words []wordCount) {
	if n := &p.sketch[keyOf(words).hash()&uint64(len(p.sketch)-1)]; *n < 255 {
		*n++
	}
}

// enough reports whether the sketch has enough of a run of words; it may have
// counted others with it, but has none too few.
func (p *phrases) enough(hash uint64) bool {
	return int(p.sketch[hash&uint64(len(p.sketch)-1)]) >= min(p.least, 255)
}

func keyOf(words []wordCount) phraseKey {
	key := phraseKey{-1, -1, -1, -1}
	for i, w := range words {
		key[i] = w.term
	}
	return key
}

func (k phraseKey) hash() uint64 {
	h := uint64(0)
	for _, term := range k {
		h = (h ^ uint64(uint32(term))) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// at finds the place of a phrase in words, or where it would stand in places.
func (p *phrases) at(key phraseKey, hash uint64) (place int32, free int) {
	mask := len(p.places) - 1
	for i := int(hash>>20) & mask; ; i = (i + 1) & mask {
		if place := p.places[i]; place == 0 || p.words[place-1] == key {
			return place - 1, i
		}
	}
}

// number gives the place of a phrase in words, and adds one that is new.
func (p *phrases) number(key phraseKey, hash uint64) int32 {
	place, free := p.at(key, hash)
	if place >= 0 {
		return place
	}
	p.words = append(p.words, key)
	p.places[free] = int32(len(p.words))
	if 2*len(p.words) > len(p.places) {
		p.places = make([]int32, 4*len(p.places))
		for i, key := range p.words {
			_, free := p.at(key, key.hash())
			p.places[free] = int32(i + 1)
		}
	}
	return int32(len(p.words) - 1)
}

// size is the number of words and phrases.
func (l *lexicon) size() int { return max(l.words, len(l.terms)) + len(l.phrase.words) }

// text writes a word or phrase.
func (l *lexicon) text(term int32) string {
	if int(term) < l.words {
		return l.terms[term]
	}
	return l.phraseText(l.phrase.words[int(term)-l.words])
}

// phraseText writes a phrase: Chinese without spaces.
func (l *lexicon) phraseText(key phraseKey) string {
	parts := make([]string, key.length())
	for i := range parts {
		parts[i] = l.terms[key[i]]
	}
	if langMatches(l.lang, "zh") {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// cover counts the words of a document that are part of a name.
func (l *lexicon) cover(doc int32, words []wordCount) {
	for _, k := range l.asked {
		if k.side[doc] == 0 {
			continue
		}
		for _, w := range words {
			if w.n&markInName != 0 {
				k.terms[w.term].covered++
			}
		}
	}
}

// countPhrases counts the phrases of a document in the comparisons in which it
// is on a side, and returns them.
func (l *lexicon) countPhrases(doc int32, words []wordCount) []wordCount {
	var out []wordCount
	p := &l.phrase
	l.grams(words, func(from, to int) {
		key := keyOf(words[from:to])
		hash := key.hash()
		if !p.enough(hash) {
			return
		}
		term := int32(l.words) + p.number(key, hash)
		out = append(out, wordCount{term, 1})
		inName := !slices.ContainsFunc(words[from:to], func(w wordCount) bool { return w.n&markInName == 0 })
		for _, k := range l.asked {
			if side := int(k.side[doc]) - 1; side >= 0 && to-from <= k.spec.Phrases {
				k.extend(l)
				t := &k.terms[term]
				t.n[side]++
				if inName {
					t.covered++
				}
			}
		}
	})
	slices.SortFunc(out, func(a, b wordCount) int { return int(a.term - b.term) })
	merged := out[:0]
	for _, w := range out {
		if last := len(merged) - 1; last >= 0 && merged[last].term == w.term {
			merged[last].n++
		} else {
			merged = append(merged, w)
		}
	}
	for _, k := range l.asked {
		if k.side[doc] == 0 {
			continue
		}
		for _, w := range merged {
			if l.length(w.term) <= k.spec.Phrases {
				k.terms[w.term].places++
			}
		}
	}
	return merged
}

// fold marks words and phrases that never stand outside one longer phrase.
func (k *keyness) fold(l *lexicon) {
	k.extend(l)
	for i, key := range l.phrase.words {
		whole := &k.terms[l.words+i]
		n := key.length()
		if whole.n == [2]int{} {
			continue
		}
		for from := range n {
			for to := from + 1; to <= n; to++ {
				part, ok := key[from], true
				if to-from > 1 {
					part, ok = l.phraseNumber(key.part(from, to))
				}
				if ok && to-from < n && k.terms[part].n == whole.n {
					k.terms[part].folded = true
				}
			}
		}
	}
}

// phraseNumber gives the number of a phrase that was found.
func (l *lexicon) phraseNumber(key phraseKey) (int32, bool) {
	place, _ := l.phrase.at(key, key.hash())
	return int32(l.words) + place, place >= 0
}

func (k phraseKey) part(from, to int) phraseKey {
	out := phraseKey{-1, -1, -1, -1}
	copy(out[:], k[from:to])
	return out
}
