package trace

import (
	"context"
	"fmt"
	"strings"

	"framewatch/store"
)

// place is where a row says that it stands.
type place struct {
	title                          bool
	start, end, startByte, endByte int64
}

func placeOf(s *store.SentenceRow) place {
	return place{s.IsHeadline, s.Start, s.End, s.StartByte, s.EndByte}
}

// holds reports whether q lies in p.
func (p place) holds(q place) bool {
	return p.title == q.title && p.startByte <= q.startByte && q.endByte <= p.endByte
}

// of is what stands there; ok is false where there is no such place.
func (x *text) of(p place) (string, bool) {
	in, offsets := x.in(p.title)
	if p.startByte < 0 || p.endByte < p.startByte || p.endByte > int64(len(in)) {
		return "", false
	}
	return in[p.startByte:p.endByte], int64(offsets.CodePoint(int(p.startByte))) == p.start && int64(offsets.CodePoint(int(p.endByte))) == p.end
}

// stands checks that a row stands where it says, and covers what it says; surface is
// empty of what has none.
func (x *text) stands(n *Node, file string, p place, surface string) string {
	got, ok := x.of(p)
	field := "text"
	if p.title {
		field = "title"
	}
	n.fact("stands at", fmt.Sprintf("%s, characters %d to %d (bytes %d to %d)", field, p.start, p.end, p.startByte, p.endByte))
	switch {
	case !ok:
		n.broken("span", file, mendTable, "characters %d to %d, bytes %d to %d are no place of the %s", p.start, p.end, p.startByte, p.endByte, field)
	case surface == "":
		n.ok("span", "the place lies in the %s", field)
	case got != surface:
		n.broken("surface", file, mendTable, "at its place stands %q, and surface says %q", got, surface)
	default:
		n.ok("surface", "%q stands there", surface)
	}
	return got
}

// around are the sentences and clauses on which rows of documents rest.
type around struct {
	sentences map[string]*store.SentenceRow
	clauses   map[string]*store.ClauseRow
	files     map[string]string // of rows, by ID
	nodes     map[string]*Node
}

// surroundings reads sentences and clauses by their IDs, in the months of texts.
func (t *tracer) surroundings(ctx context.Context, texts map[string]*text, sentences, clauses map[string]bool) (*around, error) {
	a := &around{sentences: map[string]*store.SentenceRow{}, clauses: map[string]*store.ClauseRow{}, files: map[string]string{}, nodes: map[string]*Node{}}
	delete(clauses, "")
	if len(clauses) > 0 {
		err := each(ctx, t, months(texts), func(r *store.ClauseRow) bool { return clauses[r.ClauseID] }, func(r store.ClauseRow, f store.File) {
			a.clauses[r.ClauseID], a.files[r.ClauseID] = &r, f.Path
			sentences[r.SentenceID] = true
		})
		if err != nil {
			return nil, err
		}
	}
	delete(sentences, "")
	if len(sentences) > 0 {
		err := each(ctx, t, months(texts), func(r *store.SentenceRow) bool { return sentences[r.SentenceID] }, func(r store.SentenceRow, f store.File) {
			a.sentences[r.SentenceID], a.files[r.SentenceID] = &r, f.Path
		})
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}

// sentence makes the node of a sentence; nil where the table has none. The document
// is below it where leads says so.
func (a *around) sentence(x *text, id string, leads bool) *Node {
	s := a.sentences[id]
	if s == nil {
		return nil
	}
	if n := a.nodes[id]; n != nil {
		return n
	}
	n := &Node{Kind: "sentence", ID: id, Lang: s.Lang}
	a.nodes[id] = n
	n.Says = strings.Join(strings.Fields(x.stands(n, a.files[id], placeOf(s), "")), " ")
	if s.DocID != x.row.DocID {
		n.broken("document", a.files[id], mendTable, "it is of document %s", s.DocID)
	}
	if leads {
		n.From = append(n.From, x.node)
	}
	return n
}

// rests links a row at a place to its sentence, through its clause where it has one.
func (a *around) rests(n *Node, x *text, p place, sentence, clause string, leads bool) {
	under := n
	if clause != "" {
		if c := a.clause(x, clause); c == nil {
			n.broken("clause", "clauses", mendTable, "table clauses does not have %s", clause)
		} else {
			if row := a.clauses[clause]; (place{row.InTitle, row.Start, row.End, row.StartByte, row.EndByte}).holds(p) && row.SentenceID == sentence {
				n.ok("clause", "clause %s holds it", clause)
			} else {
				n.broken("clause", a.files[clause], mendTable, "clause %s does not hold it", clause)
			}
			n.From = append(n.From, c)
			under = c
		}
	}
	s := a.sentence(x, sentence, leads)
	switch {
	case s == nil:
		n.broken("sentence", "sentences", mendTable, "table sentences does not have %s", sentence)
		return
	case placeOf(a.sentences[sentence]).holds(p):
		n.ok("sentence", "sentence %s holds it", sentence)
	default:
		n.broken("sentence", a.files[sentence], mendTable, "sentence %s does not hold it", sentence)
	}
	under.From = append(under.From, s)
}

// clause makes the node of a clause; nil where the table has none.
func (a *around) clause(x *text, id string) *Node {
	c := a.clauses[id]
	if c == nil {
		return nil
	}
	n := &Node{Kind: "clause", ID: id}
	n.Says = strings.Join(strings.Fields(x.stands(n, a.files[id], place{c.InTitle, c.Start, c.End, c.StartByte, c.EndByte}, "")), " ")
	n.Lang = x.row.Lang
	n.fact("reading", strings.Join([]string{c.Kind, c.Polarity, c.Mood, c.Voice}, ", "))
	return n
}
