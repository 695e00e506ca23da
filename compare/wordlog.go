package compare

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// keptWords bounds, in bytes, what is kept of a pass: some eighty million words
// of documents.
const keptWords = 256 << 20

// wordLog keeps the words of documents in some three bytes each.
type wordLog struct {
	limit     int
	size      int
	blocks    [][]byte
	run       []byte
	stretches []stretch
}

// stretch says where words of a document lie.
type stretch struct {
	doc               int32
	lexicon           int32
	block, start, end int32
}

const wordLogBlock = 1 << 20

// complete reports whether everything was kept.
func (g *wordLog) complete() bool { return g.size <= g.limit }

// add keeps the words of a document. Past the limit, nothing is kept.
func (g *wordLog) add(l *lexicon, doc int32, words []wordCount) {
	if !g.complete() || len(words) == 0 {
		return
	}
	g.run = g.run[:0]
	for _, w := range words {
		g.run = binary.AppendUvarint(binary.AppendUvarint(g.run, uint64(w.term)), uint64(w.n))
	}
	g.size += len(g.run) + stretchBytes
	if !g.complete() {
		g.blocks, g.stretches = nil, nil
		return
	}
	last := len(g.blocks) - 1
	if last < 0 || len(g.blocks[last])+len(g.run) > cap(g.blocks[last]) {
		g.blocks = append(g.blocks, make([]byte, 0, max(wordLogBlock, len(g.run))))
		last++
	}
	start := int32(len(g.blocks[last]))
	g.blocks[last] = append(g.blocks[last], g.run...)
	g.stretches = append(g.stretches, stretch{doc, int32(l.at), int32(last), start, start + int32(len(g.run))})
}

const stretchBytes = 20

// sortBy puts the stretches of each lexicon in an order of documents; what a
// document had in several stretches stays in the order in which it was added.
func (g *wordLog) sortBy(order func(a, b int32) int) {
	slices.SortStableFunc(g.stretches, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.lexicon, b.lexicon), order(a.doc, b.doc))
	})
}

// each yields the words of a lexicon, a stretch at a time.
func (g *wordLog) each(l *lexicon, run func(doc int32, words []wordCount)) {
	var words []wordCount
	for _, s := range g.stretches {
		if int(s.lexicon) == l.at {
			words = g.read(s, words[:0])
			run(s.doc, words)
		}
	}
}

func (g *wordLog) read(s stretch, words []wordCount) []wordCount {
	for b := g.blocks[s.block][s.start:s.end]; len(b) > 0; {
		term, n := uvarint(b)
		count, m := uvarint(b[n:])
		b = b[n+m:]
		words = append(words, wordCount{int32(term), int32(count)})
	}
	return words
}

// uvarint is [binary.Uvarint] with its commonest case first.
func uvarint(b []byte) (uint64, int) {
	if b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	return binary.Uvarint(b)
}
