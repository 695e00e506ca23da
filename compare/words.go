package compare

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"framewatch/store"
)

// lexicon numbers the words of one language, for all comparisons in it.
type lexicon struct {
	lang   string
	at     int // in the list of lexicons
	asked  []*keyness
	terms  []string         // by number
	wanted map[string]int32 // numbers of the words that a comparison chose
	codes  []int32          // by code of the scan under way: number + 1, -1 for none, 0 when not known yet
}

// wordCount is how often a document has a word, which stands by its number.
type wordCount struct{ term, n int32 }

// lexiconsOf makes a lexicon for each language of the comparisons.
func lexiconsOf(list []*keyness) []*lexicon {
	byLang := map[string]*lexicon{}
	for _, k := range list {
		l := byLang[k.spec.Lang]
		if l == nil {
			l = &lexicon{lang: k.spec.Lang, wanted: map[string]int32{}}
			byLang[l.lang] = l
		}
		l.asked = append(l.asked, k)
	}
	out := make([]*lexicon, 0, len(byLang))
	for i, lang := range slices.Sorted(maps.Keys(byLang)) {
		byLang[lang].at = i
		out = append(out, byLang[lang])
	}
	return out
}

// add numbers a word that is new.
func (l *lexicon) add(term string) int32 {
	l.terms = append(l.terms, term)
	return int32(len(l.terms) - 1)
}

// lookup numbers the words that were chosen, -1 for any other.
func (l *lexicon) lookup(term string) int32 {
	if n, ok := l.wanted[term]; ok {
		return n
	}
	return -1
}

// asks reports whether a comparison has the document on a side.
func (l *lexicon) asks(doc int32) bool {
	return slices.ContainsFunc(l.asked, func(k *keyness) bool { return k.side[doc] != 0 })
}

// termBatch are the columns of table term_counts that are read.
type termBatch struct {
	Doc  store.Symbols `col:"doc_id"`
	Lang store.Symbols `col:"lang"`
	Term store.Symbols `col:"term"`
	N    []int64       `col:"n"`
}

// Table names the table that ScanColumns reads.
func (termBatch) Table() string { return store.TermCountRow{}.Table() }

// scanWords yields the words of the documents that are on a side, a stretch of
// rows of one document and language at a time; a document may come in several.
// number gives the number of a word of a lexicon when it is met first, or -1.
func (c *Corpus) scanWords(ctx context.Context, ds *store.Dataset, lexicons []*lexicon,
	number func(*lexicon, string) int32, run func(l *lexicon, doc int32, words []wordCount)) error {
	for _, l := range lexicons {
		l.codes = nil
	}
	docs := documentCodes{c: c}
	var inLang [][]*lexicon // by code
	var words []wordCount
	for b, err := range store.ScanColumns[termBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read term_counts: %w", err)
		}
		docs.extend(b.Doc.Values)
		for _, lang := range b.Lang.Values[len(inLang):] {
			inLang = append(inLang, lexiconsIn(lexicons, lang))
		}
		for from, to := 0, 0; from < len(b.N); from = to {
			for to = from + 1; to < len(b.N) && b.Doc.Codes[to] == b.Doc.Codes[from] && b.Lang.Codes[to] == b.Lang.Codes[from]; to++ {
			}
			doc, known := docs.at(b.Doc.Codes[from])
			if !known || b.Lang.Codes[from] < 0 {
				continue
			}
			for _, l := range inLang[b.Lang.Codes[from]] {
				if l.asks(doc) {
					words = l.read(words[:0], b, from, to, number)
					run(l, doc, words)
				}
			}
		}
	}
	return nil
}

func lexiconsIn(lexicons []*lexicon, lang string) []*lexicon {
	return slices.DeleteFunc(slices.Clone(lexicons), func(l *lexicon) bool { return !langMatches(lang, l.lang) })
}

// read turns rows into words with numbers.
func (l *lexicon) read(words []wordCount, b *termBatch, from, to int, number func(*lexicon, string) int32) []wordCount {
	if more := len(b.Term.Values) - len(l.codes); more > 0 {
		l.codes = append(l.codes, make([]int32, more)...)
	}
	for i := from; i < to; i++ {
		if b.N[i] <= 0 {
			continue
		}
		code := b.Term.Codes[i]
		n := l.codes[code]
		if n == 0 {
			if n = number(l, b.Term.Values[code]); n >= 0 {
				n++
			}
			l.codes[code] = n
		}
		if n > 0 {
			words = append(words, wordCount{n - 1, int32(b.N[i])})
		}
	}
	return words
}

// documentCodes maps the codes of a scan to documents of the corpus.
type documentCodes struct {
	c  *Corpus
	of []int32 // -1 for one that the corpus does not have
}

func (d *documentCodes) at(code int32) (doc int32, known bool) {
	if code < 0 || d.of[code] < 0 {
		return 0, false
	}
	return d.of[code], true
}

func (d *documentCodes) extend(values []string) {
	for _, id := range values[len(d.of):] {
		i, ok := d.c.index[id]
		if !ok {
			i = -1
		}
		d.of = append(d.of, i)
	}
}

// keptWords bounds, in bytes, what is kept of a pass: some eighty million words
// of documents.
const keptWords = 256 << 20

// wordLog keeps the words of documents in some three bytes each.
type wordLog struct {
	limit  int
	size   int
	blocks [][]byte
	run    []byte
}

const wordLogBlock = 1 << 20

// complete reports whether everything was kept.
func (g *wordLog) complete() bool { return g.size <= g.limit }

// add keeps the words of a document. Past the limit, nothing is kept.
func (g *wordLog) add(l *lexicon, doc int32, words []wordCount) {
	if !g.complete() {
		return
	}
	g.run = g.run[:0]
	for _, v := range []int{l.at, int(doc), len(words)} {
		g.run = binary.AppendUvarint(g.run, uint64(v))
	}
	for _, w := range words {
		g.run = binary.AppendUvarint(binary.AppendUvarint(g.run, uint64(w.term)), uint64(w.n))
	}
	g.size += len(g.run)
	if !g.complete() {
		g.blocks = nil
		return
	}
	last := len(g.blocks) - 1
	if last < 0 || len(g.blocks[last])+len(g.run) > cap(g.blocks[last]) {
		g.blocks = append(g.blocks, make([]byte, 0, max(wordLogBlock, len(g.run))))
		last++
	}
	g.blocks[last] = append(g.blocks[last], g.run...)
}

// each yields what was added, in the same order.
func (g *wordLog) each(lexicons []*lexicon, run func(l *lexicon, doc int32, words []wordCount)) {
	var words []wordCount
	for _, block := range g.blocks {
		next := func() int32 {
			v, n := binary.Uvarint(block)
			block = block[n:]
			return int32(v)
		}
		for len(block) > 0 {
			l, doc, n := lexicons[next()], next(), next()
			words = words[:0]
			for range n {
				words = append(words, wordCount{term: next(), n: next()})
			}
			run(l, doc, words)
		}
	}
}
