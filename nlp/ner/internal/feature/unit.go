package feature

import (
	"framewatch/corpus"
	"framewatch/nlp/ner/internal/crf"
)

// Unit is one place that the tagger labels.
type Unit struct {
	Span corpus.Span
	Key  uint64 // equal for equal surfaces
	Name bool   // it may be part of a name
}

// adder puts features of one place into f.
type adder struct{ f *crf.Features }

// add adds the feature of template t with the values.
func (a adder) add(t uint64, values ...uint64) {
	h := t * 0x9e3779b97f4a7c15
	for _, v := range values {
		h = join(h, v)
	}
	a.f.Add(uint32(mix(h) >> 32))
}

// add1, add2 and add3 are add without a slice.
func (a adder) add1(t, x uint64) { a.f.Add(uint32(mix(join(t*0x9e3779b97f4a7c15, x)) >> 32)) }

func (a adder) add2(t, x, y uint64) {
	a.f.Add(uint32(mix(join(join(t*0x9e3779b97f4a7c15, x), y)) >> 32))
}

func (a adder) add3(t, x, y, z uint64) {
	a.f.Add(uint32(mix(join(join(join(t*0x9e3779b97f4a7c15, x), y), z)) >> 32))
}
