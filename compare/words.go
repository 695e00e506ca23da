package compare

import (
	"context"
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
	terms  []string         // by number; phrases come after words
	words  int              // of the terms
	number map[string]int32 // of words, for a second pass over the table or the texts
	codes  []int32          // by code of the scan under way: number + 1, -1 for none, 0 when not known yet
	phrase phrases
}

// wordCount is how often a document has a word, which stands by its number.
type wordCount struct{ term, n int32 }

// lexiconsOf makes a lexicon for each language of the comparisons.
func lexiconsOf(list []*keyness) []*lexicon {
	byLang := map[string]*lexicon{}
	for _, k := range list {
		l := byLang[k.spec.Lang]
		if l == nil {
			l = &lexicon{lang: k.spec.Lang}
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

// lookup gives the number that a word got, -1 where it has none.
func (l *lexicon) lookup(term string) int32 {
	if n, ok := l.number[term]; ok {
		return n
	}
	return -1
}

// index makes lookup possible.
func (l *lexicon) index() {
	if l.number == nil {
		l.number = make(map[string]int32, len(l.terms))
		for i, t := range l.terms[:l.words] {
			l.number[t] = int32(i)
		}
	}
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
		switch last := len(words) - 1; {
		case n <= 0:
		case last >= 0 && words[last].term == n-1: // another part of speech
			words[last].n += int32(b.N[i])
		default:
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
