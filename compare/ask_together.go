package compare

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"framewatch/store"
)

type (
	togetherBatch struct {
		Mention  []string      `col:"mention_id"`
		Doc      store.Symbols `col:"doc_id"`
		Sentence []string      `col:"sentence_id"`
		Entity   store.Symbols `col:"entity_id"`
		Start    []int64       `col:"start_byte"`
		End      []int64       `col:"end_byte"`
	}
	clauseBatch struct {
		Sentence []string      `col:"sentence_id"`
		Start    []int64       `col:"start_byte"`
		End      []int64       `col:"end_byte"`
		Polarity store.Symbols `col:"polarity"`
		Mood     store.Symbols `col:"mood"`
		Voice    store.Symbols `col:"voice"`
	}
)

// Table names the table that is read.
func (togetherBatch) Table() string { return store.MentionRow{}.Table() }

// Table names the table that is read.
func (clauseBatch) Table() string { return store.ClauseRow{}.Table() }

// place is a half-open range of bytes of a title or text.
type place struct{ start, end int64 }

func (p place) holds(q place) bool { return p.start <= q.start && q.end <= p.end }

// reading is how a stretch of a sentence is to be read.
type reading struct {
	place
	denied, supposed bool
	voice            string
}

// together is a sentence that names the target and another entity.
type together struct {
	id      string
	doc     int32
	targets []place
	with    map[string][]place
	names   []place  // of any entity
	ids     []string // mentions of the target
	clauses []reading
}

// sentencesTogether finds the sentences in which the target and one of the
// entities of the spec are named, by document and ID.
func (a *asking) sentencesTogether(ctx context.Context) ([]*together, error) {
	found := map[string]*together{}
	err := a.mentions(ctx, func(doc int32, b *togetherBatch, i int, target, with bool) {
		s := found[b.Sentence[i]]
		if s == nil {
			s = &together{id: strings.Clone(b.Sentence[i]), doc: doc, with: map[string][]place{}}
			found[s.id] = s
		}
		at := place{b.Start[i], b.End[i]}
		if target {
			s.targets, s.ids = append(s.targets, at), append(s.ids, strings.Clone(b.Mention[i]))
		}
		if with {
			s.with[b.Entity.At(i)] = append(s.with[b.Entity.At(i)], at)
		}
	})
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(found, func(_ string, s *together) bool { return len(s.targets) == 0 || len(s.with) == 0 })
	for b, err := range store.ScanColumns[togetherBatch](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read mentions: %w", err)
		}
		for i, id := range b.Sentence {
			if s := found[id]; s != nil {
				s.names = append(s.names, place{b.Start[i], b.End[i]})
			}
		}
	}
	for b, err := range store.ScanColumns[clauseBatch](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read clauses: %w", err)
		}
		for i, id := range b.Sentence {
			if s := found[id]; s != nil {
				s.clauses = append(s.clauses, reading{place{b.Start[i], b.End[i]}, b.Polarity.At(i) == "negated", b.Mood.At(i) != "asserted", b.Voice.At(i)})
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(x, y *together) int {
		return cmp.Or(cmp.Compare(x.doc, y.doc), strings.Compare(x.id, y.id))
	}), nil
}

// mentions yields the mentions of the target and of the spec's entities in the
// documents that count.
func (a *asking) mentions(ctx context.Context, yield func(doc int32, b *togetherBatch, i int, target, with bool)) error {
	docs := documentCodes{c: a.c}
	targets, with := chosenCodes{want: a.spec.Targets}, chosenCodes{want: a.spec.With}
	for b, err := range store.ScanColumns[togetherBatch](ctx, a.ds) {
		if err != nil {
			return fmt.Errorf("read mentions: %w", err)
		}
		docs.extend(b.Doc.Values)
		targets.extend(b.Entity.Values)
		with.extend(b.Entity.Values)
		for i, code := range b.Entity.Codes {
			isTarget, isWith := targets.has(code), with.has(code)
			if !isTarget && !isWith {
				continue
			}
			if d, known := docs.at(b.Doc.Codes[i]); known && a.counted[d] {
				yield(d, b, i, isTarget, isWith)
			}
		}
	}
	return nil
}

// around is the smallest clause around one of both kinds of places: the target's
// and the others'; the whole sentence where no clause holds both.
func (s *together) around(others []place) reading {
	best := reading{place: place{0, 1 << 62}, voice: "author"}
	for _, c := range s.clauses {
		if slices.ContainsFunc(s.targets, c.holds) && slices.ContainsFunc(others, c.holds) && c.end-c.start < best.end-best.start {
			best = c
		}
	}
	return best
}

// byDocument are sentences by their document.
func byDocument(sentences []*together) map[int32][]*together {
	out := map[int32][]*together{}
	for _, s := range sentences {
		out[s.doc] = append(out[s.doc], s)
	}
	return out
}

// at is how a place is to be read: as the smallest clause around it is.
func (s *together) at(p place) reading {
	best := reading{place: place{0, 1 << 62}, voice: "author"}
	for _, c := range s.clauses {
		if c.holds(p) && c.end-c.start < best.end-best.start {
			best = c
		}
	}
	return best
}

// named keeps those of the spec's entities that the documents name.
func (a *asking) named() error {
	if len(a.spec.Targets) == 0 {
		return asked(fmt.Errorf("no target is set: name one with annotate.targets"))
	}
	with := slices.Sorted(slices.Values(a.spec.With))
	with = slices.DeleteFunc(slices.Compact(with), func(e string) bool { return slices.Contains(a.spec.Targets, e) })
	if len(with) == 0 {
		return asked(fmt.Errorf("no other entity is named: see --with"))
	}
	var absent []string
	for _, e := range with {
		number := a.c.entities.lookup([]string{e})
		if !slices.ContainsFunc(a.docs, func(i int32) bool { return a.c.docs[i].mentions(number) }) {
			absent = append(absent, e)
		}
	}
	with = slices.DeleteFunc(with, func(e string) bool { return slices.Contains(absent, e) })
	if len(with) == 0 {
		return asked(fmt.Errorf("none of the %d documents names %s", len(a.docs), strings.Join(absent, ", ")))
	}
	if len(absent) > 0 && len(absent) <= 12 {
		a.note("named in no document: %s", strings.Join(absent, ", "))
	}
	a.spec.With = with
	return a.fix()
}
