package trace

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cmp"

	"framewatch/store"
)

// frameOf is a frame that is coded for a target.
type frameOf struct{ frame, codebook, target string }

// decision is what table document_frames says of a document, with the hits that it
// counts.
type decision struct {
	row         *store.DocumentFrameRow // nil where the document is not coded
	file        store.File
	hits        []store.FrameHitRow
	hitFiles    map[string]string
	boilerplate map[string]bool // sentences whose hits do not count
}

// forTarget reports whether a row is of the target; those of older versions name
// none.
func (o frameOf) forTarget(target string) bool {
	return target == o.target || target == "" || o.target == ""
}

// decisions reads what is said of a frame in documents. Only the files of texts are
// looked at, for their month.
func (t *tracer) decisions(ctx context.Context, of frameOf, texts map[string]*text) (map[string]*decision, error) {
	out := map[string]*decision{}
	at := func(doc string) *decision {
		if out[doc] == nil {
			out[doc] = &decision{hitFiles: map[string]string{}, boilerplate: map[string]bool{}}
		}
		return out[doc]
	}
	in := months(texts)
	err := each(ctx, t, in, func(r *store.DocumentFrameRow) bool {
		return r.Frame == of.frame && r.Codebook == of.codebook && texts[r.DocID] != nil && of.forTarget(r.TargetID)
	}, func(r store.DocumentFrameRow, f store.File) {
		d := at(r.DocID)
		d.row, d.file = &r, f
	})
	if err != nil {
		return nil, err
	}
	sentences := map[string]string{} // document by sentence
	err = each(ctx, t, in, func(r *store.FrameHitRow) bool {
		return r.Frame == of.frame && r.Codebook == of.codebook && texts[r.DocID] != nil && of.forTarget(r.TargetID)
	}, func(r store.FrameHitRow, f store.File) {
		d := at(r.DocID)
		d.hits = append(d.hits, r)
		d.hitFiles[r.HitID] = f.Path
		sentences[r.SentenceID] = r.DocID
	})
	if err != nil || len(sentences) == 0 {
		return out, err
	}
	err = each(ctx, t, in, func(r *boilerplate) bool { return sentences[r.SentenceID] != "" }, func(r boilerplate, _ store.File) {
		out[sentences[r.SentenceID]].boilerplate[r.SentenceID] = r.Boilerplate
	})
	return out, err
}

type boilerplate struct {
	SentenceID  string `col:"sentence_id"`
	Boilerplate bool   `col:"boilerplate"`
}

// Table names the table that Scan reads.
func (boilerplate) Table() string { return store.SentenceRow{}.Table() }

// node is the decision, with the hits counted again.
func (d *decision) node(t *tracer) *Node {
	r := d.row
	n := &Node{Kind: "decision", ID: r.Frame, Says: map[bool]string{true: "present", false: "not present"}[r.Present]}
	n.fact("codebook", r.Codebook+"@"+r.CodebookVersion)
	n.fact("target", r.TargetID)
	n.fact("decided by", cmp.Or(r.Method, "rules"))
	if r.PPresent != nil {
		n.fact("probability", fmt.Sprintf("%.3f", *r.PPresent))
	}
	t.ran(r.RunID)
	hits, negated := int64(0), int64(0)
	for i := range d.hits {
		if d.hits[i].Negated {
			negated++
		} else if !d.boilerplate[d.hits[i].SentenceID] {
			hits++
		}
	}
	if hits == r.NHits && negated == r.NNegated {
		n.ok("decision", "its hits counted again: %d, and %d negated", hits, negated)
	} else {
		n.broken("decision", d.file.Path, mendTable, "table frame_hits has %d hits and %d negated ones; the row counts %d and %d", hits, negated, r.NHits, r.NNegated)
	}
	switch rules := r.Method == "" || r.Method == "rules"; {
	case !rules:
		n.unchecked("presence", "%s decided, whose model is not part of the dataset", r.Method)
	case r.Present == (hits > 0):
		n.ok("presence", "the rules say %s of %s", n.Says, plural(int(hits), "hit", "hits"))
	default:
		n.unchecked("presence", "%s with %s: the codebook has a rule by which another frame decides", n.Says, plural(int(hits), "hit", "hits"))
	}
	return n
}

// hitNodes are the hits of a decision, each with its clause and its sentence.
func (d *decision) hitNodes(x *text, a *around) []*Node {
	slices.SortFunc(d.hits, func(p, q store.FrameHitRow) int {
		return cmp.Or(-cmp.Compare(boolean(p.InTitle), boolean(q.InTitle)), cmp.Compare(p.StartByte, q.StartByte), strings.Compare(p.HitID, q.HitID))
	})
	var out []*Node
	for i := range d.hits {
		h := &d.hits[i]
		n := hitNode(h)
		n.Lang = x.row.Lang
		x.stands(n, d.hitFiles[h.HitID], placeOfHit(h), h.Surface)
		a.rests(n, x, placeOfHit(h), h.SentenceID, h.ClauseID, false)
		out = append(out, n)
	}
	return out
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
