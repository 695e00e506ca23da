package store

import "unicode/utf8"

func validString(s string) bool { return utf8.ValidString(s) }

// rows is what is kept while a table's files of a month are read.
type rows struct {
	*month
	keys  []uint64 // of the whole month
	n     int64    // rows of the file
	bad   faults
	texts columnText
	docs  []uint64 // hash by code of doc_id
}

func (r *rows) begin() { r.n, r.bad, r.texts, r.docs = 0, faults{}, columnText{}, r.docs[:0] }

// batch begins with a batch of rows.
func (r *rows) batch(b any, n int, doc *Symbols) {
	r.n += int64(n)
	if r.first() {
		r.texts.check(b, &r.bad)
	}
	for _, v := range doc.Values[min(len(r.docs), len(doc.Values)):] {
		r.docs = append(r.docs, r.hash(v))
	}
}

// document returns the text of a row's document; ok is false for a row of
// another part, or without a document, which is told.
func (r *rows) document(doc *Symbols, i int) (t *text, h uint64, ok bool) {
	code := doc.Codes[i]
	if code < 0 {
		if r.first() {
			r.bad.add("dangling", "no doc_id", "")
		}
		return nil, 0, false
	}
	h = r.docs[code]
	if !r.mine(h) {
		return nil, h, false
	}
	if t = r.month.texts[h]; t == nil {
		r.bad.add("dangling", "a doc_id that table documents does not have in this month", doc.Values[code])
	}
	return t, h, true
}

func (r *rows) sentence(id string) {
	if id != "" && !has(r.sentences, r.hash(id)) {
		r.bad.add("dangling", "a sentence_id that table sentences does not have", id)
	}
}

// clause checks a reference to the clauses of the month.
func (r *rows) clause(id string) {
	if id != "" && !has(r.clauses, r.hash(id)) {
		r.bad.add("dangling", "a clause_id that table clauses does not have", id)
	}
}

// key notes a key made of parts.
func (r *rows) key(parts ...uint64) { r.keys = append(r.keys, joint(parts...)) }

func joint(parts ...uint64) uint64 {
	var h uint64
	for _, p := range parts {
		h = (h^p)*0x9e3779b97f4a7c15 + h>>29
	}
	return h
}

// span is a place as a table gives it, in code points and in bytes.
type span struct{ start, end, startByte, endByte int64 }

// covers checks that a span lies in a text, that its two forms agree, and that
// it covers what the row says. id names the row.
func (r *rows) covers(t *text, title bool, s span, surface, id string) {
	if t == nil {
		return
	}
	in, offsets := t.in(title)
	switch {
	case s.startByte < 0 || s.endByte < s.startByte || s.endByte > int64(len(in)):
		r.bad.add("offset", "a span outside the text", id)
	case int64(offsets.CodePoint(int(s.startByte))) != s.start || int64(offsets.CodePoint(int(s.endByte))) != s.end:
		r.bad.add("offset", "start and end that differ in code points and bytes", id)
	case surface != "" && in[s.startByte:s.endByte] != surface:
		r.bad.add("offset", "a surface that is not what stands there", id)
	}
}

// places are the columns of a table whose rows each stand at a place of a text.
type places struct {
	ids                            []string
	docs, sentences                *Symbols
	clauses, surfaces              *Symbols // nil where the table has none
	title                          []bool
	start, end, startByte, endByte []int64
	also                           func(i int) // what else a row of this part is checked by
}

// places checks the rows of a batch: their keys, what they refer to, and that
// they stand where they say.
func (r *rows) places(b any, p places) {
	r.batch(b, len(p.ids), p.docs)
	for i, id := range p.ids {
		t, _, ok := r.document(p.docs, i)
		if !ok {
			continue
		}
		r.keys = append(r.keys, r.hash(id))
		if t == nil {
			continue // what it refers to is where its document is
		}
		r.sentence(p.sentences.At(i))
		if p.clauses != nil {
			r.clause(p.clauses.At(i))
		}
		surface := ""
		if p.surfaces != nil {
			surface = p.surfaces.At(i)
		}
		r.covers(t, p.title[i], span{p.start[i], p.end[i], p.startByte[i], p.endByte[i]}, surface, id)
		if p.also != nil {
			p.also(i)
		}
	}
}
