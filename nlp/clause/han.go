package clause

import (
	"strings"

	"framewatch/corpus"
	"framewatch/nlp/match"
)

// han reads one Chinese sentence. Positions are folded runes of it.
type han struct {
	text     *match.Text
	offset   int // byte of the field at which the sentence begins
	s        corpus.Sentence
	masked   []bool // in a name, or in a word that only looks like a cue
	units    []run
	brackets []run
	shape    shape
}

// maxHan is the most characters a sentence has; more is no running text.
const maxHan = 1000

func readHan(src string, s corpus.Sentence, mentions []corpus.Mention) shape {
	h := &han{text: match.Fold(s.Span.Of(src)), offset: s.Span.Start, s: s}
	if h.text.Len() == 0 || h.text.Len() > maxHan {
		return shape{}
	}
	h.masked = make([]bool, h.text.Len())
	for _, m := range mentions {
		for i := h.text.At(m.Span.Start - h.offset); i < h.text.At(m.Span.End-h.offset); i++ {
			h.masked[i] = true
		}
	}
	h.cut()
	if len(h.units) == 0 {
		return shape{} // nothing but marks
	}
	for k, u := range h.units {
		h.shape.units = append(h.shape.units, draft{kind: corpus.ClauseUnit, span: h.span(u.from, u.to), subj: h.subject(u, mentions)})
		h.cues(k)
	}
	for _, b := range h.brackets {
		h.shape.insertions = append(h.shape.insertions, draft{kind: corpus.ClauseInsertion, span: h.span(b.from, b.to)})
	}
	h.question()
	return h.shape
}

// span is the bytes of the field for folded runes from up to before to, without
// marks at the ends.
func (h *han) span(from, to int) corpus.Span {
	for from < to && strings.ContainsRune(hanMarks, h.text.Rune(from)) {
		from++
	}
	for from < to && strings.ContainsRune(hanMarks, h.text.Rune(to-1)) {
		to--
	}
	if from >= to {
		return corpus.Span{}
	}
	s := h.text.Span(from, to)
	return corpus.Span{Start: s.Start + h.offset, End: s.End + h.offset}
}

// hanMarks are no part of a clause at its ends; hanBreaks end a unit.
const (
	hanMarks  = " ,;:。!?…\n"
	hanBreaks = ",;:。!?…\n"
)

// cut divides the sentence at its marks; what stands in brackets is an
// insertion. A colon or comma inside a number is none.
func (h *han) cut() {
	from := 0
	n := h.text.Len()
	for i := 0; i < n; i++ {
		r := h.text.Rune(i)
		if r == '(' {
			if end := h.index(")", i, n); end > 0 && end-i < 60 {
				h.brackets = append(h.brackets, run{i + 1, end})
				i = end
			}
			continue
		}
		if !strings.ContainsRune(hanBreaks, r) || i > 0 && i+1 < n && digit(h.text.Rune(i-1)) && digit(h.text.Rune(i+1)) {
			continue
		}
		h.unit(from, i)
		from = i + 1
	}
	h.unit(from, n)
}

// unit adds a unit that is more than marks.
func (h *han) unit(from, to int) {
	for i := from; i < to; i++ {
		if !strings.ContainsRune(hanMarks+"“”‘’「」『』\"'()", h.text.Rune(i)) {
			h.units = append(h.units, run{from, to})
			return
		}
	}
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// index is where word begins from from on and before to; 0 when it does not.
func (h *han) index(word string, from, to int) int {
	size := len([]rune(word))
	for i := from; i+size <= to; i++ {
		if h.has(word, i, to) {
			return i
		}
	}
	return 0
}

// has reports whether word stands at i and ends before to.
func (h *han) has(word string, i, to int) bool {
	for _, r := range word {
		if i >= to || h.text.Rune(i) != r {
			return false
		}
		i++
	}
	return true
}

// subject is the first name of a unit when it stands near its beginning, else
// empty.
func (h *han) subject(u run, mentions []corpus.Mention) corpus.Span {
	for _, m := range mentions {
		at := h.text.At(m.Span.Start - h.offset)
		if u.has(at) && at-u.from <= maxHanLead && (m.Label == corpus.PER || m.Label == corpus.ORG || m.Label == corpus.LOC) {
			return m.Span
		}
	}
	return corpus.Span{}
}

// maxHanLead is how many characters may stand before a subject.
const maxHanLead = 4

func (h *han) add(kind cueKind, from, to int, scope []corpus.Span, depth int) {
	scope = nonempty(scope)
	if len(scope) == 0 {
		return
	}
	c := cue{kind: kind, scope: scope, depth: depth}
	if from < to {
		c.span = h.span(from, to)
	}
	h.shape.cues = append(h.shape.cues, c)
}

func nonempty(spans []corpus.Span) []corpus.Span {
	var out []corpus.Span
	for _, s := range spans {
		if s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}

// question marks what is asked: the units up to a question mark, back to the
// last full stop or colon, and those that end in a particle.
func (h *han) question() {
	last := h.units[len(h.units)-1]
	end := last.to
	asked := false
	for i := last.to; i < h.text.Len(); i++ {
		asked = asked || h.text.Rune(i) == '?'
	}
	if !asked && !h.particle(last) {
		return
	}
	from := 0
	for i := range end {
		if r := h.text.Rune(i); r == '。' || r == ';' || r == ':' && i < end/2 {
			from = i + 1
		}
	}
	h.add(asks, end, end, []corpus.Span{h.span(from, end)}, 0)
}

// particle reports a unit that ends in 吗 or 呢.
func (h *han) particle(u run) bool {
	to := u.to
	for to > u.from && strings.ContainsRune("”」』\"’ ", h.text.Rune(to-1)) {
		to--
	}
	return to-u.from > 2 && strings.ContainsRune("吗呢么", h.text.Rune(to-1)) && !h.has("什么", to-2, to) && !h.has("怎么", to-2, to) && !h.has("那么", to-2, to) && !h.has("这么", to-2, to)
}
