package compare

import (
	"context"
	"slices"
)

func linksQuestion() Question {
	return Question{Name: "links", Summary: "who links the target with other entities, such as places of conflict", Doc: `
The things counted are documents that name the target; --with lists gazetteer
entities (default compare.conflicts).
  item "ENTITY"                 documents that name it anywhere; share: over all
  item "any"                    documents that name one of the entities; "any: ..."
                                as below, of any of them
  item "ENTITY: same sentence"  those with a sentence that names both; share: over
                                those that name it anywhere. In dimension voice:
                                those with such a sentence by the voice of the
                                smallest clause around the entity
  item "ENTITY: FRAME"          those with a hit of the frame, not negated, in such
                                a sentence; share: over the documents with such a
                                sentence that are coded for the frame. Frames that
                                are in none have no row`, run: (*asking).linksAsked}
}

const sameSentence = ": same sentence"

func (a *asking) linksAsked(ctx context.Context) error {
	if err := a.named(); err != nil {
		return err
	}
	sentences, err := a.sentencesTogether(ctx)
	if err != nil {
		return err
	}
	frames := map[string][]string{} // by sentence
	if err := a.hits(ctx, func(_ int32, h hitRead) { frames[h.Sentence] = append(frames[h.Sentence], h.Frame) }); err != nil {
		return err
	}
	byDoc := byDocument(sentences)
	t := a.tally(unitDocuments)
	for _, i := range a.docs {
		for _, by := range a.spec.By {
			for _, in := range a.c.groupsOf(&a.c.docs[i], by) {
				t.linked(i, cell{by: by, in: in}, byDoc[i], frames)
			}
		}
	}
	return t.answer()
}

// linked counts a document in a group.
func (t *tally) linked(doc int32, group cell, sentences []*together, frames map[string][]string) {
	a, all := t.a, base{cell: group}
	t.add(doc, all, all, "")
	linked := func(name string, entities []string) {
		named, both := all, all
		named.item, both.item = name, name+sameSentence
		if !a.c.docs[doc].mentions(a.c.entities.lookup(entities)) {
			return
		}
		t.add(doc, named, all, "")
		in := slices.DeleteFunc(slices.Clone(sentences), func(s *together) bool { return len(s.places(entities)) == 0 })
		if len(in) == 0 {
			t.at(both, named)
			return
		}
		t.add(doc, both, named, in[0].id)
		t.voices(doc, both, entities, in)
		t.framesTogether(doc, all, both, name, in, frames)
	}
	linked(itemAny, a.spec.With)
	for _, e := range a.spec.With {
		linked(e, []string{e})
	}
}

// places are those of any of the entities.
func (s *together) places(entities []string) []place {
	var out []place
	for _, e := range entities {
		out = append(out, s.with[e]...)
	}
	return out
}

// voices counts a document once for each voice in which it links an entity.
func (t *tally) voices(doc int32, both base, entities []string, in []*together) {
	seen := map[string]string{}
	for _, s := range in {
		for _, p := range s.places(entities) {
			if v := s.at(p).voice; seen[v] == "" {
				seen[v] = s.id
			}
		}
	}
	for v, sentence := range seen {
		x := both
		x.kind, x.of = byVoice, v
		t.add(doc, x, both, sentence)
	}
}

// framesTogether counts the frames that stand in a sentence with an entity.
func (t *tally) framesTogether(doc int32, group, both base, entity string, in []*together, frames map[string][]string) {
	for _, f := range t.a.frames {
		name := t.a.book.frames[f]
		x := group
		x.item = entity + ": " + name
		of := base{x.cell, true}
		if !t.a.coded(f, doc) {
			t.without(doc, of, both)
			continue
		}
		t.add(doc, of, of, "")
		if at := slices.IndexFunc(in, func(s *together) bool { return slices.Contains(frames[s.id], name) }); at >= 0 {
			t.add(doc, x, of, in[at].id)
		}
	}
}
