package feature

import (
	"slices"

	"framewatch/nlp/ner/internal/crf"
)

// Case is what a document tells about the case of its words.
type Case struct{ lower, middle map[uint64]bool }

// NewCase gathers the words of the sentences of a document that stand in lower
// case, and those that are capitalised though they begin no sentence.
func NewCase(doc []*Words) *Case {
	c := &Case{lower: map[uint64]bool{}, middle: map[uint64]bool{}}
	for _, w := range doc {
		loud := w.loud()
		for i, x := range w.words {
			switch {
			case !x.letters:
			case !x.title:
				c.lower[x.low] = true
			case i > 0 && w.words[i-1].letters && !loud && !x.upper:
				c.middle[x.low] = true
			}
		}
	}
	return c
}

// loud reports whether most words are capitalised: a headline.
func (w *Words) loud() bool {
	letters, title := 0, 0
	for _, x := range w.words {
		if x.letters {
			letters++
			if x.title {
				title++
			}
		}
	}
	return letters > 3 && title*10 > letters*7
}

const (
	before = 0x1001 // stands for what is before the first word
	after  = 0x1002
)

// at returns one property of the word at place i, or a value for outside.
func (w *Words) at(i int, of func(*wordInfo) uint64) uint64 {
	switch {
	case i < 0:
		return before
	case i >= len(w.words):
		return after
	}
	return of(&w.words[i])
}

func low(x *wordInfo) uint64     { return x.low }
func short(x *wordInfo) uint64   { return x.short }
func pos(x *wordInfo) uint64     { return x.pos }
func cluster(x *wordInfo) uint64 { return x.cluster }
func coarse(x *wordInfo) uint64  { return x.coarse }
func list(x *wordInfo) uint64    { return x.list }

// Local writes the features of all words into f.
func (w *Words) Local(doc *Case, f *crf.Features) {
	f.Reset()
	loud := uint64(0)
	if w.loud() {
		loud = 1
	}
	capitals := slices.ContainsFunc(w.words, func(x wordInfo) bool { return x.title })
	for i := range w.words {
		if capitals && w.plain(i) {
			f.Add(crf.Outside)
			f.Next()
			continue
		}
		a := adder{f}
		w.own(a, i, loud)
		w.around(a, i)
		w.name(a, i)
		x := &w.words[i]
		if x.title {
			seen := uint64(0)
			if doc.lower[x.low] {
				seen |= 1
			}
			if doc.middle[x.low] {
				seen |= 2
			}
			first := uint64(0)
			if i == 0 || !w.words[i-1].letters {
				first = 1
			}
			a.add3(90, seen, first, loud)
		}
		f.Next()
	}
}

// plain reports a word in lower case that stands two words or more behind a
// capital, and before one: no name, in a sentence that has capitals. A third of
// running text is. Before a capital, marks and the words that names have inside
// are looked past.
func (w *Words) plain(i int) bool {
	next := i + 1
	if next < len(w.words) && (w.words[next].linker || !w.words[next].letters) {
		next++
	}
	for k := max(0, i-2); k <= min(len(w.words)-1, next); k++ {
		if w.words[k].title {
			return false
		}
	}
	return true
}

// own are the features of the word alone.
func (w *Words) own(a adder, i int, loud uint64) {
	x := &w.words[i]
	a.add1(1, 0)
	a.add1(2, x.low)
	a.add1(3, x.raw)
	a.add1(4, x.shape)
	a.add2(5, x.short, loud)
	a.add1(6, x.pos)
	a.add2(7, x.pos, x.short)
	for k := range x.pre {
		a.add1(8+uint64(k), x.pre[k])
		a.add1(12+uint64(k), x.suf[k])
	}
	if x.title {
		a.add2(16, x.suf[1], x.short)
	}
	a.add2(17, x.cluster, x.short)
	a.add2(18, x.coarse, x.short)
	if x.list != 0 {
		a.add2(19, x.list, x.short)
		a.add1(20, x.listWide)
	}
	if i == 0 {
		a.add2(21, x.short, x.coarse)
	}
}

// around are the features of the neighbours.
func (w *Words) around(a adder, i int) {
	x := &w.words[i]
	for k, d := range []int{-2, -1, 1, 2} {
		t := 30 + 6*uint64(k)
		a.add1(t, w.at(i+d, low))
		a.add1(t+1, w.at(i+d, short))
		a.add1(t+2, w.at(i+d, pos))
		a.add1(t+3, w.at(i+d, cluster))
		a.add1(t+4, w.at(i+d, coarse))
		if v := w.at(i+d, list); v != 0 && (d == 1 || d == -1) {
			a.add1(t+5, v)
		}
	}
	a.add2(60, w.at(i-1, low), x.low)
	a.add2(61, x.low, w.at(i+1, low))
	a.add3(62, w.at(i-1, short), x.short, w.at(i+1, short))
	a.add2(63, w.at(i-1, pos), x.pos)
	a.add2(64, x.pos, w.at(i+1, pos))
	a.add2(65, w.at(i-1, coarse), x.coarse)
	a.add2(66, x.coarse, w.at(i+1, coarse))
	a.add2(67, w.at(i-1, low), x.short)
	a.add2(68, x.short, w.at(i+1, low))
	a.add2(69, w.at(i-2, low), w.at(i-1, low))
	a.add2(70, w.at(i+1, low), w.at(i+2, low))
	a.add3(71, w.at(i-1, cluster), x.short, w.at(i+1, cluster))
	a.add2(72, w.at(i-2, coarse), w.at(i-1, coarse))
	a.add2(73, w.at(i+1, coarse), w.at(i+2, coarse))
}

// name are the features of the run of capitalised words that the word is in:
// its ends, what stands around it, and the run that a linking word ties to it
// ("Ministry of Foreign Affairs").
func (w *Words) name(a adder, i int) {
	x := &w.words[i]
	if !x.title {
		if x.linker {
			a.add3(80, x.low, w.at(i-1, coarse), w.at(i+1, coarse))
			a.add2(81, w.at(i-1, low), x.low)
			a.add2(82, x.low, w.at(i+1, low))
		}
		return
	}
	from, to := x.runFrom, x.runTo
	first, last := &w.words[from], &w.words[to-1]
	size := uint64(min(to-from, 5))
	place := uint64(min(i-from, 2))<<2 | uint64(min(to-1-i, 2))
	a.add2(100, first.low, place)
	a.add2(101, last.low, place)
	a.add2(102, last.cluster, place)
	a.add2(103, first.cluster, place)
	a.add2(104, size, place)
	a.add1(105, w.at(from-1, low))
	a.add1(106, w.at(to, low))
	a.add2(107, w.at(from-1, coarse), w.at(to, coarse))
	a.add2(108, w.at(from-2, low), w.at(from-1, low))
	a.add2(109, w.at(to, low), w.at(to+1, low))
	a.add3(110, first.coarse, last.coarse, size)
	a.add2(111, w.at(from-1, cluster), size)
	a.add2(112, w.at(to, cluster), size)
	if from >= 2 && w.words[from-1].linker && w.words[from-2].title {
		a.add2(113, w.words[from-2].low, w.words[from-1].low)
		a.add2(114, w.words[from-2].cluster, place)
	}
	if to+1 < len(w.words) && w.words[to].linker && w.words[to+1].title {
		a.add2(115, last.low, w.words[to].low)
		a.add2(116, w.words[to+1].low, w.words[to].low)
		a.add2(117, w.words[to+1].cluster, place)
	}
}
