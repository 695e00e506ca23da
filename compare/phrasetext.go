package compare

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"framewatch/nlp/word"
	"framewatch/nlp/zh"
	"framewatch/store"
)

// phraseTextBatch are the columns of table documents in which phrases are looked for.
type phraseTextBatch struct {
	Doc    []string      `col:"doc_id"`
	Title  []string      `col:"title,null"`
	Text   []string      `col:"text,null"`
	Credit store.Symbols `col:"wire_credit"`
}

// Table names the table that ScanColumns reads.
func (phraseTextBatch) Table() string { return store.DocumentRow{}.Table() }

// scanTexts yields the words of texts, with marks in the place of counts. kept
// has the words that were counted for each document, document by document.
func (c *Corpus) scanTexts(ctx context.Context, ds *store.Dataset, lexicons []*lexicon, kept *wordLog, run func(l *lexicon, doc int32, words []wordCount)) error {
	cutters := make([]cutter, len(lexicons))
	for i, l := range lexicons {
		l.index()
		cutters[i] = cutter{lexicon: l, own: make([]int32, l.words), han: langMatches(l.lang, "zh")}
	}
	first := map[[2]int32]int{} // of a lexicon's document
	for i, s := range kept.stretches {
		if key := [2]int32{s.lexicon, s.doc}; i == 0 || kept.stretches[i-1].doc != s.doc || kept.stretches[i-1].lexicon != s.lexicon {
			first[key] = i
		}
	}
	for b, err := range store.ScanColumns[phraseTextBatch](ctx, ds) {
		if err != nil {
			return fmt.Errorf("read texts: %w", err)
		}
		for i, id := range b.Doc {
			doc, ok := c.index[id]
			if !ok {
				continue
			}
			for n := range cutters {
				t := &cutters[n]
				at, ok := first[[2]int32{int32(t.at), doc}]
				if !ok {
					continue
				}
				t.meet(kept, at)
				t.name(c.sources[c.docs[doc].source].name, b.Credit.At(i))
				t.words = t.words[:0]
				t.cut(b.Title[i])
				t.cut(b.Text[i])
				t.markNames()
				run(t.lexicon, doc, t.words)
			}
		}
	}
	return nil
}

// cutter finds the words that were counted for a document again in its texts.
type cutter struct {
	*lexicon
	han   bool
	own   []int32 // by word: the document that has it, of those met
	docs  int32
	words []wordCount
	names [][]int32
	joint bool // nothing but space since the last word
	lower []byte
	read  []wordCount
	lattice
}

// meet takes the words of a document as its own.
func (t *cutter) meet(kept *wordLog, at int) {
	t.docs++
	doc := kept.stretches[at].doc
	t.begin()
	for ; at < len(kept.stretches) && kept.stretches[at].doc == doc && int(kept.stretches[at].lexicon) == t.at; at++ {
		t.read = kept.read(kept.stretches[at], t.read[:0])
		for _, w := range t.read {
			t.own[w.term] = t.docs
			if t.han {
				t.learn(w.term, t.terms[w.term])
			}
		}
	}
}

// name sets the names under which the document was printed.
func (t *cutter) name(names ...string) {
	t.names = t.names[:0]
	for _, name := range names {
		t.words = t.words[:0]
		t.cut(name)
		var parts []int32
		for i, w := range t.words {
			if i > 0 && w.n&markBreak != 0 {
				parts = nil
				break
			}
			parts = append(parts, w.term)
		}
		if len(parts) > 0 {
			t.names = append(t.names, parts)
		}
	}
}

// markNames marks the words of names.
func (t *cutter) markNames() {
	for _, name := range t.names {
		for from := range t.words {
			if n := t.matches(name, from); n > 0 {
				for i := from; i < from+n; i++ {
					t.words[i].n |= markInName
				}
			}
		}
	}
}

func (t *cutter) matches(name []int32, from int) int {
	if from+len(name) > len(t.words) {
		return 0
	}
	for i, term := range name {
		if w := t.words[from+i]; w.term != term || i > 0 && w.n&markBreak != 0 {
			return 0
		}
	}
	return len(name)
}

// add notes a word; one that is not the document's, or not frequent, breaks a
// phrase.
func (t *cutter) add(term int32, known bool) {
	if !known || t.own[term] != t.docs || !t.phrase.frequent[term] {
		t.joint = false
		return
	}
	mark := markBreak
	if t.joint {
		mark = 0
	}
	t.words = append(t.words, wordCount{term, mark})
	t.joint = true
}

// cut notes the words of a text.
func (t *cutter) cut(text string) {
	t.joint = false
	if t.han {
		folded, _ := zh.Fold(strings.ToLower(text))
		t.segment(folded, t.add)
		return
	}
	for len(text) > 0 {
		i := 0
		for i < len(text) && text[i] <= ' ' {
			t.joint = t.joint && text[i] != '\n' // a heading or paragraph ends
			i++
		}
		text = text[i:]
		plain := true
		for i = 0; i < len(text) && text[i] > ' '; i++ {
			plain = plain && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z')
		}
		if plain {
			t.look(text[:i])
		} else {
			t.tokens(text[:i])
		}
		text = text[i:]
	}
}

// tokens cuts what stands between two spaces.
func (t *cutter) tokens(field string) {
	for _, w := range word.Words(field) {
		if w.Word {
			t.look(w.Span.Of(field))
		} else {
			t.joint = false
		}
	}
}

// look adds a word by its form in lower case. One that was not counted may have
// been counted in two parts, as a possessive is: Kong's.
func (t *cutter) look(surface string) {
	if surface == "" {
		return
	}
	term, known := t.find(surface)
	if !known || t.own[term] != t.docs {
		if at := strings.LastIndexAny(surface, "'’"); at > 0 {
			t.look(surface[:at])
			surface = surface[at:]
			term, known = t.find(surface)
		}
	}
	t.add(term, known)
}

func (t *cutter) find(surface string) (term int32, known bool) {
	t.lower = t.lower[:0]
	for i := range len(surface) {
		b := surface[i]
		if b >= utf8.RuneSelf {
			term, known = t.number[strings.ToLower(surface)]
			return term, known
		}
		if b >= 'A' && b <= 'Z' {
			b |= 0x20
		}
		t.lower = append(t.lower, b)
	}
	term, known = t.number[string(t.lower)]
	return term, known
}
